import type { MemorySegment } from '../../lib/memory/memory-segment.ts';

export type Scalar = number | bigint | boolean;

/** One way to read and write one type: `getIntBigEndian` and `putIntBigEndian`, and what they must equal. */
export interface ScalarAccessor {
  readonly name: string;
  /** The methods of MemorySegment behind it. */
  readonly methods: readonly string[];
  readonly width: number;
  readonly samples: readonly Scalar[];
  get(segment: MemorySegment, offset: number): Scalar;
  put(segment: MemorySegment, offset: number, value: Scalar): void;
  /** The same through a DataView: the reference. */
  read(view: DataView, offset: number): Scalar;
  write(view: DataView, offset: number, value: Scalar): void;
}

interface ScalarType {
  readonly name: string;
  readonly width: number;
  readonly samples: readonly Scalar[];
  readonly read: (view: DataView, offset: number, littleEndian: boolean) => Scalar;
  readonly write: (view: DataView, offset: number, value: never, littleEndian: boolean) => void;
  /** How a value is put together from what several getters give, and what of it the setter takes. Default: one getter. */
  readonly parts?: {
    readonly getters: readonly string[];
    readonly join: (...parts: number[]) => Scalar;
    readonly split: (value: never) => readonly number[];
  };
}

const safeLongs = [
  0,
  1,
  -1,
  2 ** 31,
  -(2 ** 31),
  2 ** 32,
  -(2 ** 32) - 1,
  Number.MAX_SAFE_INTEGER,
  -Number.MAX_SAFE_INTEGER,
];

const types: readonly ScalarType[] = [
  {
    name: 'Byte',
    width: 1,
    samples: [0, 1, -1, 127, -128],
    read: (view, offset) => view.getInt8(offset),
    write: (view, offset, value) => view.setInt8(offset, value),
  },
  {
    name: 'Boolean',
    width: 1,
    samples: [true, false],
    read: (view, offset) => view.getInt8(offset) !== 0,
    write: (view, offset, value) => view.setInt8(offset, value ? 1 : 0),
  },
  {
    name: 'Char',
    width: 2,
    samples: [0, 1, 0x7fff, 0x8000, 0xffff, 0x1234],
    read: (view, offset, littleEndian) => view.getUint16(offset, littleEndian),
    write: (view, offset, value, littleEndian) => view.setUint16(offset, value, littleEndian),
  },
  {
    name: 'Short',
    width: 2,
    samples: [0, 1, -1, 0x7fff, -0x8000, 0x1234],
    read: (view, offset, littleEndian) => view.getInt16(offset, littleEndian),
    write: (view, offset, value, littleEndian) => view.setInt16(offset, value, littleEndian),
  },
  {
    name: 'Int',
    width: 4,
    samples: [0, 1, -1, 0x7fffffff, -0x80000000, 0x12345678],
    read: (view, offset, littleEndian) => view.getInt32(offset, littleEndian),
    write: (view, offset, value, littleEndian) => view.setInt32(offset, value, littleEndian),
  },
  {
    name: 'Long',
    width: 8,
    samples: [0n, 1n, -1n, 2n ** 63n - 1n, -(2n ** 63n), 0x123456789abcdef0n],
    read: (view, offset, littleEndian) => view.getBigInt64(offset, littleEndian),
    write: (view, offset, value, littleEndian) => view.setBigInt64(offset, value, littleEndian),
  },
  {
    name: 'LongAsNumber',
    width: 8,
    samples: safeLongs,
    read: (view, offset, littleEndian) => Number(view.getBigInt64(offset, littleEndian)),
    write: (view, offset, value, littleEndian) => view.setBigInt64(offset, BigInt(value), littleEndian),
  },
  {
    name: 'LongHighLow',
    width: 8,
    samples: [0n, 1n, -1n, 2n ** 63n - 1n, -(2n ** 63n), 0x123456789abcdef0n, 0xffffffffn, -(2n ** 32n), 2n ** 31n],
    read: (view, offset, littleEndian) => view.getBigInt64(offset, littleEndian),
    write: (view, offset, value, littleEndian) => view.setBigInt64(offset, value, littleEndian),
    parts: {
      getters: ['LongHigh', 'LongLow'],
      join: (high, low) => {
        if (!(high >= -(2 ** 31) && high < 2 ** 31 && low >= 0 && low < 2 ** 32)) throw new Error(`${high}, ${low}`);
        return (BigInt(high) << 32n) | BigInt(low);
      },
      split: (value: bigint) => [Number(BigInt.asIntN(32, value >> 32n)), Number(BigInt.asUintN(32, value))],
    },
  },
  {
    name: 'Float',
    width: 4,
    samples: [0, -0, 1.5, -1.5, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, 2 ** -149],
    read: (view, offset, littleEndian) => view.getFloat32(offset, littleEndian),
    write: (view, offset, value, littleEndian) => view.setFloat32(offset, value, littleEndian),
  },
  {
    name: 'Double',
    width: 8,
    samples: [0, -0, Math.PI, -Math.E, Number.POSITIVE_INFINITY, Number.NaN, Number.MIN_VALUE, Number.MAX_VALUE],
    read: (view, offset, littleEndian) => view.getFloat64(offset, littleEndian),
    write: (view, offset, value, littleEndian) => view.setFloat64(offset, value, littleEndian),
  },
];

const machineIsLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** What a suffix means. Types of one byte have none. */
const suffixes: Readonly<Record<string, boolean>> = {
  '': machineIsLittleEndian,
  LittleEndian: true,
  BigEndian: false,
};

type Method = (this: MemorySegment, ...args: unknown[]) => Scalar;

function method(segment: MemorySegment, name: string): Method {
  return (segment as unknown as Record<string, Method>)[name] as Method;
}

function accessorsOf(type: ScalarType): ScalarAccessor[] {
  return Object.entries(suffixes)
    .filter(([suffix]) => type.width > 1 || suffix === '')
    .map(([suffix, littleEndian]) => {
      const getters = (type.parts?.getters ?? [type.name]).map((name) => `get${name}${suffix}`);
      const setter = `put${type.name}${suffix}`;
      const join = type.parts?.join ?? ((value: number) => value);
      const split = type.parts?.split ?? ((value) => [value]);
      return {
        name: `${type.name}${suffix}`,
        methods: [...getters, setter],
        width: type.width,
        samples: type.samples,
        get: (segment, offset) =>
          join(...(getters.map((getter) => method(segment, getter).call(segment, offset)) as number[])),
        put: (segment, offset, value) => void method(segment, setter).call(segment, offset, ...split(value as never)),
        read: (view, offset) => type.read(view, offset, littleEndian),
        write: (view, offset, value) => type.write(view, offset, value as never, littleEndian),
      };
    });
}

/** By type; each with its accessors for every byte order. */
export const scalarTypes: readonly { readonly name: string; readonly accessors: readonly ScalarAccessor[] }[] =
  types.map((type) => ({ name: type.name, accessors: accessorsOf(type) }));

export const scalarAccessors: readonly ScalarAccessor[] = scalarTypes.flatMap(({ accessors }) => accessors);
