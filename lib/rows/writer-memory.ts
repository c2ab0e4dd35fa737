import { IndexOutOfBoundsError } from '../errors/argument-errors.ts';
import { OutOfMemoryError } from '../errors/memory-errors.ts';
import { OutputFullError } from '../errors/view-errors.ts';
import { invalid } from '../memory/argument-checks.ts';
import { MemorySegment } from '../memory/memory-segment.ts';

const FIRST_BYTES = 64;
/** Offsets in a row are ints. */
const MAX_BYTES = 2 ** 31 - 1;

/** What a writer writes into, shared with the writers of the values inside: memory of its own that grows, or a given segment. */
export class WriterMemory {
  segment: MemorySegment;
  readonly #grows: boolean;
  #limit: number;

  /** With a segment: from `offset` to the end of it. */
  constructor(segment?: MemorySegment, offset = 0) {
    this.#grows = segment === undefined;
    if (!this.#grows && !(segment instanceof MemorySegment)) throw invalid('a MemorySegment', 'segment', segment);
    this.segment = segment ?? MemorySegment.wrap(new Uint8Array(FIRST_BYTES));
    this.#limit = this.segment.size;
    if (!Number.isInteger(offset) || offset < 0 || offset > this.#limit) {
      throw new IndexOutOfBoundsError({ argument: 'offset', offset, size: this.#limit });
    }
  }

  /** Makes room up to `end`. Throws OutputFullError when a given segment ends before, and nothing has been written. */
  ensure(end: number): void {
    if (end > this.#limit) this.#grow(end);
  }

  #grow(end: number): void {
    if (!this.#grows || end > MAX_BYTES) throw new OutputFullError({ end, size: this.#limit });
    const sizeBytes = Math.min(MAX_BYTES, Math.max(2 * this.#limit, end));
    let bytes: Uint8Array;
    try {
      bytes = new Uint8Array(sizeBytes);
    } catch (cause) {
      throw new OutOfMemoryError({ sizeBytes }, { cause });
    }
    const grown = MemorySegment.wrap(bytes);
    this.segment.copyTo(0, grown, 0, this.#limit);
    this.segment = grown;
    this.#limit = sizeBytes;
  }
}
