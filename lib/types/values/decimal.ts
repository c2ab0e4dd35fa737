import { invalid } from '../../memory/argument-checks.ts';
import { compareNumbers, matched, requireWithin } from './value-checks.ts';

const MIN_SCALE = -(2 ** 31);
const MAX_SCALE = 2 ** 31 - 1;
const TEXT = /^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:[eE]([+-]?\d+))?$/;

/** A decimal number of any length, `unscaled / 10 ** scale`: java.math.BigDecimal. */
export class Decimal {
  readonly unscaled: bigint;
  /** Digits after the point; below 0 zeros before it. An integer of 32 bits. */
  readonly scale: number;
  #precision = 0;

  private constructor(unscaled: bigint, scale: number) {
    if (typeof unscaled !== 'bigint') throw invalid('a text or a bigint', 'value', unscaled);
    requireWithin('scale', scale, MIN_SCALE, MAX_SCALE);
    this.unscaled = unscaled;
    this.scale = scale + 0;
    Object.freeze(this);
  }

  /** What only inherits from this class has no parts to rely on: instances are what the constructor has made. */
  static [Symbol.hasInstance](value: unknown): value is Decimal {
    return typeof value === 'object' && value !== null && #precision in value;
  }

  /** `'12.34'`, `'-1.5e-7'`, or the unscaled value and the scale: `Decimal.of(1234n, 2)`. Throws InvalidArgumentError. */
  static of(text: string): Decimal;
  static of(unscaled: bigint, scale?: number): Decimal;
  static of(value: string | bigint, scale = 0): Decimal {
    if (typeof value === 'string') return Decimal.parse(value);
    return new Decimal(value, scale);
  }

  static parse(text: string): Decimal {
    const [, sign, whole = '', fraction, bare, exponent = '0'] = matched(TEXT, text, 'a decimal number');
    const after = fraction ?? bare ?? '';
    const unscaled = BigInt(whole + after);
    return Decimal.of(sign === '-' ? -unscaled : unscaled, after.length - Number(exponent));
  }

  /** -1, 0 or 1. */
  get signum(): number {
    return this.unscaled < 0n ? -1 : this.unscaled > 0n ? 1 : 0;
  }

  /** Digits of the unscaled value; 1 for 0. */
  get precision(): number {
    if (this.#precision === 0) this.#precision = digitsOf(this.unscaled);
    return this.#precision;
  }

  /**
   * By value: 1.0 is as large as 1.00. Takes memory for the digits that there are, however far the scales are apart. Throws
   * InvalidArgumentError for what is no Decimal.
   */
  compareTo(other: Decimal): number {
    if (!(other instanceof Decimal)) throw invalid('a Decimal', 'other', other);
    const { signum } = this;
    if (signum !== other.signum) return compareNumbers(signum, other.signum);
    if (this.scale === other.scale || signum === 0) return compareNumbers(this.unscaled, other.unscaled);
    const magnitude = this.precision - this.scale;
    const otherMagnitude = other.precision - other.scale;
    if (magnitude !== otherMagnitude) return signum * compareNumbers(magnitude, otherMagnitude);
    // As many digits before the point, so that the scales differ by no more than the digits that there are.
    const shift = this.scale - other.scale;
    return shift < 0
      ? compareNumbers(this.unscaled * 10n ** BigInt(-shift), other.unscaled)
      : compareNumbers(this.unscaled, other.unscaled * 10n ** BigInt(shift));
  }

  /** The text: JSON has no such numbers. */
  toJSON(): string {
    return this.toString();
  }

  /** By value and scale, as in Java: 1.0 does not equal 1.00. */
  equals(other: unknown): boolean {
    return other instanceof Decimal && this.scale === other.scale && this.unscaled === other.unscaled;
  }

  /** As in Java: with an exponent when the scale is negative, or the number is less than 0.000001. */
  toString(): string {
    const sign = this.unscaled < 0n ? '-' : '';
    const digits = String(this.unscaled < 0n ? -this.unscaled : this.unscaled);
    const { scale } = this;
    if (scale === 0) return sign + digits;
    const exponent = digits.length - 1 - scale;
    if (scale > 0 && exponent >= -6) {
      const all = digits.padStart(scale + 1, '0');
      return `${sign}${all.slice(0, -scale)}.${all.slice(-scale)}`;
    }
    const mantissa = digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : digits;
    return exponent === 0 ? sign + mantissa : `${sign}${mantissa}E${exponent > 0 ? '+' : ''}${exponent}`;
  }
}

function digitsOf(value: bigint): number {
  return String(value < 0n ? -value : value).length;
}
