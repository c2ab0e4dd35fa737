import { Buffer } from 'node:buffer';
import { InvalidArgumentError } from '../errors/argument-errors.ts';
import { EndOfDataError } from '../errors/view-errors.ts';
import { invalid, requireInteger, requireOptions, rest } from '../memory/argument-checks.ts';
import type { LongHalves } from '../memory/long-halves.ts';
import type { MemorySegment } from '../memory/memory-segment.ts';
import { asciiStringBytes, getAsciiString } from './ascii-string.ts';
import type { DataInputView } from './data-input-view.ts';
import { decode } from './modified-utf8.ts';
import { unsafeAt } from './unsafe-position.ts';
import { ValueScratch } from './value-scratch.ts';
import { requireByteRange, requireCount, requireSegment, requireSegmentRange } from './view-arguments.ts';

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** A segment with data up to `limit`, in bytes from its beginning, its header included. */
export interface InputPage {
  readonly segment: MemorySegment;
  readonly limit: number;
}

/** Where a paged input view finds data in its segments; sizes in bytes. */
export interface PagedInputOptions {
  /** Bytes at the beginning of each segment that the view leaves out. Default 0. */
  readonly headerLengthBytes?: number | undefined;
  /** Where reading begins. Default: the first one that `nextSegment` gives, when something is read. */
  readonly initialPage?: InputPage | undefined;
  /** Takes back the segment that has been read (none at the beginning) and gives the next. Undefined: there is none. */
  readonly nextSegment: (read: MemorySegment | undefined) => InputPage | undefined;
}

/**
 * Reads values, big-endian, from one segment after another: Flink's AbstractPagedInputView, with a function in place of the
 * subclass. What PagedOutputView writes.
 *
 * The segments stay their owner's. Where there is no next segment, EndOfDataError is thrown: the position stays if what was to be
 * read begins in the last segment, and otherwise has moved there. A boolean is true for the byte 1 only, as in Flink's paged
 * views.
 */
export class PagedInputView implements DataInputView {
  readonly headerLengthBytes: number;
  readonly #nextSegment: PagedInputOptions['nextSegment'];
  readonly #scratch = new ValueScratch();
  #segment: MemorySegment | undefined;
  #position = 0;
  #limit = 0;
  /** Bytes in the segments before. */
  #before = 0;

  constructor(options: PagedInputOptions) {
    requireOptions(options);
    const { headerLengthBytes = 0, initialPage, nextSegment } = options;
    requireCount('headerLengthBytes', headerLengthBytes);
    if (typeof nextSegment !== 'function') throw invalid('a function', 'nextSegment', nextSegment);
    this.headerLengthBytes = headerLengthBytes;
    this.#nextSegment = nextSegment;
    if (initialPage !== undefined) this.#enter(this.#page(initialPage));
  }

  /** Undefined before the first read. */
  get currentSegment(): MemorySegment | undefined {
    return this.#segment;
  }

  get positionInSegment(): number {
    return this.#segment === undefined ? this.headerLengthBytes : this.#position;
  }

  /** Where the data of the current segment end. */
  get currentSegmentLimit(): number {
    return this.#limit;
  }

  /** Bytes read from the beginning, headers not counted. */
  get position(): number {
    return this.#segment === undefined ? 0 : this.#before + this.#position - this.headerLengthBytes;
  }

  get available(): number | undefined {
    return undefined;
  }

