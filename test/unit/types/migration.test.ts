import { describe, expect, it } from 'vitest';
import {
  checkCompatibility,
  DataInputDeserializer,
  DataOutputSerializer,
  migrationFrom,
  type TypeInformation,
  types,
} from '../../../lib/index.ts';
import { failureOf } from '../../contracts/failure.ts';

const { int, long, string, row, pojo, list, nullable, map, tuple } = types;

/** What the new type reads of a value of the old one, once its bytes have been written anew. */
function migrated(old: TypeInformation<never>, current: TypeInformation<never>, value: unknown): unknown {
  const snapshot = JSON.parse(JSON.stringify(old.createSerializer().snapshot()));
  const migration = migrationFrom(snapshot, current.createSerializer());
  const bytes = old.encode(value as never);
  const output = new DataOutputSerializer(1);
  const input = new DataInputDeserializer(bytes);
  migration.migrate(input, output);
  expect(input.available).toBe(0);
  const read = current.decode(output.copyOfBuffer());
  expect(migration.deserialize(new DataInputDeserializer(bytes))).toEqual(read);
  return read;
}

const cases: readonly (readonly [string, unknown, unknown, unknown, unknown])[] = [
  ['fields that are new', row({ a: int() }), row({ b: nullable(string()), a: int() }), { a: 1 }, { b: null, a: 1 }],
  ['a new field of void', row({ a: int() }), row({ a: int(), b: types.void() }), { a: 1 }, { a: 1, b: null }],
  ['fields that are gone', row({ a: int(), b: string() }), row({ b: string() }), { a: 1, b: 'x' }, { b: 'x' }],
  ['fields that have moved', row({ a: int(), b: int() }), row({ b: int(), a: int() }), { a: 1, b: 2 }, { b: 2, a: 1 }],
  [
    'names that objects have',
    row({ a: int() }),
    row({ a: int(), toString: nullable(int()) }),
    { a: 1 },
    { a: 1, toString: null },
  ],
  ['a list that may hold nulls', list(int()), list(nullable(int())), [1, 2], [1, 2]],
  ['a list of nothing', list(types.void()), list(nullable(int())), [null], [null]],
  ['texts that may be null', tuple(string()), tuple(nullable(string())), ['x'], ['x']],
  ['a value that may be null', int(), nullable(int()), 5, 5],
  ['constants that have moved', types.enum('a', 'b'), types.enum('c', 'b', 'a'), 'b', 'b'],
  [
    'a pojo',
    pojo('P', { a: int(), z: int() }),
    pojo('P', { a: int(), b: nullable(int()) }),
    { a: 1, z: 2 },
    { a: 1, b: null },
  ],
  [
    'rows in maps',
    map(int(), row({ a: int() })),
    map(int(), nullable(row({ b: nullable(int()), a: int() }))),
    new Map([[1, { a: 2 }]]),
    new Map([[1, { b: null, a: 2 }]]),
  ],
  [
    'keys of maps',
    map(types.enum('a', 'b'), int()),
    map(types.enum('b', 'a'), int()),
    new Map([['a', 1]]),
    new Map([['a', 1]]),
  ],
  ['either', types.either(int(), row({ a: int() })), types.either(int(), row({})), { right: { a: 1 } }, { right: {} }],
  ['a kind that is kept now', row({ a: int() }), row({ a: int() }, { kind: 'op' }), { a: 1 }, { a: 1, op: 'insert' }],
  [
    'a kind that is not kept any more',
    row({ a: int() }, { kind: 'op' }),
    row({ a: int() }),
    { a: 1, op: 'delete' },
    { a: 1 },
  ],
  [
    'a kind of another name',
    row({ a: int() }, { kind: 'op' }),
    row({ a: int() }, { kind: 'kind' }),
    { a: 1, op: 'delete' },
    { a: 1, kind: 'delete' },
  ],
  [
    'a kind in place of a field',
    row({ a: int(), op: string() }),
    row({ a: int() }, { kind: 'op' }),
    { a: 1, op: 'delete' },
    { a: 1, op: 'insert' },
  ],
  ['longs as numbers', row({ a: long(), b: int() }), row({ a: long({ as: 'number' }) }), { a: 5n, b: 1 }, { a: 5 }],
  ['longs as bigints', row({ a: long({ as: 'number' }), b: int() }), row({ a: long() }), { a: 5, b: 1 }, { a: 5n }],
  [
    'arrays of longs',
    row({ a: types.primitiveArray('long'), b: int() }),
    row({ a: types.primitiveArray('long', { as: 'number' }) }),
    { a: BigInt64Array.of(5n), b: 1 },
    { a: [5] },
  ],
];

