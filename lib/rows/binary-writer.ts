import { InvalidArgumentError } from '../errors/argument-errors.ts';
import { requireByteArray, requireSize } from '../memory/argument-checks.ts';
import { bytesOfBigint } from '../types/twos-complement.ts';
import type { ElementBytes } from './binary-array-layout.ts';
import { copyRange } from './binary-memory.ts';
import { type BinarySection, requireSection } from './binary-section.ts';
import { INLINE_LIMIT, INLINE_START, INLINE_TAG, inlineTag, roundToWord, SLOT_BYTES } from './binary-slot.ts';
import { DECIMAL_BYTES, type DecimalValue, isCompactDecimal } from './decimal-precision.ts';
import { isCompactTimestamp, TIMESTAMP_BYTES, type TimestampValue } from './timestamp-value.ts';
import { encodedBytes, encodeText } from './utf8.ts';
import { requireDecimal, requireTimestamp } from './value-arguments.ts';
import type { WriterMemory } from './writer-memory.ts';

/**
 * What writers of rows and arrays have in common: values behind the fixed part. They follow one another in the order in which they
 * are written, each padded with zeros to 8 bytes; one that is written again leaves the first behind, unreachable.
 *
 * A write either writes all of a value or throws and leaves the field as it was.
 */
export abstract class BinaryWriter {
  protected readonly target: WriterMemory;
  /** Where the value begins in the segment. */
  protected readonly base: number;
  /** Where the next value of variable length goes, from the start of the row or array. */
  protected cursor = 0;

  constructor(target: WriterMemory, base: number) {
    this.target = target;
    this.base = base;
  }

  /** Bytes so far. */
  get sizeInBytes(): number {
    return this.cursor;
  }

  /** Where a field or element of so many bytes begins in the segment. */
  protected abstract placeOf(index: number, bytes: ElementBytes): number;
  protected abstract setNullBit(index: number): void;
  abstract setNullAt(index: number): void;

  writeBoolean(index: number, value: boolean): void {
    this.target.segment.putBoolean(this.placeOf(index, 1), value);
  }

  writeByte(index: number, value: number): void {
    this.target.segment.putByte(this.placeOf(index, 1), value);
  }

  writeShort(index: number, value: number): void {
    this.target.segment.putShort(this.placeOf(index, 2), value);
  }

  writeInt(index: number, value: number): void {
    this.target.segment.putInt(this.placeOf(index, 4), value);
  }

  writeLong(index: number, value: bigint): void {
    this.target.segment.putLong(this.placeOf(index, SLOT_BYTES), value);
  }

  /** Throws UnsafeIntegerError beyond plus or minus 2^53 - 1. */
  writeLongAsNumber(index: number, value: number): void {
    this.target.segment.putLongAsNumber(this.placeOf(index, SLOT_BYTES), value);
  }

  writeFloat(index: number, value: number): void {
    this.target.segment.putFloat(this.placeOf(index, 4), value);
  }

  writeDouble(index: number, value: number): void {
    this.target.segment.putDouble(this.placeOf(index, SLOT_BYTES), value);
  }

  /** As UTF-8; a lone surrogate becomes `?`, as in Java. */
  writeText(index: number, text: string): void {
    if (typeof text !== 'string') throw new InvalidArgumentError('Argument is not a string', { argument: 'text' });
    const length = encodeText(text);
    this.#writeBytes(this.placeOf(index, SLOT_BYTES), encodedBytes, length);
  }

  writeString(index: number, string: BinarySection): void {
    requireSection('string', string);
    if (string.sizeInBytes <= INLINE_LIMIT) this.writeBinary(index, string.toBytes());
    else this.#writeSection(index, string);
  }

  writeBinary(index: number, bytes: Uint8Array): void {
    requireByteArray('bytes', bytes);
    this.#writeBytes(this.placeOf(index, SLOT_BYTES), bytes, bytes.length);
  }

