import { Buffer } from 'node:buffer';
import type { BulkKernels } from '../engine/bulk-kernels.ts';
import type { Chunk } from '../engine/engine.ts';

/**
 * The bulk operations on ranges that are known to lie inside. Sizes decide which way is the fastest; what the constants say
 * was measured on Node 20 and 26 (bench/results/bulk-operations-*.json is the outcome).
 *
 * Words may overlap: the last one is placed so that it ends with the range, and no bytes are left over.
 */

/** Up to here the bytes of an array are copied one by one: 28 ns against 45-65 of `set(subarray)` at 16 bytes. */
const LOOP_COPY_BYTES = 16;
/** Up to here words are copied, in 24 ns; `set` with the array that it needs takes 42. */
const WORD_COPY_BYTES = 32;
/** Up to here words are compared, in 50 ns; a call of native code takes 50, Buffer.compare 46-80. */
export const WORD_COMPARE_BYTES = 64;
/** Up to here words are exchanged, in 25 ns; the call of native code takes 33, three bulk copies 110. */
const WORD_SWAP_BYTES = 64;
/** Up to here 64-bit words are written, in 13 ns; `fill` takes 17-20 whatever the size. */
const WORD_FILL_BYTES = 64;

/** Holds one piece of a range during a swap. */
const scratch = new Uint8Array(4096);

/** Eight times each byte, as the float with these bits. */
const PATTERNS = new Float64Array(256);
for (let value = 0; value < 256; value++) new Uint8Array(PATTERNS.buffer, 8 * value, 8).fill(value);
/** Its eight bytes are a NaN, which an engine may change when it writes it. */
const NO_PATTERN = 255;

// An array may be the user's, with methods, getters or a species of its own. Those would see the bytes of a segment whose
// memory the next one gets, or free it in the middle of an operation: only the language's own functions meet such arrays.
const { copyWithin, fill, set, slice } = Uint8Array.prototype;
const { compare } = Buffer.prototype;
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

/** All of one segment to another of the same size. */
export function copyWhole(source: Uint8Array, target: Uint8Array): void {
  set.call(target, source);
}

/** Between two segments: the views and arrays are ours. */
export function copyRange(
  view1: DataView,
  bytes1: Uint8Array,
  offset1: number,
  view2: DataView,
  bytes2: Uint8Array,
  offset2: number,
  length: number,
): void {
  if (length <= WORD_COPY_BYTES) {
    // All is read before anything is written, so it does not matter whether the ranges overlap.
    if (length > 16) copyUpTo32(view1, offset1, view2, offset2, length);
    else if (length >= 8) copyUpTo16(view1, offset1, view2, offset2, length);
    else if (length >= 4) copyUpTo8(view1, offset1, view2, offset2, length);
    else copyBytes(bytes1, offset1, bytes2, offset2, length);
  } else if (bytes1 === bytes2) {
    copyWithin.call(bytes2, offset2, offset1, offset1 + length);
  } else {
    set.call(bytes2, partOf(view1, offset1, length), offset2);
  }
}

function partOf(view: DataView, offset: number, length: number): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset + offset, length);
}

function overlap(view1: DataView, offset1: number, view2: DataView, offset2: number, length: number): boolean {
  if (view1.buffer !== view2.buffer) return false;
  return Math.abs(view1.byteOffset + offset1 - (view2.byteOffset + offset2)) < length;
}

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

/** -1, 0 or 1: unsigned bytes from left to right. */
export function compareWords(
  view1: DataView,
  offset1: number,
  view2: DataView,
  offset2: number,
  length: number,
): number {
  let i = 0;
  const last = length - 4;
  if (last >= 0) {
    while (i + 16 <= length && equal16(view1, offset1 + i, view2, offset2 + i)) i += 16;
    for (; i < last; i += 4) {
      const word1 = view1.getInt32(offset1 + i, false);
      const word2 = view2.getInt32(offset2 + i, false);
      if (word1 !== word2) return word1 >>> 0 < word2 >>> 0 ? -1 : 1;
    }
    const word1 = view1.getInt32(offset1 + last, false);
    const word2 = view2.getInt32(offset2 + last, false);
    if (word1 === word2) return 0;
    return word1 >>> 0 < word2 >>> 0 ? -1 : 1;
  }
  for (; i < length; i++) {
    const order = view1.getUint8(offset1 + i) - view2.getUint8(offset2 + i);
    if (order !== 0) return order < 0 ? -1 : 1;
  }
  return 0;
}

