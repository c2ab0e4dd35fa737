import { describe, expect, it } from 'vitest';
import {
  ascending,
  checkCompatibility,
  comparatorOf,
  DataOutputSerializer,
  Decimal,
  descending,
  Instant,
  LocalDate,
  LocalDateTime,
  LocalTime,
  MemorySegment,
  migrationFrom,
  SqlTimestamp,
  type TypeInformation,
  typeOf,
  types,
} from '../../../lib/index.ts';
import { type HostileCall, methodCalls, misbehavior } from '../../fixtures/hostile-arguments.ts';

/** Every function that makes types, with what nobody should pass: errors have codes. */

const int = types.int();
const definition = {
  serialize: (value: number, target: { writeInt(value: number): void }) => target.writeInt(value),
  deserialize: (source: { readInt(): number }) => source.readInt(),
};
const made: Readonly<Record<string, readonly unknown[]>> = {
  boolean: [],
  byte: [],
  short: [],
  char: [],
  int: [],
  long: [{ as: 'number' }],
  float: [],
  double: [],
  string: [],
  bigint: [],
  decimal: [],
  date: [],
  instant: [],
  localDate: [],
  localTime: [],
  localDateTime: [],
  sqlDate: [],
  sqlTime: [],
  sqlTimestamp: [],
  void: [],
  enum: ['a', 'b'],
  primitiveArray: ['long', { as: 'number' }],
  array: [int],
  list: [int],
  map: [int, int],
  tuple: [int, int],
  row: [{ x: int }, { kind: 'op' }],
  pojo: ['com.example.Click', { x: int }],
  either: [int, int],
  nullable: [int],
  value: ['test.hostile', definition],
  generic: [],
  infer: [1, 2],
};

describe('types', () => {
  it('throws errors with codes for hostile arguments', async () => {
    expect(await misbehavior(methodCalls(() => types, made))).toEqual([]);
  });

  it('has no function that is left out above', () => {
    expect(Object.keys(types).filter((name) => !(name in made))).toEqual([]);
  });

  it.each<[string, () => unknown]>([
    ['a row of null', () => types.row(null as never)],
    ['a list of undefined', () => types.list(undefined as never)],
    ['an enum of a list', () => types.enum([] as never)],
    ['an enum of nothing', () => types.enum()],
    ['a tuple of a text', () => types.tuple('x' as never)],
    ['a tuple of nothing', () => types.tuple()],
    ['a nullable of null', () => types.nullable(null as never)],
    ['a long with null for options', () => types.long(null as never)],
    ['a long with an option that there is not', () => types.long({ at: 'number' } as never)],
    ['a row with null for options', () => types.row({ x: int }, null as never)],
    ['a row with an option that there is not', () => types.row({ x: int }, { kinds: 'op' } as never)],
    ['an array of longs with null for options', () => types.primitiveArray('long', null as never)],
    ['an array of longs with an option that there is not', () => types.primitiveArray('long', { at: 1 } as never)],
  ])('refuses %s', (_, make) => {
    expect(make).toThrowError(expect.objectContaining({ code: 'ERR_TYPE_DEFINITION' }));
  });
});

describe('a function of types', () => {
  const calls = (): Record<string, HostileCall> => ({
    typeOf: { good: [int.description], call: (it) => typeOf(it) },
    comparatorOf: { good: [int.createComparator('ascending').description], call: (it) => comparatorOf(it) },
    ascending: { good: ['x'], call: (field) => ascending(field) },
    descending: { good: ['x'], call: (field) => descending(field) },
    checkCompatibility: {
      good: [int.createSerializer().snapshot(), int.createSerializer()],
      call: (before, now) => checkCompatibility(before, now),
    },
    migrationFrom: {
      good: [int.createSerializer().snapshot(), int.createSerializer()],
      call: (before, now) => migrationFrom(before, now),
    },
    'Decimal.of': { good: [1n, 2], call: (unscaled, scale) => Decimal.of(unscaled, scale) },
    'Instant.of': { good: [1n, 2], call: (second, nano) => Instant.of(second, nano) },
    'Instant.parse': { good: ['2026-01-01T00:00:00Z'], call: (text) => Instant.parse(text) },
    'LocalDate.of': { good: [2026, 1, 1], call: (year, month, day) => LocalDate.of(year, month, day) },
    'LocalDate.ofEpochDay': { good: [1], call: (day) => LocalDate.ofEpochDay(day) },
    'LocalDate.parse': { good: ['2026-01-01'], call: (text) => LocalDate.parse(text) },
    'LocalTime.of': { good: [1, 2, 3, 4], call: (h, m, s, n) => LocalTime.of(h, m, s, n) },
    'LocalTime.parse': { good: ['01:02'], call: (text) => LocalTime.parse(text) },
    'LocalDateTime.of': {
      good: [LocalDate.of(2026, 1, 1), LocalTime.of(1, 2)],
      call: (date, time) => LocalDateTime.of(date, time),
    },
    'LocalDateTime.parse': { good: ['2026-01-01T00:00'], call: (text) => LocalDateTime.parse(text) },
    'SqlTimestamp.of': { good: [1, 1_000_002], call: (millis, nanos) => SqlTimestamp.of(millis, nanos) },
  });

  it('throws errors with codes for hostile arguments', async () => {
    expect(await misbehavior(calls)).toEqual([]);
  });
});

