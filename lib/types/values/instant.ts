import { invalid } from '../../memory/argument-checks.ts';
import { LocalDate } from './local-date.ts';
import { LocalTime } from './local-time.ts';
import { compareNumbers, fractionOf, matched, padded, requireWithin } from './value-checks.ts';

/** -1000000000-01-01T00:00:00Z and +1000000000-12-31T23:59:59Z. */
export const MIN_EPOCH_SECOND = -31_557_014_167_219_200n;
export const MAX_EPOCH_SECOND = 31_556_889_864_403_199n;

const SECONDS_OF_DAY = 86_400n;
const DAYS_OF_400_YEARS = 146_097;
const TEXT = /^([^T]+)T(\d\d:\d\d(?::\d\d(?:\.\d{0,9})?)?)Z$/i;
/** The first year and the last, of which dates know nothing. */
const FAR_TEXT = /^([+-])1000000000(-.*)$/;

/** A point in time, to the nanosecond: java.time.Instant. */
export class Instant {
  /** Seconds after 1970-01-01T00:00:00Z. */
  readonly epochSecond: bigint;
  /** Nanoseconds after that second: 0 to 999999999. */
  readonly nano: number;
  readonly #made = true;

  private constructor(epochSecond: bigint, nano: number) {
    if (!isEpochSecond(epochSecond)) throw invalid('a second of an Instant', 'epochSecond', epochSecond);
    requireWithin('nano', nano, 0, 999_999_999);
    this.epochSecond = epochSecond;
    this.nano = nano + 0;
    Object.freeze(this);
  }

  /** What only inherits from this class has no parts to rely on: instances are what the constructor has made. */
  static [Symbol.hasInstance](value: unknown): value is Instant {
    return typeof value === 'object' && value !== null && #made in value;
  }

  /** Throws InvalidArgumentError beyond the billion years before and after 0 that Java has. */
  static of(epochSecond: bigint, nano = 0): Instant {
    return new Instant(epochSecond, nano);
  }

  /** The same as `of`, of a number too. */
  static ofEpochSecond(epochSecond: bigint | number, nano = 0): Instant {
    return new Instant(Number.isSafeInteger(epochSecond) ? BigInt(epochSecond) : (epochSecond as bigint), nano);
  }

  static ofEpochMilli(epochMilli: number): Instant {
    requireWithin('epochMilli', epochMilli, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
    const second = Math.floor(epochMilli / 1000);
    return new Instant(BigInt(second), (epochMilli - second * 1000) * 1_000_000);
  }

  /** `2026-11-21T14:30:05.123Z`, in UTC: what `toString` gives. Other than Java it takes no offsets, 24:00 or leap seconds. */
  static parse(text: string): Instant {
    const [, date = '', clock = ''] = matched(TEXT, text, 'an instant as 2026-11-21T14:30:05.123Z');
    const { hour, minute, second, nano } = LocalTime.parse(clock);
    const days = BigInt(epochDayOf(date));
    return Instant.of(days * SECONDS_OF_DAY + BigInt(hour * 3600 + minute * 60 + second), nano);
  }

  /** Negative, 0 or positive. Throws InvalidArgumentError for what is no Instant. */
  compareTo(other: Instant): number {
    if (!(other instanceof Instant)) throw invalid('an Instant', 'other', other);
    return compareNumbers(this.epochSecond, other.epochSecond) || compareNumbers(this.nano, other.nano);
  }

  /** The text, as of a Date: JSON has no such values. */
  toJSON(): string {
    return this.toString();
  }

  equals(other: unknown): boolean {
    return other instanceof Instant && this.compareTo(other) === 0;
  }

  toString(): string {
    const seconds = Number(BigInt.asUintN(64, this.epochSecond - MIN_EPOCH_SECOND) % SECONDS_OF_DAY);
    const days = Number((this.epochSecond - BigInt(seconds)) / SECONDS_OF_DAY);
    const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map((part) =>
      padded(part, 2),
    );
    return `${dateText(days)}T${clock.join(':')}${fractionOf(this.nano)}Z`;
  }
}

function epochDayOf(date: string): number {
  const [, sign, rest] = FAR_TEXT.exec(date) ?? [];
  if (sign === undefined) return LocalDate.parse(date).toEpochDay();
  // A year of the same days, 400 nearer.
  const cycle = sign === '-' ? -DAYS_OF_400_YEARS : DAYS_OF_400_YEARS;
  return LocalDate.parse(`${sign}999999600${rest}`).toEpochDay() + cycle;
}

/** Instants have a year more than dates at either end. */
function dateText(epochDay: number): string {
  const cycles = epochDay > 365_241_780_471 ? 1 : epochDay < -365_243_219_162 ? -1 : 0;
  if (cycles === 0) return LocalDate.ofEpochDay(epochDay).toString();
  const { year, month, day } = LocalDate.ofEpochDay(epochDay - cycles * DAYS_OF_400_YEARS);
  const far = year + cycles * 400;
  return `${far < 0 ? '-' : '+'}${Math.abs(far)}-${padded(month, 2)}-${padded(day, 2)}`;
}

export function isEpochSecond(value: unknown): value is bigint {
  return typeof value === 'bigint' && value >= MIN_EPOCH_SECOND && value <= MAX_EPOCH_SECOND;
}
