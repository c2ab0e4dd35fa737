import { InvalidArgumentError } from '../errors/argument-errors.ts';
import { OutputFullError } from '../errors/view-errors.ts';
import { invalid, requireInteger, requireOptions, rest } from '../memory/argument-checks.ts';
import { type ByteInput, isByteInput } from '../memory/byte-transfer.ts';
import type { MemorySegment } from '../memory/memory-segment.ts';
import { requireSafeLong } from '../memory/safe-long.ts';
import { asciiStringBytes, MAX_ASCII_STRING, putAsciiString } from './ascii-string.ts';
import type { DataOutputView } from './data-output-view.ts';
import { encode, encodedUtfLength, putLatin1 } from './modified-utf8.ts';
import { SCALAR_BYTES, ValueScratch } from './value-scratch.ts';
import { requireByteRange, requireCount, requirePage, requireSegmentRange, requireText } from './view-arguments.ts';

/** How a paged output view uses its segments; sizes in bytes. */
export interface PagedOutputOptions {
  /** Bytes of each segment that the view uses, header included. */
  readonly segmentSizeBytes: number;
  /** Bytes at the beginning of each segment that the view leaves alone. Default 0. */
  readonly headerLengthBytes?: number | undefined;
  /** Where writing begins. Default: the first one that `nextSegment` gives, when something is written. */
  readonly initialSegment?: MemorySegment | undefined;
  /**
   * Takes the segment that is full up to `positionInSegment` (none at the beginning) and gives the next to write. Undefined: there
   * is none. What it throws, the write throws, and the position stays.
   */
  readonly nextSegment: (full: MemorySegment | undefined, positionInSegment: number) => MemorySegment | undefined;
}

/**
 * Writes values, big-endian, into one segment after another: Flink's AbstractPagedOutputView, with a function in place of the
 * subclass.
 *
 *      segment 0                    segment 1
 *     +--------+------------------+--------+------------------+
 *     | header | value value val..| header |..ue value        |     a value may lie in several segments
 *     +--------+------------------+--------+------------------+
 *
 * The segments stay their owner's. Where there is no next segment, OutputFullError is thrown: a scalar, up to 8 bytes, is then not
 * written at all if the segments hold that much beside their headers. Longer values leave their beginning, and `bytesWritten`
 * says how much. NaNs are written as they are, unlike by DataOutputSerializer; both as in Flink.
 */
export class PagedOutputView implements DataOutputView {
  readonly segmentSizeBytes: number;
  readonly headerLengthBytes: number;
  readonly #nextSegment: PagedOutputOptions['nextSegment'];
  readonly #scratch = new ValueScratch();
  #segment: MemorySegment | undefined;
  #position: number;
  /** Bytes in the segments before. */
  #before = 0;

  constructor(options: PagedOutputOptions) {
    requireOptions(options);
    const { segmentSizeBytes, headerLengthBytes = 0, initialSegment, nextSegment } = options;
    requireInteger('segmentSizeBytes', segmentSizeBytes);
    requireInteger('headerLengthBytes', headerLengthBytes);
    if (segmentSizeBytes < 1) throw invalid('a size in bytes of at least 1', 'segmentSizeBytes', segmentSizeBytes);
    if (headerLengthBytes < 0 || headerLengthBytes >= segmentSizeBytes) {
      throw new InvalidArgumentError('Header does not leave room in the segment', {
        headerLengthBytes,
        segmentSizeBytes,
      });
    }
    if (typeof nextSegment !== 'function') throw invalid('a function', 'nextSegment', nextSegment);
    this.segmentSizeBytes = segmentSizeBytes;
    this.headerLengthBytes = headerLengthBytes;
    this.#nextSegment = nextSegment;
    if (initialSegment !== undefined) requirePage(initialSegment, segmentSizeBytes);
    this.#segment = initialSegment;
    this.#position = initialSegment === undefined ? segmentSizeBytes : headerLengthBytes;
  }

