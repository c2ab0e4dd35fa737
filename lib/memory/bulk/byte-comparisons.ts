import { Buffer } from 'node:buffer';
import type { BulkKernels } from '../../engine/bulk-kernels.ts';
import type { Chunk } from '../../engine/engine.ts';
import { WIDE_WORDS } from './fastest-ways.ts';

/**
 * Comparisons of ranges that are known to lie inside. Sizes decide which way is the fastest; docs/decisions/008-bulk-operations.md
 * has what was measured. Words may overlap: the last one is placed so that it ends with the range, and no bytes are left over.
 */

// Constants of this module, not imports: only such constants are folded into the code that V8 generates.
const WIDE = WIDE_WORDS;

/** Up to here words are compared, in 75 ns at most; a call of native code takes 65-75, Buffer.compare of ranges 75-90. */
const WORD_COMPARE_BYTES = WIDE ? 512 : 192;

const { compare } = Buffer.prototype;
const equalStart = WIDE ? equalBytesWide : equalBytes;

/** -1, 0 or 1: unsigned bytes from left to right. The chunks hold the ranges, if they are off-heap. */
export function compareRanges(
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
  if (length > WORD_COMPARE_BYTES) {
    // Differences usually come early.
    const word1 = view1.getInt32(offset1, false);
    const word2 = view2.getInt32(offset2, false);
    if (word1 !== word2) return word1 >>> 0 < word2 >>> 0 ? -1 : 1;
    return compareLong(view1, bytes1, offset1, chunk1, view2, bytes2, offset2, chunk2, length);
  }
  if (length < 4) return compareFew(view1, offset1, view2, offset2, length);
  // To know where the first difference is takes 32-bit words: those read as big-endian are in the order of their bytes.
  const last = length - 4;
  for (let i = equalStart(view1, offset1, view2, offset2, length); i < last; i += 4) {
    const word1 = view1.getInt32(offset1 + i, false);
    const word2 = view2.getInt32(offset2 + i, false);
    if (word1 !== word2) return word1 >>> 0 < word2 >>> 0 ? -1 : 1;
  }
  const word1 = view1.getInt32(offset1 + last, false);
  const word2 = view2.getInt32(offset2 + last, false);
  if (word1 === word2) return 0;
  return word1 >>> 0 < word2 >>> 0 ? -1 : 1;
}

export function equalRanges(
  view1: DataView,
  bytes1: Uint8Array,
  offset1: number,
  chunk1: Chunk | undefined,
  view2: DataView,
  bytes2: Uint8Array,
  offset2: number,
  chunk2: Chunk | undefined,
  length: number,
): boolean {
  if (length > WORD_COMPARE_BYTES) {
    if (view1.getInt32(offset1, true) !== view2.getInt32(offset2, true)) return false;
    return compareLong(view1, bytes1, offset1, chunk1, view2, bytes2, offset2, chunk2, length) === 0;
  }
  if (length < 4) return compareFew(view1, offset1, view2, offset2, length) === 0;
  const last = length - 4;
  for (let i = equalStart(view1, offset1, view2, offset2, length); i < last; i += 4) {
    if (view1.getInt32(offset1 + i, true) !== view2.getInt32(offset2 + i, true)) return false;
  }
  return view1.getInt32(offset1 + last, true) === view2.getInt32(offset2 + last, true);
}

/** A multiple of 16 bytes that are equal, from the beginning. */
function equalBytes(view1: DataView, offset1: number, view2: DataView, offset2: number, length: number): number {
  let i = 0;
  for (; i + 16 <= length; i += 16) {
    const at1 = offset1 + i;
    const at2 = offset2 + i;
    const differences =
      (view1.getInt32(at1, true) ^ view2.getInt32(at2, true)) |
      (view1.getInt32(at1 + 4, true) ^ view2.getInt32(at2 + 4, true)) |
      (view1.getInt32(at1 + 8, true) ^ view2.getInt32(at2 + 8, true)) |
      (view1.getInt32(at1 + 12, true) ^ view2.getInt32(at2 + 12, true));
    if (differences !== 0) return i;
  }
  return i;
}

/** A multiple of 8 bytes that are equal, from the beginning. */
function equalBytesWide(view1: DataView, offset1: number, view2: DataView, offset2: number, length: number): number {
  let i = 0;
  for (; i + 32 <= length; i += 32) {
    const at1 = offset1 + i;
    const at2 = offset2 + i;
    if (
      view1.getBigInt64(at1, true) !== view2.getBigInt64(at2, true) ||
      view1.getBigInt64(at1 + 8, true) !== view2.getBigInt64(at2 + 8, true) ||
      view1.getBigInt64(at1 + 16, true) !== view2.getBigInt64(at2 + 16, true) ||
      view1.getBigInt64(at1 + 24, true) !== view2.getBigInt64(at2 + 24, true)
    )
      break;
  }
  for (; i + 8 <= length; i += 8) {
    if (view1.getBigInt64(offset1 + i, true) !== view2.getBigInt64(offset2 + i, true)) break;
  }
  return i;
}

function compareFew(view1: DataView, offset1: number, view2: DataView, offset2: number, length: number): number {
  for (let i = 0; i < length; i++) {
    const order = view1.getUint8(offset1 + i) - view2.getUint8(offset2 + i);
    if (order !== 0) return order < 0 ? -1 : 1;
  }
  return 0;
}

function compareLong(
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
  const bulk = bulkKernels(chunk1, chunk2);
  return bulk === undefined
    ? compare.call(bytes1, bytes2, offset2, offset2 + length, offset1, offset1 + length)
    : bulk.compare(chunk1 as Chunk, view1.byteOffset + offset1, chunk2 as Chunk, view2.byteOffset + offset2, length);
}

/** What works on both chunks in one call. */
export function bulkKernels(chunk1: Chunk | undefined, chunk2: Chunk | undefined): BulkKernels | undefined {
  const engine = chunk1?.engine;
  return engine === chunk2?.engine ? engine?.bulk : undefined;
}
