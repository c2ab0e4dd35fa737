import fc from 'fast-check';
import { types } from '../../../lib/types/types.ts';
import { Decimal } from '../../../lib/types/values/decimal.ts';
import { comparatorContract } from '../comparator-contract.ts';
import { serializerContract } from '../serializer-contract.ts';

serializerContract({ type: types.boolean(), length: 1, values: [false, true], wrong: [null, undefined, 0, 'true'] });
comparatorContract({ type: types.boolean(), ascending: [false, true], normalizedKeyLength: 1 });

const integers = [
  [types.byte(), 8],
  [types.short(), 16],
  [types.int(), 32],
] as const;
for (const [type, bits] of integers) {
  const [min, max] = [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1];
  const values = [min, min + 1, -100, -1, 0, 1, 100, max - 1, max];
  const arbitrary = fc.integer({ min, max });
  const wrong = [null, undefined, min - 1, max + 1, 0.5, Number.NaN, '1', 1n, true, {}];
  serializerContract({ type, length: bits / 8, values, arbitrary, wrong });
  comparatorContract({ type, ascending: values, arbitrary, normalizedKeyLength: bits / 8 });
}

const [minLong, maxLong] = [-(2n ** 63n), 2n ** 63n - 1n];
const longs = [
  minLong,
  minLong + 1n,
  -(2n ** 53n),
  -(2n ** 32n),
  -1n,
  0n,
  1n,
  2n ** 31n,
  2n ** 32n,
  2n ** 53n,
  maxLong,
];
const anyLong = fc.bigInt(minLong, maxLong);
serializerContract({
  type: types.long(),
  length: 8,
  values: longs,
  arbitrary: anyLong,
  wrong: [null, undefined, minLong - 1n, maxLong + 1n, 1, '1'],
});
comparatorContract({ type: types.long(), ascending: longs, arbitrary: anyLong, normalizedKeyLength: 8 });

const { MIN_SAFE_INTEGER, MAX_SAFE_INTEGER } = Number;
const safe = [MIN_SAFE_INTEGER, -(2 ** 32) - 1, -(2 ** 32), -(2 ** 31), -1, 0, 1, 2 ** 31, 2 ** 32, MAX_SAFE_INTEGER];
serializerContract({
  type: types.long({ as: 'number' }),
  length: 8,
  values: safe,
  arbitrary: fc.maxSafeInteger(),
  wrong: [null, undefined, 2 ** 53, -(2 ** 53), 0.5, Number.NaN, Number.POSITIVE_INFINITY, 1n, '1'],
});
comparatorContract({
  type: types.long({ as: 'number' }),
  ascending: safe,
  arbitrary: fc.maxSafeInteger(),
  normalizedKeyLength: 8,
});

const floats = [
  Number.NEGATIVE_INFINITY,
  -(2 ** 127),
  -1.5,
  -(2 ** -149),
  -0,
  0,
  2 ** -149,
  2 ** -126,
  1,
  1.5,
  2 ** 127,
  Number.POSITIVE_INFINITY,
  Number.NaN,
];
const anyFloat = fc.float();
serializerContract({ type: types.float(), length: 4, values: floats, arbitrary: anyFloat, wrong: [null, '1', 1n] });
comparatorContract({
  type: types.float(),
  ascending: floats,
  equal: [[0.1, Math.fround(0.1)]],
  arbitrary: anyFloat,
  normalizedKeyLength: 4,
});

const doubles = [-Number.MAX_VALUE, ...floats.slice(1, 3), -Number.MIN_VALUE, -0, 0, Number.MIN_VALUE, 1, Number.NaN];
serializerContract({
  type: types.double(),
  length: 8,
  values: doubles,
  arbitrary: fc.double(),
  wrong: [null, '1', 1n],
});
comparatorContract({ type: types.double(), ascending: doubles, arbitrary: fc.double(), normalizedKeyLength: 8 });

const bigints = [-(10n ** 40n), -257n, -256n, -129n, -128n, -2n, -1n, 0n, 1n, 10n, 127n, 128n, 255n, 256n, 10n ** 300n];
const anyBigint = fc.bigInt(-(2n ** 200n), 2n ** 200n);
serializerContract({ type: types.bigint(), length: -1, values: bigints, arbitrary: anyBigint, wrong: [null, 1, '1'] });
comparatorContract({
  type: types.bigint(),
  ascending: bigints,
  arbitrary: fc.oneof(anyBigint, fc.bigInt(-300n, 300n)),
  normalizedKeyLength: Number.POSITIVE_INFINITY,
});

const decimals = [
  Decimal.of(-1n, -(2 ** 31)),
  Decimal.of('-1e40'),
  Decimal.of('-12.34'),
  Decimal.of('-12.3399'),
  Decimal.of('-0.001'),
  Decimal.of(-1n, 2 ** 31 - 1),
  Decimal.of('0.00'),
  Decimal.of(1n, 2 ** 31 - 1),
  Decimal.of('0.5'),
  Decimal.of('1'),
  Decimal.of('9.99'),
  Decimal.of('10'),
  Decimal.of(10n ** 60n + 1n, 3),
  Decimal.of(1n, -(2 ** 31)),
];
const anyDecimal = fc
  .tuple(fc.bigInt(-(10n ** 30n), 10n ** 30n), fc.integer({ min: -40, max: 40 }))
  .map(([unscaled, scale]) => Decimal.of(unscaled, scale));
serializerContract({
  type: types.decimal(),
  length: -1,
  values: decimals,
  arbitrary: anyDecimal,
  wrong: [null, 1, 1n, '1', { unscaled: 1n, scale: 0 }],
});
comparatorContract({
  type: types.decimal(),
  ascending: decimals,
  equal: [
    [Decimal.of('1.0'), Decimal.of('1.00')],
    [Decimal.of('0'), Decimal.of('0e30')],
    [Decimal.of('1e3'), Decimal.of('1000.0')],
  ],
  hashAlike: (a, b) => a.scale === b.scale,
  arbitrary: anyDecimal,
  normalizedKeyLength: 5,
});
