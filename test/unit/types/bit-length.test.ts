import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MemorySegment } from '../../../lib/memory/memory-segment.ts';
import { bitLength } from '../../../lib/types/bit-length.ts';
import { types } from '../../../lib/types/types.ts';

describe('bitLength', () => {
  it('is the number of binary digits, around every power of two', () => {
    expect(bitLength(0n)).toBe(0);
    for (const power of [...Array(200).keys(), 1022, 1023, 1024, 1025, 2046, 2047, 4092, 100_000]) {
      const value = 1n << BigInt(power);
      expect([bitLength(value), bitLength(value + 1n), bitLength(2n * value - 1n)]).toEqual([
        power + 1,
        power === 0 ? 2 : power + 1,
        power + 1,
      ]);
    }
  });

  it('is the number of binary digits of any', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 1n << 5000n), fc.nat(5000), (value, shift) => {
        const shifted = value >> BigInt(shift);
        expect(bitLength(shifted)).toBe(shifted === 0n ? 0 : shifted.toString(2).length);
      }),
    );
  });
});

describe('normalized keys of long bigints', () => {
  it('begin the same at every length', () => {
    const comparator = types.bigint().createComparator();
    for (const value of [3n ** 5000n, -(3n ** 5000n), (1n << 4096n) - 1n, -(1n << 4096n)]) {
      const whole = MemorySegment.wrap(new Uint8Array(1200));
      comparator.putNormalizedKey(value, whole, 0, 1200);
      for (const length of [0, 1, 3, 4, 5, 11, 12, 64, 600]) {
        const key = MemorySegment.wrap(new Uint8Array(length));
        comparator.putNormalizedKey(value, key, 0, length);
        expect(whole.wrap(0, length).equalTo(key, 0, 0, length)).toBe(true);
      }
    }
  });
});
