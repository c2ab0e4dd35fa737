import { requireInteger, requireOptions, requireRange } from '../memory/argument-checks.ts';
import type { MemorySegment } from '../memory/memory-segment.ts';
import { PageSequence } from './page-sequence.ts';
import { PagedInputView } from './paged-input-view.ts';
import type { SeekableDataInputView } from './seekable-data-views.ts';

/** Where the data of a random access input view ends; in bytes. */
export interface RandomAccessInputOptions {
  /** Bytes of data in the last segment. Default: all. */
  readonly limitInLastSegment?: number | undefined;
}

/**
 * Reads values at any place of segments of one size, a power of two, one behind the other: Flink's RandomAccessInputView.
 *
 * The segments stay their owner's. At the end of the data EndOfDataError is thrown, and the position stays, also where a text is
 * malformed.
 */
export class RandomAccessInputView extends PagedInputView implements SeekableDataInputView {
  readonly #pages: PageSequence;
  readonly #segmentSizeBytes: number;
  readonly #limitInLastSegment: number;

  constructor(segments: readonly MemorySegment[], segmentSizeBytes: number, options: RandomAccessInputOptions = {}) {
    requireOptions(options);
    const { limitInLastSegment = segmentSizeBytes } = options;
    const pages = new PageSequence(segments, segmentSizeBytes);
    requireInteger('limitInLastSegment', limitInLastSegment);
    requireRange('limitInLastSegment', limitInLastSegment, 0, segmentSizeBytes);
    super({
      nextSegment() {
        const segment = pages.next();
        return segment && { segment, limit: pages.isAtLast ? limitInLastSegment : segmentSizeBytes };
      },
    });
    this.#pages = pages;
    this.#segmentSizeBytes = segmentSizeBytes;
    this.#limitInLastSegment = limitInLastSegment;
  }

  /** Bytes of data. */
  get sizeBytes(): number {
    const { length } = this.#pages;
    return length === 0 ? 0 : (length - 1) * this.#segmentSizeBytes + this.#limitInLastSegment;
  }

  override get available(): number {
    return this.sizeBytes - this.position;
  }

  /** The position goes to where the next segment begins: what is left of this one counts as read. */
  override advance(): void {
    super.advance();
    const page = { segment: this.currentSegment as MemorySegment, limit: this.currentSegmentLimit };
    this.seekInput(page, 0, this.#pages.index * this.#segmentSizeBytes);
  }

  override readUTF(): string {
    const { currentSegment: segment, positionInSegment: offset } = this;
    const { index } = this.#pages;
    try {
      return super.readUTF();
    } catch (error) {
      this.#pages.rewind(index);
      if (segment === undefined) super.clear();
      else this.seekInput({ segment, limit: this.#limitHere }, offset, index * this.#segmentSizeBytes);
      throw error;
    }
  }

  /** Begins anew at position 0. */
  override clear(): void {
    super.clear();
    this.#pages.rewind();
  }

  setReadPosition(position: number): void {
    if (this.#pages.length === 0) {
      requireRange('position', position, 0, 0);
      return;
    }
    const { index, segment, offset } = this.#pages.seek(position, this.sizeBytes);
    this.seekInput({ segment, limit: this.#limitHere }, offset, index * this.#segmentSizeBytes);
  }

  get #limitHere(): number {
    return this.#pages.isAtLast ? this.#limitInLastSegment : this.#segmentSizeBytes;
  }
}
