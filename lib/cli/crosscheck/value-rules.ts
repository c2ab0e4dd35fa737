import type { Scalar } from './operation.ts';
import type { RandomSource } from './random-source.ts';

/** What may be written as one type: which values are worth trying, which the access takes, what segments make of the others. */
export interface ValueRule {
  choose(random: RandomSource): Scalar;
  /** Whether the access takes it as it is. */
  fits(value: unknown): boolean;
  /** As a MemorySegment does; throws for what it refuses. */
  convert(value: unknown): Scalar;
  /** Any value that fits. */
  readonly fitting: Scalar;
}

/** Not one of them fits any type of the access; a segment converts some of them. */
const STRANGE: readonly unknown[] = ['7', '', 'seven', undefined, null];
const STRANGE_PERCENT = 2;
const MISFIT_PERCENT = 8;

const strange = (random: RandomSource) => random.pick(STRANGE) as Scalar;

/** Integers of `bits` bits. */
function integerRule(bits: 8 | 16 | 32, min: number, convert: (value: number) => number): ValueRule {
  const max = min + 2 ** bits - 1;
  const landmarks = [0, 1, -1, max, max - 1, min, min + 1, -0].filter((value) => value >= min);
  const misfits = [max + 1, min - 1, 2 ** 31, 2 ** 32 + 5, -(2 ** 53), 1e300, 0.5, -1.5, Number.NaN, -Infinity, 3n];
  return {
    choose: (random) => {
      if (random.chance(STRANGE_PERCENT)) return strange(random);
      if (random.chance(MISFIT_PERCENT)) return random.pick(misfits);
      return random.chance(30) ? random.pick(landmarks) : min + random.below(2 ** bits);
    },
    fits: (value) => Number.isInteger(value) && (value as number) >= min && (value as number) <= max,
    // Not Number(): a bigint is refused.
    convert: (value) => convert(+(value as number)),
    fitting: 0,
  };
}

const longLandmarks = [0n, 1n, -1n, 2n ** 63n - 1n, -(2n ** 63n), 2n ** 53n, 2n ** 53n - 1n, -(2n ** 53n), 2n ** 32n];
const longMisfits = [2n ** 63n, -(2n ** 63n) - 1n, 2n ** 64n + 3n, 7, 0.5, true];

function anyLong(random: RandomSource): bigint {
  // Half of them small enough for a number.
  const high = random.chance(50) ? random.below(2 ** 32) : random.below(2 ** 21);
  const value = BigInt.asIntN(64, (BigInt(high) << 32n) | BigInt(random.uint32()));
  return random.chance(50) ? value : BigInt.asIntN(64, -value);
}

const longRule: ValueRule = {
  choose: (random) => {
    if (random.chance(STRANGE_PERCENT)) return strange(random);
    if (random.chance(MISFIT_PERCENT)) return random.pick<Scalar>(longMisfits);
    return random.chance(30) ? random.pick(longLandmarks) : anyLong(random);
  },
  fits: (value) => typeof value === 'bigint' && BigInt.asIntN(64, value) === value,
  convert: (value) => BigInt.asIntN(64, value as bigint),
  fitting: 0n,
};

const longNumberLandmarks = [0, -0, 1, -1, 2 ** 53 - 1, -(2 ** 53) + 1, 2 ** 31, -(2 ** 31) - 1, 2 ** 32, -(2 ** 32)];
const longNumberMisfits = [2 ** 53, -(2 ** 53), 2 ** 64, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 5n];

/** Longs as numbers: a segment refuses what is no safe integer, and the access never sees it. */
const longNumberRule: ValueRule = {
  choose: (random) => {
    if (random.chance(STRANGE_PERCENT)) return strange(random);
    if (random.chance(MISFIT_PERCENT)) return random.pick<Scalar>(longNumberMisfits);
    if (random.chance(30)) return random.pick(longNumberLandmarks);
    const magnitude = random.below(2 ** 21) * 2 ** 32 + random.uint32();
    return random.chance(50) ? magnitude : -magnitude;
  },
  fits: (value) => Number.isSafeInteger(value),
  convert: (value) => value as number,
  fitting: 0,
};

/**
 * One NaN only, the one that the language's constant is: which payload a computed one has is up to the machine. NaNs with
 * payloads come with the arrays.
 */
const floatLandmarks = [0, -0, 1, -1.5, Infinity, -Infinity, Number.NaN, 2 ** -149, 2 ** -150, 3.4028234663852886e38];
const doubleLandmarks = [...floatLandmarks, Math.PI, 5e-324, Number.MAX_VALUE, 2 ** -1022, 0.1, 1e-40, 3.5e38];

const floatRule = (landmarks: readonly number[]): ValueRule => ({
  choose: (random) => {
    if (random.chance(STRANGE_PERCENT)) return random.chance(50) ? strange(random) : 3n;
    if (random.chance(40)) return random.pick(landmarks);
    return (random.uint32() - 2 ** 31) * 2 ** (random.below(280) - 170);
  },
  fits: (value) => typeof value === 'number',
  convert: (value) => +(value as number),
  fitting: 0,
});

/** Truth is all that counts. */
const booleanRule: ValueRule = {
  choose: (random) => (random.chance(STRANGE_PERCENT) ? strange(random) : random.chance(50)),
  fits: () => true,
  convert: (value) => Boolean(value),
  fitting: true,
};

export const valueRules = {
  byte: integerRule(8, -0x80, (value) => (value << 24) >> 24),
  boolean: booleanRule,
  char: integerRule(16, 0, (value) => value & 0xffff),
  short: integerRule(16, -0x8000, (value) => (value << 16) >> 16),
  int: integerRule(32, -0x80000000, (value) => value | 0),
  long: longRule,
  longAsNumber: longNumberRule,
  float: floatRule(floatLandmarks),
  double: floatRule(doubleLandmarks),
} as const;
