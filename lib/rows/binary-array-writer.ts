import { InvalidArgumentError } from '../errors/argument-errors.ts';
import { invalid } from '../memory/argument-checks.ts';
import { BinaryArray } from './binary-array.ts';
import {
  ARRAY_COUNT,
  arrayFixedBytes,
  arrayHeaderBytes,
  arrayNullByte,
  type ElementBytes,
  isElementBytes,
  MAX_ARRAY_COUNT,
} from './binary-array-layout.ts';
import { nullMask } from './binary-row-layout.ts';
import { type BinaryWriterOptions, NestedPlace } from './binary-row-writer.ts';
import { BinaryWriter } from './binary-writer.ts';
import { isIndex, noElement } from './field-index.ts';

/** Writes an array of `count` elements that are `elementBytes` wide: Flink's BinaryArrayWriter. Otherwise as the writer of rows. */
export class BinaryArrayWriter extends BinaryWriter {
  readonly count: number;
  readonly elementBytes: ElementBytes;
  readonly #headerBytes: number;
  readonly #fixedBytes: number;

  constructor(count: number, elementBytes: ElementBytes, options: BinaryWriterOptions | NestedPlace = {}) {
    const { target, base } = options instanceof NestedPlace ? options : NestedPlace.outermost(options);
    super(target, base);
    if (!Number.isInteger(count) || count < 0 || count > MAX_ARRAY_COUNT) {
      throw invalid('an integer from 0 to 2147483632', 'count', count);
    }
    if (!isElementBytes(elementBytes)) throw invalid('1, 2, 4 or 8', 'elementBytes', elementBytes);
    this.count = count;
    this.elementBytes = elementBytes;
    this.#headerBytes = arrayHeaderBytes(count);
    this.#fixedBytes = arrayFixedBytes(count, elementBytes);
    this.reset();
  }

  reset(): void {
    this.target.ensure(this.base + this.#fixedBytes);
    this.target.segment.fill(0, this.base, this.#fixedBytes);
    this.target.segment.putInt(this.base + ARRAY_COUNT, this.count);
    this.cursor = this.#fixedBytes;
  }

  /** Points `array` to what has been written. It is overwritten by the next array: `array.copy()` keeps it. */
  complete(array: BinaryArray = new BinaryArray()): BinaryArray {
    if (!(array instanceof BinaryArray)) throw invalid('a BinaryArray', 'array', array);
    return array.pointTo(this.target.segment, this.base, this.cursor);
  }

  /** Zeroes the element, whatever its width. */
  setNullAt(index: number): void {
    this.target.segment.fill(0, this.placeOf(index, this.elementBytes), this.elementBytes);
    this.setNullBit(index);
  }

  protected setNullBit(index: number): void {
    const at = this.base + arrayNullByte(index);
    const { segment } = this.target;
    segment.putByte(at, segment.getByte(at) | nullMask(index));
  }

  protected placeOf(index: number, width: ElementBytes): number {
    if (!isIndex(index, this.count)) throw noElement(index, this.count);
    if (width !== this.elementBytes) {
      throw new InvalidArgumentError('Value is not as wide as the elements', {
        width,
        elementBytes: this.elementBytes,
      });
    }
    return this.base + this.#headerBytes + width * index;
  }
}
