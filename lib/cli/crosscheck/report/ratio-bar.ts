const FULL = '█';
const HALF_RIGHT = '▐';
const HALF_LEFT = '▌';
const AXIS = '│';

/** A bar from the axis in the middle: to the left below 1, to the right above, one cell for each factor of two. */
export function ratioBar(ratio: number, width: number): string {
  const cells = Math.floor((width - 1) / 2);
  const halves = Math.min(2 * cells, Math.round(2 * Math.abs(Math.log2(ratio))));
  const bar = FULL.repeat(halves >> 1);
  const isOdd = halves % 2 === 1;
  return ratio < 1
    ? `${`${isOdd ? HALF_RIGHT : ''}${bar}`.padStart(cells)}${AXIS}`.padEnd(2 * cells + 1)
    : `${AXIS.padStart(cells + 1)}${`${bar}${isOdd ? HALF_LEFT : ''}`.padEnd(cells)}`;
}
