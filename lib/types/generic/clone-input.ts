import { Buffer, constants } from 'node:buffer';
import { CorruptDataError } from '../../errors/type-errors.ts';

/** Up to here a loop over the characters beats a call into the runtime. */
const LOOP_UNITS = 12;
const MAX_TEXT_UNITS = constants.MAX_STRING_LENGTH;

const { fromCharCode } = String;
const { latin1Slice, ucs2Slice } = Buffer.prototype as unknown as {
  latin1Slice(start: number, end: number): string;
  ucs2Slice(start: number, end: number): string;
};

/** The bytes of one generic value, from first to last. What does not fit into them is a CorruptDataError. */
export class CloneInput {
  readonly #bytes: Buffer;
  readonly #view: DataView;
  readonly #base: number;
  #at = 0;

  /** `base`: the position of the first byte in the source. */
  constructor(bytes: Uint8Array, base: number) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
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
    const position = this.position - 1;
    let byte = first;
    let value = byte & 0x7f;
    let scale = 128;
    do {
      if (scale > 2 ** 28) throw this.corrupt('a number that takes too many bytes', position);
      byte = this.byte();
      value += (byte & 0x7f) * scale;
      scale *= 128;
    } while (byte > 0x7f);
    if (byte === 0 || value > 0xffffffff) throw this.corrupt('a number in a form that nobody writes', position);
    return value;
  }

  /** Of parts that take `minBytes` each. */
  count(minBytes: number): number {
    const { position } = this;
    const count = this.varint();
    if (count * minBytes > this.left) throw this.corrupt('more parts than there are bytes', position);
    return count;
  }

  double(): number {
    this.#need(8);
    const value = this.#view.getFloat64(this.#at);
    this.#at += 8;
    return value;
  }

  long(): bigint {
    this.#need(8);
    const value = this.#view.getBigInt64(this.#at);
    this.#at += 8;
    return value;
  }

  text(): string {
    const { position } = this;
    const header = this.varint();
    const length = header >>> 1;
    const start = this.#at;
    const end = start + (header & 1 ? 2 * length : length);
    if (end > this.#bytes.length) throw this.corrupt('a text of more bytes than there are', position);
    if (length > MAX_TEXT_UNITS) throw this.corrupt('a text longer than texts can be', position);
    this.#at = end;
    if (header & 1) return ucs2Slice.call(this.#bytes, start, end);
    if (length > LOOP_UNITS) return latin1Slice.call(this.#bytes, start, end);
    let text = '';
    for (let at = start; at < end; at++) text += fromCharCode(this.#bytes[at] as number);
    return text;
  }

  /** As many as a number before them says; part of the input. */
  raw(): Buffer {
    const length = this.count(1);
    const start = this.#at;
    this.#at += length;
    return this.#bytes.subarray(start, this.#at);
  }

  #need(count: number): void {
    if (count > this.left) throw this.corrupt('a value that ends before its parts do');
  }
}
