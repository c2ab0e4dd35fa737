import { describe, expect, it } from 'vitest';
import { UnsafeIntegerError } from '../../../lib/errors/index.ts';
import { fartherHalf } from '../../../lib/memory/long-halves.ts';
import { MemorySegment } from '../../../lib/memory/memory-segment.ts';
import { failureOf } from '../../contracts/failure.ts';
import { loadMemoryModules } from '../../contracts/segment-kinds.ts';

describe('the farther half of a long', () => {
  it('begins 4 bytes after the offset that a DataView rounds to', () => {
    for (const [offset, farther] of [
      [0, 4],
      [-0, 4],
      [1.9, 5],
      [-0.9, 4],
      [Number.NaN, 4],
      [2 ** 31 - 1, 2 ** 31 + 3],
      [2 ** 31, 2 ** 31 + 4],
      [2 ** 32 + 0.5, 2 ** 32 + 4],
      [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    ] as const) {
      expect(fartherHalf(offset)).toBe(farther);
    }
  });

  it('stays before the start with the nearer one', () => {
    for (const offset of [-1, -1.5, -4, -8, -(2 ** 31), -(2 ** 32), Number.NEGATIVE_INFINITY]) {
      expect(fartherHalf(offset)).toBeLessThan(0);
    }
  });
});

describe('a long as a number', () => {
  it.each([Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER])('is read and written up to %i', (value) => {
    using segment = MemorySegment.allocateHeap(8);
    segment.putLongAsNumber(0, value);
    expect(segment.getLong(0)).toBe(BigInt(value));
    expect(segment.getLongAsNumber(0)).toBe(value);
  });

  it.each([2n ** 53n, -(2n ** 53n)])('is refused as ERR_UNSAFE_INTEGER when it is %i', (value) => {
    using segment = MemorySegment.allocateHeap(8);
    segment.putLong(0, value);
    expect(() => segment.getLongAsNumber(0)).toThrow(UnsafeIntegerError);
    const failure = { code: 'ERR_UNSAFE_INTEGER', offset: 0, value: String(value) };
    expect(failureOf(() => segment.getLongAsNumber(0))).toEqual(failure);
    const written = Number(value);
    expect(failureOf(() => segment.putLongAsNumber(0, written))).toEqual({
      code: 'ERR_UNSAFE_INTEGER',
      offset: 0,
      value: written,
    });
    expect(segment.getLong(0)).toBe(value);
  });

  it.each([
    [Number.NaN, 0],
    [-0.5, 0],
    [1.5, 1],
    [0.99, 0],
  ])('has both halves at the offset that a DataView makes of %d', async (offset, rounded) => {
    const { MemorySegment: Unchecked } = await loadMemoryModules('unchecked');
    for (const littleEndian of [true, false]) {
      const view = new DataView(new ArrayBuffer(16));
      const segment = Unchecked.wrap(new Uint8Array(view.buffer));
      const order = littleEndian ? 'LittleEndian' : 'BigEndian';
      segment[`putLongAsNumber${order}`](offset, 2 ** 40 + 7);
      expect(view.getBigInt64(rounded, littleEndian)).toBe(2n ** 40n + 7n);
      expect(view.getBigInt64(offset, littleEndian)).toBe(2n ** 40n + 7n);
      expect(segment[`getLongAsNumber${order}`](offset)).toBe(2 ** 40 + 7);
    }
  });
});
