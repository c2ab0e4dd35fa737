import { invalid, requireInteger, requireRange } from '../memory/argument-checks.ts';
import { MemorySegment } from '../memory/memory-segment.ts';

/** Writing keys of a known length at any length: the key, its beginning, or the key and zeros. All of it or nothing. */

/** Throws InvalidArgumentError or IndexOutOfBoundsError where no key of `length` bytes can be written. */
export function requireKeyRange(target: MemorySegment, offset: number, length: number): void {
  if (!(target instanceof MemorySegment)) throw invalid('a MemorySegment', 'target', target);
  requireInteger('offset', offset);
  requireInteger('length', length);
  requireRange('offset', offset, length, target.size);
}

/** `key`: the low `keyBytes` bytes of it, up to 4, are the key, the highest first. */
export function putIntKey(key: number, keyBytes: number, target: MemorySegment, offset: number, length: number): void {
  if (length === keyBytes && target) {
    if (length === 4) target.putIntBigEndian(offset, key);
    else if (length === 2) target.putShortBigEndian(offset, key);
    else if (length === 1) target.putByte(offset, key);
    else putKeyByBytes(0, key, keyBytes, target, offset, length);
    return;
  }
  putKeyByBytes(0, key, keyBytes, target, offset, length);
}

/** A key of 8 bytes. */
export function putLongKey(high: number, low: number, target: MemorySegment, offset: number, length: number): void {
  if (length === 8 && target) target.putLongHighLowBigEndian(offset, high, low);
  else putKeyByBytes(high, low, 8, target, offset, length);
}

function putKeyByBytes(
  high: number,
  low: number,
  keyBytes: number,
  target: MemorySegment,
  offset: number,
  length: number,
): void {
  requireKeyRange(target, offset, length);
  for (let i = 0; i < length; i++) {
    const below = keyBytes - 1 - i;
    const byte = below < 0 ? 0 : below < 4 ? low >>> (8 * below) : high >>> (8 * (below - 4));
    target.putByte(offset + i, byte);
  }
}
