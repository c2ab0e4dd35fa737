import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ascending,
  BinaryRowComparator,
  binaryRowType,
  columns,
  comparatorOf,
  descending,
  type KeySpec,
  types,
} from '../../../lib/index.ts';

/** Typed rows and binary rows take keys in the same two forms, with the same meaning. */

const typed = types.row({ a: types.nullable(types.int()), b: types.nullable(types.string()), 'c.d': types.byte() });
const binary = binaryRowType({
  a: columns.nullable(columns.int()),
  b: columns.nullable(columns.string()),
  'c.d': columns.byte(),
});

const orders: readonly (readonly [string, KeySpec | readonly KeySpec[]])[] = [
  ["ascending('a')", ascending('a')],
  ["descending('a')", descending('a')],
  ["'a'", 'a'],
  ["['b', descending('a')]", ['b', descending('a')]],
  ["{ field: 'a' }", { field: 'a' }],
  ["{ field: 'a', descending: false }", { field: 'a', descending: false }],
  ["{ field: 'a', descending: true }", { field: 'a', descending: true }],
  ["{ field: 'a', nullsLast: false }", { field: 'a', nullsLast: false }],
  ["descending('b', { nullsLast: true })", descending('b', { nullsLast: true })],
  ["[ascending('a'), { field: 'b', descending: true }]", [ascending('a'), { field: 'b', descending: true }]],
  ["[{ field: 'c.d' }, descending('b')]", [{ field: 'c.d' }, descending('b')]],
  ["[descending(['c.d']), ascending('a', {})]", [descending(['c.d']), ascending('a', {})]],
];

const record = fc.record({
  a: fc.option(fc.integer({ min: -2, max: 2 })),
  // No lone surrogates, which binary rows do not keep, and none above them, which UTF-16 orders otherwise.
  b: fc.option(fc.string({ unit: fc.constantFrom('a', 'b', 'é'), maxLength: 9 })),
  'c.d': fc.integer({ min: -1, max: 1 }),
});

describe.each(orders)('the keys %s', (_, keys) => {
  it('order typed rows and binary rows alike', () => {
    const ofTyped = typed.createComparator(keys);
    const ofBinary = binary.createComparator(keys);
    fc.assert(
      fc.property(record, record, (left, right) => {
        const expected = Math.sign(ofTyped.compare(left, right)) + 0;
        expect(Math.sign(ofBinary.compare(binary.encode(left), binary.encode(right))) + 0).toBe(expected);
      }),
    );
  });

  it('are described so that the comparator can be made anew', () => {
    const records = fc.sample(record, { numRuns: 20, seed: 1 });
    const ofTyped = typed.createComparator(keys);
    const typedAnew = comparatorOf(structuredClone(ofTyped.description));
    const ofBinary = binary.createComparator(keys);
    const binaryAnew = new BinaryRowComparator(structuredClone(ofBinary.description));
    expect(typedAnew.description).toEqual(ofTyped.description);
    expect(binaryAnew.description).toEqual(ofBinary.description);
    for (const left of records) {
      for (const right of records) {
        expect(typedAnew.compare(left, right)).toBe(ofTyped.compare(left, right));
        const [a, b] = [binary.encode(left), binary.encode(right)];
        expect(binaryAnew.compare(a, b)).toBe(ofBinary.compare(a, b));
      }
    }
  });
});

describe('the description of a key', () => {
  it('is said in full by the comparator of binary rows, whatever its form', () => {
    const full = { field: 'a', descending: true, nullsLast: true };
    for (const key of [descending('a'), { field: 'a', descending: true }, descending(['a'], { nullsLast: true })]) {
      expect(binary.createComparator(key).description.keys).toEqual([full]);
      expect(new BinaryRowComparator({ type: binary.description, keys: [key as never] }).description.keys).toEqual([
        full,
      ]);
    }
  });

  it('has the place of nulls only where it was given', () => {
    expect(ascending('a')).toEqual({ path: ['a'], descending: false });
    expect(descending('a', { nullsLast: false })).toEqual({ path: ['a'], descending: true, nullsLast: false });
  });
});

describe('the place of nulls', () => {
  it.each([
    [ascending('a', { nullsLast: true }), [-1, 1, null]],
    [{ field: 'a', nullsLast: true }, [-1, 1, null]],
    [descending('a', { nullsLast: false }), [null, 1, -1]],
    [ascending('a'), [null, -1, 1]],
    [descending('a'), [1, -1, null]],
  ])('is free in binary rows: %o', (key, expected) => {
    const comparator = binary.createComparator(key);
    const rows = [1, null, -1].map((a) => binary.encode({ a, b: null, 'c.d': 0 }));
    const sorted = rows.sort((left, right) => comparator.compare(left, right));
    expect(sorted.map((row) => binary.toObject(row).a)).toEqual(expected);
  });

  it.each([ascending('a', { nullsLast: true }), { field: 'a', descending: true, nullsLast: false }])(
    'is that of Flink in typed rows, so that another is refused: %o',
    (key) => {
      expect(() => typed.createComparator(key)).toThrowError(expect.objectContaining({ code: 'ERR_TYPE_DEFINITION' }));
    },
  );
});
