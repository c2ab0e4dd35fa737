import type { MemorySegment } from '../memory/memory-segment.ts';

/** Eight bytes, the highest first: the two halves of a long. */
const keyBytes = new Uint8Array(8);
const key = new DataView(keyBytes.buffer);

/** The low `width` bytes of an int, at most 4, as the beginning of a key of `length` bytes that goes on with zeros. */
export function putIntKey(value: number, width: number, target: MemorySegment, offset: number, length: number): void {
  key.setInt32(0, value << (32 - 8 * width), false);
  putKey(width, target, offset, length);
}

export function putLongKey(high: number, low: number, target: MemorySegment, offset: number, length: number): void {
  if (length === 8) {
    target.putLongHighLowBigEndian(offset, high, low);
    return;
  }
  key.setInt32(0, high, false);
  key.setInt32(4, low, false);
  putKey(8, target, offset, length);
}

function putKey(width: number, target: MemorySegment, offset: number, length: number): void {
  const count = Math.min(width, length);
  target.put(offset, keyBytes, 0, count);
  if (length > count) target.fill(0, offset + count, length - count);
}
