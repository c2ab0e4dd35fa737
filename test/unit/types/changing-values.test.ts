import { describe, expect, it } from 'vitest';
import {
  DataInputDeserializer,
  DataOutputSerializer,
  type DataOutputView,
  MemorySegment,
  PagedOutputView,
  RandomAccessOutputView,
  type TypeInformation,
  types,
} from '../../../lib/index.ts';
import { failureOf } from '../../contracts/failure.ts';

/** A getter that gives another value each time, and counts. */
function changing(values: readonly unknown[]) {
  const reads = { count: 0 };
  const record = {
    get a() {
      return values[reads.count++ % values.length];
    },
  };
  return { record, reads };
}

const maybe = types.nullable(types.int());

describe('a property that is another one each time it is read', () => {
  const forms = [
    ['a row in generated code', types.row({ a: maybe })],
    ['a row that keeps its kind', types.row({ a: maybe }, { kind: 'op' })],
    ['a row with a field that is not written in line', types.row({ a: maybe, b: types.nullable(types.bigint()) })],
    ['a pojo', types.pojo('P', { a: maybe })],
  ] as unknown as readonly (readonly [string, TypeInformation<unknown>])[];

  it.each(forms)('is read once by %s', (_, type) => {
    for (const [values, first] of [
      [[null, 7], null],
      [[7, null], 7],
    ] as const) {
      const { record, reads } = changing(values);
      const bytes = type.encode(record);
      expect(reads.count).toBe(1);
      expect(type.decode(bytes)).toMatchObject({ a: first });
    }
  });

  it('is written as one of its values to a segment', () => {
    const type = types.row({ a: maybe });
    const segment = MemorySegment.wrap(new Uint8Array(16));
    for (let i = 0; i < 3; i++) {
      const output = new DataOutputSerializer(segment);
      const { record } = changing([null, 7, 8].slice(i).concat([null]));
      type.createSerializer().serialize(record as never, output);
      const input = new DataInputDeserializer(segment, 0, output.length);
      expect([null, 7, 8]).toContain(type.createSerializer().deserialize(input).a);
      expect(input.available).toBe(0);
    }
  });
});

describe('what a value announces', () => {
  class Liar extends Map<string, number> {
    override get size(): number {
      return 5;
    }
  }
  class Endless extends Map<string, number> {
    override *[Symbol.iterator](): MapIterator<[string, number]> {
      for (;;) yield ['a', 1];
    }
  }
  const map = types.map(types.string(), types.row({ a: types.bigint() }));
  const numbers = types.map(types.string(), types.int());

  it.each([
    ['says another size', new Liar([['a', 1]])],
    ['never ends', new Endless([['a', 1]])],
  ])('is not written of a Map that %s', (_, liar) => {
    const output = new DataOutputSerializer(8);
    output.writeByte(1);
    expect(failureOf(() => numbers.createSerializer().serialize(liar, output)).code).toBe('ERR_TYPE_MISMATCH');
    expect(output.length).toBe(1);
  });

  it.each([-1, 1.5, Number.NaN, 2 ** 31, '1', undefined])('is not written of a Map of %s entries', (size) => {
    const liar = Object.defineProperty(new Map([['a', 1]]), 'size', { value: size });
    expect(failureOf(() => numbers.encode(liar)).code).toBe('ERR_TYPE_MISMATCH');
  });

  it('is not written of a Map whose values change it', () => {
    const growing = new Map<string, { readonly a: bigint }>();
    const add = (name: string): void => {
      growing.set(name, {
        get a() {
          if (growing.size < 1000) add(`${name}x`);
          return 1n;
        },
      });
    };
    add('x');
    expect(failureOf(() => map.encode(growing)).code).toBe('ERR_TYPE_MISMATCH');
    const shrinking = new Map<string, { readonly a: bigint }>();
    shrinking.set('a', {
      get a() {
        shrinking.delete('b');
        return 1n;
      },
    });
    shrinking.set('b', { a: 2n });
    expect(failureOf(() => map.encode(shrinking)).code).toBe('ERR_TYPE_MISMATCH');
  });

  it('is written of a Map of a class of its own that is true to it', () => {
    class Doubled extends Map<string, number> {
      override get size(): number {
        return 2 * super.size;
      }
      override *[Symbol.iterator](): MapIterator<[string, number]> {
        for (const [key, value] of super.entries()) {
          yield [key, value];
          yield [`${key}${key}`, value];
        }
      }
    }
    expect(numbers.decode(numbers.encode(new Doubled([['a', 1]])))).toEqual(
      new Map([
        ['a', 1],
        ['aa', 1],
      ]),
    );
  });

  const lists = [
    ['list', types.list(types.nullable(types.bigint()))],
    ['array', types.array(types.nullable(types.bigint()))],
    ['array of strings', types.array(types.nullable(types.string())) as never],
    ['primitiveArray', types.primitiveArray('boolean') as never],
  ] as readonly (readonly [string, TypeInformation<unknown[]>])[];

  it.each(lists)('is written of a %s that loses elements meanwhile, or nothing is', (_, type) => {
    const value: unknown[] = [];
    const shrinking = new Proxy(value, {
      get(target, name) {
        if (name === '1') target.length = 0;
        return Reflect.get(target, name);
      },
    });
    value.push(null, null, null);
    let bytes: Uint8Array | undefined;
    try {
      bytes = type.encode(shrinking);
    } catch (error) {
      expect((error as { code?: string }).code).toMatch(/^ERR_(TYPE_MISMATCH|NULL_FIELD)$/);
    }
    if (bytes !== undefined) expect(type.decode(bytes)).toEqual([null, null, null]);
  });

  it.each(lists)('is not written of a %s of no length', (_, type) => {
    for (const length of [-1, 1.5, '1', 2 ** 31, undefined]) {
      const liar = new Proxy([], { get: (target, name) => (name === 'length' ? length : Reflect.get(target, name)) });
      expect(failureOf(() => type.encode(liar)).code).toBe('ERR_TYPE_MISMATCH');
    }
    const sparse: unknown[] = [];
    sparse.length = 2 ** 32 - 1;
    expect(failureOf(() => type.encode(sparse)).code).toBe('ERR_TYPE_MISMATCH');
  });

  it('is the length of a typed array, whatever property it has been given', () => {
    for (const [type, value] of [
      [types.primitiveArray('int'), Int32Array.of(1, 2)],
      [types.primitiveArray('long'), BigInt64Array.of(1n, 2n)],
    ] as readonly (readonly [TypeInformation<unknown>, Int32Array | BigInt64Array])[]) {
      for (const length of [0, 1, 5, -1]) {
        const liar = Object.defineProperty(value.slice(), 'length', { value: length });
        expect(type.decode(type.encode(liar))).toEqual(value);
      }
    }
  });

  it('is not written of a Uint8Array that is said to be shorter', () => {
    const liar = Object.defineProperty(Uint8Array.of(1, 2), 'length', { value: 1 });
    expect(failureOf(() => types.primitiveArray('byte').encode(liar)).code).toBe('ERR_INDEX_OUT_OF_BOUNDS');
  });
});

