import { CorruptDataError } from '../errors/type-errors.ts';
import { EndOfDataError } from '../errors/view-errors.ts';
import type { DataInputView } from '../views/data-input-view.ts';
import type { DataOutputView } from '../views/data-output-view.ts';
import { readBytes } from './composites/read-bytes.ts';
import { bigintOfBytes, bytesOfBigint } from './twos-complement.ts';

/**
 * Flink's form of integers of any length: an int that says 0 for null, 1 for the number 0, 2 for 1 and 3 for 10, otherwise
 * 4 + the bytes that follow, in two's complement.
 */

const NULL = 0;
const SHORT_FORMS: readonly bigint[] = [-1n, 0n, 1n, 10n];
const FIRST_LENGTH = 4;
const PIECE_BYTES = 4096;
/** Java's longest BigInteger is of 2^31 - 1 bits; V8's longest BigInt of 2^30 (2^24 in older ones). */
const MAX_BYTES = 2 ** 27;

export function writeNullBigint(target: DataOutputView): void {
  target.writeInt(NULL);
}

export function writeBigint(value: bigint, target: DataOutputView): void {
  if (value === 0n || value === 1n || value === 10n) {
    target.writeInt(SHORT_FORMS.indexOf(value));
    return;
  }
  const bytes = bytesOfBigint(value);
  target.writeInt(FIRST_LENGTH + bytes.length);
  target.write(bytes);
}

export function readBigint(source: DataInputView): bigint | null {
  const { position } = source;
  const header = source.readInt();
  if (header === NULL) return null;
  if (header > 0 && header < FIRST_LENGTH) return SHORT_FORMS[header] as bigint;
  const length = requireLength(header, position, source);
  const bytes = readBytes(source, length);
  try {
    return bigintOfBytes(bytes);
  } catch (cause) {
    if (!(cause instanceof RangeError || cause instanceof SyntaxError)) throw cause;
    throw new CorruptDataError({ position, reason: 'a bigint longer than bigints can be', length });
  }
}

function requireLength(header: number, position: number, source: DataInputView): number {
  const length = header - FIRST_LENGTH;
  if (length <= 0 || length > MAX_BYTES) {
    throw new CorruptDataError({ position, reason: 'the length of a bigint cannot be', length });
  }
  const { available } = source;
  if (available !== undefined && length > available) {
    throw new EndOfDataError({ position: source.position, requested: length, available });
  }
  return length;
}

/** Passes one on as it is; whether it was a number. */
export function copyBigint(source: DataInputView, target: DataOutputView): boolean {
  const { position } = source;
  const header = source.readInt();
  const length = header >= 0 && header < FIRST_LENGTH ? 0 : requireLength(header, position, source);
  target.writeInt(header);
  const piece = new Uint8Array(Math.min(length, PIECE_BYTES));
  for (let left = length; left > 0; left -= PIECE_BYTES) {
    const count = Math.min(left, PIECE_BYTES);
    source.readFully(piece, 0, count);
    target.write(piece, 0, count);
  }
  return header !== NULL;
}

/** java.math.BigInteger.hashCode: of the ints of the magnitude, the highest first. */
export function hashBigint(value: bigint): number {
  const hex = (value < 0n ? -value : value).toString(16);
  const first = hex.length % 8;
  let hash = first === 0 ? 0 : Number.parseInt(hex.slice(0, first), 16) | 0;
  for (let at = first; at < hex.length; at += 8) {
    hash = (Math.imul(31, hash) + Number.parseInt(hex.slice(at, at + 8), 16)) | 0;
  }
  return value < 0n ? -hash | 0 : hash;
}
