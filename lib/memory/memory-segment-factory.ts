import { memoryOf } from '../engine/chunk-memory.ts';
import { currentEngine } from '../engine/current-engine.ts';
import type { ChunkRegion } from '../engine/engine.ts';
import { requireMadeChunk } from '../engine/made-chunk.ts';
import { InvalidArgumentError } from '../errors/argument-errors.ts';
import {
  describeValue,
  invalid,
  requireByteArray,
  requireInteger,
  requireRange,
  requireSize,
} from './argument-checks.ts';
import { ChunkBacking } from './backing.ts';
import { CleanupBacking } from './cleanup-backing.ts';
import { MemorySegment, segmentInternals } from './memory-segment.ts';
import type { SegmentOwner } from './segment-owner.ts';
import { segmentOver } from './segment-region.ts';

const MIN_INT = -(2 ** 31);
const MAX_INT = 2 ** 31 - 1;

/**
 * Flink's factory under its own names, for code that is carried over. New code says `MemorySegment.allocate`,
 * `allocateHeap` and `wrap`, which these call.
 */
export const MemorySegmentFactory = Object.freeze({
  /** The bytes of `bytes`, not copied: `MemorySegment.wrap`. */
  wrap(bytes: Uint8Array): MemorySegment {
    return MemorySegment.wrap(bytes);
  },

  /** A copy of the bytes from `start` to before `end`, on the heap. */
  wrapCopy(bytes: Uint8Array, start: number, end: number): MemorySegment {
    requireByteArray('bytes', bytes);
    requireInteger('start', start);
    requireInteger('end', end);
    if (end < start || end > bytes.length) {
      throw new InvalidArgumentError('Range does not lie in the bytes', { start, end, length: bytes.length });
    }
    requireRange('start', start, end - start, bytes.length);
    const segment = MemorySegment.allocateHeap(end - start);
    segment.put(0, bytes, start, end - start);
    return segment;
  },

  /** Four bytes on the heap: `value` from -2^31 to 2^31 - 1, big-endian. */
  wrapInt(value: number): MemorySegment {
    if (!Number.isInteger(value) || value < MIN_INT || value > MAX_INT) throw invalid('an int', 'value', value);
    const segment = MemorySegment.allocateHeap(4);
    segment.putIntBigEndian(0, value);
    return segment;
  },

  /** Zeroed memory on the heap: `MemorySegment.allocateHeap`. */
  allocateUnpooledSegment(sizeBytes: number, owner?: SegmentOwner): MemorySegment {
    return MemorySegment.allocateHeap(sizeBytes, { owner });
  },

  /** Zeroed memory off the heap: `MemorySegment.allocate`. Unlike Flink's it has to be freed. */
  allocateUnpooledOffHeapMemory(sizeBytes: number, owner?: SegmentOwner): MemorySegment {
    return MemorySegment.allocate(sizeBytes, { owner });
  },

  /**
   * Memory off the heap that is not zeroed; `cleanup` is called once, when the segment is freed and its memory is given
   * back (while a pin holds the memory: when it is going to be). What it throws comes out of `free()`, after the free.
   */
  allocateOffHeapUnsafeMemory(sizeBytes: number, owner?: SegmentOwner, cleanup?: () => void): MemorySegment {
    if (cleanup === undefined) return MemorySegment.allocate(sizeBytes, { owner, zeroed: false });
    requireSize('sizeBytes', sizeBytes);
    if (typeof cleanup !== 'function') throw invalid('a function', 'cleanup', cleanup);
    const chunk = currentEngine().allocate(sizeBytes, { zeroed: false });
    const backing = new CleanupBacking(new ChunkBacking(chunk), cleanup);
    return segmentInternals.create(new DataView(memoryOf(chunk)), backing, owner);
  },

  /**
   * A part of an off-heap chunk that somebody else owns, the counterpart of a direct ByteBuffer: freeing the segment ends it
   * and its views, and leaves the chunk to its owner. Throws InvalidArgumentError for a chunk that no engine has made,
   * SegmentFreedError for one that is freed.
   */
  wrapOffHeapMemory(region: ChunkRegion): MemorySegment {
    const { chunk, offset, length } = region ?? {};
    if (chunk === undefined) {
      throw new InvalidArgumentError('Argument is not a region of a chunk', { value: describeValue(region) });
    }
    requireMadeChunk(chunk);
    requireInteger('offset', offset);
    requireInteger('length', length);
    return segmentOver({ chunk, offset, length }, { giveBack: () => {} });
  },
});
