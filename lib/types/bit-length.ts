import { doubleHighBits } from './float-order.ts';

/** Every bigint below 2^1023 is a finite double, rounded. */
const DOUBLE_BITS = 1023;
const EXPONENT_BIAS = 1023;
const LIMIT = 1n << BigInt(DOUBLE_BITS);

/** Bits of an integer that is not negative, without writing it down; 0 for 0. */
export function bitLength(value: bigint): number {
  let below = 0;
  let top = value;
  while (top >= LIMIT) {
    // The farthest doubling that leaves something.
    let shift = DOUBLE_BITS;
    let rest = top >> BigInt(shift);
    for (let next = top >> BigInt(2 * shift); next > 0n; next = top >> BigInt(2 * shift)) {
      shift *= 2;
      rest = next;
    }
    below += shift;
    top = rest;
  }
  if (top === 0n) return below;
  const exponent = (doubleHighBits(Number(top)) >>> 20) - EXPONENT_BIAS;
  // Rounded up to a power of two.
  return below + (top >> BigInt(exponent) === 0n ? exponent : exponent + 1);
}