  /** Null keeps room for `setDecimal` above 18 digits. Throws InvalidArgumentError for a number of more digits than `precision`. */
  writeDecimal(index: number, value: DecimalValue | null, precision: number): void {
    requireDecimal(value, precision);
    if (isCompactDecimal(precision)) {
      if (value === null) this.setNullAt(index);
      else this.writeLong(index, value.unscaled);
      return;
    }
    const slot = this.placeOf(index, SLOT_BYTES);
    const at = this.#room(DECIMAL_BYTES);
    const { segment } = this.target;
    segment.fill(0, at, DECIMAL_BYTES);
    let length = 0;
    if (value === null) this.setNullBit(index);
    else {
      const bytes = bytesOfBigint(value.unscaled);
      length = bytes.length;
      segment.put(at, bytes);
    }
    segment.putLongHighLow(slot, this.cursor, length);
    this.cursor += DECIMAL_BYTES;
  }

  /** Null keeps room for `setTimestamp` above 3 fractional digits; below them nanoseconds are left out. */
  writeTimestamp(index: number, value: TimestampValue | null, precision: number): void {
    requireTimestamp(value, precision);
    if (isCompactTimestamp(precision)) {
      if (value === null) this.setNullAt(index);
      else this.writeLongAsNumber(index, value.millisecond);
      return;
    }
    const slot = this.placeOf(index, SLOT_BYTES);
    const at = this.#room(TIMESTAMP_BYTES);
    const { segment } = this.target;
    segment.putLongAsNumber(at, value === null ? 0 : value.millisecond);
    if (value === null) this.setNullBit(index);
    segment.putLongHighLow(slot, this.cursor, value === null ? 0 : value.nanoOfMillisecond);
    this.cursor += TIMESTAMP_BYTES;
  }

  /** A row, array or map, copied. */
  writeNested(index: number, value: BinarySection): void {
    requireSection('value', value);
    this.#writeSection(index, value);
  }

  /**
   * Begins a value inside of this one: the writer that `make` returns writes where it is going to be, without a copy. Nothing else
   * may be written until `endNested`.
   */
  beginNested<W>(make: (target: WriterMemory, base: number) => W): W {
    return make(this.target, this.base + this.cursor);
  }

  endNested(index: number, sizeInBytes: number): void {
    requireSize('sizeInBytes', sizeInBytes);
    const slot = this.placeOf(index, SLOT_BYTES);
    const at = this.#room(sizeInBytes);
    const { segment } = this.target;
    const padding = roundToWord(sizeInBytes) - sizeInBytes;
    if (padding > 0) segment.fill(0, at + sizeInBytes, padding);
    segment.putLongHighLow(slot, this.cursor, sizeInBytes);
    this.cursor += roundToWord(sizeInBytes);
  }

  #writeSection(index: number, value: BinarySection): void {
    const slot = this.placeOf(index, SLOT_BYTES);
    const { sizeInBytes } = value;
    const at = this.#room(sizeInBytes);
    const { segment } = this.target;
    this.#pad(at, sizeInBytes);
    copyRange(value.memory, value.offset, segment, at, sizeInBytes);
    segment.putLongHighLow(slot, this.cursor, sizeInBytes);
    this.cursor += roundToWord(sizeInBytes);
  }

  #writeBytes(slot: number, bytes: Uint8Array, length: number): void {
    if (length <= INLINE_LIMIT) {
      const { segment } = this.target;
      segment.putLongHighLow(slot, 0, 0);
      for (let i = 0; i < length; i++) segment.putByte(slot + INLINE_START + i, bytes[i] as number);
      segment.putByte(slot + INLINE_TAG, inlineTag(length));
      return;
    }
    const at = this.#room(length);
    const { segment } = this.target;
    this.#pad(at, length);
    segment.put(at, bytes, 0, length);
    segment.putLongHighLow(slot, this.cursor, length);
    this.cursor += roundToWord(length);
  }

  /** Zeros to the end of the last word. */
  #pad(at: number, length: number): void {
    if ((length & 7) !== 0) this.target.segment.putLongHighLow(at + (length & ~7), 0, 0);
  }

  /** Room for a value of so many bytes, where the cursor is: its offset in the segment. */
  #room(bytes: number): number {
    const at = this.base + this.cursor;
    this.target.ensure(at + roundToWord(bytes));
    return at;
  }
}
