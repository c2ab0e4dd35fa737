import { Buffer } from 'node:buffer';
import { COPIES_BY_BUFFER, WIDE_WORDS } from './fastest-ways.ts';

/**
 * Copies of ranges that are known to lie inside. Sizes decide which way is the fastest; docs/decisions/008-bulk-operations.md
 * has what was measured. Words may overlap: the last one is placed so that it ends with the range, and no bytes are left over.
 */

// Constants of this module, not imports: only such constants are folded into the code that V8 generates.
const WIDE = WIDE_WORDS;
const BY_BUFFER = COPIES_BY_BUFFER;

/** Up to here the bytes of an array are copied one by one: 28 ns against 45-65 of `set(subarray)` at 16 bytes. */
const LOOP_COPY_BYTES = 16;
/** Up to here words are copied: 64-bit ones in 14 ns at most, 32-bit ones in 24; `set` and `copyWithin` take 13-43. */
export const WORD_COPY_BYTES = WIDE ? 128 : 32;

// An array may be the user's, with methods, getters or a species of its own. Those would see the bytes of a segment whose
// memory the next one gets, or free it in the middle of an operation: only the language's own functions meet such arrays.
const { copyWithin, set } = Uint8Array.prototype;
const { copy } = Buffer.prototype;
const bufferOf = getter<ArrayBufferLike>('buffer');
const byteOffsetOf = getter<number>('byteOffset');
const lengthOf = getter<number>('length');

function getter<T>(property: string): (this: Uint8Array) => T {
  const typedArray = Object.getPrototypeOf(Uint8Array.prototype);
  return Object.getOwnPropertyDescriptor(typedArray, property)?.get as (this: Uint8Array) => T;
}

/** What `subarray` gives, which asks the array for a species. */
function part(bytes: Uint8Array, offset: number, length: number): Uint8Array {
  if (length === lengthOf.call(bytes)) return bytes;
  return new Uint8Array(bufferOf.call(bytes), byteOffsetOf.call(bytes) + offset, length);
}

/** Either array may be the user's. */
export function copyBytes(
  source: Uint8Array,
  sourceOffset: number,
  target: Uint8Array,
  targetOffset: number,
  length: number,
): void {
  if (source === target) {
    copyWithin.call(target, targetOffset, sourceOffset, sourceOffset + length);
  } else if (length <= LOOP_COPY_BYTES && bufferOf.call(source) !== bufferOf.call(target)) {
    for (let i = 0; i < length; i++) target[targetOffset + i] = source[sourceOffset + i] as number;
  } else {
    // Two arrays on the same buffer may overlap: `set` copies as if through a copy of the source.
    set.call(target, part(source, sourceOffset, length), targetOffset);
  }
}

/** Any number of bytes between two segments, which may share their memory. `view1` shows what `bytes1` does. */
export function copyLong(
  view1: DataView,
  bytes1: Uint8Array,
  offset1: number,
  bytes2: Uint8Array,
  offset2: number,
  length: number,
): void {
  if (BY_BUFFER) copy.call(bytes1, bytes2, offset2, offset1, offset1 + length);
  else set.call(bytes2, new Uint8Array(view1.buffer, view1.byteOffset + offset1, length), offset2);
}

/** Up to WORD_COPY_BYTES, between two segments: the views and arrays are ours. */
export function copyWords(
  view1: DataView,
  bytes1: Uint8Array,
  offset1: number,
  view2: DataView,
  bytes2: Uint8Array,
  offset2: number,
  length: number,
): void {
  if (length < 8) {
    if (length >= 4) copyUpTo8(view1, offset1, view2, offset2, length);
    else copyBytes(bytes1, offset1, bytes2, offset2, length);
  } else if (WIDE) {
    if (length <= 16) copyUpTo16Wide(view1, offset1, view2, offset2, length);
    else if (length <= 32) copyUpTo32Wide(view1, offset1, view2, offset2, length);
    else if (length <= 64) copyUpTo64Wide(view1, offset1, view2, offset2, length);
    else copyUpTo128Wide(view1, offset1, view2, offset2, length);
  } else if (length <= 16) {
    copyUpTo16(view1, offset1, view2, offset2, length);
  } else {
    copyUpTo32(view1, offset1, view2, offset2, length);
  }
}

// All bytes are read before anything is written, so it does not matter whether the ranges overlap.

function copyUpTo8(view1: DataView, offset1: number, view2: DataView, offset2: number, length: number): void {
  const last = length - 4;
  const a = view1.getInt32(offset1, true);
  const b = view1.getInt32(offset1 + last, true);
  view2.setInt32(offset2, a, true);
  view2.setInt32(offset2 + last, b, true);
}

function copyUpTo16(view1: DataView, offset1: number, view2: DataView, offset2: number, length: number): void {
  const last = length - 8;
  const a = view1.getInt32(offset1, true);
  const b = view1.getInt32(offset1 + 4, true);
  const c = view1.getInt32(offset1 + last, true);
  const d = view1.getInt32(offset1 + last + 4, true);
  view2.setInt32(offset2, a, true);
  view2.setInt32(offset2 + 4, b, true);
  view2.setInt32(offset2 + last, c, true);
  view2.setInt32(offset2 + last + 4, d, true);
}

