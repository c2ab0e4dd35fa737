import { InvalidArgumentError } from '../../errors/argument-errors.ts';
import { describeValue, invalid } from '../../memory/argument-checks.ts';

/** Checks of what values of dates, times and decimals are made of. */

export function requireWithin(name: string, value: unknown, least: number, most: number): asserts value is number {
  if (Number.isInteger(value) && (value as number) >= least && (value as number) <= most) return;
  throw invalid(`an integer from ${least} to ${most}`, name, value);
}

/** The parts of a text, or an error that says what was expected. */
export function matched(pattern: RegExp, text: unknown, expected: string): RegExpExecArray {
  const parts = typeof text === 'string' ? pattern.exec(text) : null;
  if (parts === null) throw new InvalidArgumentError(`Text is not ${expected}`, { text: describeValue(text) });
  return parts;
}

export function compareNumbers(a: number | bigint, b: number | bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function padded(value: number, digits: number): string {
  return String(value).padStart(digits, '0');
}

/** A fraction of a second in 3, 6 or 9 digits with its point; nothing for 0. */
export function fractionOf(nano: number): string {
  if (nano === 0) return '';
  const digits = padded(nano, 9);
  return `.${digits.endsWith('000000') ? digits.slice(0, 3) : digits.endsWith('000') ? digits.slice(0, 6) : digits}`;
}