describe('a list that writes to the output while it is written', () => {
  it('leaves the output to the serializer', () => {
    const type = types.row({ list: types.list(types.int()) });
    const output = new DataOutputSerializer(32);
    const list = new Proxy([1, 2], {
      get(target, name) {
        if (name === '0' && output.length < 100) output.write(new Uint8Array(100));
        return Reflect.get(target, name);
      },
    });
    type.createSerializer().serialize({ list }, output);
    const bytes = output.copyOfBuffer();
    expect(bytes.subarray(0, 100)).toEqual(new Uint8Array(100));
    expect(type.decode(bytes.subarray(100))).toEqual({ list: [1, 2] });
  });
});

describe('a serializer that fails', () => {
  const failing = [
    ['row', types.row({ a: types.int(), b: types.bigint() }), { a: 1, b: 'x' }],
    ['row with a null', types.row({ a: types.int(), b: types.bigint() }), { a: 1 }],
    ['pojo', types.pojo('P', { a: types.int(), b: types.bigint() }), { a: 1, b: 'x' }],
    ['tuple', types.tuple(types.int(), types.int()), [1, 'x']],
    ['list', types.list(types.int()), [1, 'x']],
    ['array', types.array(types.int()), [1, 'x']],
    ['map', types.map(types.int(), types.int()), new Map<number, unknown>([[1, 'x']])],
    ['either', types.either(types.int(), types.int()), { left: 'x' }],
    ['nullable', types.nullable(types.int()), 'x'],
    ['primitiveArray', types.primitiveArray('boolean'), [true, 'x']],
    [
      'value',
      types.value('changing-values/half', {
        serialize(_: number, target: DataOutputView) {
          target.writeInt(1);
          throw new RangeError('half');
        },
        deserialize: (source) => source.readInt(),
      }),
      5,
    ],
  ] as unknown as readonly (readonly [string, TypeInformation<unknown>, unknown])[];

  it.each(failing)('leaves an output that can go back where it was: %s', (_, type, value) => {
    const serializer = type.createSerializer();
    const segments = Array.from({ length: 4 }, () => MemorySegment.wrap(new Uint8Array(16)));
    const random = new RandomAccessOutputView(segments, 16);
    const growing = new DataOutputSerializer(1);
    const fixed = new DataOutputSerializer(new Uint8Array(64));
    for (const output of [random, growing, fixed]) {
      output.writeShort(1);
      expect(() => serializer.serialize(value, output)).toThrow();
      output.writeShort(2);
    }
    expect([random.bytesWritten, growing.length, fixed.length]).toEqual([4, 4, 4]);
    expect(growing.copyOfBuffer()).toEqual(Uint8Array.of(0, 1, 0, 2));
  });

  it('leaves the beginning of a record in pages that only go forward', () => {
    const pages = Array.from({ length: 2 }, () => MemorySegment.wrap(new Uint8Array(64)));
    const output = new PagedOutputView({ segmentSizeBytes: 64, nextSegment: () => pages.shift() });
    const serializer = types.list(types.int()).createSerializer();
    expect(failureOf(() => serializer.serialize([1, 'x' as never], output)).code).toBe('ERR_TYPE_MISMATCH');
    expect(output.bytesWritten).toBe(8);
  });
});
