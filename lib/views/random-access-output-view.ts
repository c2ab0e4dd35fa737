import { requireRange } from '../memory/argument-checks.ts';
import type { MemorySegment } from '../memory/memory-segment.ts';
import { PageSequence } from './page-sequence.ts';
import { PagedOutputView } from './paged-output-view.ts';
import type { SeekableDataOutputView } from './seekable-data-views.ts';

/**
 * Writes values at any place of segments of one size, a power of two, one behind the other: Flink's RandomAccessOutputView.
 *
 * The segments stay their owner's. At the end of the last one OutputFullError is thrown. `bytesWritten` is the position.
 */
export class RandomAccessOutputView extends PagedOutputView implements SeekableDataOutputView {
  readonly #pages: PageSequence;

  constructor(segments: readonly MemorySegment[], segmentSizeBytes: number) {
    const pages = new PageSequence(segments, segmentSizeBytes);
    super({ segmentSizeBytes, nextSegment: () => pages.next() });
    this.#pages = pages;
  }

  /** Bytes of all segments. */
  get sizeBytes(): number {
    return this.#pages.length * this.segmentSizeBytes;
  }

  /** The position goes to where the next segment begins: what is left of this one counts as written. */
  override advance(): void {
    super.advance();
    this.seekOutput(this.currentSegment as MemorySegment, 0, this.#pages.index * this.segmentSizeBytes);
  }

  /** Begins anew at position 0. */
  override clear(): void {
    super.clear();
    this.#pages.rewind();
  }

  setWritePosition(position: number): void {
    if (this.#pages.length === 0) {
      requireRange('position', position, 0, 0);
      return;
    }
    const { index, segment, offset } = this.#pages.seek(position, this.sizeBytes);
    this.seekOutput(segment, offset, index * this.segmentSizeBytes);
  }
}
