import { InvalidArgumentError } from '../../errors/argument-errors.ts';
import { invalid } from '../../memory/argument-checks.ts';
import { compareNumbers, matched, padded, requireWithin } from './value-checks.ts';

const MAX_YEAR = 999_999_999;
const TEXT = /^([+-]?)(\d{4,9})-(\d\d)-(\d\d)$/;
const DAYS_OF_400_YEARS = 146_097;
/** From 0000-03-01 to 1970-01-01. */
const DAYS_TO_EPOCH = 719_468;

/** A date of the ISO calendar without a time zone: java.time.LocalDate. Years from -999999999 to 999999999; 0 is 1 BC. */
export class LocalDate {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;
  readonly #made = true;

  private constructor(year: number, month: number, day: number) {
    requireWithin('year', year, -MAX_YEAR, MAX_YEAR);
    requireWithin('month', month, 1, 12);
    requireWithin('day', day, 1, daysOfMonth(year, month));
    this.year = year + 0;
    this.month = month;
    this.day = day;
    Object.freeze(this);
  }

  /** What only inherits from this class has no parts to rely on: instances are what the constructor has made. */
  static [Symbol.hasInstance](value: unknown): value is LocalDate {
    return typeof value === 'object' && value !== null && #made in value;
  }

  /** Throws InvalidArgumentError when there is no such date. */
  static of(year: number, month: number, day: number): LocalDate {
    return new LocalDate(year, month, day);
  }

  /** The date so many days after 1970-01-01. */
  static ofEpochDay(epochDay: number): LocalDate {
    requireWithin('epochDay', epochDay, -365_243_219_162, 365_241_780_471);
    // Years that begin in March have their leap day last.
    const days = epochDay + DAYS_TO_EPOCH;
    const era = Math.floor(days / DAYS_OF_400_YEARS);
    const dayOfEra = days - era * DAYS_OF_400_YEARS;
    const yearOfEra = Math.floor(
      (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
    );
    const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
    const shifted = Math.floor((5 * dayOfYear + 2) / 153);
    const month = shifted < 10 ? shifted + 3 : shifted - 9;
    const day = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1;
    return new LocalDate(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day);
  }

  /** `2026-11-21`; years beyond 9999 with a sign. */
  static parse(text: string): LocalDate {
    const [, sign, year = '', month, day] = matched(TEXT, text, 'a date as 2026-11-21');
    const isSigned = sign !== '';
    if ((year.length > 4 ? !isSigned : sign === '+') || (sign === '-' && Number(year) === 0)) {
      throw new InvalidArgumentError('Text is not a date as 2026-11-21', { text });
    }
    return LocalDate.of(Number(year) * (sign === '-' ? -1 : 1), Number(month), Number(day));
  }

  /** Days after 1970-01-01. */
  toEpochDay(): number {
    const year = this.month <= 2 ? this.year - 1 : this.year;
    const era = Math.floor(year / 400);
    const yearOfEra = year - era * 400;
    const shifted = this.month > 2 ? this.month - 3 : this.month + 9;
    const dayOfYear = Math.floor((153 * shifted + 2) / 5) + this.day - 1;
    const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
    return era * DAYS_OF_400_YEARS + dayOfEra - DAYS_TO_EPOCH;
  }

  /** Negative, 0 or positive. Throws InvalidArgumentError for what is no LocalDate. */
  compareTo(other: LocalDate): number {
    if (!(other instanceof LocalDate)) throw invalid('a LocalDate', 'other', other);
    return (
      compareNumbers(this.year, other.year) ||
      compareNumbers(this.month, other.month) ||
      compareNumbers(this.day, other.day)
    );
  }

  /** The text, as of a Date: JSON has no such values. */
  toJSON(): string {
    return this.toString();
  }

  equals(other: unknown): boolean {
    return other instanceof LocalDate && this.compareTo(other) === 0;
  }

  toString(): string {
    const sign = this.year < 0 ? '-' : this.year > 9999 ? '+' : '';
    return `${sign}${padded(Math.abs(this.year), 4)}-${padded(this.month, 2)}-${padded(this.day, 2)}`;
  }
}

/** Whether `LocalDate.of` takes the parts. */
export function isDate(year: number, month: number, day: number): boolean {
  return (
    year >= -MAX_YEAR &&
    year <= MAX_YEAR &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    (day <= 28 || day <= daysOfMonth(year, month))
  );
}

function daysOfMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
