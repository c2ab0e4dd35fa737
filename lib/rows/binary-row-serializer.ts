import { InvalidArgumentError } from '../errors/argument-errors.ts';
import { CorruptDataError } from '../errors/type-errors.ts';
import { EndOfDataError } from '../errors/view-errors.ts';
import { invalid, requireInteger } from '../memory/argument-checks.ts';
import { MemorySegment } from '../memory/memory-segment.ts';
import { readBytes } from '../types/composites/read-bytes.ts';
import type { DataInputView } from '../views/data-input-view.ts';
import type { DataOutputView } from '../views/data-output-view.ts';
import { PagedInputView } from '../views/paged-input-view.ts';
import { PagedOutputView } from '../views/paged-output-view.ts';
import { requireInput, requireOutput } from '../views/view-arguments.ts';
import { segmentAt, within } from './binary-memory.ts';
import { BinaryRow } from './binary-row.ts';
import { rowFixedBytes } from './binary-row-layout.ts';
import { requireRowOf } from './row-arity.ts';

/** Before each row: its bytes, as a big-endian int. */
const LENGTH_BYTES = 4;

/**
 * Writes rows to views and reads them: Flink's BinaryRowDataSerializer. A row is its length and its bytes.
 *
 * On pages, the length and the fixed part of a row never cross a boundary: where the rest of a page is too small for both, it stays
 * unused. So the fields of a row can be read in place, and only values of variable length lie in two pages.
 */
export class BinaryRowSerializer {
  readonly arity: number;
  readonly #row: BinaryRow;
  readonly #fixedBytes: number;

  constructor(arity: number) {
    this.arity = arity;
    this.#row = new BinaryRow(arity);
    this.#fixedBytes = rowFixedBytes(arity);
  }

  createInstance(): BinaryRow {
    return new BinaryRow(this.arity);
  }

  /** Throws InvalidArgumentError for a row of another arity. */
  copy(row: BinaryRow): BinaryRow {
    requireRowOf(this.arity, row);
    return row.copy();
  }

  /** Whether `other` is a serializer of rows of the same arity: bytes say no more of a row. */
  equals(other: unknown): boolean {
    return other instanceof BinaryRowSerializer && this.arity === other.arity;
  }

  /** Throws InvalidArgumentError for a row of another arity. */
  serialize(row: BinaryRow, target: DataOutputView): void {
    requireRowOf(this.arity, row);
    requireOutput(target);
    target.writeInt(row.sizeInBytes);
    for (let done = 0; done < row.sizeInBytes; ) {
      const segment = segmentAt(row.memory, row.offset + done);
      const start = within(row.memory, row.offset + done);
      const count = Math.min(row.sizeInBytes - done, segment.size - start);
      segment.get(start, target, count);
      done += count;
    }
  }

  /** A row in memory of its own. Throws CorruptDataError for a length that no row of this arity has, EndOfDataError: `reuse` is nowhere. */
  deserialize(source: DataInputView, reuse: BinaryRow = this.createInstance()): BinaryRow {
    requireInput(source);
    requireRowOf(this.arity, reuse, 'reuse');
    reuse.pointNowhere();
    const { position } = source;
    const length = this.#requireLength(source.readInt(), position);
    return reuse.pointTo(MemorySegment.wrap(readBytes(source, length)), 0, length);
  }

  /** One row from view to view. */
  copyBytes(source: DataInputView, target: DataOutputView): void {
    requireOutput(target);
    this.serialize(this.deserialize(source, this.#row), target);
  }

  /**
   * The bytes of the page that stay unused before the row. Throws InvalidArgumentError when no page has room for the fixed part.
   */
  serializeToPages(row: BinaryRow, target: PagedOutputView): number {
    requireRowOf(this.arity, row);
    if (!(target instanceof PagedOutputView)) throw invalid('a PagedOutputView', 'target', target);
    const { segmentSizeBytes, headerLengthBytes } = target;
    const needed = this.#fixedBytes + LENGTH_BYTES;
    if (segmentSizeBytes - headerLengthBytes < needed) {
      throw new InvalidArgumentError('Pages are too small for the fixed part of a row', {
        segmentSizeBytes,
        headerLengthBytes,
        needed,
      });
    }
    const rest = segmentSizeBytes - target.positionInSegment;
    const skipped = rest < needed ? rest : 0;
    if (rest < needed) target.advance();
    this.serialize(row, target);
    return skipped;
  }

  /** A copy of the next row. */
  deserializeFromPages(source: PagedInputView, reuse: BinaryRow = this.createInstance()): BinaryRow {
    requireRowOf(this.arity, reuse, 'reuse');
    reuse.pointNowhere();
    this.#skipToRow(source);
    return this.deserialize(source, reuse);
  }

  /** Points to the next row where it lies in the pages; no byte is copied. The pages must stay while the row is read. */
  mapFromPages(source: PagedInputView, reuse: BinaryRow = this.createInstance()): BinaryRow {
    requireRowOf(this.arity, reuse, 'reuse');
    reuse.pointNowhere();
    this.#skipToRow(source);
    const { position } = source;
    return this.pointTo(this.#requireLength(source.readInt(), position), reuse, source);
  }

  skipRecordFromPages(source: PagedInputView): void {
    this.#skipToRow(source);
    const { position } = source;
    source.skipBytesToRead(this.#requireLength(source.readInt(), position));
  }

  /** Points `row` to the next `length` bytes, and moves behind them. */
  pointTo(length: number, row: BinaryRow, source: PagedInputView): BinaryRow {
    requirePages(source);
    requireRowOf(this.arity, row);
    requireInteger('length', length);
    row.pointNowhere();
    this.#requireLength(length, source.position);
    if (source.currentSegment === undefined) source.advance();
    const start = source.positionInSegment;
    let rest = source.currentSegmentLimit - start;
    if (rest >= length) {
      row.pointTo(source.currentSegment as MemorySegment, start, length);
      source.skipBytesToRead(length);
      return row;
    }
    const { available } = source;
    if (available !== undefined && available < length) {
      throw new EndOfDataError({ position: source.position, requested: length, available });
    }
    const segments = [dataOf(source, 0)];
    let needed = length;
    do {
      needed -= rest;
      // They count as read, unlike bytes that `advance` leaves out.
      source.skipBytesToRead(rest);
      source.advance();
      rest = source.currentSegmentLimit - source.positionInSegment;
      if (rest > 0) segments.push(dataOf(source, source.headerLengthBytes));
    } while (rest < needed);
    source.skipBytesToRead(needed);
    return row.pointTo(segments, start, length);
  }

  /** To the next page where the rest of this one, or no page at all, has no room for a fixed part. */
  #skipToRow(source: PagedInputView): void {
    requirePages(source);
    // Where no page is there yet, the limit is 0.
    const rest = source.currentSegmentLimit - source.positionInSegment;
    if (rest < this.#fixedBytes + LENGTH_BYTES) source.advance();
  }

  #requireLength(length: number, position: number): number {
    if (length >= this.#fixedBytes) return length;
    throw new CorruptDataError({
      position,
      reason: `${length} bytes are too few for a row of ${this.arity} fields`,
    });
  }
}

function requirePages(source: unknown): void {
  if (!(source instanceof PagedInputView)) throw invalid('a PagedInputView', 'source', source);
}

/** The current page from `start` to its limit. */
function dataOf(source: PagedInputView, start: number): MemorySegment {
  const segment = source.currentSegment as MemorySegment;
  const { currentSegmentLimit: limit } = source;
  return start === 0 && limit === segment.size ? segment : segment.wrap(start, limit - start);
}
