import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ascending, descending } from '../../../lib/types/orders.ts';
import type { TypeInformation } from '../../../lib/types/type-information.ts';
import { types } from '../../../lib/types/types.ts';
import { DataInputDeserializer } from '../../../lib/views/data-input-deserializer.ts';
import { comparatorContract } from '../comparator-contract.ts';
import { failureOf } from '../failure.ts';

/** A byte in front of the value says null. */
comparatorContract<number | null>({
  type: types.nullable(types.int()),
  ascending: [-(2 ** 31), -1, 0, 1, 256, 2 ** 31 - 1],
  arbitrary: fc.integer(),
  normalizedKeyLength: 4,
});

/** The form of the value says null itself. */
comparatorContract<string | null>({
  type: types.nullable(types.string()),
  ascending: ['', 'a', 'ab', 'ä'],
  arbitrary: fc.string(),
  normalizedKeyLength: Number.POSITIVE_INFINITY,
});

comparatorContract<Date | null>({
  type: types.nullable(types.date()),
  ascending: [new Date(-1), new Date(0), new Date(1)],
  normalizedKeyLength: 8,
});

comparatorContract({
  type: types.nullable(types.row({ a: types.int(), b: types.string() })),
  order: [ascending('a'), descending('a')],
  ascending: [
    { a: -1, b: 'z' },
    { a: 0, b: 'y' },
    { a: 1, b: 'x' },
  ],
  normalizedKeyLength: 5,
  keysOf: (value) => [value?.a],
});

const nullables: readonly (readonly [type: TypeInformation<unknown>, value: unknown])[] = [
  [types.nullable(types.int()), 1],
  [types.nullable(types.string()), 'a'],
  [types.nullable(types.date()), new Date(0)],
  [types.nullable(types.instant()), types.instant().createSerializer().createInstance()],
  [types.nullable(types.tuple(types.int())), [1]],
  [types.nullable(types.pojo('com.example.P', { a: types.int() })), { a: 1 }],
  [types.nullable(types.tuple(types.nullable(types.date()))), [new Date(0)]],
];

describe('null as a key', () => {
  it.each(nullables.map(([type, value]) => [type.toString(), type, value] as const))(
    'of %s is refused, as value and as bytes',
    (_, type, value) => {
      const comparator = type.createComparator();
      const input = (each: unknown) => new DataInputDeserializer(type.encode(each));
      for (const [a, b] of [
        [null, value],
        [value, null],
        [null, null],
      ]) {
        expect(failureOf(() => comparator.compare(a, b)).code).toBe('ERR_NULL_KEY_FIELD');
        expect(failureOf(() => comparator.compareSerialized(input(a), input(b))).code).toBe('ERR_NULL_KEY_FIELD');
      }
      expect(failureOf(() => comparator.hash(null)).code).toBe('ERR_NULL_KEY_FIELD');
    },
  );
});
