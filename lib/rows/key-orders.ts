import { TypeDefinitionError } from '../errors/type-errors.ts';
import type { MemorySegment } from '../memory/memory-segment.ts';
import { compareRanges, copyRange } from './binary-memory.ts';
import type { BinaryRow } from './binary-row.ts';
import { inlineStart, partStart, variableLength, variableStart } from './binary-section.ts';
import { INLINE_LIMIT, INLINE_START, inlineLength, isInline } from './binary-slot.ts';
import { BinaryString } from './binary-string.ts';
import type { ColumnDescription } from './column-description.ts';
import { isCompactDecimal } from './decimal-bytes.ts';
import { putIntKey, putLongKey } from './key-bytes.ts';
import type { KeyOrder } from './key-order.ts';
import { isCompactTimestamp } from './timestamp-value.ts';

/** Turns the order of signed numbers into that of unsigned bytes. */
const SIGN = 0x80000000 | 0;

/** Throws TypeDefinitionError for a type without order. */
export function keyOrderOf(type: ColumnDescription): KeyOrder {
  switch (type.kind) {
    case 'nullable':
      return keyOrderOf(type.element);
    case 'boolean':
      return booleans;
    case 'byte':
      return bytes;
    case 'short':
      return shorts;
    case 'int':
    case 'date':
    case 'time':
      return ints;
    case 'long':
      return longs;
    case 'float':
      return floats;
    case 'double':
      return doubles;
    case 'string':
    case 'bytes':
      return texts;
    case 'decimal':
      return isCompactDecimal(type.precision) ? longs : wideDecimals(type.precision, type.scale);
    case 'timestamp':
    case 'timestampLtz':
      return isCompactTimestamp(type.precision) ? longs : wideTimestamps(type.precision);
    default:
      throw new TypeDefinitionError({ reason: `${type.kind} has no order` });
  }
}

const booleans: KeyOrder = {
  compare: (a, b, index) => Number(a.getBoolean(index)) - Number(b.getBoolean(index)),
  normalizedKeyLength: 1,
  putNormalizedKey: (row, index, target, offset, length) =>
    putIntKey(row.getBoolean(index) ? 1 : 0, 1, target, offset, length),
  project: (row, index, writer, at) => writer.writeBoolean(at, row.getBoolean(index)),
};

const bytes: KeyOrder = {
  compare: (a, b, index) => a.getByte(index) - b.getByte(index),
  normalizedKeyLength: 1,
  putNormalizedKey: (row, index, target, offset, length) =>
    putIntKey(row.getByte(index) ^ 0x80, 1, target, offset, length),
  project: (row, index, writer, at) => writer.writeByte(at, row.getByte(index)),
};

const shorts: KeyOrder = {
  compare: (a, b, index) => a.getShort(index) - b.getShort(index),
  normalizedKeyLength: 2,
  putNormalizedKey: (row, index, target, offset, length) =>
    putIntKey(row.getShort(index) ^ 0x8000, 2, target, offset, length),
  project: (row, index, writer, at) => writer.writeShort(at, row.getShort(index)),
};

const ints: KeyOrder = {
  compare: (a, b, _, slot) => {
    const left = a.memory.getInt(a.offset + slot);
    const right = b.memory.getInt(b.offset + slot);
    return left < right ? -1 : left > right ? 1 : 0;
  },
  normalizedKeyLength: 4,
  putNormalizedKey: (row, index, target, offset, length) =>
    putIntKey(row.getInt(index) ^ SIGN, 4, target, offset, length),
  project: (row, index, writer, at) => writer.writeInt(at, row.getInt(index)),
};

/** Also decimals and timestamps that are a long. No bigint is made. */
const longs: KeyOrder = {
  compare: (a, b, _, slot) => {
    const aSlot = a.offset + slot;
    const bSlot = b.offset + slot;
    const aHigh = a.memory.getLongHigh(aSlot);
    const bHigh = b.memory.getLongHigh(bSlot);
    if (aHigh !== bHigh) return aHigh < bHigh ? -1 : 1;
    const aLow = a.memory.getLongLow(aSlot);
    const bLow = b.memory.getLongLow(bSlot);
    return aLow < bLow ? -1 : aLow > bLow ? 1 : 0;
  },
  normalizedKeyLength: 8,
  putNormalizedKey: (row, index, target, offset, length) => {
    const slot = row.slot(index);
    putLongKey(row.memory.getLongHigh(slot) ^ SIGN, row.memory.getLongLow(slot), target, offset, length);
  },
  project: (row, index, writer, at) => writer.writeLong(at, row.getLong(index)),
};

const number = new DataView(new ArrayBuffer(8));

const floats: KeyOrder = {
  compare: (a, b, index) => compareNumbers(a.getFloat(index), b.getFloat(index)),
  normalizedKeyLength: 4,
  putNormalizedKey: (row, index, target, offset, length) => {
    number.setFloat32(0, canonical(row.getFloat(index)));
    const bits = number.getInt32(0);
    putIntKey(bits ^ ((bits >> 31) | SIGN), 4, target, offset, length);
  },
  project: (row, index, writer, at) => writer.writeFloat(at, canonical(row.getFloat(index))),
};

