import { Buffer } from 'node:buffer';

/** Of a bigint other than 0: its bytes without the sign, the highest first and not 0. */
export function magnitudeOf(value: bigint): Buffer {
  const hex = (value < 0n ? -value : value).toString(16);
  return Buffer.from(hex.length % 2 === 1 ? `0${hex}` : hex, 'hex');
}

/** Undefined where it is longer than bigints can be. */
export function ofMagnitude(bytes: Uint8Array, negative: boolean): bigint | undefined {
  try {
    const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
    const value = BigInt(`0x${hex}`);
    return negative ? -value : value;
  } catch (error) {
    if (error instanceof RangeError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
