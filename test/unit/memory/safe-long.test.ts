import { describe, expect, it } from 'vitest';
import { UnsafeIntegerError } from '../../../lib/errors/index.ts';
import { MemorySegment } from '../../../lib/memory/memory-segment.ts';
import { writeLong } from '../../../lib/memory/safe-long.ts';
import { failureOf } from '../../contracts/failure.ts';
import { loadMemoryModules } from '../../contracts/segment-kinds.ts';

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
    expect(failureOf(() => segment.getLongAsNumber(0))).toEqual({ code: 'ERR_UNSAFE_INTEGER', offset: 0, value });
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
      writeLong(view, offset, 2 ** 40 + 7, littleEndian);
      expect(view.getBigInt64(rounded, littleEndian)).toBe(2n ** 40n + 7n);
      expect(view.getBigInt64(offset, littleEndian)).toBe(2n ** 40n + 7n);
      const segment = Unchecked.wrap(new Uint8Array(view.buffer));
      const read = littleEndian ? segment.getLongAsNumberLittleEndian : segment.getLongAsNumberBigEndian;
      expect(read.call(segment, offset)).toBe(2 ** 40 + 7);
    }
  });
});
