import { isInt32Array } from 'node:util/types';
import { InvalidArgumentError } from '../../errors/argument-errors.ts';
import { invalid, requireInteger, requireRange } from '../../memory/argument-checks.ts';
import { MemorySegment } from '../../memory/memory-segment.ts';
import type { SegmentPin } from '../../memory/segment-pin.ts';
import { BinaryRow } from '../binary-row.ts';
import type { SectionMemory } from '../binary-section.ts';
import { isIndex, noElement } from '../field-index.ts';
import { BinaryRowComparator } from '../keys/binary-row-comparator.ts';
import { requireRowOf } from '../row-arity.ts';
import { kernelPagesOf } from './kernel-pages.ts';
import { inRow, LocatedRows } from './located-rows.ts';
import { sortRows } from './row-sort.ts';

/** The positions of sorts that are not done: the last of two at once would undo what the first has done. */
const sorting = new WeakSet<Int32Array>();

/**
 * Many rows of one arity, where they lie: sorted, hashed and given normalized keys in one call each, by native code where their
 * memory is off-heap on an engine that has it, else in JavaScript, with the same results.
 *
 * `memory` is a segment, or several as if they were one; a row may begin in one and end in another. `positions` says where the rows
 * are: offset and size in bytes of each, so that row `i` has elements `2 * i` and `2 * i + 1`. It owns neither; both may change
 * between calls, and are read anew by each.
 *
 * Each call first checks all rows: IndexOutOfBoundsError for one that does not lie in the memory, CorruptDataError for bytes that
 * no writer has written, with the field `row`, its index. SegmentFreedError when the memory is freed. Nothing has changed then.
 * While a call runs, no other thread may write the rows: results would be of any of their states.
 *
 * All but `sort` hold the thread until they are done, some tens of nanoseconds a row: better several batches than one of millions.
 */
export class BinaryRowBatch {
  readonly arity: number;
  readonly positions: Int32Array;
  readonly #segments: readonly MemorySegment[];

  /** Throws InvalidArgumentError for memory that is none, and for positions that are no Int32Array of an even length. */
  constructor(arity: number, memory: SectionMemory, positions: Int32Array) {
    this.arity = new BinaryRow(arity).arity;
    const segments: readonly MemorySegment[] = Array.isArray(memory) ? [...memory] : [memory];
    for (const segment of segments) {
      if (!(segment instanceof MemorySegment)) throw invalid('a MemorySegment', 'memory', segment);
    }
    if (!isInt32Array(positions) || positions.length % 2 !== 0) {
      throw invalid('an Int32Array of an offset and a size for each row', 'positions', positions);
    }
    this.#segments = segments;
    this.positions = positions;
  }

  /** The number of rows. */
  get size(): number {
    return this.positions.length / 2;
  }

