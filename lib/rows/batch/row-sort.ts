import { runInSlices, type TimeSlice } from '../../engine/js/sorting/time-slice.ts';
import { MemorySegment } from '../../memory/memory-segment.ts';
import { BinaryRow } from '../binary-row.ts';
import type { BinaryRowComparator } from '../keys/binary-row-comparator.ts';
import { inRow, type LocatedRows } from './located-rows.ts';

/** Of the normalized key, what a double holds as an integer. */
const PREFIX_BYTES = 6;
const PREFIX_VALUES = 2 ** (8 * PREFIX_BYTES);
/** How far a beginning that all normalized keys have is looked for; prefixes come behind it. */
const MAX_COMMON_BYTES = 32;
/** Up to here entries are inserted one by one. */
const INSERTION_RUN = 12;
/** What is done between two looks at the time that is left. */
const ROWS_PER_STEP = 256;
/** Of `TimeSlice.spend`: a row that is checked or compared takes some tens of nanoseconds. */
const UNITS_PER_ROW = 8;

/**
 * A stable sort in slices of time on the event loop: all rows are checked, and get some bytes of their normalized key as a number;
 * then a merge sort moves numbers and indexes. Rows are compared where the numbers are equal. Throws what `BinaryRowComparator.check` does, with the
 * index of the row.
 *
 * Gives the positions in order; those of `positions` are left as they are.
 */
export async function sortRows(
  rows: LocatedRows,
  comparator: BinaryRowComparator,
  positions: Int32Array,
): Promise<Int32Array> {
  const sort = new RowSort(rows, comparator);
  await runInSlices((slice) => sort.run(slice));
  return sort.inOrder(positions);
}

class RowSort {
  readonly #rows: LocatedRows;
  readonly #comparator: BinaryRowComparator;
  readonly #left: BinaryRow;
  readonly #right: BinaryRow;
  readonly #count: number;
  #prefixes: Float64Array;
  #indexes: Uint32Array;
  #mergedPrefixes: Float64Array;
  #mergedIndexes: Uint32Array;
  readonly #steps: Generator<void, void>;
  readonly #keyBytes = new Uint8Array(MAX_COMMON_BYTES + PREFIX_BYTES);
  readonly #key = MemorySegment.wrap(this.#keyBytes);
  readonly #firstKey = new Uint8Array(MAX_COMMON_BYTES);
  #commonBytes = MAX_COMMON_BYTES;

  constructor(rows: LocatedRows, comparator: BinaryRowComparator) {
    this.#rows = rows;
    this.#comparator = comparator;
    this.#left = new BinaryRow(comparator.arity);
    this.#right = new BinaryRow(comparator.arity);
    this.#count = rows.size;
    this.#prefixes = new Float64Array(this.#count);
    this.#indexes = new Uint32Array(this.#count);
    this.#mergedPrefixes = new Float64Array(this.#count);
    this.#mergedIndexes = new Uint32Array(this.#count);
    this.#steps = this.#sort();
  }

