import type { MemorySegment } from '../memory/memory-segment.ts';
import { SegmentSpan } from './segment-span.ts';

/** Where a binary value lies: a segment, or several as one. */
export type BinaryMemory = Pick<
  MemorySegment,
  | 'size'
  | 'getByte'
  | 'putByte'
  | 'getBoolean'
  | 'putBoolean'
  | 'getShort'
  | 'putShort'
  | 'getInt'
  | 'getIntBigEndian'
  | 'putInt'
  | 'getLong'
  | 'putLong'
  | 'getLongAsNumber'
  | 'putLongAsNumber'
  | 'getLongHigh'
  | 'getLongLow'
  | 'putLongHighLow'
  | 'getFloat'
  | 'putFloat'
  | 'getDouble'
  | 'putDouble'
> & {
  get(offset: number, bytes: Uint8Array, start?: number, length?: number): void;
  put(offset: number, bytes: Uint8Array, start?: number, length?: number): void;
};

/** Unsigned bytes from left to right; of two ranges of which one begins with the other, the shorter is less. -1, 0 or 1. */
export function compareRanges(
  a: BinaryMemory,
  aOffset: number,
  aLength: number,
  b: BinaryMemory,
  bOffset: number,
  bLength: number,
): number {
  const length = aLength < bLength ? aLength : bLength;
  const order = length === 0 ? 0 : compareSame(a, aOffset, b, bOffset, length);
  if (order !== 0) return order;
  return aLength === bLength ? 0 : aLength < bLength ? -1 : 1;
}

function compareSame(a: BinaryMemory, aOffset: number, b: BinaryMemory, bOffset: number, length: number): number {
  if (!(a instanceof SegmentSpan) && !(b instanceof SegmentSpan)) {
    return (a as MemorySegment).compare(b as MemorySegment, aOffset, bOffset, length);
  }
  for (let done = 0; done < length; ) {
    const left = segmentAt(a, aOffset + done);
    const leftOffset = within(a, aOffset + done);
    const right = segmentAt(b, bOffset + done);
    const rightOffset = within(b, bOffset + done);
    const count = Math.min(length - done, left.size - leftOffset, right.size - rightOffset);
    const order = left.compare(right, leftOffset, rightOffset, count);
    if (order !== 0) return order;
    done += count;
  }
  return 0;
}

export function copyRange(
  source: BinaryMemory,
  sourceOffset: number,
  target: BinaryMemory,
  targetOffset: number,
  length: number,
): void {
  for (let done = 0; done < length; ) {
    const from = segmentAt(source, sourceOffset + done);
    const fromOffset = within(source, sourceOffset + done);
    const to = segmentAt(target, targetOffset + done);
    const toOffset = within(target, targetOffset + done);
    const count = Math.min(length - done, from.size - fromOffset, to.size - toOffset);
    from.copyTo(fromOffset, to, toOffset, count);
    done += count;
  }
}

export function segmentAt(memory: BinaryMemory, offset: number): MemorySegment {
  return memory instanceof SegmentSpan ? memory.segmentAt(offset) : (memory as MemorySegment);
}

export function within(memory: BinaryMemory, offset: number): number {
  return memory instanceof SegmentSpan ? memory.within(offset) : offset;
}
