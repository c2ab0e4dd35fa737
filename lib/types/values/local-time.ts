import { invalid } from '../../memory/argument-checks.ts';
import { compareNumbers, fractionOf, matched, padded, requireWithin } from './value-checks.ts';

const TEXT = /^(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{0,9}))?)?$/;

/** A time of day without a time zone: java.time.LocalTime. */
export class LocalTime {
  /** 0 to 23. */
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Nanoseconds of the second: 0 to 999999999. */
  readonly nano: number;
  readonly #made = true;

  private constructor(hour: number, minute: number, second: number, nano: number) {
    requireWithin('hour', hour, 0, 23);
    requireWithin('minute', minute, 0, 59);
    requireWithin('second', second, 0, 59);
    requireWithin('nano', nano, 0, 999_999_999);
    // No part is -0.
    this.hour = hour + 0;
    this.minute = minute + 0;
    this.second = second + 0;
    this.nano = nano + 0;
    Object.freeze(this);
  }

  /** What only inherits from this class has no parts to rely on: instances are what the constructor has made. */
  static [Symbol.hasInstance](value: unknown): value is LocalTime {
    return typeof value === 'object' && value !== null && #made in value;
  }

  /** Throws InvalidArgumentError when there is no such time. */
  static of(hour: number, minute: number, second = 0, nano = 0): LocalTime {
    return new LocalTime(hour, minute, second, nano);
  }

  /** `14:30`, `14:30:05` or `14:30:05.123456789`. */
  static parse(text: string): LocalTime {
    const [, hour, minute, second = '0', fraction = ''] = matched(TEXT, text, 'a time as 14:30:05.123');
    return LocalTime.of(Number(hour), Number(minute), Number(second), Number(fraction.padEnd(9, '0')));
  }

  /** Negative, 0 or positive. Throws InvalidArgumentError for what is no LocalTime. */
  compareTo(other: LocalTime): number {
    if (!(other instanceof LocalTime)) throw invalid('a LocalTime', 'other', other);
    return (
      compareNumbers(this.hour, other.hour) ||
      compareNumbers(this.minute, other.minute) ||
      compareNumbers(this.second, other.second) ||
      compareNumbers(this.nano, other.nano)
    );
  }

  /** The text, as of a Date: JSON has no such values. */
  toJSON(): string {
    return this.toString();
  }

  equals(other: unknown): boolean {
    return other instanceof LocalTime && this.compareTo(other) === 0;
  }

  toString(): string {
    const start = `${padded(this.hour, 2)}:${padded(this.minute, 2)}`;
    if (this.second === 0 && this.nano === 0) return start;
    return `${start}:${padded(this.second, 2)}${fractionOf(this.nano)}`;
  }
}

/** Whether `LocalTime.of` takes the parts, which are integers. */
export function isTime(hour: number, minute: number, second: number, nano: number): boolean {
  return (
    hour >= 0 &&
    hour <= 23 &&
    minute >= 0 &&
    minute <= 59 &&
    second >= 0 &&
    second <= 59 &&
    nano >= 0 &&
    nano <= 999_999_999
  );
}
