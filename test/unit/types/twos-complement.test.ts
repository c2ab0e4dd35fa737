import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bigintOfBytes, bytesOfBigint } from '../../../lib/types/twos-complement.ts';

/** Around each power of two at which the bytes become more, or the way of making them another. */
const edges = [7, 8, 63, 64, 127, 128, 129, 135, 136, 1000].flatMap((bits) => {
  const power = 1n << BigInt(bits);
  return [-power - 1n, -power, -power + 1n, power - 1n, power, power + 1n];
});
const values = fc.oneof(fc.bigInt(-300n, 300n), fc.constantFrom(...edges), fc.bigInt(-(1n << 300n), 1n << 300n));

/** Byte by byte, as the definition says. */
function numberOf(bytes: Uint8Array): bigint {
  const unsigned = bytes.reduce((value, byte) => value * 256n + BigInt(byte), 0n);
  return BigInt.asIntN(8 * bytes.length, unsigned);
}

describe('the bytes of a bigint', () => {
  it.each([
    [0n, [0]],
    [1n, [1]],
    [-1n, [0xff]],
    [127n, [0x7f]],
    [128n, [0, 0x80]],
    [-128n, [0x80]],
    [-129n, [0xff, 0x7f]],
    [1n << 63n, [0, 0x80, 0, 0, 0, 0, 0, 0, 0]],
    [-(1n << 63n), [0x80, 0, 0, 0, 0, 0, 0, 0]],
  ])('of %s are those of Java', (value, bytes) => {
    expect([...bytesOfBigint(value)]).toEqual(bytes);
  });

  it('stand for it in two’s complement', () => {
    for (const value of edges) expect(numberOf(bytesOfBigint(value))).toBe(value);
    fc.assert(
      fc.property(values, (value) => {
        expect(numberOf(bytesOfBigint(value))).toBe(value);
      }),
    );
  });

  it('are as few as can be', () => {
    fc.assert(
      fc.property(values, (value) => {
        const { length } = bytesOfBigint(value);
        expect(BigInt.asIntN(8 * length, value)).toBe(value);
        if (length > 1) expect(BigInt.asIntN(8 * (length - 1), value)).not.toBe(value);
      }),
    );
  });

  it('are nobody else’s', () => {
    const first = bytesOfBigint(5n);
    bytesOfBigint(6n);
    expect([...first]).toEqual([5]);
  });

  it('are read, also with bytes of the sign in front', () => {
    for (const value of edges) expect(bigintOfBytes(bytesOfBigint(value))).toBe(value);
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), (bytes) => {
        expect(bigintOfBytes(bytes)).toBe(numberOf(bytes));
      }),
    );
  });
});
