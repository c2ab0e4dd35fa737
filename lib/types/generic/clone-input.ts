import { Buffer, constants } from 'node:buffer';
import { CorruptDataError } from '../../errors/type-errors.ts';
import { type TextReader, textReaders } from '../row-code/text-readers.ts';

const MAX_TEXT_UNITS = constants.MAX_STRING_LENGTH;

const { latin1Slice, ucs2Slice } = Buffer.prototype as unknown as {
  latin1Slice(start: number, end: number): string;
  ucs2Slice(start: number, end: number): string;
};

const doubles = new Float64Array(1);
const longs = new BigInt64Array(doubles.buffer);
const words = new Int32Array(doubles.buffer);
/** Which of the words is the high one of a number. */
const HIGH = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 1 : 0;

/** By length; none where code may not be made from texts. */
let shortTexts: readonly TextReader[] | undefined;

/** The bytes of one generic value, from first to last. What does not fit into them is a CorruptDataError. */
export class CloneInput {
  readonly #bytes: Uint8Array;
  readonly #base: number;
  #at = 0;

  /** `base`: the position of the first byte in the source. */
  constructor(bytes: Uint8Array, base: number) {
    this.#bytes = bytes;
    this.#base = base;
  }

  get size(): number {
    return this.#bytes.length;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  /** Of the next byte, from the start of the source. */
  get position(): number {
    return this.#base + this.#at;
  }

  corrupt(reason: string, position = this.position): CorruptDataError {
    return new CorruptDataError({ position, reason });
  }

  byte(): number {
    if (this.#at >= this.#bytes.length) this.#need(1);
    return this.#bytes[this.#at++] as number;
  }

  /** Without passing it; -1 at the end. */
  peek(): number {
    return this.#bytes[this.#at] ?? -1;
  }

  /** Of 32 bits without a sign, as short as it can be. */
  varint(): number {
    const byte = this.byte();
    return byte <= 0x7f ? byte : this.#longVarint(byte);
  }

  /** After its first byte. */
  #longVarint(first: number): number {
    const before = this.#at - 1;
    let byte = first;
    let value = byte & 0x7f;
    let scale = 128;
    do {
      if (scale > 2 ** 28) throw this.corrupt('a number that takes too many bytes', this.#base + before);
      byte = this.byte();
      value += (byte & 0x7f) * scale;
      scale *= 128;
    } while (byte > 0x7f);
    if (byte === 0 || value > 0xffffffff)
      throw this.corrupt('a number in a form that nobody writes', this.#base + before);
    return value;
  }

  /** Of parts that take `minBytes` each. */
  count(minBytes: number): number {
    const before = this.#at;
    const count = this.varint();
    if (count * minBytes > this.left) throw this.corrupt('more parts than there are bytes', this.#base + before);
    return count;
  }

  double(): number {
    this.#words();
    return doubles[0] as number;
  }

  long(): bigint {
    this.#words();
    return longs[0] as bigint;
  }

  /** Eight bytes, where a number of them is read. */
  #words(): void {
    this.#need(8);
    words[HIGH] = this.#word();
    words[1 - HIGH] = this.#word();
  }

  #word(): number {
    const bytes = this.#bytes;
    const at = this.#at;
    this.#at = at + 4;
    const high = ((bytes[at] as number) << 24) | ((bytes[at + 1] as number) << 16);
    return high | ((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number);
  }

  text(): string {
    const before = this.#at;
    const header = this.varint();
    const length = header >>> 1;
    const start = this.#at;
    const end = start + (header & 1 ? 2 * length : length);
    if (end > this.#bytes.length) throw this.corrupt('a text of more bytes than there are', this.#base + before);
    if (length > MAX_TEXT_UNITS) throw this.corrupt('a text longer than texts can be', this.#base + before);
    this.#at = end;
    if (header & 1) return ucs2Slice.call(this.#bytes, start, end);
    shortTexts ??= textReadersOrNone();
    const short = length < shortTexts.length ? (shortTexts[length] as TextReader)(this.#bytes, start) : undefined;
    return short ?? latin1Slice.call(this.#bytes, start, end);
  }

  /** As many as a number before them says; part of the input. */
  raw(): Uint8Array {
    const length = this.count(1);
    const start = this.#at;
    this.#at += length;
    const { buffer, byteOffset } = this.#bytes;
    return new Uint8Array(buffer, byteOffset + start, length);
  }

  #need(count: number): void {
    if (count > this.left) throw this.corrupt('a value that ends before its parts do');
  }
}

function textReadersOrNone(): readonly TextReader[] {
  try {
    return textReaders();
  } catch {
    return [];
  }
}