export function equalWords(
  view1: DataView,
  offset1: number,
  view2: DataView,
  offset2: number,
  length: number,
): boolean {
  let i = 0;
  const last = length - 4;
  if (last >= 0) {
    for (; i + 16 <= length; i += 16) if (!equal16(view1, offset1 + i, view2, offset2 + i)) return false;
    for (; i < last; i += 4) {
      if (view1.getInt32(offset1 + i, true) !== view2.getInt32(offset2 + i, true)) return false;
    }
    return view1.getInt32(offset1 + last, true) === view2.getInt32(offset2 + last, true);
  }
  for (; i < length; i++) if (view1.getInt8(offset1 + i) !== view2.getInt8(offset2 + i)) return false;
  return true;
}

function equal16(view1: DataView, offset1: number, view2: DataView, offset2: number): boolean {
  return (
    ((view1.getInt32(offset1, true) ^ view2.getInt32(offset2, true)) |
      (view1.getInt32(offset1 + 4, true) ^ view2.getInt32(offset2 + 4, true)) |
      (view1.getInt32(offset1 + 8, true) ^ view2.getInt32(offset2 + 8, true)) |
      (view1.getInt32(offset1 + 12, true) ^ view2.getInt32(offset2 + 12, true))) ===
    0
  );
}

/** More than WORD_COMPARE_BYTES: -1, 0 or 1. The chunks hold the ranges, if they are off-heap. */
export function compareLong(
  view1: DataView,
  bytes1: Uint8Array,
  offset1: number,
  chunk1: Chunk | undefined,
  view2: DataView,
  bytes2: Uint8Array,
  offset2: number,
  chunk2: Chunk | undefined,
  length: number,
): number {
  // Differences usually come early.
  const word1 = view1.getInt32(offset1, false);
  const word2 = view2.getInt32(offset2, false);
  if (word1 !== word2) return word1 >>> 0 < word2 >>> 0 ? -1 : 1;
  if (length === bytes1.length && length === bytes2.length) return compare.call(bytes1, bytes2);
  const bulk = bulkKernels(chunk1, chunk2);
  return bulk === undefined
    ? compare.call(bytes1, bytes2, offset2, offset2 + length, offset1, offset1 + length)
    : bulk.compare(chunk1 as Chunk, view1.byteOffset + offset1, chunk2 as Chunk, view2.byteOffset + offset2, length);
}

/** What works on both chunks in one call. */
function bulkKernels(chunk1: Chunk | undefined, chunk2: Chunk | undefined): BulkKernels | undefined {
  const engine = chunk1?.engine;
  return engine === chunk2?.engine ? engine?.bulk : undefined;
}

/** Exchanges two ranges. If they overlap, the second ends up with what the first held, whole. */
export function swapBytes(
  view1: DataView,
  bytes1: Uint8Array,
  offset1: number,
  chunk1: Chunk | undefined,
  view2: DataView,
  bytes2: Uint8Array,
  offset2: number,
  chunk2: Chunk | undefined,
  length: number,
): void {
  if (overlap(view1, offset1, view2, offset2, length)) {
    const first = slice.call(bytes1, offset1, offset1 + length);
    copyBytes(bytes2, offset2, bytes1, offset1, length);
    set.call(bytes2, first, offset2);
  } else if (length <= WORD_SWAP_BYTES) {
    swapWords(view1, offset1, view2, offset2, length);
  } else {
    const bulk = bulkKernels(chunk1, chunk2);
    if (bulk === undefined) swapPieces(view1, offset1, bytes1, view2, offset2, bytes2, length);
    else bulk.swap(chunk1 as Chunk, view1.byteOffset + offset1, chunk2 as Chunk, view2.byteOffset + offset2, length);
  }
}

// Of few bytes all are read before anything is written, and the second range comes last: overlaps need no question.