  /** True: done. */
  run(slice: TimeSlice): boolean {
    for (;;) {
      if (this.#steps.next().done === true) return true;
      if (slice.spend(ROWS_PER_STEP * UNITS_PER_ROW)) return false;
    }
  }

  inOrder(positions: Int32Array): Int32Array {
    const sorted = new Int32Array(2 * this.#count);
    for (let i = 0; i < this.#count; i++) {
      const row = this.#indexes[i] as number;
      sorted[2 * i] = positions[2 * row] as number;
      sorted[2 * i + 1] = positions[2 * row + 1] as number;
    }
    return sorted;
  }

  *#sort(): Generator<void, void> {
    const count = this.#count;
    for (let i = 0; i < count; i++) {
      this.#check(i);
      if (i % ROWS_PER_STEP === 0) yield;
    }
    for (let i = 0; i < count; i++) {
      this.#enter(i);
      if (i % ROWS_PER_STEP === 0) yield;
    }
    for (let from = 0; from < count; from += INSERTION_RUN) {
      this.#insert(from, Math.min(from + INSERTION_RUN, count));
      yield;
    }
    for (let run = INSERTION_RUN; run < count; run *= 2) yield* this.#mergeRuns(run);
  }

  #check(index: number): void {
    const row = this.#rows.point(this.#left, index);
    try {
      this.#comparator.check(row);
    } catch (error) {
      throw inRow(index, error);
    }
    if (this.#commonBytes === 0) return;
    this.#comparator.putNormalizedKey(row, this.#key, 0, this.#commonBytes);
    if (index === 0) this.#firstKey.set(this.#keyBytes.subarray(0, MAX_COMMON_BYTES));
    let common = 0;
    while (common < this.#commonBytes && this.#keyBytes[common] === this.#firstKey[common]) common += 1;
    this.#commonBytes = common;
  }

  #enter(index: number): void {
    const common = this.#commonBytes;
    const key = this.#key;
    this.#comparator.putNormalizedKey(this.#rows.point(this.#left, index), key, 0, common + PREFIX_BYTES);
    const prefix = (key.getIntBigEndian(common) >>> 0) * 2 ** 16 + key.getCharBigEndian(common + 4);
    this.#prefixes[index] = this.#comparator.invertNormalizedKey ? PREFIX_VALUES - prefix : prefix;
    this.#indexes[index] = index;
  }

  #precedes(aPrefix: number, aIndex: number, bPrefix: number, bIndex: number): boolean {
    if (aPrefix !== bPrefix) return aPrefix < bPrefix;
    return this.#comparator.compare(this.#rows.point(this.#left, aIndex), this.#rows.point(this.#right, bIndex)) < 0;
  }

  #insert(from: number, to: number): void {
    const prefixes = this.#prefixes;
    const indexes = this.#indexes;
    for (let i = from + 1; i < to; i++) {
      const prefix = prefixes[i] as number;
      const index = indexes[i] as number;
      let place = i;
      while (
        place > from &&
        this.#precedes(prefix, index, prefixes[place - 1] as number, indexes[place - 1] as number)
      ) {
        prefixes[place] = prefixes[place - 1] as number;
        indexes[place] = indexes[place - 1] as number;
        place -= 1;
      }
      prefixes[place] = prefix;
      indexes[place] = index;
    }
  }

  /** Every two runs of `run` entries become one of twice as many. */
  *#mergeRuns(run: number): Generator<void, void> {
    const count = this.#count;
    for (let from = 0; from < count; from += 2 * run) {
      const middle = Math.min(from + run, count);
      const merge = { left: from, middle, right: middle, to: Math.min(middle + run, count) };
      do yield;
      while (!this.#mergeSome(merge));
    }
    [this.#prefixes, this.#mergedPrefixes] = [this.#mergedPrefixes, this.#prefixes];
    [this.#indexes, this.#mergedIndexes] = [this.#mergedIndexes, this.#indexes];
  }

  /** A step of a merge. True: it is done. */
  #mergeSome(merge: Merge): boolean {
    const prefixes = this.#prefixes;
    const indexes = this.#indexes;
    const { middle, to } = merge;
    let { left, right } = merge;
    let target = left + right - middle;
    const end = Math.min(target + ROWS_PER_STEP, to);
    while (left < middle && right < to && target < end) {
      const leftPrefix = prefixes[left] as number;
      const leftIndex = indexes[left] as number;
      const rightPrefix = prefixes[right] as number;
      const rightIndex = indexes[right] as number;
      const takesRight = this.#precedes(rightPrefix, rightIndex, leftPrefix, leftIndex);
      this.#mergedPrefixes[target] = takesRight ? rightPrefix : leftPrefix;
      this.#mergedIndexes[target] = takesRight ? rightIndex : leftIndex;
      if (takesRight) right += 1;
      else left += 1;
      target += 1;
    }
    merge.left = left;
    merge.right = right;
    if (left < middle && right < to) return false;
    const [from, rest] = left < middle ? [left, middle] : [right, to];
    this.#mergedPrefixes.set(prefixes.subarray(from, rest), target);
    this.#mergedIndexes.set(indexes.subarray(from, rest), target);
    return true;
  }
}

/** Two runs, one behind the other, and how far they have been merged. */
interface Merge {
  left: number;
  readonly middle: number;
  right: number;
  readonly to: number;
}
