import { dataViewOf } from '../../memory/memory-segment.ts';
import { compareRanges } from '../binary-memory.ts';
import type { BinaryRow } from '../binary-row.ts';
import { variableLength, variableStart } from '../binary-section.ts';
import { INLINE_LIMIT, SLOT_HIGH, SLOT_LOW } from '../binary-slot.ts';
import type { KeyPlace, RowOrder } from './key-order.ts';

// Constants of this module, not imports: only such constants are folded into the code that V8 generates.
const viewOf = dataViewOf;
const HIGH = SLOT_HIGH;
const LOW = SLOT_LOW;
const LITTLE_ENDIAN = HIGH > LOW;
const MOST_INLINE = INLINE_LIMIT;

const UNDECIDED = 2;
const WORD_BYTES = 8;
/** Texts are short or differ soon, mostly: up to so many bytes are compared as words, and more by the segments. */
const MAX_WORD_BYTES = 64;
/** What the upper bits of a slot say: a text of at most 7 bytes is in it. */
const TAG_SHIFT = 27;
const TAG = 0x80 >> 3;

/** Of the text in a slot whose upper half is `high`; -1 for one that cannot be. */
const lengthOf = (high: number): number => (high >>> TAG_SHIFT === TAG ? (high >>> 24) & MOST_INLINE : -1);

/** Bytes from left to right, unsigned; so texts are in the order of their code points. */
export function textOrder({ slot, fixedBytes, descending }: KeyPlace, next: RowOrder): RowOrder {
  const sign = descending ? -1 : 1;
  return (a, b) => {
    const order = compareTexts(a, b, slot, fixedBytes);
    return order === 0 ? next(a, b) : sign * order;
  };
}

/**
 * -1, 0 or 1. Reads through the DataViews of the segments: few calls, so that V8 inlines all of them, and no closure, in which it
 * would load each constant. All that is not as it mostly is, freed memory and bytes that nobody has written among it, is left to
 * `compareSlowly`, which also says what is wrong with it.
 */
function compareTexts(a: BinaryRow, b: BinaryRow, slot: number, fixedBytes: number): number {
  const aView = viewOf(a.memory);
  const bView = viewOf(b.memory);
  if (!LITTLE_ENDIAN || aView === undefined || bView === undefined) return compareSlowly(a, b, slot, fixedBytes);
  try {
    const aSlot = a.offset + slot;
    const bSlot = b.offset + slot;
    const aHigh = aView.getInt32(aSlot + HIGH, true);
    const bHigh = bView.getInt32(bSlot + HIGH, true);
    if (aHigh >>> TAG_SHIFT === TAG && bHigh >>> TAG_SHIFT === TAG) {
      const aHead = aView.getInt32(aSlot, false);
      const bHead = bView.getInt32(bSlot, false);
      if (aHead !== bHead) return aHead >>> 0 < bHead >>> 0 ? -1 : 1;
      // The length comes last: what follows the shorter is zeros, so that a text that goes on with zeros differs in it alone.
      const aTail = aView.getInt32(aSlot + HIGH, false);
      const bTail = bView.getInt32(bSlot + HIGH, false);
      return aTail === bTail ? 0 : aTail >>> 0 < bTail >>> 0 ? -1 : 1;
    }
    // Of one that is inline, the slot: it is as if it lay behind the fixed part.
    const aStart = aHigh < 0 ? slot : aHigh;
    const bStart = bHigh < 0 ? slot : bHigh;
    const aLength = aHigh < 0 ? lengthOf(aHigh) : aView.getInt32(aSlot + LOW, true);
    const bLength = bHigh < 0 ? lengthOf(bHigh) : bView.getInt32(bSlot + LOW, true);
    if (
      (aHigh < 0 || aHigh >= fixedBytes) &&
      (bHigh < 0 || bHigh >= fixedBytes) &&
      aLength >= 0 &&
      bLength >= 0 &&
      aStart <= a.sizeInBytes - aLength &&
      bStart <= b.sizeInBytes - bLength
    ) {
      const order = compareWords(aView, a.offset + aStart, aLength, bView, b.offset + bStart, bLength);
      if (order !== UNDECIDED) return order;
      return compareRanges(a.memory, a.offset + aStart, aLength, b.memory, b.offset + bStart, bLength);
    }
  } catch {
    // What it is, the slow way says.
  }
  return compareSlowly(a, b, slot, fixedBytes);
}

/** -1, 0 or 1; UNDECIDED where words do not say it, or not fast. */
function compareWords(
  a: DataView,
  aOffset: number,
  aLength: number,
  b: DataView,
  bOffset: number,
  bLength: number,
): number {
  const length = aLength < bLength ? aLength : bLength;
  if (length < WORD_BYTES) {
    if (length < WORD_BYTES / 2) return UNDECIDED;
    const aHead = a.getInt32(aOffset, false);
    const bHead = b.getInt32(bOffset, false);
    return aHead === bHead ? UNDECIDED : aHead >>> 0 < bHead >>> 0 ? -1 : 1;
  }
  if (length > MAX_WORD_BYTES) return UNDECIDED;
  const last = length - WORD_BYTES;
  let at = length < 2 * WORD_BYTES ? 0 : equalWords(a, aOffset, b, bOffset, length);
  if (at > last) at = last;
  for (;;) {
    const left = a.getFloat64(aOffset + at, true);
    // Doubles that are equal, and not 0, have the same 8 bytes.
    if (left === 0 || left !== b.getFloat64(bOffset + at, true)) {
      const aFirst = a.getInt32(aOffset + at, false);
      const bFirst = b.getInt32(bOffset + at, false);
      if (aFirst !== bFirst) return aFirst >>> 0 < bFirst >>> 0 ? -1 : 1;
      const aSecond = a.getInt32(aOffset + at + 4, false);
      const bSecond = b.getInt32(bOffset + at + 4, false);
      if (aSecond !== bSecond) return aSecond >>> 0 < bSecond >>> 0 ? -1 : 1;
    }
    if (at === last) return aLength === bLength ? 0 : aLength < bLength ? -1 : 1;
    // The last word begins in the one before where the length is no multiple of 8.
    at = at + WORD_BYTES < last ? at + WORD_BYTES : last;
  }
}

/** How many bytes of at least 16 are equal from the start, at most 32. Without a loop, in which V8 looks at the views anew each time. */
function equalWords(a: DataView, aOffset: number, b: DataView, bOffset: number, length: number): number {
  let word = a.getFloat64(aOffset, true);
  if (word === 0 || word !== b.getFloat64(bOffset, true)) return 0;
  word = a.getFloat64(aOffset + 8, true);
  if (word === 0 || word !== b.getFloat64(bOffset + 8, true)) return 8;
  if (length < 32) return 16;
  word = a.getFloat64(aOffset + 16, true);
  if (word === 0 || word !== b.getFloat64(bOffset + 16, true)) return 16;
  word = a.getFloat64(aOffset + 24, true);
  return word === 0 || word !== b.getFloat64(bOffset + 24, true) ? 24 : 32;
}

function compareSlowly(a: BinaryRow, b: BinaryRow, slot: number, fixedBytes: number): number {
  const aSlot = a.offset + slot;
  const bSlot = b.offset + slot;
  const aStart = variableStart(a, aSlot, fixedBytes);
  const bStart = variableStart(b, bSlot, fixedBytes);
  return compareRanges(a.memory, aStart, variableLength(a, aSlot), b.memory, bStart, variableLength(b, bSlot));
}
