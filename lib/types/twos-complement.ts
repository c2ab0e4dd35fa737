import { Buffer } from 'node:buffer';

/** Integers of any length as java.math.BigInteger writes them: two's complement, big-endian, as short as it can be. */

/** Up to here by halves, since most numbers are short; beyond by their digits. */
const WIDE_BYTES = 16;
const WIDE_BITS = 8 * WIDE_BYTES;
const wide = new DataView(new ArrayBuffer(WIDE_BYTES));
const wideBytes = new Uint8Array(wide.buffer);

/** java.math.BigInteger.toByteArray. */
export function bytesOfBigint(value: bigint): Uint8Array {
  return BigInt.asIntN(WIDE_BITS, value) === value ? wideBytesOf(value) : longBytesOf(value);
}

function wideBytesOf(value: bigint): Uint8Array {
  const sign = value < 0n ? 0xff : 0;
  let start = WIDE_BYTES / 2;
  // What is set is the low half of a longer one.
  wide.setBigInt64(start, value);
  if (BigInt.asIntN(WIDE_BITS / 2, value) !== value) {
    start = 0;
    wide.setBigInt64(start, value >> 64n);
  }
  while (
    start < WIDE_BYTES - 1 &&
    wideBytes[start] === sign &&
    (((wideBytes[start + 1] as number) ^ sign) & 0x80) === 0
  ) {
    start += 1;
  }
  return wideBytes.slice(start);
}

function longBytesOf(value: bigint): Uint8Array {
  // The bits of -n are those of n - 1, flipped.
  const magnitude = value < 0n ? -value - 1n : value;
  let hex = magnitude.toString(16);
  if (hex.length % 2 === 1) hex = `0${hex}`;
  // A byte more where the sign would be read as something else.
  if (hex.charCodeAt(0) >= 0x38) hex = `00${hex}`;
  const bytes = new Uint8Array(Buffer.from(hex, 'hex'));
  if (value < 0n) for (let i = 0; i < bytes.length; i++) bytes[i] = ~(bytes[i] as number);
  return bytes;
}

/** From one byte at least. Throws RangeError or SyntaxError, V8's, for more than a bigint can have. */
export function bigintOfBytes(bytes: Uint8Array): bigint {
  const { length } = bytes;
  const negative = (bytes[0] as number) >= 0x80;
  if (length <= WIDE_BYTES) {
    wideBytes.fill(negative ? 0xff : 0);
    wideBytes.set(bytes, WIDE_BYTES - length);
    return length <= WIDE_BYTES / 2
      ? wide.getBigInt64(WIDE_BYTES / 2)
      : (wide.getBigInt64(0) << 64n) | wide.getBigUint64(WIDE_BYTES / 2);
  }
  const magnitude = BigInt(`0x${Buffer.from(bytes.buffer, bytes.byteOffset, length).toString('hex')}`);
  return negative ? magnitude - (1n << BigInt(8 * length)) : magnitude;
}
