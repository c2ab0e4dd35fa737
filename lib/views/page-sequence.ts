import { invalid, requireInteger, requireRange } from '../memory/argument-checks.ts';
import type { MemorySegment } from '../memory/memory-segment.ts';
import { requirePage } from './view-arguments.ts';

/** A place in a sequence of pages. */
export interface PagePosition {
  readonly index: number;
  readonly segment: MemorySegment;
  readonly offset: number;
}

/** Segments of one size, a power of two, that views read or write as one piece of memory. The list is the caller's. */
export class PageSequence {
  readonly #segments: readonly MemorySegment[];
  readonly #segmentSizeBytes: number;
  #index = -1;

  constructor(segments: readonly MemorySegment[], segmentSizeBytes: number) {
    if (!Array.isArray(segments)) throw invalid('an array of segments', 'segments', segments);
    requireInteger('segmentSizeBytes', segmentSizeBytes);
    if (segmentSizeBytes < 1 || !Number.isInteger(Math.log2(segmentSizeBytes))) {
      throw invalid('a power of two', 'segmentSizeBytes', segmentSizeBytes);
    }
    for (const segment of segments) requirePage(segment, segmentSizeBytes);
    this.#segments = segments;
    this.#segmentSizeBytes = segmentSizeBytes;
  }

  get length(): number {
    return this.#segments.length;
  }

  /** Of the segment that `next` or `seek` gave last; -1 before. */
  get index(): number {
    return this.#index;
  }

  /** The next segment in order, or undefined at the end, again and again. */
  next(): MemorySegment | undefined {
    const segment = this.#segments[this.#index + 1];
    if (segment !== undefined) this.#index += 1;
    return segment;
  }

  /** Goes back to a segment that `next` or `seek` gave before, or to before the first. */
  rewind(index = -1): void {
    this.#index = index;
  }

  /** Whether the segment that `next` or `seek` gave last is the last of all. */
  get isAtLast(): boolean {
    return this.#index === this.#segments.length - 1;
  }

  /** Where `position` lies; at the end of a page, if it is the end of all. Throws IndexOutOfBoundsError. */
  seek(position: number, sizeBytes: number): PagePosition {
    requireInteger('position', position);
    requireRange('position', position, 0, sizeBytes);
    const last = this.#segments.length - 1;
    const index = Math.min(Math.floor(position / this.#segmentSizeBytes), last);
    this.#index = index;
    return {
      index,
      segment: this.#segments[index] as MemorySegment,
      offset: position - index * this.#segmentSizeBytes,
    };
  }
}
