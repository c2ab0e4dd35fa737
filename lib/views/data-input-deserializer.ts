import { Buffer } from 'node:buffer';
import { isUint8Array } from 'node:util/types';
import { EndOfDataError, MalformedUtfError } from '../errors/view-errors.ts';
import { invalid, requireInteger, requireRange, rest } from '../memory/argument-checks.ts';
import type { LongHalves } from '../memory/long-halves.ts';
import { MemorySegment } from '../memory/memory-segment.ts';
import { asciiStringBytes, getAsciiString } from './ascii-string.ts';
import type { DataInputView } from './data-input-view.ts';
import { decode } from './modified-utf8.ts';
import { unsafeAt } from './unsafe-position.ts';
import { requireByteRange, requireCount } from './view-arguments.ts';
import { segmentOf, type ViewMemory } from './view-memory.ts';

const NOTHING = MemorySegment.wrap(new Uint8Array(0));
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** For generated code: the array that an input reads; undefined where it reads a segment. */
export let arrayOfInput: (input: DataInputDeserializer) => Uint8Array | undefined;
/** For generated code, which has read the array up to `position`, between the old one and the end. */
export let moveInput: (input: DataInputDeserializer, position: number) => void;

/**
 * Reads values, big-endian, from a range of an array or a segment.
 *
 * The memory stays its owner's and is not copied: what is written to it meanwhile is read, and a segment that is freed makes
 * every read throw SegmentFreedError. Reusable by `setBuffer()`; for another range of the same array that allocates nothing.
 *
 * Whatever a method throws, the position stays. (In Flink it moves on before `skipBytesToRead` and `readUTF` fail.)
 */
export class DataInputDeserializer implements DataInputView {
  /** All accesses go through it. Undefined as long as nothing has been read from an array. */
  #segment: MemorySegment | undefined = NOTHING;
  /** What `#segment` is on: the segment itself or an array. */
  #memory: ViewMemory = NOTHING;
  /** `#memory`, where it is an array. */
  #array: Uint8Array | undefined;
  #position = 0;
  #end = 0;

  /** Default: no bytes; all of `memory` from `offset`. */
  constructor(memory?: ViewMemory, offset?: number, length?: number) {
    if (memory !== undefined) this.setBuffer(memory, offset, length);
  }

  /** Reads from now on `length` bytes of `memory` from `offset`; default: all. */
  setBuffer(memory: ViewMemory, offset = 0, length?: number): void {
    const array = isUint8Array(memory) ? memory : undefined;
    const size = array === undefined ? sizeOf(memory as MemorySegment) : array.length;
    const count = length === undefined ? rest(size, offset) : length;
    requireInteger('offset', offset);
    requireInteger('length', count);
    if (size === undefined) throw invalid('a Uint8Array or a MemorySegment', 'memory', memory);
    requireRange('offset', offset, count, size);
    // A detached array has another length than the segment on it.
    const known = memory === this.#memory && this.#segment !== undefined && size === this.#segment.size;
    // An array of no bytes may be one that was detached, which is refused.
    if (!known) this.#segment = array === undefined || size === 0 ? segmentOf(memory) : undefined;
    this.#memory = memory;
    this.#array = array;
    this.#position = offset;
    this.#end = offset + count;
  }

