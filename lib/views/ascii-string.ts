import type { MemorySegment } from '../memory/memory-segment.ts';

/**
 * What Flink's StringSerializer writes of a string that is ASCII, the length in one or two bytes:
 *
 *     +----------------+---------------------+
 *     | varint(n + 1)  | n bytes, 00 to 7f   |
 *     +----------------+---------------------+
 */

const MOST_IN_ONE_BYTE = 0x7f - 1;
export const MAX_ASCII_STRING = 0x3fff - 1;

/** Bytes that a string of so many characters takes when it is ASCII. */
export function asciiStringBytes(length: number): number {
  return length <= MOST_IN_ONE_BYTE ? length + 1 : length + 2;
}

/** False when `text` is not ASCII: then its range holds anything. There is room, and it is no longer than the longest. */
export function putAsciiString(text: string, segment: MemorySegment, offset: number): boolean {
  const prefix = text.length + 1;
  if (prefix <= 0x7f) {
    if (!segment.putAscii(offset + 1, text)) return false;
    segment.putByte(offset, prefix);
    return true;
  }
  if (!segment.putAscii(offset + 2, text)) return false;
  segment.putByte(offset, prefix | 0x80);
  segment.putByte(offset + 1, prefix >> 7);
  return true;
}

/** Undefined when there is none between `offset` and `end`. */
export function getAsciiString(segment: MemorySegment, offset: number, end: number): string | undefined {
  if (offset >= end) return undefined;
  const first = segment.getByte(offset);
  if (first > 0) return first <= end - offset ? segment.getAscii(offset + 1, first - 1) : undefined;
  if (first === 0 || end - offset < 2) return undefined;
  const second = segment.getByte(offset + 1);
  const length = (first & 0x7f) + 128 * second - 1;
  // The same length in more bytes than it takes is left to the serializer.
  if (second <= 0 || length + 2 > end - offset) return undefined;
  return segment.getAscii(offset + 2, length);
}
