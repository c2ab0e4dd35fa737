import { InvalidArgumentError } from '../../errors/argument-errors.ts';
import { invalid } from '../../memory/argument-checks.ts';
import { Instant } from './instant.ts';
import { compareNumbers, requireWithin } from './value-checks.ts';

/** A point in time, to the nanosecond, as milliseconds and the fraction of the second: java.sql.Timestamp. */
export class SqlTimestamp {
  /** Milliseconds after 1970-01-01T00:00:00Z, the whole of them: a safe integer. */
  readonly millis: number;
  /** Nanoseconds of the second, those of the milliseconds among them: 0 to 999999999. */
  readonly nanos: number;
  readonly #made = true;

  private constructor(millis: number, nanos: number) {
    requireWithin('millis', millis, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
    requireWithin('nanos', nanos, 0, 999_999_999);
    if (nanos - (nanos % 1_000_000) !== nanosOf(millis)) {
      throw new InvalidArgumentError('Nanoseconds are not those of the milliseconds', { millis, nanos });
    }
    this.millis = millis + 0;
    this.nanos = nanos + 0;
    Object.freeze(this);
  }

  /** What only inherits from this class has no parts to rely on: instances are what the constructor has made. */
  static [Symbol.hasInstance](value: unknown): value is SqlTimestamp {
    return typeof value === 'object' && value !== null && #made in value;
  }

  /** By default `nanos` are those of `millis`; given, they must agree with them to the millisecond. */
  static of(millis: number, nanos = nanosOf(millis)): SqlTimestamp {
    return new SqlTimestamp(millis, nanos);
  }

  /** `2026-11-21T14:30:05.123456789Z`, in UTC. */
  static parse(text: string): SqlTimestamp {
    const { epochSecond, nano } = Instant.parse(text);
    return SqlTimestamp.of(Number(epochSecond) * 1000 + Math.floor(nano / 1_000_000), nano);
  }

  /** Negative, 0 or positive. Throws InvalidArgumentError for what is no SqlTimestamp. */
  compareTo(other: SqlTimestamp): number {
    if (!(other instanceof SqlTimestamp)) throw invalid('a SqlTimestamp', 'other', other);
    return compareNumbers(this.millis, other.millis) || compareNumbers(this.nanos, other.nanos);
  }

  /** The text, as of a Date: JSON has no such values. */
  toJSON(): string {
    return this.toString();
  }

  equals(other: unknown): boolean {
    return other instanceof SqlTimestamp && this.compareTo(other) === 0;
  }

  /** In UTC, as `parse` reads it. (Java: in the zone of the machine.) */
  toString(): string {
    return Instant.of(BigInt(Math.floor(this.millis / 1000)), this.nanos).toString();
  }
}

function nanosOf(millis: number): number {
  return (((millis % 1000) + 1000) % 1000) * 1_000_000;
}
