import { InvalidArgumentError } from '../errors/argument-errors.ts';
import { describeValue, invalid } from '../memory/argument-checks.ts';
import { type DecimalValue, fitsPrecision, MAX_DECIMAL_PRECISION } from './decimal-precision.ts';
import {
  isCompactTimestamp,
  MAX_NANO_OF_MILLISECOND,
  MAX_TIMESTAMP_PRECISION,
  type TimestampValue,
} from './timestamp-value.ts';

/** Values of two parts, before either of them is written. */

/** Null is a decimal too. Throws InvalidArgumentError for a number of more digits than `precision`. */
export function requireDecimal(value: DecimalValue | null, precision: number): void {
  requireDecimalPrecision(precision);
  if (value === null) return;
  if (typeof value?.unscaled !== 'bigint') throw invalid('a decimal', 'value', value);
  if (fitsPrecision(value.unscaled, precision)) return;
  throw new InvalidArgumentError('Decimal has more digits than its type', { unscaled: value.unscaled, precision });
}

/** Null is a timestamp too, and nanoseconds that are left out may be anything. Throws InvalidArgumentError. */
export function requireTimestamp(value: TimestampValue | null, precision: number): void {
  requireTimestampPrecision(precision);
  if (value === null) return;
  if (typeof value?.millisecond !== 'number') throw invalid('a timestamp', 'value', value);
  const { nanoOfMillisecond: nanos } = value;
  if (isCompactTimestamp(precision)) return;
  if (Number.isInteger(nanos) && nanos >= 0 && nanos <= MAX_NANO_OF_MILLISECOND) return;
  throw new InvalidArgumentError('Nanoseconds of a millisecond are not from 0 to 999999', {
    nanos: describeValue(nanos),
  });
}

export function requireDecimalPrecision(precision: number): void {
  requirePrecision(precision, 1, MAX_DECIMAL_PRECISION);
}

export function requireTimestampPrecision(precision: number): void {
  requirePrecision(precision, 0, MAX_TIMESTAMP_PRECISION);
}

function requirePrecision(precision: number, first: number, last: number): void {
  if (Number.isInteger(precision) && precision >= first && precision <= last) return;
  throw invalid(`an integer from ${first} to ${last}`, 'precision', precision);
}
