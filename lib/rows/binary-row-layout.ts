import { SLOT_BYTES } from './binary-slot.ts';

/**
 * A row of `arity` fields. `null bits` begin with the row kind; field `i` has bit `i + 8`, least significant bit first.
 *
 *     0      1                       nullBits      + 8 * arity
 *     +------+-----------------------+--------------+-----------------------+
 *     | kind | null bits, padded to  | a slot of 8  | variable-length part: |
 *     |      | a multiple of 8 bytes | a field      | values, padded to 8   |
 *     +------+-----------------------+--------------+-----------------------+
 *     |<--------------- fixed part ---------------->|
 */
export const ROW_KIND = 0;

/** The row kind comes before the bits of the fields. */
const HEADER_BITS = 8;

export function rowNullBitsBytes(arity: number): number {
  return Math.floor((arity + 63 + HEADER_BITS) / 64) * 8;
}

export function rowFixedBytes(arity: number): number {
  return rowNullBitsBytes(arity) + SLOT_BYTES * arity;
}

/** From the start of the row to the byte with the null bit of a field. */
export function rowNullByte(index: number): number {
  return (index + HEADER_BITS) >>> 3;
}

/** The null bit of a field within its byte; the header is a whole byte, so that it does not count. */
export function nullMask(index: number): number {
  return 1 << (index & 7);
}
