import { TypeDefinitionError } from '../../errors/type-errors.ts';
import type { MemorySegment } from '../../memory/memory-segment.ts';
import { putIntKey, putLongKey } from '../../types/normalized-key.ts';
import { copyRange } from '../binary-memory.ts';
import type { BinaryRow } from '../binary-row.ts';
import { variableLength, variableStart } from '../binary-section.ts';
import { SLOT_HIGH, SLOT_LOW } from '../binary-slot.ts';
import { BinaryString } from '../binary-string.ts';
import type { ColumnDescription } from '../columns/column-description.ts';
import { isCompactDecimal } from '../decimal-precision.ts';
import { isCompactTimestamp } from '../timestamp-value.ts';
import type { KeyOrder } from './key-order.ts';
import { textOrder } from './text-order.ts';

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
  kind: 'boolean',
  orderOf: ({ index, descending }, next) => {
    const sign = descending ? -1 : 1;
    return (a, b) => sign * (Number(a.getBoolean(index)) - Number(b.getBoolean(index))) || next(a, b);
  },
  normalizedKeyLength: 1,
  putNormalizedKey: (row, index, target, offset, length) =>
    putIntKey(row.getBoolean(index) ? 1 : 0, 1, target, offset, length),
  project: (row, index, writer, at) => writer.writeBoolean(at, row.getBoolean(index)),
};

const bytes: KeyOrder = {
  kind: 'byte',
  orderOf: ({ slot, descending }, next) => {
    const sign = descending ? -1 : 1;
    return (a, b) => sign * (a.memory.getByte(a.offset + slot) - b.memory.getByte(b.offset + slot)) || next(a, b);
  },
  normalizedKeyLength: 1,
  putNormalizedKey: (row, index, target, offset, length) =>
    putIntKey(row.getByte(index) ^ 0x80, 1, target, offset, length),
  project: (row, index, writer, at) => writer.writeByte(at, row.getByte(index)),
};

const shorts: KeyOrder = {
  kind: 'short',
  orderOf: ({ slot, descending }, next) => {
    const sign = descending ? -1 : 1;
    return (a, b) => sign * (a.memory.getShort(a.offset + slot) - b.memory.getShort(b.offset + slot)) || next(a, b);
  },
  normalizedKeyLength: 2,
  putNormalizedKey: (row, index, target, offset, length) =>
    putIntKey(row.getShort(index) ^ 0x8000, 2, target, offset, length),
  project: (row, index, writer, at) => writer.writeShort(at, row.getShort(index)),
};

const ints: KeyOrder = {
  kind: 'int',
  orderOf: ({ slot, descending }, next) => {
    const sign = descending ? -1 : 1;
    return (a, b) => {
      const order = compareInts(a.memory.getInt(a.offset + slot), b.memory.getInt(b.offset + slot));
      return order === 0 ? next(a, b) : sign * order;
    };
  },
  normalizedKeyLength: 4,
  putNormalizedKey: (row, index, target, offset, length) =>
    putIntKey(row.getInt(index) ^ SIGN, 4, target, offset, length),
  project: (row, index, writer, at) => writer.writeInt(at, row.getInt(index)),
};

