import { MemorySegment } from '../memory/memory-segment.ts';

/** The longest scalar. */
export const SCALAR_BYTES = 8;
/** What is kept for the next text; longer ones get memory of their own. */
const MAX_KEPT_BYTES = 64 * 1024;

/** Memory in which a paged view puts a value together that lies in several segments. */
export class ValueScratch {
  /** For a scalar, and behind it what lies where it is to be written. */
  readonly segment: MemorySegment = MemorySegment.wrap(new Uint8Array(2 * SCALAR_BYTES));
  #text = this.segment;

  /** At least `length` bytes, up to the next call. */
  segmentFor(length: number): MemorySegment {
    if (length <= this.#text.size) return this.#text;
    const segment = MemorySegment.wrap(new Uint8Array(length));
    if (length <= MAX_KEPT_BYTES) this.#text = segment;
    return segment;
  }
}
