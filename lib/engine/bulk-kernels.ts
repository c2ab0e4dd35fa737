import type { Chunk } from './engine.ts';

/**
 * Operations on two ranges of `length` bytes in chunks of the same engine, which the caller has checked to be inside.
 * SegmentFreedError when a chunk is freed.
 */
export interface BulkKernels {
  /** -1, 0 or 1: unsigned bytes from left to right. */
  compare(chunk1: Chunk, offset1: number, chunk2: Chunk, offset2: number, length: number): number;
  /** The ranges must not overlap. */
  swap(chunk1: Chunk, offset1: number, chunk2: Chunk, offset2: number, length: number): void;
}
