import { describe, expect, it } from 'vitest';
import {
  type BinaryColumn,
  BinaryMap,
  BinaryRowWriter,
  binaryRowType,
  columns,
  DataInputDeserializer,
  migrationFrom,
  type TypeInformation,
  types,
} from '../../../lib/index.ts';
import { failureOf } from '../../contracts/failure.ts';
import { collidingDoubles, collidingInts, collidingLongs } from '../../fixtures/colliding-keys.ts';

type Kind = 'int' | 'long' | 'double';
type Keys = readonly (number | bigint)[];

const KEY_BYTES = { int: 4, long: 8, double: 8 };
const COLLIDE = { code: 'ERR_CORRUPT_DATA', reason: 'keys that fall on one another' };
const COUNT = 6000;
const MANY = 100_000;

const colliding: [Kind, Keys][] = [
  ['int', collidingInts(COUNT)],
  ['long', collidingLongs(COUNT)],
  ['double', collidingDoubles(COUNT)],
];

const keyType = (kind: Kind) => types[kind]() as TypeInformation<unknown>;
const mapOf = (kind: Kind) => types.map(keyType(kind), types.nullable(types.int()));

/** Of a map of nulls, whatever its keys. */
function bytesOf(kind: Kind, keys: Keys): Uint8Array {
  return types.list(types.tuple(keyType(kind), types.boolean())).encode(keys.map((key) => [key, true]));
}

function rowOf(kind: Kind, keys: Keys) {
  const key = columns[kind]() as BinaryColumn<unknown>;
  const array = binaryRowType({ keys: columns.array(key) })
    .encode({ keys: [...keys] })
    .getArray(0);
  const writer = new BinaryRowWriter(1);
  writer.writeNested(0, BinaryMap.of(array, array));
  return { type: binaryRowType({ map: columns.map(key, key) }), row: writer.complete() };
}

describe.each(colliding)('keys of type %s that fall on one another', (kind, keys) => {
  const refused = { code: 'ERR_TYPE_MISMATCH', expected: expect.stringContaining('keys that fall on one another') };
  const map = new Map(keys.map((key) => [key, null]));

  it('are not read as a Map', () => {
    expect(map.size).toBe(COUNT);
    const failure = failureOf(() => mapOf(kind).decode(bytesOf(kind, keys)));
    expect(failure).toMatchObject(COLLIDE);
    expect(failure['position']).toBe(4 + Number(failure['entry']) * (KEY_BYTES[kind] + 1));
  });

  it('are read where they are few', () => {
    const few = keys.slice(0, 2000);
    expect(mapOf(kind).decode(bytesOf(kind, few))).toEqual(new Map(few.map((key) => [key, null])));
  });

  it('are not written from a Map', () => {
    expect(failureOf(() => mapOf(kind).encode(map))).toMatchObject(refused);
  });

  it('are not read from a binary row, nor written to one', () => {
    const { type, row } = rowOf(kind, keys);
    expect(failureOf(() => type.toObject(row))).toMatchObject(COLLIDE);
    const values = new Map(keys.map((key) => [key, key]));
    expect(failureOf(() => type.encode({ map: values }))).toMatchObject(refused);
  });

  it('are neither read nor written as generic values', () => {
    expect(failureOf(() => types.generic().encode(map))).toMatchObject({ code: 'ERR_TYPE_MISMATCH' });
  });
});

describe('keys that fall on one another', () => {
  it('are refused from views that do not know what is left, whatever the count says', () => {
    const bytes = bytesOf('long', collidingLongs(COUNT));
    new DataView(bytes.buffer).setInt32(0, 2 ** 31 - 1);
    const source = Object.defineProperty(new DataInputDeserializer(bytes), 'available', { value: undefined });
    expect(failureOf(() => mapOf('long').createSerializer().deserialize(source))).toMatchObject(COLLIDE);
  });

  it('are refused where a migration makes them of others', () => {
    const old = types.map(types.long(), types.void());
    const current = types.map(types.long({ as: 'number' }), types.void());
    const keys = collidingInts(COUNT).map(BigInt);
    const migration = migrationFrom(old.createSerializer().snapshot(), current.createSerializer());
    const source = new DataInputDeserializer(
      Uint8Array.of(0, 0, ...old.encode(new Map(keys.map((key) => [key, null])))),
      2,
    );
    expect(failureOf(() => migration.deserialize(source))).toMatchObject({ ...COLLIDE, position: 2 });
  });

  it('are refused when they collide only while the table is small', () => {
    const keys = [...collidingLongs(4000, 12n), ...sequence.map((i) => -BigInt(i))];
    expect(failureOf(() => mapOf('long').decode(bytesOf('long', keys)))).toMatchObject(COLLIDE);
  });
});

/** A step of xorshift, from a seed: any sequence without order. */
function randoms(count: number): number[] {
  let state = 0x2545f491;
  return Array.from({ length: count }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state;
  });
}

const multiple = (i: number) => (i - MANY / 2) * 2 ** 20;
const sequence = Array.from({ length: MANY }, (_, i) => i);

describe('a hundred thousand keys', () => {
  it.each<[string, Kind, Keys]>([
    ['ints in sequence', 'int', sequence],
    ['ints that are multiples of 2^14', 'int', sequence.map((i) => (i - MANY / 2) * 2 ** 14)],
    ['random ints', 'int', randoms(MANY)],
    ['longs in sequence', 'long', sequence.map(BigInt)],
    ['longs that are multiples of 2^20', 'long', sequence.map((i) => BigInt(multiple(i)))],
    ['longs that are multiples of 2^32', 'long', sequence.map((i) => BigInt(i) << 32n)],
    ['random longs', 'long', randoms(MANY).map((value, i) => (BigInt(value) << 32n) + BigInt(i))],
    ['doubles in sequence', 'double', sequence.map((i) => i + 0.5)],
    ['doubles that are multiples of 2^20', 'double', sequence.map(multiple)],
    ['random doubles', 'double', randoms(MANY).map((value, i) => value / 2 ** 31 + i)],
  ])('are read: %s', (_, kind, keys) => {
    expect(mapOf(kind).decode(bytesOf(kind, keys)).size).toBe(new Set(keys).size);
    const { type, row } = rowOf(kind, keys);
    expect(type.toObject(row).map.size).toBe(new Set(keys).size);
  });
});