const kinds: readonly (readonly [TypeInformation<never>, unknown])[] = [
  [types.boolean() as never, true],
  [types.byte() as never, 1],
  [types.char() as never, 'a'],
  [types.int() as never, 1],
  [types.long() as never, 1n],
  [types.long({ as: 'number' }) as never, 1],
  [types.float() as never, 1],
  [types.double() as never, 1],
  [types.string() as never, 'a'],
  [types.bigint() as never, 1n],
  [types.decimal() as never, Decimal.of('1.5')],
  [types.date() as never, new Date(0)],
  [types.instant() as never, Instant.of(1n)],
  [types.localDate() as never, LocalDate.of(2026, 1, 1)],
  [types.localTime() as never, LocalTime.of(1, 2)],
  [types.localDateTime() as never, LocalDateTime.parse('2026-01-01T00:00')],
  [types.sqlTimestamp() as never, SqlTimestamp.of(1, 1_000_002)],
  [types.void() as never, null],
  [types.enum('a', 'b') as never, 'a'],
  [types.primitiveArray('int') as never, Int32Array.of(1)],
  [types.primitiveArray('boolean') as never, [true]],
  [types.array(int) as never, [1]],
  [types.list(int) as never, [1]],
  [types.map(int, int) as never, new Map([[1, 2]])],
  [types.tuple(int, types.string()) as never, [1, 'a']],
  [types.row({ x: int, y: types.nullable(types.string()) }) as never, { x: 1, y: null }],
  [types.row({ x: int }, { kind: 'op' }) as never, { x: 1, op: 'insert' }],
  [types.pojo('com.example.Click', { x: int }) as never, { x: 1 }],
  [types.either(int, types.string()) as never, { left: 1 }],
  [types.nullable(int) as never, 1],
  [types.nullable(types.row({ x: int })) as never, { x: 1 }],
];

describe.each(kinds.map(([type, value]) => ({ name: type.toString(), type, value })))('$name', ({ type, value }) => {
  const bytesOf = () => type.encode(value as never);

  it('throws errors with codes for hostile values', async () => {
    const calls = (): Record<string, HostileCall> => {
      const serializer = type.createSerializer();
      const target = new DataOutputSerializer(64);
      return {
        encode: { good: [value], call: (given) => type.encode(given) },
        decode: { good: [bytesOf()], call: (bytes) => type.decode(bytes) },
        copy: { good: [value], call: (given) => serializer.copy(given) },
        serialize: {
          good: [value],
          call: (given) => serializer.serialize(given, target),
          state: () => [...target.copyOfBuffer()],
        },
      };
    };
    expect(await misbehavior(calls)).toEqual([]);
  });

  it('throws errors with codes for hostile values that are compared', async () => {
    if (!type.isKeyType) return;
    const calls = (): Record<string, HostileCall> => {
      const comparator = type.createComparator('ascending');
      const key = MemorySegment.wrap(new Uint8Array(64));
      return {
        compare: { good: [value, value], call: (a, b) => comparator.compare(a, b) },
        hash: { good: [value], call: (given) => comparator.hash(given) },
        putNormalizedKey: {
          good: [value],
          call: (given) => comparator.supportsNormalizedKey && comparator.putNormalizedKey(given, key, 0, 4),
        },
      };
    };
    expect(await misbehavior(calls)).toEqual([]);
  });
});

describe('a revoked proxy', () => {
  it.each<[string, TypeInformation<never>]>([
    ['a tuple', types.tuple(int) as never],
    ['a list', types.list(int) as never],
    ['an array', types.array(int) as never],
    ['an array of booleans', types.primitiveArray('boolean') as never],
    ['a map', types.map(int, int) as never],
  ])('is not %s', (_, type) => {
    const { proxy, revoke } = Proxy.revocable([], {});
    revoke();
    for (const call of [() => type.encode(proxy as never), () => type.createSerializer().copy(proxy as never)]) {
      expect(call).toThrowError(expect.objectContaining({ code: 'ERR_TYPE_MISMATCH' }));
    }
  });
});

describe('copy', () => {
  it.each<[string, TypeInformation<never>]>([
    ['a row', types.row({ x: int }) as never],
    ['a pojo', types.pojo('P', { x: int }) as never],
    ['a tuple', types.tuple(int) as never],
    ['a map', types.map(int, int) as never],
    ['an array of ints', types.primitiveArray('int') as never],
    ['one of two', types.either(int, int) as never],
  ])('of %s says that null is none', (_, type) => {
    for (const none of [null, undefined]) {
      expect(() => type.createSerializer().copy(none as never)).toThrowError(
        expect.objectContaining({ code: 'ERR_NULL_FIELD' }),
      );
    }
  });
});
