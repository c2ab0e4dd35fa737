import type { CorruptDataError } from '../errors/type-errors.ts';
import { invalid } from '../memory/argument-checks.ts';
import { unsafeAt } from '../views/unsafe-position.ts';
import {
  ARRAY_COUNT,
  ARRAY_NULL_BITS,
  arrayHeaderBytes,
  arrayNullByte,
  type ElementBytes,
  isElementBytes,
} from './binary-array-layout.ts';
import { BinaryFields } from './binary-fields.ts';
import { nullMask } from './binary-row-layout.ts';
import { corrupt, placeCopy, placeIn, placeNowhere, type SectionMemory } from './binary-section.ts';
import { SLOT_BYTES } from './binary-slot.ts';
import { isIndex, noElement } from './field-index.ts';

/**
 * An array as bytes, in the layout of Flink's BinaryArrayData. The bytes do not say how wide the elements are: the getters do, so
 * use the one of the type with which the array was written.
 */
export class BinaryArray extends BinaryFields {
  #count = 0;
  #headerBytes = 0;

  /** As of rows. Throws CorruptDataError when the bytes cannot hold the number of elements that they begin with, and then is nowhere. */
  pointTo(memory: SectionMemory, offset: number, sizeInBytes: number): this {
    placeIn(this, memory, offset, sizeInBytes);
    this.check();
    return this;
  }

  /** What an array needs before an element of it is read. Not for users: `pointTo` asks it. */
  check(): void {
    const { memory, offset, sizeInBytes } = this;
    // What is read next may throw too: of the array that was here before nothing stays.
    this.#count = 0;
    this.#headerBytes = ARRAY_NULL_BITS;
    if (sizeInBytes < ARRAY_NULL_BITS) throw this.#refuse(`${sizeInBytes} bytes are too few for an array`);
    const count = memory.getInt(offset + ARRAY_COUNT);
    // An element takes a byte at least, so that nothing larger than the array is made for its elements.
    if (count < 0 || count > sizeInBytes || arrayHeaderBytes(count) + count > sizeInBytes) {
      throw this.#refuse(`${count} elements in ${sizeInBytes} bytes`);
    }
    this.#count = count;
    this.#headerBytes = arrayHeaderBytes(count);
  }

  /** Not for users: what an array is pointed to whose bytes were refused. It has no elements. */
  pointNowhere(): void {
    placeNowhere(this);
    this.#count = 0;
    this.#headerBytes = ARRAY_NULL_BITS;
  }

  /** Elements. */
  get size(): number {
    return this.#count;
  }

  isNullAt(index: number): boolean {
    this.#require(index);
    return (this.memory.getByte(this.offset + arrayNullByte(index)) & nullMask(index)) !== 0;
  }

  anyNull(): boolean {
    for (let at = ARRAY_NULL_BITS; at < this.#headerBytes; at += 4) {
      if (this.memory.getInt(this.offset + at) !== 0) return true;
    }
    return false;
  }

  getBoolean(index: number): boolean {
    return this.memory.getBoolean(this.placeOf(index, 1));
  }

  getByte(index: number): number {
    return this.memory.getByte(this.placeOf(index, 1));
  }

  getShort(index: number): number {
    return this.memory.getShort(this.placeOf(index, 2));
  }

  getInt(index: number): number {
    return this.memory.getInt(this.placeOf(index, 4));
  }

  getLong(index: number): bigint {
    return this.memory.getLong(this.placeOf(index, 8));
  }

  getLongAsNumber(index: number): number {
    const at = this.placeOf(index, 8);
    try {
      return this.memory.getLongAsNumber(at);
    } catch (error) {
      throw unsafeAt(at - this.offset, error);
    }
  }

  getFloat(index: number): number {
    return this.memory.getFloat(this.placeOf(index, 4));
  }

  getDouble(index: number): number {
    return this.memory.getDouble(this.placeOf(index, 8));
  }

  /** Zeroes 8 bytes: only for elements of that width. */
  setNullAt(index: number): void {
    this.setNullElement(index, 8);
  }

  /** Zeroes the element too: `setNullInt` of Flink is `setNullElement(index, 4)`. */
  setNullElement(index: number, elementBytes: ElementBytes): void {
    if (!isElementBytes(elementBytes)) throw invalid('1, 2, 4 or 8', 'elementBytes', elementBytes);
    const element = this.placeOf(index, elementBytes);
    const at = this.offset + arrayNullByte(index);
    this.memory.putByte(at, this.memory.getByte(at) | nullMask(index));
    for (let i = 0; i < elementBytes; i++) this.memory.putByte(element + i, 0);
  }

  /** The same array in memory of its own. */
  copy(): BinaryArray {
    const array = placeCopy(this, new BinaryArray());
    array.check();
    return array;
  }

  /** Behind the slots, where elements have some: Flink rounds up from there. */
  get fixedBytes(): number {
    return this.#headerBytes + SLOT_BYTES * this.#count;
  }

  protected clearNull(index: number): void {
    this.#require(index);
    const at = this.offset + arrayNullByte(index);
    this.memory.putByte(at, this.memory.getByte(at) & ~nullMask(index));
  }

  positionOf(index: number, bytes: ElementBytes): number {
    if (!isElementBytes(bytes)) throw invalid('1, 2, 4 or 8', 'bytes', bytes);
    return this.placeOf(index, bytes) - this.offset;
  }

  nullPositionOf(index: number): number {
    this.#require(index);
    return arrayNullByte(index);
  }

  slot(index: number): number {
    return this.placeOf(index, SLOT_BYTES);
  }

  /** The array was checked for elements of one byte only; what is read must lie in it whatever the width. */
  protected placeOf(index: number, elementBytes: ElementBytes): number {
    if (!isIndex(index, this.#count)) throw noElement(index, this.#count);
    const at = this.#headerBytes + elementBytes * index;
    if (at + elementBytes > this.sizeInBytes) {
      throw corrupt(this, this.offset, `${this.#count} elements of ${elementBytes} bytes in ${this.sizeInBytes} bytes`);
    }
    return this.offset + at;
  }

  #require(index: number): void {
    if (!isIndex(index, this.#count)) throw noElement(index, this.#count);
  }

  #refuse(reason: string): CorruptDataError {
    this.pointNowhere();
    return corrupt(this, 0, reason);
  }
}
