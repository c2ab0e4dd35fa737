import { InvalidArgumentError } from '../errors/argument-errors.ts';
import { UnsafeIntegerError } from '../errors/unsafe-integer-error.ts';
import { describeValue } from './argument-checks.ts';

/** 64-bit integers as two 32-bit halves, which numbers hold without a BigInt. */

const TWO_TO_32 = 2 ** 32;

export const MAX_SAFE: number = Number.MAX_SAFE_INTEGER;

/** As a DataView rounds it, before 4 is added: NaN + 4 would be 0 as well. An integer of 32 bits costs nothing. */
function wholeOffset(offset: number): number {
  return offset === (offset | 0) ? offset : Math.trunc(offset) || 0;
}

/** The long at `offset`, rounded to a number: beyond plus or minus MAX_SAFE exactly when the long is. */
export function readLong(view: DataView, offset: number, littleEndian: boolean): number {
  offset = wholeOffset(offset);
  return littleEndian
    ? view.getUint32(offset, true) + view.getInt32(offset + 4, true) * TWO_TO_32
    : view.getInt32(offset, false) * TWO_TO_32 + view.getUint32(offset + 4, false);
}

/** Writes both halves or none. */
export function writeLong(view: DataView, offset: number, value: number, littleEndian: boolean): void {
  const high = Math.floor(value / TWO_TO_32);
  offset = wholeOffset(offset);
  // The farther half first, once the nearer end is known to be inside: if one of them fails, nothing has changed.
  view.getInt8(offset);
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