  /** Points `reuse` to a row and returns it. */
  row(index: number, reuse: BinaryRow = new BinaryRow(this.arity)): BinaryRow {
    if (!isIndex(index, this.size)) throw noElement(index, this.size);
    requireRowOf(this.arity, reuse, 'reuse');
    return new LocatedRows(this.#segments, this.positions).point(reuse, index);
  }

  /**
   * Orders `positions` by the keys of their rows. Rows with equal keys keep their order. Off the event loop, or in slices of a few
   * milliseconds on it; the positions are read at the call and written when all is sorted. Rows must not change until then.
   *
   * Throws also NullKeyFieldError for a null in a key that is not nullable, InvalidArgumentError when the comparator is of rows of
   * another arity, or the same positions are being sorted already, by this batch or another.
   */
  async sort(comparator: BinaryRowComparator): Promise<void> {
    this.#requireComparator(comparator);
    const { positions } = this;
    if (sorting.has(positions))
      throw new InvalidArgumentError('Positions are being sorted already: await the first sort');
    const given = positions.slice();
    const pins = this.#pin();
    sorting.add(positions);
    try {
      const sorted = await this.#sorted(comparator, given);
      this.#requireLive();
      if (positions.length !== sorted.length) {
        throw new InvalidArgumentError('Positions have been transferred away', { rows: sorted.length / 2 });
      }
      positions.set(sorted);
    } finally {
      sorting.delete(positions);
      release(pins);
    }
  }

  /** The hash code of each row: `row.hashCode()`. */
  hashCodes(): Int32Array<ArrayBuffer> {
    return this.#hashes(
      (row) => row.hashCode(),
      (hashes) => {
        const on = kernelPagesOf(this.#segments);
        return on?.kernels.hash(on.pages, this.positions, this.arity, hashes) === true;
      },
    );
  }

  /**
   * The hash code of each row's keys: `comparator.hash(row)`, the same for rows that compare equal. Throws also InvalidArgumentError
   * when the comparator is of rows of another arity.
   */
  keyHashes(comparator: BinaryRowComparator): Int32Array<ArrayBuffer> {
    this.#requireComparator(comparator);
    return this.#hashes(
      (row) => comparator.hash(row),
      (hashes) => {
        const on = kernelPagesOf(this.#segments);
        return on?.kernels.hashKeys(on.pages, this.positions, comparator.kernelOrder, hashes) === true;
      },
    );
  }

  /**
   * Writes the normalized keys of all rows into `target`, one behind the other from `offset`, each exactly `keyBytes` long: what
   * `comparator.putNormalizedKey` writes. Throws also NullKeyFieldError for a null in a key that is not nullable,
   * IndexOutOfBoundsError when `target` has no room for them, InvalidArgumentError when the comparator is of rows of another arity.
   */
  putNormalizedKeys(comparator: BinaryRowComparator, keyBytes: number, target: MemorySegment, offset = 0): void {
    this.#requireComparator(comparator);
    if (!(target instanceof MemorySegment)) throw invalid('a MemorySegment', 'target', target);
    requireInteger('keyBytes', keyBytes);
    requireInteger('offset', offset);
    if (keyBytes < 0) throw new InvalidArgumentError('Key cannot have less than 0 bytes', { keyBytes });
    const sizeBytes = this.size * keyBytes;
    requireRange('offset', offset, sizeBytes, target.size);
    const pins = this.#pin();
    try {
      // The rows may lie in `target`.
      const keys = new Uint8Array(sizeBytes);
      const on = kernelPagesOf(this.#segments);
      if (on?.kernels.putKeys(on.pages, this.positions, comparator.kernelOrder, keyBytes, keys) !== true) {
        const written = MemorySegment.wrap(keys);
        this.#forEach((row, index) => comparator.putNormalizedKey(row, written, index * keyBytes, keyBytes));
      }
      target.put(offset, keys);
    } finally {
      release(pins);
    }
  }

  /** In the order of their rows, perhaps the same array. */
  async #sorted(comparator: BinaryRowComparator, positions: Int32Array): Promise<Int32Array> {
    const on = kernelPagesOf(this.#segments);
    if (on !== undefined && (await on.kernels.sort(on.pages, positions, comparator.kernelOrder))) return positions;
    return sortRows(new LocatedRows(this.#segments, positions), comparator, positions);
  }

  #hashes(hash: (row: BinaryRow) => number, byKernel: (hashes: Int32Array) => boolean): Int32Array<ArrayBuffer> {
    const pins = this.#pin();
    try {
      const hashes = new Int32Array(this.size);
      if (!byKernel(hashes)) {
        this.#forEach((row, index) => {
          hashes[index] = hash(row);
        });
      }
      return hashes;
    } finally {
      release(pins);
    }
  }

  /** One view, pointed to each row. */
  #forEach(visit: (row: BinaryRow, index: number) => void): void {
    const rows = new LocatedRows(this.#segments, this.positions);
    const view = new BinaryRow(this.arity);
    for (let index = 0; index < rows.size; index++) {
      const row = rows.point(view, index);
      try {
        visit(row, index);
      } catch (error) {
        throw inRow(index, error);
      }
    }
  }

  /** Throws SegmentFreedError. */
  #pin(): readonly SegmentPin[] {
    const pins: SegmentPin[] = [];
    try {
      for (const segment of this.#segments) pins.push(segment.pin());
      return pins;
    } catch (error) {
      release(pins);
      throw error;
    }
  }

  /** A segment may have been freed while others ran, though its memory is still there. */
  #requireLive(): void {
    release(this.#pin());
  }

  #requireComparator(comparator: BinaryRowComparator): void {
    if (!(comparator instanceof BinaryRowComparator)) throw invalid('a BinaryRowComparator', 'comparator', comparator);
    const { arity: is } = comparator;
    if (is !== this.arity) {
      throw new InvalidArgumentError('Comparator is of rows of another arity', { arity: this.arity, is });
    }
  }
}

function release(pins: readonly SegmentPin[]): void {
  for (const pin of pins) pin.release();
}
