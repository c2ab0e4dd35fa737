import { invalid } from '../memory/argument-checks.ts';
import { MemorySegment } from '../memory/memory-segment.ts';
import { compareRanges } from './binary-memory.ts';
import { BinarySection, place, placeIn, requireSection, type SectionMemory } from './binary-section.ts';
import { isIndex, noElement } from './field-index.ts';
import { hashBytes } from './murmur-hash.ts';
import { decodeText, encodedBytes, encodeText } from './utf8.ts';

/** A text as UTF-8 in memory: BinaryStringData. Compared, hashed and passed on without being decoded. */
export class BinaryString extends BinarySection {
  /** The text in memory of its own. A lone surrogate becomes `?`, as in Java. */
  static from(text: string): BinaryString {
    if (typeof text !== 'string') throw invalid('a string', 'text', text);
    const length = encodeText(text);
    return BinaryString.fromBytes(new Uint8Array(encodedBytes.subarray(0, length)));
  }

  /** UTF-8, not copied. */
  static fromBytes(bytes: Uint8Array): BinaryString {
    const string = new BinaryString();
    place(string, MemorySegment.wrap(bytes), 0, bytes.length);
    return string;
  }

  /** Throws IndexOutOfBoundsError when the range does not lie in the memory. */
  pointTo(memory: SectionMemory, offset: number, sizeInBytes: number): this {
    placeIn(this, memory, offset, sizeInBytes);
    return this;
  }

  get isEmpty(): boolean {
    return this.sizeInBytes === 0;
  }

  /** Signed. */
  byteAt(index: number): number {
    if (!isIndex(index, this.sizeInBytes)) throw noElement(index, this.sizeInBytes);
    return this.memory.getByte(this.offset + index);
  }

  /** By bytes, which is the order of the code points: -1, 0 or 1. */
  compareTo(other: BinaryString): number {
    requireSection('other', other);
    return compareRanges(this.memory, this.offset, this.sizeInBytes, other.memory, other.offset, other.sizeInBytes);
  }

  /** The hash code that Flink's text has. */
  override hashCode(): number {
    return hashBytes(this.memory, this.offset, this.sizeInBytes);
  }

  /** The same text in memory of its own. */
  copy(): BinaryString {
    return BinaryString.fromBytes(this.toBytes());
  }

  override toString(): string {
    return decodeText(this.memory, this.offset, this.sizeInBytes);
  }
}
