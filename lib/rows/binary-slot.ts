import { nativeByteOrder } from '../memory/byte-order.ts';

/**
 * The 8 bytes of a field or element whose value may lie elsewhere, as one long in the byte order of the machine.
 *
 * Bytes and texts of at most 7 bytes are in the slot itself, under a mark:
 *
 *     little-endian                          big-endian
 *     0                     6   7            0   1                     7
 *     +---------------------+---+            +---+---------------------+
 *     | bytes, then zeros   |80h|            |80h| bytes, then zeros   |
 *     |                     |+n |            |+n |                     |
 *     +---------------------+---+            +---+---------------------+
 *
 * Everything else: the high half is where the value begins, counted from the start of the row or array, the low half its bytes.
 * (Of timestamps the low half holds the nanoseconds of the millisecond.)
 */
export const SLOT_BYTES = 8;

/** The most bytes that a slot holds itself. */
export const INLINE_LIMIT = 7;

/** In the high half of the slot: the value is in the slot. */
const INLINE_MARK = 0x80000000 | 0;

/** Where the bytes of an inline value begin in its slot. */
export const INLINE_START = nativeByteOrder === 'little-endian' ? 0 : 1;

/** Where the high half of the long lies in the slot, which holds the mark byte. */
export const SLOT_HIGH = nativeByteOrder === 'little-endian' ? 4 : 0;
export const SLOT_LOW = 4 - SLOT_HIGH;

/** Where the byte with mark and length is. */
export const INLINE_TAG = nativeByteOrder === 'little-endian' ? 7 : 0;

export function isInline(high: number): boolean {
  return high < 0;
}

/** 0 to 127; more than INLINE_LIMIT in bytes that nobody has written. */
export function inlineLength(high: number): number {
  return (high & ~INLINE_MARK) >>> 24;
}

export function inlineTag(length: number): number {
  return 0x80 | length;
}

/** The next multiple of 8: where a value begins that follows one of `bytes`. */
export function roundToWord(bytes: number): number {
  return (bytes + 7) & ~7;
}
