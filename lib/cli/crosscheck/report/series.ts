import type { Path } from '../bench/operation.ts';
import { type Markup, markup } from './markup.ts';

/** The three series of every plot. Colour alone tells none of them apart: each has a shape as well. */
export interface Series {
  readonly path: Path;
  readonly label: string;
  /** What stands behind the label. */
  readonly meaning: string;
}

export const SERIES: readonly Series[] = [
  { path: 'node', label: 'Node', meaning: 'the best way without this library' },
  { path: 'js', label: 'JS', meaning: 'MemorySegment' },
  { path: 'native', label: 'native', meaning: 'one call of the C++ addon' },
];

const RADIUS = 3.6;

/** Circle, square or triangle, with what is shown while the pointer rests on it. */
export function mark(path: Path, x: number, y: number, title: string): Markup {
  const r = RADIUS;
  const shape =
    path === 'js'
      ? markup`<circle class="mark" cx="${x}" cy="${y}" r="${r}"/>`
      : path === 'native'
        ? markup`<rect class="mark" x="${x - r}" y="${y - r}" width="${2 * r}" height="${2 * r}"/>`
        : markup`<path class="mark" d="M${x} ${y - r - 1}l${r + 1} ${2 * r}h${-2 * r - 2}z"/>`;
  // A larger area for the pointer than the eye sees.
  return markup`<g class="point"><title>${title}</title><circle class="target" cx="${x}" cy="${y}" r="9"/>${shape}</g>`;
}

export function legend(): Markup {
  const entries = SERIES.map(
    ({ path, label, meaning }) =>
      markup`<li class="${path}"><svg width="26" height="14" viewBox="0 0 26 14" aria-hidden="true"><path class="line" d="M1 7h24"/>${mark(
        path,
        13,
        7,
        label,
      )}</svg><b>${label}</b> ${meaning}</li>`,
  );
  return markup`<ul class="legend">${entries}</ul>`;
}
