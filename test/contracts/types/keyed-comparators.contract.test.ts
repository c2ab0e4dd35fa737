import fc from 'fast-check';
import { ascending, descending } from '../../../lib/types/orders.ts';
import type { ValueOf } from '../../../lib/types/type-information.ts';
import { types } from '../../../lib/types/types.ts';
import { comparatorContract } from '../comparator-contract.ts';

const small = fc.integer({ min: -2, max: 2 });
const word = fc.string({ maxLength: 3 });

comparatorContract({
  type: types.tuple(types.int(), types.string()),
  ascending: [
    [-1, 'b'],
    [0, ''],
    [0, 'a'],
    [1, ''],
  ],
  arbitrary: fc.tuple(small, word),
  normalizedKeyLength: Number.POSITIVE_INFINITY,
  keysOf: (value) => value,
});

comparatorContract({
  name: 'tuple by its third element, then down by its first',
  type: types.tuple(types.int(), types.string(), types.short()),
  order: [
    [ascending(2), descending(0)],
    [descending(2), ascending(0)],
  ],
  ascending: [
    [5, 'x', -1],
    [5, '', 0],
    [4, 'z', 0],
  ],
  equal: [
    [
      [1, 'a', 1],
      [1, 'b', 1],
    ],
  ],
  arbitrary: fc.tuple(small, word, small),
  // The second key is the other way round.
  normalizedKeyLength: 2,
  keysOf: (value) => [value[2], value[0]],
});

const place = types.row({
  city: types.nullable(types.string()),
  zip: types.nullable(types.int()),
});

comparatorContract({
  type: place,
  ascending: [
    { city: null, zip: null },
    { city: null, zip: 1 },
    { city: '', zip: null },
    { city: 'a', zip: 2 },
  ],
  arbitrary: fc.record({ city: fc.option(word), zip: fc.option(small) }),
  normalizedKeyLength: Number.POSITIVE_INFINITY,
  keysOf: ({ city, zip }) => [city, zip],
});

comparatorContract({
  name: 'row by a field of a row in it',
  type: types.row({ name: types.string(), home: types.nullable(place), age: types.int() }),
  order: [
    [ascending('home.zip'), ascending('age')],
    [descending('home.zip'), descending('age')],
  ],
  ascending: [
    { name: 'c', home: null, age: 1 },
    { name: 'b', home: null, age: 2 },
    { name: 'b', home: { city: 'a', zip: null }, age: 0 },
    { name: 'a', home: { city: '', zip: 5 }, age: 0 },
    { name: 'a', home: { city: 'z', zip: 5 }, age: 1 },
  ],
  equal: [
    [
      { name: 'a', home: { city: 'x', zip: 5 }, age: 1 },
      { name: 'b', home: { city: null, zip: 5 }, age: 1 },
    ],
  ],
  arbitrary: fc.record({
    name: word,
    home: fc.option(fc.record({ city: fc.option(word), zip: fc.option(small) })),
    age: small,
  }),
  // Two bytes of null and four of zip, one of null and four of age.
  normalizedKeyLength: 11,
  keysOf: ({ home, age }) => [home === null ? null : home.zip, age],
});

comparatorContract({
  name: 'row by keys against the order of its fields',
  type: types.row({ a: types.int(), skipped: types.list(types.string()), b: types.string() }),
  order: [
    [ascending('b'), ascending('a')],
    [descending('b'), descending('a')],
  ],
  ascending: [
    { a: 5, skipped: ['x'], b: '' },
    { a: 1, skipped: [], b: 'a' },
    { a: 2, skipped: ['y', 'z'], b: 'a' },
  ],
  arbitrary: fc.record({ a: small, skipped: fc.array(word), b: word }),
  normalizedKeyLength: Number.POSITIVE_INFINITY,
  keysOf: ({ a, b }) => [b, a],
});

comparatorContract({
  type: types.pojo('com.example.Point', { y: types.int(), x: types.int() }),
  ascending: [
    { x: 0, y: 5 },
    { x: 1, y: -1 },
    { x: 1, y: 0 },
  ],
  arbitrary: fc.record({ x: small, y: small }),
  normalizedKeyLength: 8,
  keysOf: ({ x, y }) => [x, y],
});

const nested = types.tuple(types.list(types.int()), types.tuple(types.byte(), types.boolean()), types.int());

comparatorContract<ValueOf<typeof nested>>({
  name: 'tuple of tuples by the whole of one of them',
  type: nested,
  order: [
    [ascending(1), ascending(2)],
    [descending(1), descending(2)],
  ],
  ascending: [
    [[9], [-1, true], 5],
    [[], [0, false], 0],
    [[1, 2], [0, false], 1],
    [[], [0, true], 0],
  ],
  arbitrary: fc.tuple(fc.array(small), fc.tuple(small, fc.boolean()), small),
  normalizedKeyLength: 6,
  keysOf: (value) => [value[1][0], value[1][1], value[2]],
});

interface Version {
  readonly major: number;
  readonly label: string;
}

comparatorContract<Version>({
  type: types.value('keyed-comparators.contract.Version', {
    serialize(version, target) {
      target.writeInt(version.major);
      target.writeUTF(version.label);
    },
    deserialize: (source) => ({ major: source.readInt(), label: source.readUTF() }),
    minLength: 6,
    compare: (a, b) => a.major - b.major,
    hash: (version) => version.major,
    normalizedKeyLength: 4,
    putNormalizedKey(version, target, offset, length) {
      types.int().createComparator().putNormalizedKey(version.major, target, offset, length);
    },
  }),
  ascending: [
    { major: -1, label: 'b' },
    { major: 5, label: 'a' },
  ],
  equal: [
    [
      { major: 1, label: 'a' },
      { major: 1, label: 'b' },
    ],
  ],
  arbitrary: fc.record({ major: small, label: word }),
  normalizedKeyLength: 4,
});
