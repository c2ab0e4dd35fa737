import type { RecordFormat } from '../../sort-kernels.ts';
import { copyBytes } from './byte-copy.ts';
import { NEWLINE } from './newline-scan.ts';

const MAX_VARINT_BYTES = 5;
const MAX_HEADER_BYTES = 3 * MAX_VARINT_BYTES;

/** Writes records in either format (docs/formats/sorted-run.md) into outputs of any size; a record may span several. */
export class RecordWriter {
  readonly #source: Uint8Array;
  readonly #hasKeys: boolean;
  readonly #header = new Uint8Array(MAX_HEADER_BYTES);
  #headerAt = 0;
  #headerEnd = 0;
  #bodyAt = 0;
  #bodyEnd = 0;
  #newline = false;

  /** `source`: where all records lie. */
  constructor(source: Uint8Array, hasKeys: boolean) {
    this.#source = source;
    this.#hasKeys = hasKeys;
  }

  /** A record was begun and is not written out. */
  get pending(): boolean {
    return this.#headerAt < this.#headerEnd || this.#bodyAt < this.#bodyEnd || this.#newline;
  }

  /** Starts the record of `length` bytes at `at`, which must stay there until it is written. `common` counts for runs only. */
  begin(format: RecordFormat, at: number, length: number, keyLength: number, common: number): void {
    this.#bodyEnd = at + length;
    this.#headerAt = 0;
    if (format === 'text') {
      this.#headerEnd = 0;
      this.#bodyAt = at + keyLength;
      this.#newline = true;
      return;
    }
    this.#bodyAt = at + common;
    let end = putVarint(this.#header, 0, common);
    end = putVarint(this.#header, end, length - common);
    this.#headerEnd = this.#hasKeys ? putVarint(this.#header, end, keyLength) : end;
  }

  /** Writes what fits into [at, end) of `output`; returns the end of what it wrote. */
  write(output: Uint8Array, at: number, end: number): number {
    let next = at;
    while (this.#headerAt < this.#headerEnd) {
      if (next === end) return next;
      output[next++] = this.#header[this.#headerAt++] as number;
    }
    const length = Math.min(this.#bodyEnd - this.#bodyAt, end - next);
    copyBytes(this.#source, this.#bodyAt, output, next, length);
    this.#bodyAt += length;
    next += length;
    if (this.#newline && this.#bodyAt === this.#bodyEnd && next < end) {
      output[next++] = NEWLINE;
      this.#newline = false;
    }
    return next;
  }

  /** Forgets a record that was begun. */
  reset(): void {
    this.#headerEnd = this.#headerAt = 0;
    this.#bodyEnd = this.#bodyAt = 0;
    this.#newline = false;
  }
}

/** Returns the end of what it wrote. */
function putVarint(target: Uint8Array, at: number, value: number): number {
  let next = at;
  let rest = value;
  while (rest >= 0x80) {
    target[next++] = (rest & 0x7f) | 0x80;
    rest = Math.floor(rest / 0x80);
  }
  target[next++] = rest;
  return next;
}
