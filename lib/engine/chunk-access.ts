import type { NativePut, NativeScalarAccess } from './addon.ts';
import type { Chunk } from './engine.ts';

/** `getByte(chunk, offset)`, `putLongBigEndian(chunk, offset, value)` and so on: NativeScalarAccess on chunks. */
type ChunkScalarAccess = {
  readonly [Name in keyof NativeScalarAccess]: Name extends `get${string}`
    ? (chunk: Chunk, offset: number) => ReturnType<NativeScalarAccess[Name]>
    : NativeScalarAccess[Name] extends NativePut<infer Value>
      ? (chunk: Chunk, offset: number, value: Value) => void
      : never;
};

/**
 * An engine's own way to the bytes of its chunks, beside the DataView that MemorySegment uses on every engine. For
 * cross-checking and measuring: one call for each value, and nothing is converted.
 *
 * Errors are those of the addon, in its order: InvalidArgumentError for a value that does not fit its type exactly (a float
 * rounds) or a chunk of another engine; then for each range InvalidArgumentError for an offset or length that is no number,
 * IndexOutOfBoundsError for one that is negative, a fraction or not safe, SegmentFreedError, IndexOutOfBoundsError for
 * one that is not inside. Nothing has changed then.
 */
export interface ChunkAccess extends ChunkScalarAccess {
  /** From the first range to the second; they may overlap. */
  copyBytes(source: Chunk, sourceOffset: number, target: Chunk, targetOffset: number, length: number): void;
  equalBytes(chunk1: Chunk, offset1: number, chunk2: Chunk, offset2: number, length: number): boolean;
  /** Throws InvalidArgumentError when the ranges overlap without being the same. */
  swapBytes(chunk1: Chunk, offset1: number, chunk2: Chunk, offset2: number, length: number): void;
  /** Bytes unsigned: -1 or 1 where they differ; where one range begins with the other, the difference of the lengths. */
  compareBytes(
    chunk1: Chunk,
    offset1: number,
    length1: number,
    chunk2: Chunk,
    offset2: number,
    length2: number,
  ): number;
  /** `value` is 0 to 255. */
  fillBytes(chunk: Chunk, offset: number, length: number, value: number): void;
}
