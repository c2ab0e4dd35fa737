import { IndexOutOfBoundsError } from '../../errors/argument-errors.ts';
import { CorruptDataError, NullKeyFieldError } from '../../errors/type-errors.ts';
import { UnsafeIntegerError } from '../../errors/unsafe-integer-error.ts';
import type { MemorySegment } from '../../memory/memory-segment.ts';
import type { BinaryRow } from '../binary-row.ts';
import { placeWithin } from '../binary-section.ts';
import { SegmentSpan } from '../segment-span.ts';

/** Rows by their positions in a memory, an offset and a length each: one view is pointed to one after the other. */
export class LocatedRows {
  readonly #segment: MemorySegment | undefined;
  readonly #span: SegmentSpan;
  readonly #positions: Int32Array;

  /** The positions are read when they are asked for. */
  constructor(segments: readonly MemorySegment[], positions: Int32Array) {
    this.#segment = segments.length === 1 ? segments[0] : undefined;
    this.#span = new SegmentSpan(segments);
    this.#positions = positions;
  }

  get size(): number {
    return this.#positions.length >>> 1;
  }

  /** Throws IndexOutOfBoundsError when the memory does not hold the row, CorruptDataError when it is too short; with its index. */
  point(row: BinaryRow, index: number): BinaryRow {
    const offset = this.#positions[2 * index] as number;
    const sizeInBytes = this.#positions[2 * index + 1] as number;
    try {
      if (this.#segment !== undefined) return row.pointTo(this.#segment, offset, sizeInBytes);
      return this.#pointInSpan(row, offset, sizeInBytes);
    } catch (error) {
      throw inRow(index, error);
    }
  }

  #pointInSpan(row: BinaryRow, offset: number, sizeInBytes: number): BinaryRow {
    const holds = offset >= 0 && sizeInBytes >= row.fixedBytes && offset <= this.#span.size - sizeInBytes;
    // Tells what is wrong.
    if (!holds) return row.pointTo(this.#span.segments, offset, sizeInBytes);
    placeWithin(row, this.#span, offset, sizeInBytes);
    return row;
  }
}

/** An error about one row of many, with its index among them. */
export function inRow(row: number, error: unknown): unknown {
  if (error instanceof CorruptDataError) {
    return new CorruptDataError({ row, position: Number(error.fields.position), reason: String(error.fields.reason) });
  }
  if (error instanceof IndexOutOfBoundsError) return new IndexOutOfBoundsError({ row, ...error.fields });
  if (error instanceof NullKeyFieldError) return new NullKeyFieldError({ row, ...error.fields });
  if (error instanceof UnsafeIntegerError) return new UnsafeIntegerError({ row, ...error.fields });
  return error;
}
