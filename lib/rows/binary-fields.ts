import { CorruptDataError } from '../errors/type-errors.ts';
import { UnsafeIntegerError } from '../errors/unsafe-integer-error.ts';
import { invalid } from '../memory/argument-checks.ts';
import { bigintOfBytes, bytesOfBigint } from '../types/twos-complement.ts';
import { Decimal } from '../types/values/decimal.ts';
import { unsafeAt } from '../views/unsafe-position.ts';
import type { BinaryArray } from './binary-array.ts';
import type { ElementBytes } from './binary-array-layout.ts';
import type { BinaryMap } from './binary-map.ts';
import type { BinaryRow } from './binary-row.ts';
import { BinarySection, corrupt, partStart, placeWithin, variableLength, variableStart } from './binary-section.ts';
import { isInline, SLOT_BYTES } from './binary-slot.ts';
import { BinaryString } from './binary-string.ts';
import { DECIMAL_BYTES, type DecimalValue, isCompactDecimal } from './decimal-precision.ts';
import { otherArity } from './row-arity.ts';
import {
  type FarTimestampValue,
  isCompactTimestamp,
  MAX_NANO_OF_MILLISECOND,
  TIMESTAMP_BYTES,
  type TimestampValue,
} from './timestamp-value.ts';
import { decodeText } from './utf8.ts';
import {
  requireDecimal,
  requireDecimalPrecision,
  requireTimestamp,
  requireTimestampPrecision,
} from './value-arguments.ts';

/** The values inside of a value; rows, arrays and maps contain each other, and modules must not import in a circle. */
interface NestedValues {
  readonly row: typeof BinaryRow;
  readonly array: typeof BinaryArray;
  readonly map: typeof BinaryMap;
}

/**
 * What rows and arrays have in common: values that are reached through a slot. Reading a field as another type than it was written
 * with gives some value or CorruptDataError, as does reading a null; ask `isNullAt` before.
 */
export abstract class BinaryFields extends BinarySection {
  /** From the start of the section to a field of so many bytes: where errors about it are. */
  abstract positionOf(index: number, bytes: ElementBytes): number;
  /** From the start of the section to the byte with the null bit of a field. */
  abstract nullPositionOf(index: number): number;
  /** Where a field or element of so many bytes begins in the memory. Throws IndexOutOfBoundsError. */
  protected abstract placeOf(index: number, bytes: ElementBytes): number;
  /** The same of one that is reached through its slot. */
  protected abstract slot(index: number): number;
  /** Values lie behind this many bytes. */
  protected abstract get fixedBytes(): number;
  abstract isNullAt(index: number): boolean;
  abstract setNullAt(index: number): void;
  abstract getBoolean(index: number): boolean;
  abstract getByte(index: number): number;
  abstract getShort(index: number): number;
  abstract getInt(index: number): number;
  abstract getLong(index: number): bigint;
  /** Throws UnsafeIntegerError beyond plus or minus 2^53 - 1. */
  abstract getLongAsNumber(index: number): number;
  abstract getFloat(index: number): number;
  abstract getDouble(index: number): number;
  protected abstract clearNull(index: number): void;
  /** Set by the module that knows all three. */
  static nested: NestedValues;

  // Setters write the value first: where it is refused, the field stays null.

  setBoolean(index: number, value: boolean): void {
    this.memory.putBoolean(this.placeOf(index, 1), value);
    this.clearNull(index);
  }

  setByte(index: number, value: number): void {
    this.memory.putByte(this.placeOf(index, 1), value);
    this.clearNull(index);
  }

  setShort(index: number, value: number): void {
    this.memory.putShort(this.placeOf(index, 2), value);
    this.clearNull(index);
  }

  setInt(index: number, value: number): void {
    this.memory.putInt(this.placeOf(index, 4), value);
    this.clearNull(index);
  }

  setLong(index: number, value: bigint): void {
    this.memory.putLong(this.placeOf(index, SLOT_BYTES), value);
    this.clearNull(index);
  }

  /** Throws UnsafeIntegerError beyond plus or minus 2^53 - 1. */
  setLongAsNumber(index: number, value: number): void {
    this.memory.putLongAsNumber(this.placeOf(index, SLOT_BYTES), value);
    this.clearNull(index);
  }

