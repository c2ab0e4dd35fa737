import { describe, expect, it } from 'vitest';
import {
  ascending,
  DataInputDeserializer,
  MemorySegment,
  type TypeComparator,
  type TypeInformation,
  types,
} from '../../lib/index.ts';
import { failureOf } from '../contracts/failure.ts';

/** Where Flink 2.3.0 and this library differ on purpose: docs/flink-parity.md. The numbers are what its classes gave. */

function ordered<T>(type: TypeInformation<T>, comparator: TypeComparator<T>, a: T, b: T): readonly number[] {
  const input = (value: T) => new DataInputDeserializer(type.encode(value));
  return [
    Math.sign(comparator.compare(a, b)),
    Math.sign(comparator.compareSerialized(input(a), input(b))),
    Math.sign(comparator.compareSerialized(input(b), input(a))),
  ];
}

function keyOf<T>(comparator: TypeComparator<T>, value: T, length: number): string {
  const segment = MemorySegment.wrap(new Uint8Array(length));
  comparator.putNormalizedKey(value, segment, 0, length);
  const bytes = new Uint8Array(length);
  segment.get(0, bytes);
  return Buffer.from(bytes).toString('hex');
}

describe('arrays of floating point numbers', () => {
  const arrays = [
    [types.primitiveArray('double'), (...values: number[]) => Float64Array.from(values)],
    [types.primitiveArray('float'), (...values: number[]) => Float32Array.from(values)],
  ] as unknown as readonly (readonly [TypeInformation<object>, (...values: number[]) => object])[];

  it.each(arrays.map(([type, make]) => [type.toString(), type, make] as const))(
    'of %s have one order, of values and of bytes',
    (_, type, make) => {
      for (const [order, sign] of [
        ['ascending', 1],
        ['descending', -1],
      ] as const) {
        const comparator = type.createComparator(order);
        expect(ordered(type, comparator, make(Number.NaN), make(1))).toEqual([sign, sign, -sign]);
        expect(ordered(type, comparator, make(Number.NaN, 1), make(1, 2))).toEqual([sign, sign, -sign]);
        expect(ordered(type, comparator, make(Number.NaN, 1), make(Number.NaN))).toEqual([sign, sign, -sign]);
        expect(ordered(type, comparator, make(0), make(-0))).toEqual([sign, sign, -sign]);
        expect(ordered(type, comparator, make(Number.NaN), make(Number.NaN))).toEqual([0, 0, 0]);
      }
    },
  );

  it('have the hash codes of Flink', () => {
    const comparator = types.primitiveArray('double').createComparator();
    expect([Number.NaN, -0, 0].map((value) => comparator.hash(Float64Array.of(value)))).toEqual([
      2146959360, -2147483648, 0,
    ]);
  });
});

describe('the bytes of a null date', () => {
  it.each([types.date(), types.sqlDate(), types.sqlTime()].map((type) => [type.toString(), type] as const))(
    'come before all dates in the comparator of %s',
    (_, type) => {
      const nullBytes = types.nullable(type).encode(null);
      const earliest = type.encode(new Date(-8.64e15));
      for (const [order, sign] of [
        ['ascending', -1],
        ['descending', 1],
      ] as const) {
        const comparator = type.createComparator(order);
        const compare = (a: Uint8Array, b: Uint8Array) =>
          Math.sign(comparator.compareSerialized(new DataInputDeserializer(a), new DataInputDeserializer(b)));
        expect([compare(nullBytes, earliest), compare(earliest, nullBytes), compare(nullBytes, nullBytes)]).toEqual([
          sign,
          -sign,
          0,
        ]);
      }
      expect(failureOf(() => type.decode(nullBytes)).code).toBe('ERR_CORRUPT_DATA');
    },
  );
});