  /** Undefined before the first write. */
  get currentSegment(): MemorySegment | undefined {
    return this.#segment;
  }

  /** Where the next byte goes. The segment's end, `segmentSizeBytes`, where it goes to the next segment. */
  get positionInSegment(): number {
    return this.#segment === undefined ? this.headerLengthBytes : this.#position;
  }

  /** Bytes from the beginning, or from the last `clear()`, headers not counted. */
  get bytesWritten(): number {
    return this.#segment === undefined ? 0 : this.#before + this.#position - this.headerLengthBytes;
  }

  /** Goes to the next segment, whatever room is left in this one. Throws OutputFullError, and the position stays. */
  advance(): void {
    const segment = this.#next();
    this.#before = this.bytesWritten;
    this.#segment = segment;
    this.#position = this.headerLengthBytes;
  }

  /** Forgets the current segment: the next write asks for one, as the first did. */
  clear(): void {
    this.#segment = undefined;
    this.#position = this.segmentSizeBytes;
    this.#before = 0;
  }

  /** For views that can go anywhere. `before`: the bytes in the segments before this one. */
  protected seekOutput(segment: MemorySegment, positionInSegment: number, before: number): void {
    requirePage(segment, this.segmentSizeBytes);
    this.#segment = segment;
    this.#position = positionInSegment;
    this.#before = before;
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
      requireCount('length', offset);
      this.#inPieces(offset, (segment, at, _done, count) => segment.put(at, source, count));
    } else {
      requireByteRange(source, offset, length);
      this.#inPieces(length, (segment, at, done, count) => segment.put(at, source, offset + done, count));
    }
  }

  writeSegment(source: MemorySegment, offset: number, length: number): void {
    requireSegmentRange(source, offset, length);
    this.#inPieces(length, (segment, at, done, count) => source.copyTo(offset + done, segment, at, count));
  }

  writeBoolean(value: boolean): void {
    if (this.#position === this.segmentSizeBytes) this.advance();
    this.#current.putBoolean(this.#position, value);
    this.#position += 1;
  }

  writeByte(value: number): void {
    if (this.#position === this.segmentSizeBytes) this.advance();
    this.#current.putByte(this.#position, value);
    this.#position += 1;
  }

  writeShort(value: number): void {
    if (this.segmentSizeBytes - this.#position >= 2) {
      this.#current.putShortBigEndian(this.#position, value);
      this.#position += 2;
    } else {
      this.#scratch.segment.putShortBigEndian(0, value);
      this.#writeAcross(2);
    }
  }

  writeChar(value: number): void {
    this.writeShort(value);
  }

  writeInt(value: number): void {
    if (this.segmentSizeBytes - this.#position >= 4) {
      this.#current.putIntBigEndian(this.#position, value);
      this.#position += 4;
    } else {
      this.#scratch.segment.putIntBigEndian(0, value);
      this.#writeAcross(4);
    }
  }

  writeLong(value: bigint): void {
    if (this.segmentSizeBytes - this.#position >= 8) {
      this.#current.putLongBigEndian(this.#position, value);
      this.#position += 8;
    } else {
      this.#scratch.segment.putLongBigEndian(0, value);
      this.#writeAcross(8);
    }
  }

  writeLongAsNumber(value: number): void {
    requireSafeLong(value, this.bytesWritten);
    if (this.segmentSizeBytes - this.#position >= 8) {
      this.#current.putLongAsNumberBigEndian(this.#position, value);
      this.#position += 8;
    } else {
      this.#scratch.segment.putLongAsNumberBigEndian(0, value);
      this.#writeAcross(8);
    }
  }

  writeLongHighLow(high: number, low: number): void {
    if (this.segmentSizeBytes - this.#position >= 8) {
      this.#current.putLongHighLowBigEndian(this.#position, high, low);
      this.#position += 8;
    } else {
      this.#scratch.segment.putLongHighLowBigEndian(0, high, low);
      this.#writeAcross(8);
    }
  }

  writeFloat(value: number): void {
    if (this.segmentSizeBytes - this.#position >= 4) {
      this.#current.putFloatBigEndian(this.#position, value);
      this.#position += 4;
    } else {
      this.#scratch.segment.putFloatBigEndian(0, value);
      this.#writeAcross(4);
    }
  }

  writeDouble(value: number): void {
    if (this.segmentSizeBytes - this.#position >= 8) {
      this.#current.putDoubleBigEndian(this.#position, value);
      this.#position += 8;
    } else {
      this.#scratch.segment.putDoubleBigEndian(0, value);
      this.#writeAcross(8);
    }
  }

  writeBytes(text: string): void {
    requireText(text);
    const { length } = text;
    this.#writeText(length, (segment, at) => putLatin1(text, segment, at));
  }

  writeChars(text: string): void {
    requireText(text);
    for (let i = 0; i < text.length; i++) this.writeShort(text.charCodeAt(i));
  }

  writeUTF(text: string): void {
    requireText(text);
    const length = encodedUtfLength(text);
    this.#writeText(length + 2, (segment, at) => {
      segment.putShortBigEndian(at, length);
      encode(text, length, segment, at + 2);
    });
  }

  tryWriteAsciiString(text: string): boolean {
    requireText(text);
    const { length } = text;
    // Three bytes for each: a string that is not ASCII must not touch more of the segment than it will fill.
    if (length > MAX_ASCII_STRING || this.segmentSizeBytes - this.#position < asciiStringBytes(3 * length))
      return false;
    if (!putAsciiString(text, this.#current, this.#position)) return false;
    this.#position += asciiStringBytes(length);
    return true;
  }

  /** Leaves `count` bytes as they are, over as many segments as that takes. */
  skipBytesToWrite(count: number): void {
    requireCount('count', count);
    this.#inPieces(count, () => undefined);
  }

  /** Into the segment where there is room, otherwise by way of the scratch memory. */
  #writeText(length: number, write: (segment: MemorySegment, at: number) => void): void {
    if (this.segmentSizeBytes - this.#position >= length) {
      if (length > 0) write(this.#current, this.#position);
      this.#position += length;
      return;
    }
    const text = this.#scratch.segmentFor(length);
    write(text, 0);
    this.writeSegment(text, 0, length);
  }

  /** `length` bytes of the scratch memory, at most 8. */
  #writeAcross(length: number): void {
    const start = this.#position;
    const room = this.segmentSizeBytes - start;
    const source = this.#scratch.segment;
    const segment = this.#segment;
    if (room > 0) {
      this.#current.copyTo(start, source, SCALAR_BYTES, room);
      source.copyTo(0, this.#current, start, room);
    }
    // Full for whoever takes it; where nobody gives another, nothing has been written.
    this.#position = this.segmentSizeBytes;
    try {
      this.advance();
    } catch (error) {
      this.#position = start;
      if (room > 0 && segment?.isFreed === false) source.copyTo(SCALAR_BYTES, segment, start, room);
      throw error;
    }
    this.writeSegment(source, room, length - room);
  }

  #inPieces(length: number, write: (segment: MemorySegment, at: number, done: number, count: number) => void): void {
    for (let done = 0; done < length; ) {
      if (this.#position === this.segmentSizeBytes) this.advance();
      const count = Math.min(length - done, this.segmentSizeBytes - this.#position);
      write(this.#current, this.#position, done, count);
      this.#position += count;
      done += count;
    }
  }

  /** Where there is room there is a segment. */
  get #current(): MemorySegment {
    return this.#segment as MemorySegment;
  }

  #next(): MemorySegment {
    const segment = this.#nextSegment(this.#segment, this.positionInSegment);
    if (segment === undefined) throw new OutputFullError({ position: this.bytesWritten, available: 0 });
    requirePage(segment, this.segmentSizeBytes);
    return segment;
  }
}
