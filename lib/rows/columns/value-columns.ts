import { CorruptDataError, TypeDefinitionError } from '../../errors/type-errors.ts';
import { UnsafeIntegerError } from '../../errors/unsafe-integer-error.ts';
import { describeValue } from '../../memory/argument-checks.ts';
import { Decimal } from '../../types/values/decimal.ts';
import { Instant } from '../../types/values/instant.ts';
import { LocalDate } from '../../types/values/local-date.ts';
import { LocalDateTime } from '../../types/values/local-date-time.ts';
import { LocalTime } from '../../types/values/local-time.ts';
import { decimalOfScale, isCompactDecimal, MAX_DECIMAL_PRECISION } from '../decimal-precision.ts';
import {
  type FarTimestampValue,
  farInstantOf,
  farLocalDateTimeOf,
  instantOf,
  isCompactTimestamp,
  isMillisOfDay,
  localDateTimeOf,
  localTimeOf,
  MAX_TIMESTAMP_PRECISION,
  millisOfDay,
  type TimestampValue,
  timestampOf,
} from '../timestamp-value.ts';
import { AtomicColumn } from './atomic-columns.ts';
import type { BinaryColumn } from './binary-column.ts';

/** Columns whose values are of classes: decimals, dates and times. */

const INT_BOUND = 2 ** 31;
/** See `timestampOf`. */
const WRITTEN_RANGE = 'within 285,000 years of 1970';

/** In the row: days since 1970-01-01. */
export const dateColumn: BinaryColumn<LocalDate> = new AtomicColumn<LocalDate>({
  description: { kind: 'date' },
  elementBytes: 4,
  expected: 'date (LocalDate whose days from 1970 are an int)',
  accepts: (value) => value instanceof LocalDate && isFrom(value.toEpochDay(), -INT_BOUND, INT_BOUND - 1),
  write: (writer, index, value) => writer.writeInt(index, value.toEpochDay()),
  read: (fields, index) => LocalDate.ofEpochDay(fields.getInt(index)),
});

/** In the row: milliseconds of the day. */
export const timeColumn: BinaryColumn<LocalTime> = new AtomicColumn<LocalTime>({
  description: { kind: 'time' },
  elementBytes: 4,
  expected: 'time (LocalTime of whole milliseconds)',
  accepts: (value) => value instanceof LocalTime && millisOfDay(value) !== undefined,
  write: (writer, index, value) => writer.writeInt(index, millisOfDay(value) as number),
  read: (fields, index) => {
    const millis = fields.getInt(index);
    if (isMillisOfDay(millis)) return localTimeOf(millis);
    throw new CorruptDataError({ position: fields.positionOf(index, 4), reason: `${millis} milliseconds in a day` });
  },
});

/** Throws TypeDefinitionError. */
export function decimalColumn(precision: number, scale: number): BinaryColumn<Decimal> {
  requireFrom('precision', precision, 1, MAX_DECIMAL_PRECISION);
  requireFrom('scale', scale, 0, precision);
  return new AtomicColumn<Decimal>({
    description: { kind: 'decimal', precision, scale },
    elementBytes: 8,
    hasPart: !isCompactDecimal(precision),
    expected: `decimal(${precision}, ${scale})`,
    accepts: (value) => value instanceof Decimal && decimalOfScale(value, precision, scale) !== undefined,
    write: (writer, index, value) => {
      writer.writeDecimal(index, decimalOfScale(value, precision, scale) as Decimal, precision);
    },
    read: (fields, index) => fields.getDecimal(index, precision, scale),
  });
}

/** Local ones. Throws TypeDefinitionError. */
export function timestampColumn(precision: number): BinaryColumn<LocalDateTime> {
  return timestamps('timestamp', precision, 'LocalDateTime', LocalDateTime, localDateTimeOf, farLocalDateTimeOf);
}

/** Points in time. Throws TypeDefinitionError. */
export function timestampLtzColumn(precision: number): BinaryColumn<Instant> {
  return timestamps('timestampLtz', precision, 'Instant', Instant, instantOf, farInstantOf);
}

function timestamps<T extends LocalDateTime | Instant>(
  kind: 'timestamp' | 'timestampLtz',
  precision: number,
  className: string,
  // The constructors are private.
  type: { [Symbol.hasInstance](value: unknown): boolean },
  from: (value: TimestampValue) => T,
  farFrom: (value: FarTimestampValue) => T,
): BinaryColumn<T> {
  requireFrom('precision', precision, 0, MAX_TIMESTAMP_PRECISION);
  const isCompact = isCompactTimestamp(precision);
  return new AtomicColumn<T>({
    description: { kind, precision },
    elementBytes: 8,
    // The slot says the nanoseconds, not a length: what lies behind the fixed part has always 8 bytes.
    hasPart: false,
    expected: `${kind}(${precision}) (${className} ${isCompact ? 'of whole milliseconds, ' : ''}${WRITTEN_RANGE})`,
    accepts: (value) => {
      if (!(value instanceof (type as typeof Instant))) return false;
      const timestamp = timestampOf(value);
      return timestamp !== undefined && (timestamp.nanoOfMillisecond === 0 || !isCompact);
    },
    write: (writer, index, value) => writer.writeTimestamp(index, timestampOf(value) as TimestampValue, precision),
    read: (fields, index) => {
      try {
        return from(fields.getTimestamp(index, precision));
      } catch (error) {
        // Flink may have written them.
        if (error instanceof UnsafeIntegerError) return farFrom(fields.getFarTimestamp(index, precision));
        throw error;
      }
    },
  });
}

function isFrom(value: number, first: number, last: number): boolean {
  return Number.isInteger(value) && value >= first && value <= last;
}

function requireFrom(name: string, value: number, first: number, last: number): void {
  if (isFrom(value, first, last)) return;
  throw new TypeDefinitionError({
    reason: `${name} is not an integer from ${first} to ${last}`,
    value: describeValue(value),
  });
}
