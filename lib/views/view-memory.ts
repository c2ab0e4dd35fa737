import { isUint8Array } from 'node:util/types';
import { invalid } from '../memory/argument-checks.ts';
import { MemorySegment } from '../memory/memory-segment.ts';

/** What a view reads or writes. An array is not copied. */
export type ViewMemory = Uint8Array | MemorySegment;

/**
 * The memory as a segment. Views work through segments only: one class at every access whatever the memory is, and freed
 * memory is found out by the segment's own check.
 */
export function segmentOf(memory: ViewMemory): MemorySegment {
  if (isUint8Array(memory)) return MemorySegment.wrap(memory);
  if (memory instanceof MemorySegment) return memory;
  throw invalid('a Uint8Array or a MemorySegment', 'memory', memory);
}