  setFloat(index: number, value: number): void {
    this.memory.putFloat(this.placeOf(index, 4), value);
    this.clearNull(index);
  }

  setDouble(index: number, value: number): void {
    this.memory.putDouble(this.placeOf(index, SLOT_BYTES), value);
    this.clearNull(index);
  }

  /** The text where it lies: nothing is decoded or copied. `reuse` is pointed to it and returned. */
  getString(index: number, reuse: BinaryString = new BinaryString()): BinaryString {
    if (!(reuse instanceof BinaryString)) throw invalid('a BinaryString', 'reuse', reuse);
    const slot = this.slot(index);
    const start = variableStart(this, slot, this.fixedBytes);
    placeWithin(reuse, this.memory, start, variableLength(this, slot));
    return reuse;
  }

  /** The text, decoded. */
  getText(index: number): string {
    const slot = this.slot(index);
    const start = variableStart(this, slot, this.fixedBytes);
    return decodeText(this.memory, start, variableLength(this, slot));
  }

  /** A copy of the bytes. */
  getBinary(index: number): Uint8Array<ArrayBuffer> {
    const slot = this.slot(index);
    const start = variableStart(this, slot, this.fixedBytes);
    const bytes = new Uint8Array(variableLength(this, slot));
    if (bytes.length > 0) this.memory.get(start, bytes);
    return bytes;
  }

  getDecimal(index: number, precision: number, scale: number): Decimal {
    requireDecimalPrecision(precision);
    if (isCompactDecimal(precision)) return Decimal.of(this.getLong(index), scale);
    const slot = this.slot(index);
    const size = this.memory.getLongLow(slot);
    if (size < 1 || size > DECIMAL_BYTES) throw corrupt(this, slot, `a decimal of ${size} bytes`);
    const bytes = new Uint8Array(size);
    this.memory.get(partStart(this, slot, this.memory.getLongHigh(slot), size, this.fixedBytes), bytes);
    return Decimal.of(bigintOfBytes(bytes), scale);
  }

  /** Throws UnsafeIntegerError for milliseconds beyond plus or minus 2^53 - 1: `getFarTimestamp` has them too. */
  getTimestamp(index: number, precision: number): TimestampValue {
    requireTimestampPrecision(precision);
    if (isCompactTimestamp(precision)) return { millisecond: this.getLongAsNumber(index), nanoOfMillisecond: 0 };
    const nanoOfMillisecond = this.#nanoOfMillisecond(index);
    const start = this.#timestampStart(index);
    try {
      return { millisecond: this.memory.getLongAsNumber(start), nanoOfMillisecond };
    } catch (error) {
      throw unsafeAt(start - this.offset, error);
    }
  }