const doubles: KeyOrder = {
  compare: (a, b, index) => compareNumbers(a.getDouble(index), b.getDouble(index)),
  normalizedKeyLength: 8,
  putNormalizedKey: (row, index, target, offset, length) => {
    number.setFloat64(0, canonical(row.getDouble(index)));
    const high = number.getInt32(0);
    const flip = high >> 31;
    putLongKey(high ^ (flip | SIGN), number.getInt32(4) ^ flip, target, offset, length);
  },
  project: (row, index, writer, at) => writer.writeDouble(at, canonical(row.getDouble(index))),
};

/** Bytes from left to right, unsigned; so texts are in the order of their code points. */
const texts: KeyOrder = {
  compare: (a, b, _, slot) => {
    const aSlot = a.offset + slot;
    const bSlot = b.offset + slot;
    const aHigh = a.memory.getLongHigh(aSlot);
    const bHigh = b.memory.getLongHigh(bSlot);
    if (isInline(aHigh) && isInline(bHigh)) {
      const aLength = inlineLength(aHigh);
      const bLength = inlineLength(bHigh);
      if (aLength <= INLINE_LIMIT && bLength <= INLINE_LIMIT) {
        const aFirst = a.memory.getIntBigEndian(aSlot + INLINE_START) >>> 0;
        const bFirst = b.memory.getIntBigEndian(bSlot + INLINE_START) >>> 0;
        if (aFirst !== bFirst) return aFirst < bFirst ? -1 : 1;
        // Bytes 4 to 6, without the byte of the mark.
        const aRest = inlineRest(a.memory.getIntBigEndian(aSlot + 4));
        const bRest = inlineRest(b.memory.getIntBigEndian(bSlot + 4));
        // What follows the shorter is zeros, so that a text that goes on with zeros differs in its length alone.
        return aRest !== bRest ? (aRest < bRest ? -1 : 1) : aLength - bLength;
      }
    }
    // One read of each half: `variableStart` and `variableLength` would read the slot again.
    const aLength = isInline(aHigh) ? inlineLength(aHigh) : a.memory.getLongLow(aSlot);
    const bLength = isInline(bHigh) ? inlineLength(bHigh) : b.memory.getLongLow(bSlot);
    const aStart = isInline(aHigh) ? inlineStart(a, aSlot, aLength) : partStart(a, aSlot, aHigh, aLength, a.fixedBytes);
    const bStart = isInline(bHigh) ? inlineStart(b, bSlot, bLength) : partStart(b, bSlot, bHigh, bLength, b.fixedBytes);
    return compareRanges(a.memory, aStart, aLength, b.memory, bStart, bLength);
  },
  normalizedKeyLength: Number.POSITIVE_INFINITY,
  putNormalizedKey: (row, index, target, offset, length) => {
    const slot = row.slot(index);
    const start = variableStart(row, slot, row.fixedBytes);
    const count = Math.min(variableLength(row, slot), length);
    if (count > 0) copyRange(row.memory, start, target, offset, count);
    if (length > count) target.fill(0, offset + count, length - count);
  },
  project: (row, index, writer, at) => writer.writeString(at, row.getString(index, projected)),
};

const projected = new BinaryString();

function wideDecimals(precision: number, scale: number): KeyOrder {
  return {
    compare: (a, b, index) => {
      const left = a.getDecimal(index, precision, scale).unscaled;
      const right = b.getDecimal(index, precision, scale).unscaled;
      return left < right ? -1 : left > right ? 1 : 0;
    },
    normalizedKeyLength: 0,
    putNormalizedKey: noKey,
    project: (row, index, writer, at) => writer.writeDecimal(at, row.getDecimal(index, precision, scale), precision),
  };
}

function wideTimestamps(precision: number): KeyOrder {
  return {
    compare: (a, b, index) => {
      const left = a.getTimestamp(index, precision);
      const right = b.getTimestamp(index, precision);
      return left.millisecond - right.millisecond || left.nanoOfMillisecond - right.nanoOfMillisecond;
    },
    normalizedKeyLength: 0,
    putNormalizedKey: noKey,
    project: (row, index, writer, at) => writer.writeTimestamp(at, row.getTimestamp(index, precision), precision),
  };
}

/** Java's order: -0 is less than 0, and NaN is greater than all others and equal to itself. */
function compareNumbers(a: number, b: number): number {
  if (a < b) return -1;
  if (a > b) return 1;
  if (a === b && a !== 0) return 0;
  return rank(a) - rank(b);
}

/** Of 0, -0 and NaN; and of a number that is compared with NaN. */
function rank(value: number): number {
  return Number.isNaN(value) ? 2 : Object.is(value, -0) ? -1 : 0;
}

function canonical(value: number): number {
  return Number.isNaN(value) ? Number.NaN : value;
}

function inlineRest(word: number): number {
  return INLINE_START === 0 ? word >>> 8 : word & 0xffffff;
}

function noKey(_row: BinaryRow, _index: number, target: MemorySegment, offset: number, length: number): void {
  if (length > 0) target.fill(0, offset, length);
}
