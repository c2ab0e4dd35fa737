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

/** Texts are short or differ soon, mostly: so many bytes are compared as words before the segments are asked to. */
const MAX_WORD_BYTES = 64;

/** As `compareRanges`, for ranges that are short or differ early. */
export function compareWords(
  a: BinaryMemory,
  aOffset: number,
  aLength: number,
  b: BinaryMemory,
  bOffset: number,
  bLength: number,
): number {
  const length = aLength < bLength ? aLength : bLength;
  const end = length < MAX_WORD_BYTES ? length & ~3 : MAX_WORD_BYTES;
  let at = 0;
  // Doubles that are equal, and not 0, have the same 8 bytes. Others are looked at as words.
  for (; at <= end - 8; at += 8) {
    const left = a.getDouble(aOffset + at);
    if (left === 0 || left !== b.getDouble(bOffset + at)) break;
  }
  for (; at < end; at += 4) {
    const left = a.getIntBigEndian(aOffset + at);
    const right = b.getIntBigEndian(bOffset + at);
    if (left !== right) return left >>> 0 < right >>> 0 ? -1 : 1;
  }
  if (length > MAX_WORD_BYTES) return compareRanges(a, aOffset + at, aLength - at, b, bOffset + at, bLength - at);
  for (; at < length; at++) {
    const left = a.getByte(aOffset + at) & 0xff;
    const right = b.getByte(bOffset + at) & 0xff;
    if (left !== right) return left < right ? -1 : 1;
  }
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
