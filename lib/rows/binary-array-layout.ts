import { roundToWord } from './binary-slot.ts';

/**
 * An array of `count` elements of 1, 2, 4 or 8 bytes; element `i` has null bit `i`, least significant bit first.
 *
 *     0           4                       header                     rounded up to 8
 *     +-----------+-----------------------+--------------------------+-----------------------+
 *     | int count | null bits, padded to  | elements, or their slots | variable-length part: |
 *     |           | a multiple of 4 bytes | and zeros                | values, padded to 8   |
 *     +-----------+-----------------------+--------------------------+-----------------------+
 *
 * Unlike the elements of a row, those of an array are as wide as their type: boolean and byte 1, short 2, int, float, date and
 * time 4, all others 8.
 */
export const ARRAY_COUNT = 0;
export const ARRAY_NULL_BITS = 4;

/** Bytes that an element of a binary array takes in its fixed part. */
export type ElementBytes = 1 | 2 | 4 | 8;

export function isElementBytes(value: unknown): value is ElementBytes {
  return value === 1 || value === 2 || value === 4 || value === 8;
}

export function arrayHeaderBytes(count: number): number {
  return ARRAY_NULL_BITS + Math.floor((count + 31) / 32) * 4;
}

export function arrayFixedBytes(count: number, elementBytes: number): number {
  return roundToWord(arrayHeaderBytes(count) + elementBytes * count);
}

/** From the start of the array to the byte with the null bit of an element. */
export function arrayNullByte(index: number): number {
  return ARRAY_NULL_BITS + (index >>> 3);
}

/** What fits into an int with its header. */
export const MAX_ARRAY_COUNT = 2 ** 31 - 16;
