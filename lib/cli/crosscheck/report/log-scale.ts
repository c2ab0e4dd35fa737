/** Maps values to positions by their logarithm. */
export interface LogScale {
  (value: number): number;
  readonly ticks: readonly number[];
}

/** From `start` to `end` over whole decades around the values, with a tick at each power of ten. */
export function decadeScale(values: readonly number[], start: number, end: number): LogScale {
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))));
  const ticks = Array.from({ length: high - low + 1 }, (_, i) => 10 ** (low + i));
  return scale((value) => (Math.log10(value) - low) / (high - low), start, end, ticks);
}

/** From `start` to `end` over the values themselves, which are ticks as far as `mostTicks` allows. One value lies in the middle. */
export function sizeScale(values: readonly number[], start: number, end: number, mostTicks: number): LogScale {
  const low = Math.log2(Math.min(...values));
  const high = Math.log2(Math.max(...values));
  const step = Math.ceil((high - low + 1) / mostTicks);
  const ticks = values.filter((value) => high === low || Math.round(high - Math.log2(value)) % step === 0);
  return scale((value) => (high === low ? 0.5 : (Math.log2(value) - low) / (high - low)), start, end, ticks);
}

/** Symmetric around 1, over at least a factor of two to either side; larger factors than `most` are cut off. */
export function ratioScale(values: readonly number[], start: number, end: number, most: number): LogScale {
  const farthest = Math.max(1, ...values.map((value) => Math.abs(Math.log2(value))));
  const reach = Math.min(Math.log2(most), Math.ceil(farthest));
  const share = (value: number): number => (Math.max(-reach, Math.min(reach, Math.log2(value))) + reach) / (2 * reach);
  return scale(share, start, end, [2 ** -reach, 1, 2 ** reach]);
}

function scale(share: (value: number) => number, start: number, end: number, ticks: readonly number[]): LogScale {
  // A tenth of a pixel is enough, and keeps pages small.
  const position = (value: number): number => Math.round(10 * (start + share(value) * (end - start))) / 10;
  return Object.assign(position, { ticks });
}
