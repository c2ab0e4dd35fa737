import { isUint8Array } from 'node:util/types';
import { InvalidArgumentError } from '../errors/argument-errors.ts';
import { OutOfMemoryError } from '../errors/memory-errors.ts';
import { OutputFullError } from '../errors/view-errors.ts';
import { invalid, requireInteger, requireOptions, requireRange, rest } from '../memory/argument-checks.ts';
import { type ByteInput, isByteInput } from '../memory/byte-transfer.ts';
import { MemorySegment } from '../memory/memory-segment.ts';
import { requireSafeLong } from '../memory/safe-long.ts';
import { asciiStringBytes, MAX_ASCII_STRING, putAsciiString } from './ascii-string.ts';
import type { DataOutputView } from './data-output-view.ts';
import { encode, encodedLength, encodedUtfLength, putLatin1 } from './modified-utf8.ts';
import { requireByteRange, requireSegmentRange, requireSizeOption, requireText } from './view-arguments.ts';
import { segmentOf, type ViewMemory } from './view-memory.ts';

/** Flink's limit: the longest array of Java. */
const MAX_SIZE_BYTES = 2 ** 31 - 1;

const CANONICAL_FLOAT_NAN = 0x7fc00000;
const CANONICAL_DOUBLE_NAN_HIGH = 0x7ff80000;

/** How far an output in memory grows. Beyond it a write is OutputFullError. */
export interface DataOutputSerializerOptions {
  /** How far a growing output may grow. Default 2^31 - 1, as in Flink. */
  readonly maxSizeBytes?: number | undefined;
}

/** For generated code: the array that an output writes, with room for `count` more bytes; undefined where it is a segment or full. */
export let roomOfOutput: (output: DataOutputSerializer, count: number) => Uint8Array | undefined;
/** For generated code, which has written the array up to `position`, within the room that it asked for. */
export let moveOutput: (output: DataOutputSerializer, position: number) => void;

/**
 * Writes values, big-endian, into memory that grows, or into memory that it is given.
 *
 * `new DataOutputSerializer(startSizeBytes)` owns an array and replaces it by one of twice the capacity, or of the capacity and
 * what is written if that is more. `new DataOutputSerializer(memory)` writes into an array or a segment of the caller's, who keeps
 * it; its end is the end of the output. A segment that is freed meanwhile makes every write throw SegmentFreedError.
 *
 * Every method writes all of a value or nothing. Reusable by `clear()`, which keeps the memory and what it holds.
 */
export class DataOutputSerializer implements DataOutputView {
  /** All accesses go through it; over `#bytes`, unless the memory is a segment. */
  #segment: MemorySegment;
  #bytes: Uint8Array | undefined;
  #capacity: number;
  #position = 0;
  /** The capacity, when the memory is the caller's. */
  readonly #maxSizeBytes: number;
  /** The memory is the caller's. */
  readonly #isFixed: boolean;

  constructor(startSizeOrMemory: number | ViewMemory, options: DataOutputSerializerOptions = {}) {
    requireOptions(options);
    const { maxSizeBytes = MAX_SIZE_BYTES } = options;
    this.#isFixed = typeof startSizeOrMemory !== 'number';
    if (typeof startSizeOrMemory === 'number') {
      requireSizeOption('maxSizeBytes', maxSizeBytes);
      if (!Number.isInteger(startSizeOrMemory) || startSizeOrMemory < 1 || startSizeOrMemory > maxSizeBytes) {
        throw invalid(`an integer from 1 to ${maxSizeBytes}`, 'startSizeBytes', startSizeOrMemory);
      }
      const bytes = newBytes(startSizeOrMemory);
      if (bytes === undefined) throw new OutOfMemoryError({ sizeBytes: startSizeOrMemory });
      this.#bytes = bytes;
      this.#segment = MemorySegment.wrap(bytes);
      this.#capacity = startSizeOrMemory;
      this.#maxSizeBytes = maxSizeBytes;
    } else {
      this.#segment = segmentOf(startSizeOrMemory);
      this.#bytes = isUint8Array(startSizeOrMemory) ? startSizeOrMemory : undefined;
      this.#capacity = this.#segment.size;
      this.#maxSizeBytes = this.#capacity;
    }
  }

  /** Bytes written: the position of the next write. */
  get length(): number {
    return this.#position;
  }

  /** Bytes that fit before the next growth. */
  get capacity(): number {
    return this.#capacity;
  }

