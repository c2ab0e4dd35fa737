import { invalid } from '../../memory/argument-checks.ts';
import { LocalDate } from './local-date.ts';
import { LocalTime } from './local-time.ts';
import { matched } from './value-checks.ts';

const TEXT = /^([^T]+)T([^T]+)$/i;

/** A date and a time of day without a time zone: java.time.LocalDateTime. */
export class LocalDateTime {
  readonly date: LocalDate;
  readonly time: LocalTime;
  readonly #made = true;

  private constructor(date: LocalDate, time: LocalTime) {
    if (!(date instanceof LocalDate)) throw invalid('a LocalDate', 'date', date);
    if (!(time instanceof LocalTime)) throw invalid('a LocalTime', 'time', time);
    this.date = date;
    this.time = time;
    Object.freeze(this);
  }

  /** What only inherits from this class has no parts to rely on: instances are what the constructor has made. */
  static [Symbol.hasInstance](value: unknown): value is LocalDateTime {
    return typeof value === 'object' && value !== null && #made in value;
  }

  static of(date: LocalDate, time: LocalTime): LocalDateTime {
    return new LocalDateTime(date, time);
  }

  /** `2026-11-21T14:30:05.123`. */
  static parse(text: string): LocalDateTime {
    const [, date = '', time = ''] = matched(TEXT, text, 'a date and time as 2026-11-21T14:30:05.123');
    return LocalDateTime.of(LocalDate.parse(date), LocalTime.parse(time));
  }

  /** Negative, 0 or positive. Throws InvalidArgumentError for what is no LocalDateTime. */
  compareTo(other: LocalDateTime): number {
    if (!(other instanceof LocalDateTime)) throw invalid('a LocalDateTime', 'other', other);
    return this.date.compareTo(other.date) || this.time.compareTo(other.time);
  }

  /** The text, as of a Date: JSON has no such values. */
  toJSON(): string {
    return this.toString();
  }

  equals(other: unknown): boolean {
    return other instanceof LocalDateTime && this.compareTo(other) === 0;
  }

  toString(): string {
    return `${this.date}T${this.time}`;
  }
}