/** Also decimals and timestamps that are a long. No bigint is made; halves of slots are read as ints, which V8 inlines more readily. */
const longs: KeyOrder = {
  kind: 'long',
  orderOf: ({ slot, descending }, next) => {
    const sign = descending ? -1 : 1;
    return (a, b) => {
      const order = compareLongs(a, b, slot);
      return order === 0 ? next(a, b) : sign * order;
    };
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
  kind: 'float',
  orderOf: ({ slot, descending }, next) => {
    const sign = descending ? -1 : 1;
    return (a, b) => {
      const order = compareFloats(a.memory.getFloat(a.offset + slot), b.memory.getFloat(b.offset + slot));
      return order === 0 ? next(a, b) : sign * order;
    };
  },
  normalizedKeyLength: 4,
  putNormalizedKey: (row, index, target, offset, length) => {
    number.setFloat32(0, canonical(row.getFloat(index)));
    const bits = number.getInt32(0);
    putIntKey(bits ^ ((bits >> 31) | SIGN), 4, target, offset, length);
  },
  project: (row, index, writer, at) => writer.writeFloat(at, canonical(row.getFloat(index))),
};

const doubles: KeyOrder = {
  kind: 'double',
  orderOf: ({ slot, descending }, next) => {
    const sign = descending ? -1 : 1;
    return (a, b) => {
      const order = compareFloats(a.memory.getDouble(a.offset + slot), b.memory.getDouble(b.offset + slot));
      return order === 0 ? next(a, b) : sign * order;
    };
  },
  normalizedKeyLength: 8,
  putNormalizedKey: (row, index, target, offset, length) => {
    number.setFloat64(0, canonical(row.getDouble(index)));
    const high = number.getInt32(0);
    const flip = high >> 31;
    putLongKey(high ^ (flip | SIGN), number.getInt32(4) ^ flip, target, offset, length);
  },
  project: (row, index, writer, at) => writer.writeDouble(at, canonical(row.getDouble(index))),
};

const texts: KeyOrder = {
  kind: 'text',
  orderOf: textOrder,
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
    kind: 'wideDecimal',
    orderOf: ({ index, descending }, next) => {
      const less = descending ? 1 : -1;
      return (a, b) => {
        const left = a.getDecimal(index, precision, scale).unscaled;
        const right = b.getDecimal(index, precision, scale).unscaled;
        return left < right ? less : left > right ? -less : next(a, b);
      };
    },
    normalizedKeyLength: 0,
    putNormalizedKey: noKey,
    project: (row, index, writer, at) => writer.writeDecimal(at, row.getDecimal(index, precision, scale), precision),
  };
}

function wideTimestamps(precision: number): KeyOrder {
  return {
    kind: 'wideTimestamp',
    orderOf: ({ index, descending }, next) => {
      const sign = descending ? -1 : 1;
      return (a, b) => {
        const left = a.getTimestamp(index, precision);
        const right = b.getTimestamp(index, precision);
        const order = left.millisecond - right.millisecond || left.nanoOfMillisecond - right.nanoOfMillisecond;
        return sign * order || next(a, b);
      };
    },
    normalizedKeyLength: 0,
    putNormalizedKey: noKey,
    project: (row, index, writer, at) => writer.writeTimestamp(at, row.getTimestamp(index, precision), precision),
  };
}

// Functions of their own: only in those, not in closures, does V8 know the constants and functions of this module.

function compareInts(left: number, right: number): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function compareLongs(a: BinaryRow, b: BinaryRow, slot: number): number {
  const aSlot = a.offset + slot;
  const bSlot = b.offset + slot;
  const aHigh = a.memory.getInt(aSlot + SLOT_HIGH);
  const bHigh = b.memory.getInt(bSlot + SLOT_HIGH);
  if (aHigh !== bHigh) return aHigh < bHigh ? -1 : 1;
  return compareInts(a.memory.getInt(aSlot + SLOT_LOW) >>> 0, b.memory.getInt(bSlot + SLOT_LOW) >>> 0);
}

function compareFloats(left: number, right: number): number {
  if (left < right) return -1;
  if (left > right) return 1;
  // Of 0 and NaN one looks like another.
  return left === right && left !== 0 ? 0 : rank(left) - rank(right);
}

/** Java's order, where `<` does not say it: -0 is less than 0, and NaN is greater than all others and equal to itself. */
function rank(value: number): number {
  return Number.isNaN(value) ? 2 : Object.is(value, -0) ? -1 : 0;
}

function canonical(value: number): number {
  return Number.isNaN(value) ? Number.NaN : value;
}

function noKey(_row: BinaryRow, _index: number, target: MemorySegment, offset: number, length: number): void {
  if (length > 0) target.fill(0, offset, length);
}