  #open(): MemorySegment {
    return this.#segment ?? this.#wrap();
  }

  #wrap(): MemorySegment {
    this.#segment = segmentOf(this.#memory);
    return this.#segment;
  }

  static {
    arrayOfInput = (input) => input.#array;
    moveInput = (input, position) => {
      input.#position = position;
    };
  }

  /** Lets go of the memory. No bytes are left. */
  release(): void {
    this.#segment = NOTHING;
    this.#memory = NOTHING;
    this.#array = undefined;
    this.#position = 0;
    this.#end = 0;
  }

  /** Bytes left. */
  get available(): number {
    return this.#end - this.#position;
  }

  /** Where the next read begins, from the beginning of the memory: the first read is at the `offset` it was set with. */
  get position(): number {
    return this.#position;
  }

  readBoolean(): boolean {
    if (this.#end - this.#position < 1) throw this.#endOfData(1);
    const value = this.#open().getBoolean(this.#position);
    this.#position += 1;
    return value;
  }

  readByte(): number {
    if (this.#end - this.#position < 1) throw this.#endOfData(1);
    const value = this.#open().getByte(this.#position);
    this.#position += 1;
    return value;
  }

  readUnsignedByte(): number {
    return this.readByte() & 0xff;
  }

  readShort(): number {
    if (this.#end - this.#position < 2) throw this.#endOfData(2);
    const value = this.#open().getShortBigEndian(this.#position);
    this.#position += 2;
    return value;
  }

  readUnsignedShort(): number {
    return this.readChar();
  }

  readChar(): number {
    if (this.#end - this.#position < 2) throw this.#endOfData(2);
    const value = this.#open().getCharBigEndian(this.#position);
    this.#position += 2;
    return value;
  }

  readInt(): number {
    if (this.#end - this.#position < 4) throw this.#endOfData(4);
    const value = this.#open().getIntBigEndian(this.#position);
    this.#position += 4;
    return value;
  }

  readUnsignedInt(): number {
    return this.readInt() >>> 0;
  }

  readLong(): bigint {
    if (this.#end - this.#position < 8) throw this.#endOfData(8);
    const value = this.#open().getLongBigEndian(this.#position);
    this.#position += 8;
    return value;
  }

  readLongAsNumber(): number {
    if (this.#end - this.#position < 8) throw this.#endOfData(8);
    try {
      const value = this.#open().getLongAsNumberBigEndian(this.#position);
      this.#position += 8;
      return value;
    } catch (error) {
      throw unsafeAt(this.#position, error);
    }
  }

  readLongHighLow(target: LongHalves): LongHalves {
    if (typeof target !== 'object' || target === null) throw invalid('an object', 'target', target);
    if (this.#end - this.#position < 8) throw this.#endOfData(8);
    const high = this.#open().getLongHighBigEndian(this.#position);
    target.low = this.#open().getLongLowBigEndian(this.#position);
    target.high = high;
    this.#position += 8;
    return target;
  }

  readFloat(): number {
    if (this.#end - this.#position < 4) throw this.#endOfData(4);
    const value = this.#open().getFloatBigEndian(this.#position);
    this.#position += 4;
    return value;
  }

  readDouble(): number {
    if (this.#end - this.#position < 8) throw this.#endOfData(8);
    const value = this.#open().getDoubleBigEndian(this.#position);
    this.#position += 8;
    return value;
  }

  readFully(bytes: Uint8Array, offset = 0, length = rest(bytes?.length, offset)): void {
    requireByteRange(bytes, offset, length);
    if (this.#end - this.#position < length) throw this.#endOfData(length);
    this.#open().get(this.#position, bytes, offset, length);
    this.#position += length;
  }

  read(bytes: Uint8Array, offset = 0, length = rest(bytes?.length, offset)): number {
    requireByteRange(bytes, offset, length);
    if (length > 0 && this.#position === this.#end) return -1;
    const count = Math.min(length, this.#end - this.#position);
    this.#open().get(this.#position, bytes, offset, count);
    this.#position += count;
    return count;
  }

  /** Exactly `length` bytes into a segment, or none. `MemorySegment.put` reads by this method too. */
  readSegment(segment: MemorySegment, offset: number, length: number): void {
    requireInteger('length', length);
    if (this.#end - this.#position < length) throw this.#endOfData(length);
    this.#open().copyTo(this.#position, segment, offset, length);
    this.#position += length;
  }

  readLine(): string | undefined {
    if (this.#position === this.#end) return undefined;
    const segment = this.#open();
    let at = this.#position;
    while (at < this.#end && segment.getByte(at) !== LINE_FEED) at++;
    let length = at - this.#position;
    if (length > 0 && segment.getByte(at - 1) === CARRIAGE_RETURN) length -= 1;
    const line = Buffer.allocUnsafe(length);
    segment.get(this.#position, line);
    this.#position = at < this.#end ? at + 1 : at;
    return line.toString('latin1');
  }

  readUTF(): string {
    const start = this.#position;
    if (this.#end - start < 2) throw this.#endOfData(2);
    return this.#readText(2, this.#open().getCharBigEndian(start));
  }

  /** What `writeLongUTF` wrote: as `readUTF`, with a length of 4 bytes. */
  readLongUTF(): string {
    const start = this.#position;
    if (this.#end - start < 4) throw this.#endOfData(4);
    const length = this.#open().getIntBigEndian(start);
    if (length < 0) throw new MalformedUtfError({ position: start, reason: 'negative length' });
    return this.#readText(4, length);
  }

  #readText(prefixLength: number, length: number): string {
    if (this.#end - this.#position < prefixLength + length) throw this.#endOfData(prefixLength + length);
    const text = decode(this.#open(), this.#position + prefixLength, length);
    this.#position += prefixLength + length;
    return text;
  }

  tryReadAsciiString(): string | undefined {
    const text = getAsciiString(this.#open(), this.#position, this.#end);
    if (text !== undefined) this.#position += asciiStringBytes(text.length);
    return text;
  }

  skipBytes(count: number): number {
    requireCount('count', count);
    const skipped = Math.min(count, this.#end - this.#position);
    this.#position += skipped;
    return skipped;
  }

  skipBytesToRead(count: number): void {
    requireCount('count', count);
    if (this.#end - this.#position < count) throw this.#endOfData(count);
    this.#position += count;
  }

  #endOfData(requested: number): EndOfDataError {
    return new EndOfDataError({ position: this.#position, requested, available: this.available });
  }
}

/** Undefined for what is no segment. */
function sizeOf(memory: MemorySegment): number | undefined {
  return memory instanceof MemorySegment ? memory.size : undefined;
}