  /** The same as `getTimestamp`, of any long of milliseconds. */
  getFarTimestamp(index: number, precision: number): FarTimestampValue {
    requireTimestampPrecision(precision);
    if (isCompactTimestamp(precision)) return { millisecond: this.getLong(index), nanoOfMillisecond: 0 };
    const nanoOfMillisecond = this.#nanoOfMillisecond(index);
    return { millisecond: this.memory.getLong(this.#timestampStart(index)), nanoOfMillisecond };
  }

  // Where the value is refused, `reuse` is nowhere: reads of it throw.

  /** A row of `arity` fields, where it lies. */
  getRow(index: number, arity: number, reuse: BinaryRow = new BinaryFields.nested.row(arity)): BinaryRow {
    if (!(reuse instanceof BinaryFields.nested.row)) throw invalid('a BinaryRow', 'reuse', reuse);
    if (reuse.arity !== arity) throw otherArity(arity, reuse.arity);
    return this.#point(index, reuse);
  }

  getArray(index: number, reuse: BinaryArray = new BinaryFields.nested.array()): BinaryArray {
    if (!(reuse instanceof BinaryFields.nested.array)) throw invalid('a BinaryArray', 'reuse', reuse);
    return this.#point(index, reuse);
  }

  getMap(index: number, reuse: BinaryMap = new BinaryFields.nested.map()): BinaryMap {
    if (!(reuse instanceof BinaryFields.nested.map)) throw invalid('a BinaryMap', 'reuse', reuse);
    return this.#point(index, reuse);
  }

  /** Bytes that a value takes behind the fixed part; 0 when it is in its slot. What a slot says, unchecked. */
  partLength(index: number): number {
    const slot = this.slot(index);
    return isInline(this.memory.getLongHigh(slot)) ? 0 : this.memory.getLongLow(slot);
  }

  /** From the start of the section to a value behind the fixed part. What a slot says, unchecked. */
  partPosition(index: number): number {
    return this.memory.getLongHigh(this.slot(index));
  }

  /**
   * In place. Above 18 digits the field must have room for a decimal: one that was written with one, or with null by
   * `writeDecimal`. Throws InvalidArgumentError for a number of more digits.
   */
  setDecimal(index: number, value: DecimalValue | null, precision: number): void {
    requireDecimal(value, precision);
    if (isCompactDecimal(precision)) {
      if (value === null) this.setNullAt(index);
      else this.setLong(index, value.unscaled);
      return;
    }
    const slot = this.slot(index);
    const start = this.#reserved(slot, DECIMAL_BYTES);
    const at = this.offset + start;
    this.memory.putLongHighLow(at, 0, 0);
    this.memory.putLongHighLow(at + 8, 0, 0);
    if (value === null) {
      this.setNullAt(index);
      this.memory.putLongHighLow(slot, start, 0);
      return;
    }
    const bytes = bytesOfBigint(value.unscaled);
    this.memory.put(at, bytes);
    this.clearNull(index);
    this.memory.putLongHighLow(slot, start, bytes.length);
  }

  /** In place; see `setDecimal`. */
  setTimestamp(index: number, value: TimestampValue | null, precision: number): void {
    requireTimestamp(value, precision);
    if (isCompactTimestamp(precision)) {
      if (value === null) this.setNullAt(index);
      else this.setLongAsNumber(index, value.millisecond);
      return;
    }
    const slot = this.slot(index);
    const start = this.#reserved(slot, TIMESTAMP_BYTES);
    if (value === null) {
      this.setNullAt(index);
      this.memory.putLongHighLow(this.offset + start, 0, 0);
      this.memory.putLongHighLow(slot, start, 0);
      return;
    }
    this.memory.putLongAsNumber(this.offset + start, value.millisecond);
    this.clearNull(index);
    this.memory.putLongHighLow(slot, start, value.nanoOfMillisecond);
  }

  #nanoOfMillisecond(index: number): number {
    const slot = this.slot(index);
    const nanos = this.memory.getLongLow(slot);
    if (nanos > MAX_NANO_OF_MILLISECOND) throw corrupt(this, slot, `${nanos} nanoseconds in a millisecond`);
    return nanos;
  }

  #timestampStart(index: number): number {
    const slot = this.slot(index);
    return partStart(this, slot, this.memory.getLongHigh(slot), TIMESTAMP_BYTES, this.fixedBytes);
  }

  /** Where a value of fixed size behind the fixed part begins, from the start of the section. */
  #reserved(slot: number, bytes: number): number {
    const start = this.memory.getLongHigh(slot);
    partStart(this, slot, start, bytes, this.fixedBytes);
    return start;
  }

  #point<T extends BinaryRow | BinaryArray | BinaryMap>(index: number, value: T): T {
    let high = 0;
    try {
      const slot = this.slot(index);
      const at = this.memory.getLongHigh(slot);
      const size = this.memory.getLongLow(slot);
      const start = partStart(this, slot, at, size, this.fixedBytes);
      placeWithin(value, this.memory, start, size);
      high = at;
      value.check();
    } catch (error) {
      value.pointNowhere();
      throw fartherIn(high, error);
    }
    return value;
  }
}

/** An error about what lies `bytes` behind the start of a section, with the position from there. */
export function fartherIn(bytes: number, error: unknown): unknown {
  if (error instanceof UnsafeIntegerError) return unsafeAt(bytes + Number(error.fields['position']), error);
  if (!(error instanceof CorruptDataError)) return error;
  const { position, reason } = error.fields;
  return new CorruptDataError({ position: bytes + Number(position), reason: String(reason) });
}