describe('a migration', () => {
  it.each(cases)('takes over %s', (_, old, current, value, expected) => {
    expect(migrated(old as TypeInformation<never>, current as TypeInformation<never>, value)).toEqual(expected);
  });

  it('goes through records one after another', () => {
    const old = row({ a: int() });
    const output = new DataOutputSerializer(64);
    for (let a = 0; a < 3; a++) old.createSerializer().serialize({ a }, output);
    const current = row({ b: nullable(int()), a: int() });
    const migration = migrationFrom(old.createSerializer().snapshot(), current.createSerializer());
    const input = new DataInputDeserializer(output.copyOfBuffer());
    const read = [];
    while ((input.available ?? 0) > 0) read.push(migration.deserialize(input));
    expect(read).toEqual([
      { b: null, a: 0 },
      { b: null, a: 1 },
      { b: null, a: 2 },
    ]);
  });

  it('is refused where the types are incompatible, with the reason', () => {
    const snapshot = row({ a: int() }).createSerializer().snapshot();
    expect(failureOf(() => migrationFrom(snapshot, row({ a: long() }).createSerializer()))).toEqual({
      code: 'ERR_INCOMPATIBLE_SNAPSHOT',
      reason: 'int has become long at a',
    });
    expect(failureOf(() => migrationFrom({} as never, int().createSerializer())).code).toBe('ERR_TYPE_DEFINITION');
  });

  it('says of a long that is no safe integer that it is none', () => {
    const old = row({ a: long(), b: int() });
    expect(
      failureOf(() => migrated(old as never, row({ a: long({ as: 'number' }) }) as never, { a: 2n ** 60n, b: 1 })).code,
    ).toBe('ERR_UNSAFE_INTEGER');
  });

  it('leaves the output where it was when the old bytes end too early', () => {
    const snapshot = row({ a: int() }).createSerializer().snapshot();
    const output = new DataOutputSerializer(8);
    const migration = migrationFrom(snapshot, row({}).createSerializer());
    expect(failureOf(() => migration.migrate(new DataInputDeserializer(Uint8Array.of(0, 1)), output)).code).toBe(
      'ERR_END_OF_DATA',
    );
    expect(output.length).toBe(0);
  });
});

describe('what is no snapshot or no serializer', () => {
  const snapshot = int().createSerializer().snapshot();
  const serializer = int().createSerializer();

  it.each([[null], [undefined], ['{"version":1}'], [1]])('is refused as a snapshot: %s', (wrong) => {
    for (const call of [checkCompatibility, migrationFrom]) {
      const failure = failureOf(() => call(wrong as never, serializer));
      expect(failure).toMatchObject({ code: 'ERR_TYPE_DEFINITION', reason: expect.stringContaining('snapshot()') });
      expect(failure).toHaveProperty('snapshot');
    }
  });

  it.each([[int()], [null], [undefined], [snapshot], [{ description: { kind: 'int' } }]])(
    'is refused as a serializer: %s',
    (wrong) => {
      for (const call of [checkCompatibility, migrationFrom]) {
        expect(failureOf(() => call(snapshot, wrong as never))).toMatchObject({
          code: 'ERR_INVALID_ARGUMENT',
          argument: 'serializer',
        });
        expect(() => call(snapshot, wrong as never)).toThrow('not a serializer, such as type.createSerializer()');
      }
    },
  );
});
