import type { ChunkDescriptor } from '../engine/chunk-descriptor.ts';
import { SegmentDescriptorError } from '../errors/index.ts';

/**
 * Names a segment for `MemorySegment.attach` in any thread of the process: small, and taken by postMessage, workerData and
 * structuredClone as it is. It keeps nothing alive.
 */
export interface SegmentDescriptor {
  readonly kind: 'offheap segment';
  readonly chunk: ChunkDescriptor;
  /** Of the segment in its chunk. */
  readonly offset: number;
  /** Bytes. */
  readonly size: number;
}

/** Proves only the outline: engine and registry check what it names. Throws SegmentDescriptorError. */
export function requireDescriptor(value: SegmentDescriptor): void {
  const fits =
    typeof value === 'object' &&
    value !== null &&
    value.kind === 'offheap segment' &&
    typeof value.chunk === 'object' &&
    value.chunk !== null;
  if (!fits) throw new SegmentDescriptorError('it is not what share() returned');
}

/** Proves that a segment can lie there in a chunk, of `chunkBytes` if they are given. Throws SegmentDescriptorError. */
export function requirePlace(offset: unknown, size: unknown, chunkBytes = Number.MAX_SAFE_INTEGER): void {
  const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
  if (isCount(offset) && isCount(size) && offset <= chunkBytes - size) return;
  throw new SegmentDescriptorError('its offset and size name no place in its chunk');
}
