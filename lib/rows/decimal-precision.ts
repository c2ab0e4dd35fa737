import { InvalidArgumentError } from '../errors/argument-errors.ts';
import { Decimal } from '../types/values/decimal.ts';

/** A number with a fixed scale: `unscaled` divided by 10 to the power of `scale`. */
export interface DecimalValue {
  readonly unscaled: bigint;
  readonly scale: number;
}

export const MAX_DECIMAL_PRECISION = 38;
/** Decimals up to here are a long, in the slot. */
const MAX_COMPACT_DECIMAL_PRECISION = 18;
/** What is kept for others, whatever their size. */
export const DECIMAL_BYTES = 16;

const BOUNDS = Array.from({ length: MAX_DECIMAL_PRECISION + 1 }, (_, precision) => 10n ** BigInt(precision));

export function isCompactDecimal(precision: number): boolean {
  return precision <= MAX_COMPACT_DECIMAL_PRECISION;
}

/** Whether the number has at most so many digits. */
export function fitsPrecision(unscaled: bigint, precision: number): boolean {
  const bound = BOUNDS[precision];
  if (bound === undefined) throw new InvalidArgumentError('Precision is not from 1 to 38', { precision });
  return unscaled < bound && unscaled > -bound;
}

/** The same number with that scale; undefined when it has more fractional digits or more digits at all. */
export function decimalOfScale(value: Decimal, precision: number, scale: number): Decimal | undefined {
  const shift = scale - value.scale;
  if (shift < 0 || shift > MAX_DECIMAL_PRECISION) return undefined;
  const unscaled = shift === 0 ? value.unscaled : value.unscaled * 10n ** BigInt(shift);
  if (!fitsPrecision(unscaled, precision)) return undefined;
  return shift === 0 ? value : Decimal.of(unscaled, scale);
}