  /** The array itself, of `capacity` bytes. A growing output leaves it behind when it grows. */
  get sharedBuffer(): Uint8Array {
    if (this.#bytes === undefined) throw new InvalidArgumentError('The memory of a segment is not handed out');
    return this.#bytes;
  }

  /** What has been written, not copied: see `sharedBuffer`. */
  wrapAsBytes(): Uint8Array {
    const { buffer, byteOffset } = this.sharedBuffer;
    return new Uint8Array(buffer, byteOffset, this.#position);
  }

  /** A copy of what has been written. */
  copyOfBuffer(): Uint8Array<ArrayBuffer> {
    const bytes = newBytes(this.#position);
    if (bytes === undefined) throw new OutOfMemoryError({ sizeBytes: this.#position });
    this.#segment.get(0, bytes);
    return bytes;
  }

  /** Begins anew at position 0. */
  clear(): void {
    this.#position = 0;
  }

  /** Goes back to `position`, from 0 to `length`; what follows it is forgotten. */
  setPosition(position: number): void {
    requireInteger('position', position);
    if (position < 0 || position > this.#position) {
      throw new InvalidArgumentError('Position is out of bounds', { position, length: this.#position });
    }
    this.#position = position;
  }

  /**
   * Goes to any position of the capacity, also beyond `length`: what lies between is whatever the memory holds. Outside of it
   * IndexOutOfBoundsError is thrown, which Flink leaves to later accesses.
   */
  setPositionUnsafe(position: number): void {
    requireInteger('position', position);
    requireRange('position', position, 0, this.#capacity);
    this.#position = position;
  }

  /** Writes an int at any position of the capacity; `length` stays. */
  writeIntUnsafe(value: number, position: number): void {
    requireInteger('position', position);
    this.#segment.putIntBigEndian(position, value);
  }

  write(byte: number): void;
  write(bytes: Uint8Array, offset?: number, length?: number): void;
  write(source: ByteInput, length: number): void;
  write(
    source: number | Uint8Array | ByteInput,
    offset = 0,
    length = rest((source as Uint8Array)?.length, offset),
  ): void {
    if (typeof source === 'number') {
      this.writeByte(source);
    } else if (isByteInput(source)) {
      this.#writeFrom(source, offset);
    } else {
      requireByteRange(source, offset, length);
      if (this.#capacity - this.#position < length) this.#grow(length);
      this.#segment.put(this.#position, source, offset, length);
      this.#position += length;
    }
  }

  #writeFrom(source: ByteInput, length: number): void {
    requireInteger('length', length);
    this.#requireRoom(length);
    this.#segment.put(this.#position, source, length);
    this.#position += length;
  }

  /** `length` bytes of a segment, which `MemorySegment.get` writes by this method too. */
  writeSegment(segment: MemorySegment, offset: number, length: number): void {
    requireSegmentRange(segment, offset, length);
    if (this.#capacity - this.#position < length) this.#grow(length);
    segment.copyTo(offset, this.#segment, this.#position, length);
    this.#position += length;
  }

  writeBoolean(value: boolean): void {
    if (this.#capacity - this.#position < 1) this.#grow(1);
    this.#segment.putBoolean(this.#position, value);
    this.#position += 1;
  }

  writeByte(value: number): void {
    if (this.#capacity - this.#position < 1) this.#grow(1);
    this.#segment.putByte(this.#position, value);
    this.#position += 1;
  }

  writeShort(value: number): void {
    if (this.#capacity - this.#position < 2) this.#grow(2);
    this.#segment.putShortBigEndian(this.#position, value);
    this.#position += 2;
  }

  writeChar(value: number): void {
    if (this.#capacity - this.#position < 2) this.#grow(2);
    this.#segment.putCharBigEndian(this.#position, value);
    this.#position += 2;
  }

  writeInt(value: number): void {
    if (this.#capacity - this.#position < 4) this.#grow(4);
    this.#segment.putIntBigEndian(this.#position, value);
    this.#position += 4;
  }

  writeLong(value: bigint): void {
    if (this.#capacity - this.#position < 8) this.#grow(8);
    this.#segment.putLongBigEndian(this.#position, value);
    this.#position += 8;
  }

  writeLongAsNumber(value: number): void {
    requireSafeLong(value, this.#position);
    if (this.#capacity - this.#position < 8) this.#grow(8);
    this.#segment.putLongAsNumberBigEndian(this.#position, value);
    this.#position += 8;
  }

  writeLongHighLow(high: number, low: number): void {
    if (this.#capacity - this.#position < 8) this.#grow(8);
    this.#segment.putLongHighLowBigEndian(this.#position, high, low);
    this.#position += 8;
  }

  writeFloat(value: number): void {
    if (this.#capacity - this.#position < 4) this.#grow(4);
    if (Number.isNaN(value)) this.#segment.putIntBigEndian(this.#position, CANONICAL_FLOAT_NAN);
    else this.#segment.putFloatBigEndian(this.#position, value);
    this.#position += 4;
  }

  writeDouble(value: number): void {
    if (this.#capacity - this.#position < 8) this.#grow(8);
    if (Number.isNaN(value)) this.#segment.putLongHighLowBigEndian(this.#position, CANONICAL_DOUBLE_NAN_HIGH, 0);
    else this.#segment.putDoubleBigEndian(this.#position, value);
    this.#position += 8;
  }

  writeBytes(text: string): void {
    requireText(text);
    const { length } = text;
    if (this.#capacity - this.#position < length) this.#grow(length);
    putLatin1(text, this.#segment, this.#position);
    this.#position += length;
  }

  writeChars(text: string): void {
    requireText(text);
    const length = 2 * text.length;
    if (this.#capacity - this.#position < length) this.#grow(length);
    for (let i = 0; i < text.length; i++) {
      this.#segment.putCharBigEndian(this.#position + 2 * i, text.charCodeAt(i));
    }
    this.#position += length;
  }

  writeUTF(text: string): void {
    requireText(text);
    const length = encodedUtfLength(text);
    if (this.#capacity - this.#position < length + 2) this.#grow(length + 2);
    this.#segment.putShortBigEndian(this.#position, length);
    encode(text, length, this.#segment, this.#position + 2);
    this.#position += length + 2;
  }

  /** As `writeUTF`, with a length of 4 bytes. */
  writeLongUTF(text: string): void {
    requireText(text);
    const length = encodedLength(text);
    if (this.#capacity - this.#position < length + 4) this.#grow(length + 4);
    this.#segment.putIntBigEndian(this.#position, length);
    encode(text, length, this.#segment, this.#position + 4);
    this.#position += length + 4;
  }

  tryWriteAsciiString(text: string): boolean {
    requireText(text);
    const { length } = text;
    if (length > MAX_ASCII_STRING) return false;
    const bytes = asciiStringBytes(length);
    const room = this.#capacity - this.#position;
    if (this.#isFixed) {
      // The caller's memory must not change where the string turns out not to be ASCII, and not to fit.
      if (room < asciiStringBytes(3 * length)) return false;
    } else if (room < bytes) {
      this.#grow(bytes);
    }
    if (!putAsciiString(text, this.#segment, this.#position)) return false;
    this.#position += bytes;
    return true;
  }

  skipBytesToWrite(count: number): void {
    requireInteger('count', count);
    this.#requireRoom(count);
    this.#position += count;
  }

  toString(): string {
    return `[pos=${this.#position} cap=${this.#capacity}]`;
  }

  static {
    roomOfOutput = (output, count) => {
      // The caller's array may have lost its memory: then the first value says so.
      if (output.#bytes?.length !== output.#capacity) return undefined;
      // An output of the caller's may end here: then the values are written one by one, up to the one that does not fit.
      if (output.#capacity - output.#position < count) {
        if (output.#position + count > output.#maxSizeBytes) return undefined;
        output.#grow(count);
      }
      return output.#bytes;
    };
    moveOutput = (output, position) => {
      output.#position = position;
    };
  }

  #requireRoom(count: number): void {
    if (count < 0) throw new InvalidArgumentError('Argument is negative', { count });
    if (count > this.#capacity - this.#position) throw this.#full(count, this.#capacity);
  }

  /** Makes room for `count` more bytes than the capacity; at least twice the capacity, as far as the limit allows. */
  #grow(count: number): void {
    const needed = this.#position + count;
    if (needed > this.#maxSizeBytes) throw this.#full(count, this.#maxSizeBytes);
    const wanted = Math.min(Math.max(2 * this.#capacity, this.#capacity + count), this.#maxSizeBytes);
    const grown = newBytes(wanted) ?? newBytes(needed);
    if (grown === undefined) throw new OutOfMemoryError({ sizeBytes: needed });
    const segment = MemorySegment.wrap(grown);
    this.#segment.copyTo(0, segment, 0, this.#position);
    this.#bytes = grown;
    this.#segment = segment;
    this.#capacity = grown.length;
  }

  #full(requested: number, limit: number): OutputFullError {
    return new OutputFullError({ position: this.#position, requested, available: limit - this.#position });
  }
}

/** Undefined when the system refuses it. */
function newBytes(sizeBytes: number): Uint8Array<ArrayBuffer> | undefined {
  try {
    return new Uint8Array(sizeBytes);
  } catch {
    return undefined;
  }
}
