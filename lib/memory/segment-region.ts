import { memoryOf } from '../engine/chunk-memory.ts';
import type { Chunk, ChunkRegion } from '../engine/engine.ts';
import { InvalidArgumentError } from '../errors/argument-errors.ts';
import { SegmentFreedError } from '../errors/memory-errors.ts';
import { requireInteger, requireRange, rest } from './argument-checks.ts';
import { regionBacking } from './checked-region.ts';
import { type MemorySegment, segmentInternals } from './memory-segment.ts';
import type { SegmentOptions } from './segment-owner.ts';

/**
 * The bytes of an off-heap segment as kernels take them: chunk and range. Default: all of them.
 *
 * The region keeps nothing alive. Kernels look the chunk up by id and generation, so one that is freed is refused; whoever
 * gives regions of pooled segments to a kernel pins them until it is done.
 */
export function regionOf(segment: MemorySegment, offset = 0, length = rest(segment?.size, offset)): ChunkRegion {
  requireInteger('offset', offset);
  requireInteger('length', length);
  const { backing, view } = segmentInternals.locate(segment);
  requireRange('offset', offset, length, segment.size);
  if (backing.chunk === undefined) throw new InvalidArgumentError('Segment is not off-heap', { size: segment.size });
  return { chunk: backing.chunk, offset: view.byteOffset + offset, length };
}

export interface RegionSegmentOptions extends SegmentOptions {
  /**
   * Called once, when the segment is freed and nothing pins it any more: from then on the bytes are the caller's again. It must
   * not throw.
   */
  readonly giveBack: () => void;
}

/**
 * A segment over part of a chunk that somebody else owns, such as a pool. Its free ends it and all its views, and leaves the
 * chunk alone. Each call makes a new segment, so an old one never comes to life again with its memory. Throws SegmentFreedError
 * when the chunk is freed.
 */
export function segmentOver(region: ChunkRegion, options: RegionSegmentOptions): MemorySegment {
  const { chunk, offset, length } = region;
  requireLive(chunk);
  requireRange('offset', offset, length, memoryOf(chunk).byteLength);
  const view = new DataView(memoryOf(chunk), offset, length);
  return segmentInternals.create(view, regionBacking(region, options.giveBack), options.owner);
}

function requireLive(chunk: Chunk): void {
  if (memoryOf(chunk).byteLength !== chunk.sizeBytes) {
    throw new SegmentFreedError({ chunk: chunk.id, generation: chunk.generation });
  }
  // The buffer of a chunk of 0 bytes does not tell.
  if (chunk.sizeBytes > 0) return;
  chunk.pin();
  chunk.unpin();
}
