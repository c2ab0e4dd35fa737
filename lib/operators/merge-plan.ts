/** A merge of the runs `[start, start + count)`. */
export interface MergeGroup {
  readonly start: number;
  readonly count: number;
}

/**
 * Which neighbouring runs one pass of intermediate merges joins, so that as few bytes as possible are written twice: the
 * rule of Flink's external sorter. With fan-in F and n runs the pass ends at the next lower power of F, leaves the first
 * runs as they are and merges the rest in groups of even size. Neighbours only: input order decides ties.
 *
 * `fits(start, count)` tells whether that group can be merged at once; any two neighbours can.
 */
export function planMergePass(runs: number, fits: (start: number, count: number) => boolean): MergeGroup[] {
  const fanIn = largestFanIn(runs, fits);
  const scale = Math.ceil(Math.log(runs) / Math.log(fanIn)) - 1;
  // At least one merge has to be made when all runs do not fit, though the fan-in alone would allow one final merge.
  const end = Math.min(fanIn ** Math.max(scale, 1), runs - 1);
  const merges = Math.max(1, Math.ceil((runs - end) / (fanIn - 1)));
  const untouched = Math.max(0, end - merges);
  const groups: MergeGroup[] = [];
  let start = untouched;
  for (let left = merges; left > 0; left--) {
    const count = Math.ceil((runs - start) / left);
    groups.push({ start, count });
    start += count;
  }
  return groups;
}

/** The largest number of neighbours that can be merged wherever they stand; at least 2. */
function largestFanIn(runs: number, fits: (start: number, count: number) => boolean): number {
  const fitsEverywhere = (count: number) => {
    for (let start = 0; start + count <= runs; start++) {
      if (!fits(start, count)) return false;
    }
    return true;
  };
  let low = 2;
  let high = runs - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fitsEverywhere(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}
