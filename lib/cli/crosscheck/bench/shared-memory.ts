import { Buffer } from 'node:buffer';
import { MemorySegment } from '../../../memory/memory-segment.ts';
import { regionOf } from '../../../memory/segment-region.ts';
import type { Contestants } from './operation.ts';

/**
 * The memory of a case: a segment, whose bytes the native path reaches through the chunk, and as many bytes of a plain Buffer.
 * The case owns the segment.
 */
export interface CaseMemory {
  readonly segment: MemorySegment;
  /** Names the segment's chunk to the addon. */
  readonly id: number;
  readonly generation: number;
  readonly buffer: Buffer;
  readonly view: DataView;
}

export function allocateMemory(sizeBytes: number, { engine }: Contestants): CaseMemory {
  const segment = MemorySegment.allocate(sizeBytes, { engine });
  const { chunk } = regionOf(segment);
  const buffer = Buffer.alloc(sizeBytes);
  const view = new DataView(buffer.buffer, buffer.byteOffset, sizeBytes);
  return { segment, id: chunk.id, generation: chunk.generation, buffer, view };
}

export function freeMemory(memories: readonly CaseMemory[]): void {
  for (const { segment } of memories) segment[Symbol.dispose]();
}