export function swapWord(view1: DataView, offset1: number, view2: DataView, offset2: number): void {
  const word = view1.getInt32(offset1, true);
  view1.setInt32(offset1, view2.getInt32(offset2, true), true);
  view2.setInt32(offset2, word, true);
}

/** 4 to 16 bytes. */
export function swapFew(view1: DataView, offset1: number, view2: DataView, offset2: number, length: number): void {
  if (length <= 8) swapUpTo8(view1, offset1, view2, offset2, length);
  else swapUpTo16(view1, offset1, view2, offset2, length);
}

function swapUpTo8(view1: DataView, offset1: number, view2: DataView, offset2: number, length: number): void {
  const last = length - 4;
  const a1 = view1.getInt32(offset1, true);
  const b1 = view1.getInt32(offset1 + last, true);
  const a2 = view2.getInt32(offset2, true);
  const b2 = view2.getInt32(offset2 + last, true);
  view1.setInt32(offset1, a2, true);
  view1.setInt32(offset1 + last, b2, true);
  view2.setInt32(offset2, a1, true);
  view2.setInt32(offset2 + last, b1, true);
}

function swapUpTo16(view1: DataView, offset1: number, view2: DataView, offset2: number, length: number): void {
  const last = length - 8;
  const a1 = view1.getInt32(offset1, true);
  const b1 = view1.getInt32(offset1 + 4, true);
  const c1 = view1.getInt32(offset1 + last, true);
  const d1 = view1.getInt32(offset1 + last + 4, true);
  const a2 = view2.getInt32(offset2, true);
  const b2 = view2.getInt32(offset2 + 4, true);
  const c2 = view2.getInt32(offset2 + last, true);
  const d2 = view2.getInt32(offset2 + last + 4, true);
  view1.setInt32(offset1, a2, true);
  view1.setInt32(offset1 + 4, b2, true);
  view1.setInt32(offset1 + last, c2, true);
  view1.setInt32(offset1 + last + 4, d2, true);
  view2.setInt32(offset2, a1, true);
  view2.setInt32(offset2 + 4, b1, true);
  view2.setInt32(offset2 + last, c1, true);
  view2.setInt32(offset2 + last + 4, d1, true);
}

/** Words of ranges that do not overlap; here no word may be exchanged twice. */
function swapWords(view1: DataView, offset1: number, view2: DataView, offset2: number, length: number): void {
  let i = 0;
  for (; i + 8 <= length; i += 8) swapUpTo8(view1, offset1 + i, view2, offset2 + i, 8);
  if (i + 4 <= length) {
    swapWord(view1, offset1 + i, view2, offset2 + i);
    i += 4;
  }
  for (; i < length; i++) {
    const byte = view1.getInt8(offset1 + i);
    view1.setInt8(offset1 + i, view2.getInt8(offset2 + i));
    view2.setInt8(offset2 + i, byte);
  }
}

function swapPieces(
  view1: DataView,
  offset1: number,
  bytes1: Uint8Array,
  view2: DataView,
  offset2: number,
  bytes2: Uint8Array,
  length: number,
): void {
  for (let start = 0; start < length; start += scratch.length) {
    const count = Math.min(scratch.length, length - start);
    const held = count === scratch.length ? scratch : new Uint8Array(scratch.buffer, 0, count);
    set.call(held, partOf(view1, offset1 + start, count));
    set.call(bytes1, partOf(view2, offset2 + start, count), offset1 + start);
    set.call(bytes2, held, offset2 + start);
  }
}

/** `value` is a byte, signed or not. */
export function fillBytes(view: DataView, bytes: Uint8Array, value: number, offset: number, length: number): void {
  const byte = value & 0xff;
  if (length >= 8 && length <= WORD_FILL_BYTES && byte !== NO_PATTERN) {
    const pattern = PATTERNS[byte] as number;
    const last = offset + length - 8;
    for (let at = offset; at < last; at += 8) view.setFloat64(at, pattern, true);
    view.setFloat64(last, pattern, true);
  } else if (length < 8 && length >= 4) {
    const word = byte * 0x01010101;
    view.setInt32(offset, word, true);
    view.setInt32(offset + length - 4, word, true);
  } else if (length === bytes.length) {
    fill.call(bytes, value);
  } else {
    fill.call(bytes, value, offset, offset + length);
  }
}
