import { InvalidArgumentError } from '../errors/argument-errors.ts';
import { UnsafeIntegerError } from '../errors/unsafe-integer-error.ts';
import { describeValue } from './argument-checks.ts';

/** The highest upper half that a safe integer has. */
const HIGHEST_HALF = 0x1fffff;

/** Whether a long with this upper half is a safe integer, whatever the lower; some others are safe too. */
export function isSafeHigh(high: number): boolean {
  return (high + HIGHEST_HALF) >>> 0 <= 2 * HIGHEST_HALF;
}

/** Throws UnsafeIntegerError when a number cannot hold the value, read at `offset`. */
export function safeNumber(value: bigint, offset: number): number {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  throw new UnsafeIntegerError({ offset, value });
}

export function requireSafeLong(value: number, offset: number): void {
  if (Number.isSafeInteger(value)) return;
  if (Number.isInteger(value)) throw new UnsafeIntegerError({ offset, value });
  throw new InvalidArgumentError('Value is not an integer', { offset, value: describeValue(value) });
}
