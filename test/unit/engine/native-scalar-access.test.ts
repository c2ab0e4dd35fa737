import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Addon, NativeGet, NativePut } from '../../../lib/engine/addon.ts';
import { IndexOutOfBoundsError, InvalidArgumentError, SegmentFreedError } from '../../../lib/errors/index.ts';
import { loadedAddon, RawChunk } from '../../fixtures/addon.ts';

const SIZE = 32;

interface Scalar {
  readonly name: string;
  readonly bytes: number;
  readonly value: fc.Arbitrary<number | bigint>;
  readonly tooBig: number | bigint;
  readonly get: (view: DataView, offset: number, littleEndian: boolean) => number | bigint;
  readonly put: (view: DataView, offset: number, value: never, littleEndian: boolean) => void;
}

const scalars: readonly Scalar[] = [
  {
    name: 'Byte',
    bytes: 1,
    value: fc.integer({ min: -128, max: 127 }),
    tooBig: 128,
    get: (view, offset) => view.getInt8(offset),
    put: (view, offset, value) => view.setInt8(offset, value),
  },
  {
    name: 'Short',
    bytes: 2,
    value: fc.integer({ min: -32768, max: 32767 }),
    tooBig: 32768,
    get: (view, offset, little) => view.getInt16(offset, little),
    put: (view, offset, value, little) => view.setInt16(offset, value, little),
  },
  {
    name: 'Char',
    bytes: 2,
    value: fc.integer({ min: 0, max: 65535 }),
    tooBig: 65536,
    get: (view, offset, little) => view.getUint16(offset, little),
    put: (view, offset, value, little) => view.setUint16(offset, value, little),
  },
  {
    name: 'Int',
    bytes: 4,
    value: fc.integer(),
    tooBig: 2 ** 31,
    get: (view, offset, little) => view.getInt32(offset, little),
    put: (view, offset, value, little) => view.setInt32(offset, value, little),
  },
  {
    name: 'Long',
    bytes: 8,
    value: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    tooBig: 2n ** 63n,
    get: (view, offset, little) => view.getBigInt64(offset, little),
    put: (view, offset, value, little) => view.setBigInt64(offset, value, little),
  },
  {
    name: 'Float',
    bytes: 4,
    value: fc.oneof(fc.float(), fc.double()),
    tooBig: 1n,
    get: (view, offset, little) => view.getFloat32(offset, little),
    put: (view, offset, value, little) => view.setFloat32(offset, value, little),
  },
  {
    name: 'Double',
    bytes: 8,
    value: fc.double(),
    tooBig: 1n,
    get: (view, offset, little) => view.getFloat64(offset, little),
    put: (view, offset, value, little) => view.setFloat64(offset, value, little),
  },
];

describe.skipIf(loadedAddon === undefined)('native scalar access', () => {
  const addon = loadedAddon?.addon as Addon;

  function functionsOf(name: string, littleEndian: boolean) {
    const order = name === 'Byte' ? '' : littleEndian ? 'LittleEndian' : 'BigEndian';
    return {
      get: addon[`get${name}${order}` as 'getByte'] as NativeGet<number | bigint>,
      put: addon[`put${name}${order}` as 'putByte'] as NativePut<number | bigint>,
    };
  }

  for (const scalar of scalars) {
    for (const littleEndian of scalar.bytes === 1 ? [true] : [true, false]) {
      const { get, put } = functionsOf(scalar.name, littleEndian);
      const offsets = fc.integer({ min: 0, max: SIZE - scalar.bytes });

      describe(`${scalar.name}, ${littleEndian ? 'little' : 'big'}-endian`, () => {
        it('reads what a DataView reads, at any offset', () => {
          fc.assert(
            fc.property(fc.uint8Array({ minLength: SIZE, maxLength: SIZE }), offsets, (bytes, offset) => {
              using chunk = new RawChunk(addon, SIZE);
              chunk.bytes.set(bytes);
              const expected = scalar.get(new DataView(chunk.buffer), offset, littleEndian);
              expect(get(chunk.id, chunk.generation, offset)).toBe(expected);
            }),
          );
        });

        it('writes the bytes that a DataView writes, and no others', () => {
          fc.assert(
            fc.property(scalar.value, offsets, (value, offset) => {
              using chunk = new RawChunk(addon, SIZE);
              chunk.bytes.fill(0xee);
              put(chunk.id, chunk.generation, offset, value);
              const expected = new Uint8Array(SIZE).fill(0xee);
              scalar.put(new DataView(expected.buffer), offset, value as never, littleEndian);
              // NaN has many bit patterns; any of them will do.
              if (!Number.isNaN(value)) expect(chunk.bytes).toEqual(expected);
              expect(get(chunk.id, chunk.generation, offset)).toBe(
                scalar.get(new DataView(chunk.buffer), offset, littleEndian),
              );
              expect(chunk.bytes.subarray(0, offset).every((byte) => byte === 0xee)).toBe(true);
              expect(chunk.bytes.subarray(offset + scalar.bytes).every((byte) => byte === 0xee)).toBe(true);
            }),
          );
        });

        it('reaches the last byte and no further', () => {
          using chunk = new RawChunk(addon, SIZE);
          const value = scalar.name === 'Long' ? 1n : 1;
          const last = SIZE - scalar.bytes;
          put(chunk.id, chunk.generation, last, value);
          expect(get(chunk.id, chunk.generation, last)).toBe(value);
          for (const offset of [last + 1, SIZE, 2 ** 31, 2 ** 32, Number.MAX_SAFE_INTEGER]) {
            expect(() => get(chunk.id, chunk.generation, offset)).toThrow(IndexOutOfBoundsError);
            expect(() => put(chunk.id, chunk.generation, offset, value)).toThrow(IndexOutOfBoundsError);
          }
        });

        it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('has no offset %d', (offset) => {
          using chunk = new RawChunk(addon, SIZE);
          expect(() => get(chunk.id, chunk.generation, offset)).toThrow(IndexOutOfBoundsError);
        });

        it('takes no value of another type or range', () => {
          using chunk = new RawChunk(addon, SIZE);
          for (const value of [scalar.tooBig, 'x', undefined, null, {}]) {
            expect(() => put(chunk.id, chunk.generation, 0, value as never)).toThrow(InvalidArgumentError);
          }
          expect(chunk.bytes.every((byte) => byte === 0)).toBe(true);
        });

        it('throws SegmentFreedError once the chunk is freed', () => {
          const chunk = new RawChunk(addon, SIZE);
          chunk[Symbol.dispose]();
          const value = scalar.name === 'Long' ? 1n : 1;
          expect(() => get(chunk.id, chunk.generation, 0)).toThrow(SegmentFreedError);
          expect(() => put(chunk.id, chunk.generation, 0, value)).toThrow(SegmentFreedError);
        });
      });
    }
  }
});
