import { Buffer } from 'node:buffer';
import { TypeMismatchError } from '../../errors/type-errors.ts';
import { MAX_FORM_BYTES } from './clone-form.ts';

const FIRST_BYTES = 1024;
/** What is larger is not kept for the next value. */
const MAX_KEPT_BYTES = 256 * 1024;
const MAX_VARINT_BYTES = 5;
/** Up to here a loop over the characters beats calls into the runtime. */
const LOOP_UNITS = 32;
const WIDE = /[\u0100-\uffff]/;

const { latin1Write, ucs2Write } = Buffer.prototype as unknown as {
  latin1Write(text: string, at: number): number;
  ucs2Write(text: string, at: number): number;
};

/** Bytes that grow, for one value at a time. */
export class CloneOutput {
  #bytes: Buffer<ArrayBuffer> = Buffer.allocUnsafeSlow(FIRST_BYTES);
  #view = viewOf(this.#bytes);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Valid until the next `reset`. */
  get written(): Uint8Array {
    return this.#bytes.subarray(0, this.#size);
  }

  reset(): void {
    this.#size = 0;
    if (this.#bytes.length > MAX_KEPT_BYTES) this.#replace(Buffer.allocUnsafeSlow(FIRST_BYTES));
  }

  byte(value: number): void {
    this.#need(1);
    this.#bytes[this.#size++] = value;
  }

  /** Of 32 bits without a sign. */
  varint(value: number): void {
    this.#need(MAX_VARINT_BYTES);
    let rest = value;
    while (rest > 0x7f) {
      this.#bytes[this.#size++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#bytes[this.#size++] = rest;
  }

  /** A byte and a number behind it. */
  byteAndVarint(byte: number, value: number): void {
    this.#need(1 + MAX_VARINT_BYTES);
    this.#bytes[this.#size++] = byte;
    if (value <= 0x7f) this.#bytes[this.#size++] = value;
    else this.varint(value);
  }

  byteAndDouble(byte: number, value: number): void {
    this.#need(9);
    this.#bytes[this.#size] = byte;
    this.#view.setFloat64(this.#size + 1, value);
    this.#size += 9;
  }

  long(value: bigint): void {
    this.#need(8);
    this.#view.setBigInt64(this.#size, value);
    this.#size += 8;
  }

  /** Twice its length, and 1 where a unit takes two bytes; its units. */
  text(text: string): void {
    const { length } = text;
    this.#need(MAX_VARINT_BYTES + length);
    if (length <= LOOP_UNITS ? this.#shortText(text) : !WIDE.test(text)) {
      if (length <= LOOP_UNITS) return;
      this.varint(2 * length);
      this.#need(length);
      this.#size += latin1Write.call(this.#bytes, text, this.#size);
    } else {
      this.varint(2 * length + 1);
      this.#need(2 * length);
      this.#size += ucs2Write.call(this.#bytes, text, this.#size);
    }
  }

  /** Their number, and they. */
  raw(bytes: Uint8Array): void {
    const { length } = bytes;
    this.#need(MAX_VARINT_BYTES + length);
    this.varint(length);
    this.#bytes.set(bytes, this.#size);
    this.#size += length;
  }

  /** For texts of one byte a unit; writes nothing of others. */
  #shortText(text: string): boolean {
    const bytes = this.#bytes;
    const { length } = text;
    const at = this.#size + 1;
    let all = 0;
    for (let i = 0; i < length; i++) {
      const unit = text.charCodeAt(i);
      all |= unit;
      bytes[at + i] = unit;
    }
    if (all > 0xff) return false;
    bytes[this.#size] = 2 * length;
    this.#size = at + length;
    return true;
  }

  #need(count: number): void {
    const end = this.#size + count;
    if (end > this.#bytes.length) this.#grow(end);
  }

  #grow(end: number): void {
    if (end > MAX_FORM_BYTES) {
      throw new TypeMismatchError({
        path: '',
        expected: `a value of at most ${MAX_FORM_BYTES} bytes`,
        value: 'longer',
      });
    }
    const more = Buffer.allocUnsafeSlow(Math.min(MAX_FORM_BYTES, Math.max(end, 2 * this.#bytes.length)));
    more.set(this.#bytes.subarray(0, this.#size));
    this.#replace(more);
  }

  #replace(bytes: Buffer<ArrayBuffer>): void {
    this.#bytes = bytes;
    this.#view = viewOf(bytes);
  }
}

function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