  /** Goes to the next segment, whatever is left in this one. Throws EndOfDataError, and the position stays. */
  advance(): void {
    if (!this.#tryAdvance()) throw this.#endOfData(1);
  }

  /** Forgets the current segment: the next read asks for one, as the first did. */
  clear(): void {
    this.#segment = undefined;
    this.#position = 0;
    this.#limit = 0;
    this.#before = 0;
  }

  /** For views that can go anywhere. `before`: the bytes in the segments before this one. */
  protected seekInput(page: InputPage, positionInSegment: number, before: number): void {
    const { segment, limit } = this.#page(page);
    this.#segment = segment;
    this.#limit = limit;
    this.#position = positionInSegment;
    this.#before = before;
  }

  readBoolean(): boolean {
    return this.readByte() === 1;
  }

  readByte(): number {
    while (this.#position === this.#limit) this.advance();
    const value = this.#current.getByte(this.#position);
    this.#position += 1;
    return value;
  }

  readUnsignedByte(): number {
    return this.readByte() & 0xff;
  }

  readShort(): number {
    if (this.#limit - this.#position < 2) return this.#gather(2).getShortBigEndian(0);
    const value = this.#current.getShortBigEndian(this.#position);
    this.#position += 2;
    return value;
  }

  readUnsignedShort(): number {
    return this.readShort() & 0xffff;
  }

  readChar(): number {
    return this.readShort() & 0xffff;
  }

  readInt(): number {
    if (this.#limit - this.#position < 4) return this.#gather(4).getIntBigEndian(0);
    const value = this.#current.getIntBigEndian(this.#position);
    this.#position += 4;
    return value;
  }

  readUnsignedInt(): number {
    return this.readInt() >>> 0;
  }

  readLong(): bigint {
    if (this.#limit - this.#position < 8) return this.#gather(8).getLongBigEndian(0);
    const value = this.#current.getLongBigEndian(this.#position);
    this.#position += 8;
    return value;
  }

  readLongAsNumber(): number {
    const isHere = this.#limit - this.#position >= 8;
    const segment = isHere ? this.#current : this.#gather(8);
    try {
      const value = segment.getLongAsNumberBigEndian(isHere ? this.#position : 0);
      if (isHere) this.#position += 8;
      return value;
    } catch (error) {
      throw unsafeAt(isHere ? this.position : this.position - 8, error);
    }
  }

  readLongHighLow(target: LongHalves): LongHalves {
    if (typeof target !== 'object' || target === null) throw invalid('an object', 'target', target);
    const isHere = this.#limit - this.#position >= 8;
    const segment = isHere ? this.#current : this.#gather(8);
    const at = isHere ? this.#position : 0;
    const high = segment.getLongHighBigEndian(at);
    target.low = segment.getLongLowBigEndian(at);
    target.high = high;
    if (isHere) this.#position += 8;
    return target;
  }

  readFloat(): number {
    if (this.#limit - this.#position < 4) return this.#gather(4).getFloatBigEndian(0);
    const value = this.#current.getFloatBigEndian(this.#position);
    this.#position += 4;
    return value;
  }

  readDouble(): number {
    if (this.#limit - this.#position < 8) return this.#gather(8).getDoubleBigEndian(0);
    const value = this.#current.getDoubleBigEndian(this.#position);
    this.#position += 8;
    return value;
  }

  readFully(bytes: Uint8Array, offset = 0, length = rest(bytes?.length, offset)): void {
    requireByteRange(bytes, offset, length);
    this.#inPieces(length, (segment, at, done, count) => segment.get(at, bytes, offset + done, count));
  }

  read(bytes: Uint8Array, offset = 0, length = rest(bytes?.length, offset)): number {
    requireByteRange(bytes, offset, length);
    let done = 0;
    while (done < length && this.#hasMore()) {
      const count = Math.min(length - done, this.#limit - this.#position);
      this.#current.get(this.#position, bytes, offset + done, count);
      this.#position += count;
      done += count;
    }
    return done === 0 && length > 0 ? -1 : done;
  }

  readSegment(target: MemorySegment, offset: number, length: number): void {
    requireSegmentRange(target, offset, length);
    this.#inPieces(length, (segment, at, done, count) => segment.copyTo(at, target, offset + done, count));
  }

  readLine(): string | undefined {
    if (!this.#hasMore()) return undefined;
    const pieces: Buffer[] = [];
    for (let ended = false; !ended && this.#hasMore(); ) {
      const segment = this.#current;
      const start = this.#position;
      let at = start;
      while (at < this.#limit && segment.getByte(at) !== LINE_FEED) at++;
      const piece = Buffer.allocUnsafe(at - start);
      segment.get(start, piece);
      pieces.push(piece);
      ended = at < this.#limit;
      this.#position = ended ? at + 1 : at;
    }
    const line = Buffer.concat(pieces);
    const length = line.at(-1) === CARRIAGE_RETURN ? line.length - 1 : line.length;
    return line.toString('latin1', 0, length);
  }

  readUTF(): string {
    if (this.#limit - this.#position >= 2) {
      const length = this.#current.getCharBigEndian(this.#position);
      if (this.#limit - this.#position >= length + 2) {
        const text = decode(this.#current, this.#position + 2, length);
        this.#position += length + 2;
        return text;
      }
    }
    const segment = this.#segment;
    const start = this.#position;
    const length = this.readUnsignedShort();
    const bytes = this.#scratch.segmentFor(length);
    try {
      this.readSegment(bytes, 0, length);
    } catch (error) {
      // Where it began; other segments have been given back.
      if (this.#segment === segment) this.#position = start;
      throw error;
    }
    return decode(bytes, 0, length);
  }

  tryReadAsciiString(): string | undefined {
    if (this.#position === this.#limit) return undefined;
    const text = getAsciiString(this.#current, this.#position, this.#limit);
    if (text !== undefined) this.#position += asciiStringBytes(text.length);
    return text;
  }

  skipBytes(count: number): number {
    requireCount('count', count);
    let done = 0;
    while (done < count && this.#hasMore()) {
      const skipped = Math.min(count - done, this.#limit - this.#position);
      this.#position += skipped;
      done += skipped;
    }
    return done;
  }

  skipBytesToRead(count: number): void {
    requireCount('count', count);
    this.#inPieces(count, () => undefined);
  }

  /** `length` bytes, at most 8, in the scratch memory. */
  #gather(length: number): MemorySegment {
    this.readSegment(this.#scratch.segment, 0, length);
    return this.#scratch.segment;
  }

  #inPieces(length: number, read: (segment: MemorySegment, at: number, done: number, count: number) => void): void {
    const { available } = this;
    if (available !== undefined && available < length) throw this.#endOfData(length);
    const segment = this.#segment;
    const start = this.#position;
    for (let done = 0; done < length; ) {
      if (!this.#hasMore()) {
        const position = this.position - done;
        // In the segment where it began; others have been given back.
        if (this.#segment === segment) this.#position = start;
        throw new EndOfDataError({ position, requested: length, available: done });
      }
      const count = Math.min(length - done, this.#limit - this.#position);
      read(this.#current, this.#position, done, count);
      this.#position += count;
      done += count;
    }
  }

  /** Goes to the next segment that has data where this one has no more. */
  #hasMore(): boolean {
    while (this.#position === this.#limit) if (!this.#tryAdvance()) return false;
    return true;
  }

  #tryAdvance(): boolean {
    const page = this.#nextSegment(this.#segment);
    if (page === undefined) return false;
    const checked = this.#page(page);
    this.#before = this.position;
    this.#enter(checked);
    return true;
  }

  #enter({ segment, limit }: InputPage): void {
    this.#segment = segment;
    this.#position = this.headerLengthBytes;
    this.#limit = limit;
  }

  /** Where there are data there is a segment. */
  get #current(): MemorySegment {
    return this.#segment as MemorySegment;
  }

  #page(page: InputPage): InputPage {
    if (typeof page !== 'object' || page === null) throw invalid('a segment and its limit', 'page', page);
    const { segment, limit } = page;
    requireSegment(segment);
    requireInteger('limit', limit);
    if (limit < this.headerLengthBytes || limit > segment.size) {
      throw new InvalidArgumentError('Limit is not inside the segment, behind its header', {
        limit,
        headerLengthBytes: this.headerLengthBytes,
        size: segment.size,
      });
    }
    return page;
  }

  #endOfData(requested: number): EndOfDataError {
    const available = this.available ?? this.#limit - this.#position;
    return new EndOfDataError({ position: this.position, requested, available });
  }
}
