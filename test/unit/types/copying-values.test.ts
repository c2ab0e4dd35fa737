import { describe, expect, it } from 'vitest';
import { type TypeInformation, types } from '../../../lib/index.ts';
import { failureOf } from '../../contracts/failure.ts';

const row = types.row({ id: types.int(), at: types.row({ x: types.int() }) });
const pojo = types.pojo('com.example.Copied', { id: types.int(), tags: types.list(types.string()) });
const pair = types.tuple(types.int(), types.string());
const either = types.either(types.int(), types.string());
const map = types.map(types.string(), types.int());
const status = types.enum('open', 'closed');
const own = types.value<object>('copied', { serialize() {}, deserialize: () => ({}), copy: () => ({}) });

type Named = readonly [name: string, type: TypeInformation<unknown>];

/** Whose values `copy` knows by their shape. */
const shaped = [
  ['row', row],
  ['pojo', pojo],
  ['tuple', pair],
  ['either', either],
  ['map', map],
  ['list', types.list(types.int())],
  ['array', types.array(types.int())],
  ['typed array', types.primitiveArray('int')],
  ['Date', types.date()],
  ['enum', status],
] as readonly Named[];

function expectRefused(type: TypeInformation<unknown>, value: unknown, code: string, path: string): void {
  const serializer = type.createSerializer();
  expect(failureOf(() => serializer.copy(value))).toMatchObject({ code, path });
  expect(failureOf(() => type.encode(value)).code).toBe(code);
}

describe('copy', () => {
  it.each([
    ...shaped,
    ['row with its kind', types.row({ id: types.int() }, { kind: 'op' })],
    ['booleans', types.primitiveArray('boolean')],
    ['longs as numbers', types.primitiveArray('long', { as: 'number' })],
    ['int', types.int()],
    ['text', types.string()],
    ['generic', types.generic()],
    ['value', own],
  ] as readonly Named[])('refuses null and undefined of %s', (_, type) => {
    expectRefused(type, null, 'ERR_NULL_FIELD', '');
    expectRefused(type, undefined, 'ERR_NULL_FIELD', '');
  });

  it.each(shaped)('refuses what is no %s', (_, type) => {
    expectRefused(type, 5, 'ERR_TYPE_MISMATCH', '');
    expectRefused(type, 'zz', 'ERR_TYPE_MISMATCH', '');
  });

  it('refuses what a part is not, and says where', () => {
    expectRefused(row, {}, 'ERR_NULL_FIELD', 'id');
    expectRefused(row, { id: 1, at: {} }, 'ERR_NULL_FIELD', 'at.x');
    expectRefused(row, { id: 1, at: 2 }, 'ERR_TYPE_MISMATCH', 'at');
    expectRefused(pojo, { id: 1 }, 'ERR_NULL_FIELD', 'tags');
    expectRefused(pojo, { id: 1, tags: ['a', null] }, 'ERR_NULL_FIELD', 'tags[1]');
    expectRefused(pair, [1], 'ERR_TYPE_MISMATCH', '');
    expectRefused(
      types.list(pair),
      [
        [1, 'a'],
        [1, null],
      ],
      'ERR_NULL_FIELD',
      '[1][1]',
    );
    expectRefused(either, {}, 'ERR_TYPE_MISMATCH', '');
    expectRefused(either, { left: 1, right: 'a' }, 'ERR_TYPE_MISMATCH', '');
    expectRefused(either, { left: null }, 'ERR_NULL_FIELD', 'left');
    expectRefused(map, new Map([['a', null]]), 'ERR_NULL_FIELD', '["a"]');
    expectRefused(types.list(status), ['open', 'other'], 'ERR_TYPE_MISMATCH', '[1]');
    expectRefused(types.array(status), [null], 'ERR_NULL_FIELD', '[0]');
    expectRefused(types.row({ id: types.int() }, { kind: 'op' }), { id: 1, op: 'upsert' }, 'ERR_TYPE_MISMATCH', 'op');
  });

  it('gives null for what is nullable and missing, as it would be read', () => {
    const nullable = types.nullable(types.int());
    const type = types.row({
      a: nullable,
      list: types.list(nullable),
      array: types.array(nullable),
      map: types.map(types.string(), nullable),
      none: types.void(),
    });
    const value = { list: [1, undefined], array: [undefined], map: new Map([['k', undefined]]) };
    const copy = type.createSerializer().copy(value as never);
    expect(copy).toStrictEqual(type.decode(type.encode(value as never)));
    expect(copy).toStrictEqual({ a: null, list: [1, null], array: [null], map: new Map([['k', null]]), none: null });
  });
});
