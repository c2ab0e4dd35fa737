import { InvalidArgumentError } from '../errors/argument-errors.ts';
import { UnsafeIntegerError } from '../errors/unsafe-integer-error.ts';
import { describeValue } from './argument-checks.ts';

/** 64-bit integers as two 32-bit halves, which numbers hold without a BigInt. */

export const TWO_TO_32 = 4294967296;

/** The highest upper half that a safe integer has. */
const HIGHEST_HALF = 0x1fffff;

/** As a DataView rounds it, before 4 is added: NaN + 4 would be 0 as well. An integer of 32 bits costs nothing. */
export function wholeOffset(offset: number): number {
  return offset === (offset | 0) ? offset : Math.trunc(offset) || 0;
}

/** Whether a long with this upper half is a safe integer, whatever the lower; some others are safe too. */
export function isSafeHigh(high: number): boolean {
  return high <= HIGHEST_HALF && high >= -HIGHEST_HALF;
}

/** Throws UnsafeIntegerError when a number cannot hold the value, read at `offset`. */
export function safeNumber(value: bigint, offset: number): number {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  throw new UnsafeIntegerError({ offset, value });
}

/** Writes both halves or none. */
export function writeLong(view: DataView, offset: number, value: number, littleEndian: boolean): void {
  const high = Math.floor(value / TWO_TO_32);
  offset = wholeOffset(offset);
  // The farther half first, once the nearer end is known to be inside: if one of them fails, nothing has changed.
  if (!(offset >= 0)) view.getInt8(offset);
  if (littleEndian) {
    view.setInt32(offset + 4, high, true);
    view.setInt32(offset, value, true);
  } else {
    view.setInt32(offset + 4, value, false);
    view.setInt32(offset, high, false);
  }
}

export function requireSafeLong(value: number, offset: number): void {
  if (Number.isSafeInteger(value)) return;
  if (Number.isInteger(value)) throw new UnsafeIntegerError({ offset, value });
  throw new InvalidArgumentError('Value is not an integer', { offset, value: describeValue(value) });
}
