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