function copyUpTo32(view1: DataView, offset1: number, view2: DataView, offset2: number, length: number): void {
  const last1 = offset1 + length - 16;
  const last2 = offset2 + length - 16;
  const a = view1.getInt32(offset1, true);
  const b = view1.getInt32(offset1 + 4, true);
  const c = view1.getInt32(offset1 + 8, true);
  const d = view1.getInt32(offset1 + 12, true);
  const e = view1.getInt32(last1, true);
  const f = view1.getInt32(last1 + 4, true);
  const g = view1.getInt32(last1 + 8, true);
  const h = view1.getInt32(last1 + 12, true);
  view2.setInt32(offset2, a, true);
  view2.setInt32(offset2 + 4, b, true);
  view2.setInt32(offset2 + 8, c, true);
  view2.setInt32(offset2 + 12, d, true);
  view2.setInt32(last2, e, true);
  view2.setInt32(last2 + 4, f, true);
  view2.setInt32(last2 + 8, g, true);
  view2.setInt32(last2 + 12, h, true);
}

function copyUpTo16Wide(view1: DataView, offset1: number, view2: DataView, offset2: number, length: number): void {
  const last = length - 8;
  const a = view1.getBigInt64(offset1, true);
  const b = view1.getBigInt64(offset1 + last, true);
  view2.setBigInt64(offset2, a, true);
  view2.setBigInt64(offset2 + last, b, true);
}

function copyUpTo32Wide(view1: DataView, offset1: number, view2: DataView, offset2: number, length: number): void {
  const last1 = offset1 + length - 16;
  const last2 = offset2 + length - 16;
  const a = view1.getBigInt64(offset1, true);
  const b = view1.getBigInt64(offset1 + 8, true);
  const c = view1.getBigInt64(last1, true);
  const d = view1.getBigInt64(last1 + 8, true);
  view2.setBigInt64(offset2, a, true);
  view2.setBigInt64(offset2 + 8, b, true);
  view2.setBigInt64(last2, c, true);
  view2.setBigInt64(last2 + 8, d, true);
}

function copyUpTo64Wide(view1: DataView, offset1: number, view2: DataView, offset2: number, length: number): void {
  const last1 = offset1 + length - 32;
  const last2 = offset2 + length - 32;
  const a = view1.getBigInt64(offset1, true);
  const b = view1.getBigInt64(offset1 + 8, true);
  const c = view1.getBigInt64(offset1 + 16, true);
  const d = view1.getBigInt64(offset1 + 24, true);
  const e = view1.getBigInt64(last1, true);
  const f = view1.getBigInt64(last1 + 8, true);
  const g = view1.getBigInt64(last1 + 16, true);
  const h = view1.getBigInt64(last1 + 24, true);
  view2.setBigInt64(offset2, a, true);
  view2.setBigInt64(offset2 + 8, b, true);
  view2.setBigInt64(offset2 + 16, c, true);
  view2.setBigInt64(offset2 + 24, d, true);
  view2.setBigInt64(last2, e, true);
  view2.setBigInt64(last2 + 8, f, true);
  view2.setBigInt64(last2 + 16, g, true);
  view2.setBigInt64(last2 + 24, h, true);
}

function copyUpTo128Wide(view1: DataView, offset1: number, view2: DataView, offset2: number, length: number): void {
  const last1 = offset1 + length - 64;
  const last2 = offset2 + length - 64;
  const a = view1.getBigInt64(offset1, true);
  const b = view1.getBigInt64(offset1 + 8, true);
  const c = view1.getBigInt64(offset1 + 16, true);
  const d = view1.getBigInt64(offset1 + 24, true);
  const e = view1.getBigInt64(offset1 + 32, true);
  const f = view1.getBigInt64(offset1 + 40, true);
  const g = view1.getBigInt64(offset1 + 48, true);
  const h = view1.getBigInt64(offset1 + 56, true);
  const i = view1.getBigInt64(last1, true);
  const j = view1.getBigInt64(last1 + 8, true);
  const k = view1.getBigInt64(last1 + 16, true);
  const l = view1.getBigInt64(last1 + 24, true);
  const m = view1.getBigInt64(last1 + 32, true);
  const n = view1.getBigInt64(last1 + 40, true);
  const o = view1.getBigInt64(last1 + 48, true);
  const p = view1.getBigInt64(last1 + 56, true);
  view2.setBigInt64(offset2, a, true);
  view2.setBigInt64(offset2 + 8, b, true);
  view2.setBigInt64(offset2 + 16, c, true);
  view2.setBigInt64(offset2 + 24, d, true);
  view2.setBigInt64(offset2 + 32, e, true);
  view2.setBigInt64(offset2 + 40, f, true);
  view2.setBigInt64(offset2 + 48, g, true);
  view2.setBigInt64(offset2 + 56, h, true);
  view2.setBigInt64(last2, i, true);
  view2.setBigInt64(last2 + 8, j, true);
  view2.setBigInt64(last2 + 16, k, true);
  view2.setBigInt64(last2 + 24, l, true);
  view2.setBigInt64(last2 + 32, m, true);
  view2.setBigInt64(last2 + 40, n, true);
  view2.setBigInt64(last2 + 48, o, true);
  view2.setBigInt64(last2 + 56, p, true);
}
