import type { Chunk } from '../../engine/engine.ts';
import { bulkKernels } from './byte-comparisons.ts';
import { copyBytes, copyLong } from './byte-copies.ts';
import { WIDE_WORDS } from './fastest-ways.ts';

/**
 * Exchanges of ranges that are known to lie inside. Sizes decide which way is the fastest; docs/decisions/008-bulk-operations.md
 * has what was measured.
 */

// Constants of this module, not imports: only such constants are folded into the code that V8 generates.
const WIDE = WIDE_WORDS;

/** Up to here words are exchanged, in 40 ns; the call of native code takes 60. */
const WORD_SWAP_BYTES = WIDE ? 128 : 64;

export const SCRATCH_BYTES = 16 * 1024;
/** Holds one piece of a range during a swap. */
const scratch = new Uint8Array(SCRATCH_BYTES);
/** As much of it as the last swap of two whole segments needed: they tend to be of one size. */
let held = scratch;
const scratchView = new DataView(scratch.buffer);

const { set, slice } = Uint8Array.prototype;

/** Up to SCRATCH_BYTES, all of both arrays. The second ends up with what the first held, whole, even if they overlap. */
export function swapWhole(bytes1: Uint8Array, bytes2: Uint8Array, length: number): void {
  if (held.length !== length) held = new Uint8Array(scratch.buffer, 0, length);
  set.call(held, bytes1);
  set.call(bytes1, bytes2);
  set.call(bytes2, held);
}

/** If the ranges overlap, the second ends up with what the first held, whole. */
export function swapRanges(
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
    if (bulk === undefined) swapPieces(view1, bytes1, offset1, view2, bytes2, offset2, length);
    else bulk.swap(chunk1 as Chunk, view1.byteOffset + offset1, chunk2 as Chunk, view2.byteOffset + offset2, length);
  }
}

function overlap(view1: DataView, offset1: number, view2: DataView, offset2: number, length: number): boolean {
  if (view1.buffer !== view2.buffer) return false;
  return Math.abs(view1.byteOffset + offset1 - (view2.byteOffset + offset2)) < length;
}

// Of few bytes all are read before anything is written, and the second range comes last: overlaps need no question.

export function swapWord(view1: DataView, offset1: number, view2: DataView, offset2: number): void {
  const word1 = view1.getInt32(offset1, true);
  const word2 = view2.getInt32(offset2, true);
  view1.setInt32(offset1, word2, true);
  view2.setInt32(offset2, word1, true);
}

/** 5 to 16 bytes. */
export function swapFew(view1: DataView, offset1: number, view2: DataView, offset2: number, length: number): void {
  if (length < 8 || (length === 8 && !WIDE)) swapUpTo8(view1, offset1, view2, offset2, length);
  else if (WIDE) swapUpTo16Wide(view1, offset1, view2, offset2, length);
  else if (length <= 12) swapUpTo12(view1, offset1, view2, offset2, length);
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

function swapUpTo12(view1: DataView, offset1: number, view2: DataView, offset2: number, length: number): void {
  const last = length - 4;
  const a1 = view1.getInt32(offset1, true);
  const b1 = view1.getInt32(offset1 + 4, true);
  const c1 = view1.getInt32(offset1 + last, true);
  const a2 = view2.getInt32(offset2, true);
  const b2 = view2.getInt32(offset2 + 4, true);
  const c2 = view2.getInt32(offset2 + last, true);
  view1.setInt32(offset1, a2, true);
  view1.setInt32(offset1 + 4, b2, true);
  view1.setInt32(offset1 + last, c2, true);
  view2.setInt32(offset2, a1, true);
  view2.setInt32(offset2 + 4, b1, true);
  view2.setInt32(offset2 + last, c1, true);
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

/** 8 to 16 bytes. */
function swapUpTo16Wide(view1: DataView, offset1: number, view2: DataView, offset2: number, length: number): void {
  const last = length - 8;
  const a1 = view1.getBigInt64(offset1, true);
  const b1 = view1.getBigInt64(offset1 + last, true);
  const a2 = view2.getBigInt64(offset2, true);
  const b2 = view2.getBigInt64(offset2 + last, true);
  view1.setBigInt64(offset1, a2, true);
  view1.setBigInt64(offset1 + last, b2, true);
  view2.setBigInt64(offset2, a1, true);
  view2.setBigInt64(offset2 + last, b1, true);
}

// Words of ranges that do not overlap; here no word may be exchanged twice.

function swapWords(view1: DataView, offset1: number, view2: DataView, offset2: number, length: number): void {
  let i = 0;
  if (WIDE) for (; i + 16 <= length; i += 16) swapUpTo16Wide(view1, offset1 + i, view2, offset2 + i, 16);
  for (; i + 8 <= length; i += 8) swapUpTo8(view1, offset1 + i, view2, offset2 + i, 8);
  if (i + 4 <= length) {
    swapWord(view1, offset1 + i, view2, offset2 + i);
    i += 4;
  }
  for (; i < length; i++) swapByte(view1, offset1 + i, view2, offset2 + i);
}

function swapByte(view1: DataView, offset1: number, view2: DataView, offset2: number): void {
  const byte = view1.getInt8(offset1);
  view1.setInt8(offset1, view2.getInt8(offset2));
  view2.setInt8(offset2, byte);
}

function swapPieces(
  view1: DataView,
  bytes1: Uint8Array,
  offset1: number,
  view2: DataView,
  bytes2: Uint8Array,
  offset2: number,
  length: number,
): void {
  for (let start = 0; start < length; start += scratch.length) {
    const count = Math.min(scratch.length, length - start);
    copyLong(view1, bytes1, offset1 + start, scratch, 0, count);
    copyLong(view2, bytes2, offset2 + start, bytes1, offset1 + start, count);
    copyLong(scratchView, scratch, 0, bytes2, offset2 + start, count);
  }
}