describe('a key behind a float', () => {
  it('is in the normalized key', () => {
    const type = types.tuple(types.float(), types.int());
    const comparator = type.createComparator([ascending(0), ascending(1)]);
    expect([comparator.supportsNormalizedKey, comparator.normalizedKeyLength]).toEqual([true, 8]);
    expect([4, 8].map((bytes) => comparator.isNormalizedKeyPrefixOnly(bytes))).toEqual([true, false]);
    const values = [-Infinity, -1.5, -0, 0, 1.5, Infinity, Number.NaN].flatMap((float) => {
      return [-1, 0, 7].map((int): [number, number] => [float, int]);
    });
    for (const a of values) {
      for (const b of values) {
        const [left, right] = [keyOf(comparator, a, 8), keyOf(comparator, b, 8)];
        const byKey = left < right ? -1 : left > right ? 1 : 0;
        expect(ordered(type, comparator, a, b)).toEqual([byKey, byKey, 0 - byKey]);
      }
    }
  });
});

describe('a null key in a pojo', () => {
  const type = types.pojo('com.example.Word', { word: types.nullable(types.string()), count: types.int() });
  const comparator = type.createComparator([ascending('word')]);
  const none = { word: null, count: 1 };
  const some = { word: 'x', count: 1 };
  const input = (value: { word: string | null; count: number }) => new DataInputDeserializer(type.encode(value));

  it.each([
    ['hashed', () => comparator.hash(none)],
    ['compared', () => comparator.compare(none, some)],
    ['compared with', () => comparator.compare(some, none)],
    ['compared with itself', () => comparator.compare(none, none)],
    ['compared as bytes', () => comparator.compareSerialized(input(none), input(some))],
    ['compared with as bytes', () => comparator.compareSerialized(input(some), input(none))],
    ['made a normalized key', () => comparator.putNormalizedKey(none, MemorySegment.wrap(new Uint8Array(8)), 0, 8)],
  ])('is refused when it is %s', (_, act) => {
    expect(failureOf(act).code).toBe('ERR_NULL_KEY_FIELD');
  });

  it('is refused in the bytes of a null pojo too', () => {
    const nullable = types.nullable(type);
    const bytes = () => new DataInputDeserializer(nullable.encode(null));
    expect(failureOf(() => comparator.compareSerialized(bytes(), input(some))).code).toBe('ERR_NULL_KEY_FIELD');
  });

  it('is extracted', () => {
    expect(comparator.extractKeys(none)).toEqual([null]);
  });
});

describe('null in NullableSerializer', () => {
  const type = types.nullable(types.int());

  it('is one byte', () => {
    expect([type.encode(null), type.encode(5)]).toEqual([Uint8Array.of(1), Uint8Array.of(0, 0, 0, 0, 5)]);
    expect(type.createSerializer().length).toBe(-1);
  });

  it('is refused with padding', () => {
    expect(failureOf(() => type.decode(Uint8Array.of(1, 0, 0, 0, 0)))).toMatchObject({ code: 'ERR_CORRUPT_DATA' });
  });
});

describe('values of org.apache.flink.types', () => {
  it('have the bytes of the basic types, but for StringValue', () => {
    expect(types.long().encode(5n)).toEqual(Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 5));
    expect(types.double().encode(1.5)).toEqual(Uint8Array.of(0x3f, 0xf8, 0, 0, 0, 0, 0, 0));
    expect(types.char().encode('a')).toEqual(Uint8Array.of(0, 97));
    const stringValue = Uint8Array.of(2, 97, 98);
    expect(types.string().encode('ab')).toEqual(stringValue.with(0, 3));
    expect(failureOf(() => types.string().decode(stringValue)).code).toBe('ERR_CORRUPT_DATA');
  });

  it('have hash codes of their own where the document says so', () => {
    // LongValue: 48 and 43; DoubleValue of 1.5: 1073217567; BooleanValue of true: 1.
    expect([5n, -1n].map((value) => types.long().createComparator().hash(value))).toEqual([48 - 43, 43 - 43]);
    expect(types.double().createComparator().hash(1.5)).toBe(1073217567 - 31);
    expect(types.boolean().createComparator().hash(true)).toBe(1231);
    // IntValue, FloatValue, StringValue, ShortValue, ByteValue and CharValue: as here.
    expect(types.int().createComparator().hash(5)).toBe(5);
    expect(types.float().createComparator().hash(1.5)).toBe(1069547520);
    expect(types.string().createComparator().hash('flink')).toBe(97520992);
    expect(types.char().createComparator().hash('a')).toBe(97);
  });
});
