import { CorruptDataError } from '../errors/type-errors.ts';
import { EndOfDataError } from '../errors/view-errors.ts';
import { MemorySegment } from '../memory/memory-segment.ts';
import type { DataInputView } from '../views/data-input-view.ts';
import type { DataOutputView } from '../views/data-output-view.ts';
import { segmentAt, within } from './binary-memory.ts';
import { BinaryRow } from './binary-row.ts';
import { rowFixedBytes } from './binary-row-layout.ts';
import type { PagedRowInput, PagedRowOutput } from './paged-rows.ts';

/** Before each row: its bytes, as a big-endian int. */
const LENGTH_BYTES = 4;
/** Rows come piece by piece from a view that does not know how much it has. */
const PIECE_BYTES = 64 * 1024;

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

  copy(row: BinaryRow): BinaryRow {
    return row.copy();
  }

  serialize(row: BinaryRow, target: DataOutputView): void {
    target.writeInt(row.sizeInBytes);
    for (let done = 0; done < row.sizeInBytes; ) {
      const segment = segmentAt(row.memory, row.offset + done);
      const start = within(row.memory, row.offset + done);
      const count = Math.min(row.sizeInBytes - done, segment.size - start);
      segment.get(start, target, count);
      done += count;
    }
  }

  /** A row in memory of its own. Throws CorruptDataError for a length that no row of this arity has, EndOfDataError. */
  deserialize(source: DataInputView, reuse: BinaryRow = this.createInstance()): BinaryRow {
    const { position } = source;
    const length = this.#requireLength(source.readInt(), position);
    return reuse.pointTo(MemorySegment.wrap(readBytes(source, length)), 0, length);
  }

  /** One row from view to view. */
  copyBytes(source: DataInputView, target: DataOutputView): void {
    this.serialize(this.deserialize(source, this.#row), target);
  }

  /** The bytes of the page that stay unused before the row. */
  serializeToPages(row: BinaryRow, target: PagedRowOutput): number {
    const rest = target.segmentSize - target.currentPositionInSegment;
    const skipped = rest < this.#fixedBytes + LENGTH_BYTES ? rest : 0;
    if (rest < this.#fixedBytes + LENGTH_BYTES) target.advance();
    this.serialize(row, target);
    return skipped;
  }

  /** A copy of the next row. */
  deserializeFromPages(source: PagedRowInput, reuse?: BinaryRow): BinaryRow {
    this.#skipToRow(source);
    return this.deserialize(source, reuse);
  }

  /** Points to the next row where it lies in the pages; no byte is copied. The pages must stay while the row is read. */
  mapFromPages(source: PagedRowInput, reuse: BinaryRow = this.createInstance()): BinaryRow {
    this.#skipToRow(source);
    const { position } = source;
    return this.pointTo(this.#requireLength(source.readInt(), position), reuse, source);
  }

  skipRecordFromPages(source: PagedRowInput): void {
    this.#skipToRow(source);
    const { position } = source;
    source.skipBytesToRead(this.#requireLength(source.readInt(), position));
  }

  /** Points `row` to the next `length` bytes, and moves behind them. */
  pointTo(length: number, row: BinaryRow, source: PagedRowInput): BinaryRow {
    this.#requireLength(length, source.position);
    const start = source.currentPositionInSegment;
    let rest = source.currentSegmentLimit - start;
    if (rest >= length) {
      row.pointTo(source.currentSegment, start, length);
      source.skipBytesToRead(length);
      return row;
    }
    const { available } = source;
    if (available !== undefined && available < length) throw new EndOfDataError({ length, available });
    const segments = [head(source, 0)];
    let needed = length;
    for (;;) {
      needed -= rest;
      source.advance();
      rest = source.currentSegmentLimit - source.currentPositionInSegment;
      segments.push(head(source, source.currentPositionInSegment));
      if (rest >= needed) break;
    }
    source.skipBytesToRead(needed);
    return row.pointTo(segments, start, length);
  }

  #skipToRow(source: PagedRowInput): void {
    const rest = source.currentSegmentLimit - source.currentPositionInSegment;
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

/** The current page from `start` to its limit. */
function head(source: PagedRowInput, start: number): MemorySegment {
  const { currentSegment: segment, currentSegmentLimit: limit } = source;
  return start === 0 && limit === segment.size ? segment : segment.wrap(start, limit - start);
}

/** Never makes more room than the source has bytes: where it does not know, room grows with what comes. */
function readBytes(source: DataInputView, length: number): Uint8Array {
  const { available } = source;
  if (available !== undefined || length <= PIECE_BYTES) {
    if (available !== undefined && available < length) throw new EndOfDataError({ length, available });
    const bytes = new Uint8Array(length);
    source.readFully(bytes);
    return bytes;
  }
  let bytes = new Uint8Array(PIECE_BYTES);
  for (let done = 0; done < length; ) {
    if (done === bytes.length) {
      const grown = new Uint8Array(Math.min(length, 2 * done));
      grown.set(bytes);
      bytes = grown;
    }
    source.readFully(bytes, done, bytes.length - done);
    done = bytes.length;
  }
  return bytes;
}
