import { CorruptRunError, InvalidArgumentError, KernelStateError } from '../../../errors/index.ts';
import type { ChunkRegion } from '../../engine.ts';
import { copyBytes } from './byte-copy.ts';
import { PinnedRegion } from './pinned-region.ts';

export const PAGES_PER_RUN = 2;

export type ReadStatus = 'record' | 'starved' | 'end';

/** Value of the lowest bit of each byte of a varint. */
const VARINT_WEIGHTS = [1, 2 ** 7, 2 ** 14, 2 ** 21, 2 ** 28] as const;

export interface RunReaderOptions {
  readonly run: number;
  readonly hasKeys: boolean;
  /** Where the current record is kept. */
  readonly target: Uint8Array;
  readonly targetAt: number;
  readonly maxRecordBytes: number;
  /** Called once per page, when its last byte has been read. */
  readonly onDrained: (run: number) => void;
}

/**
 * Reads one run (docs/formats/sorted-run.md), record by record, from pages that are cut anywhere. Trusts no byte of it.
 *
 * Pages are pinned from `offer` until they are drained or the reader is closed.
 */
export class RunReader {
  /** Bytes of the current record: key and line. */
  length = 0;
  keyLength = 0;
  /** Bytes that it shares with the record before. */
  common = 0;

  readonly #options: RunReaderOptions;
  readonly #target: Uint8Array;
  readonly #targetAt: number;
  readonly #headerParts: number;
  readonly #pages: PinnedRegion[] = [];
  #lastOffered = false;
  /** Position in the first page. */
  #at = 0;
  /** Bytes of the pages that are drained. */
  #drainedBytes = 0;

  // The header of a record: `common`, the length of the suffix, with keys the length of the key.
  #part = 0;
  #varintBytes = 0;
  readonly #header = [0, 0, 0];
  /** Bytes of the suffix still to read, or -1 while the header is. */
  #suffixLeft = -1;

  constructor(options: RunReaderOptions) {
    this.#options = options;
    this.#target = options.target;
    this.#targetAt = options.targetAt;
    this.#headerParts = options.hasKeys ? 3 : 2;
  }

  offer(input: ChunkRegion, last: boolean): void {
    const { run } = this.#options;
    if (input.length === 0 && !last)
      throw new InvalidArgumentError('Page must not be empty unless it is the last', { run });
    if (this.#lastOffered) throw new KernelStateError('Run has had its last page', { run });
    if (this.#pages.length === PAGES_PER_RUN) {
      throw new KernelStateError('Run holds as many pages as it may', { run, pages: PAGES_PER_RUN });
    }
    const page = new PinnedRegion(input);
    if (page.length > 0) this.#pages.push(page);
    else page.unpin();
    this.#lastOffered = last;
  }

  /** Throws when a page was freed meanwhile. */
  check(): void {
    for (const page of this.#pages) page.check();
  }

  /** Replaces the current record by the next one. After 'starved' call it again when a page has come. */
  next(): ReadStatus {
    for (;;) {
      const page = this.#pages[0];
      if (page === undefined) {
        if (!this.#lastOffered) return 'starved';
        if (this.#part > 0 || this.#varintBytes > 0 || this.#suffixLeft >= 0) throw this.#corrupt();
        return 'end';
      }
      if (this.#suffixLeft < 0) this.#readHeader(page.bytes, page.length);
      if (this.#suffixLeft >= 0) this.#readSuffix(page.bytes, page.length);
      const complete = this.#suffixLeft === 0;
      if (complete) this.#suffixLeft = -1;
      if (this.#at === page.length) this.#drop(page);
      if (complete) return 'record';
    }
  }

  close(): void {
    for (const page of this.#pages) page.unpin();
    this.#pages.length = 0;
  }

  #readHeader(bytes: Uint8Array, end: number): void {
    let at = this.#at;
    while (this.#part < this.#headerParts) {
      if (at === end) {
        this.#at = at;
        return;
      }
      const byte = bytes[at++] as number;
      if (this.#varintBytes === 0 && byte < 0x80) {
        this.#header[this.#part++] = byte;
        continue;
      }
      const value =
        (this.#varintBytes === 0 ? 0 : (this.#header[this.#part] as number)) +
        (byte & 0x7f) * (VARINT_WEIGHTS[this.#varintBytes] as number);
      this.#header[this.#part] = value;
      if (byte < 0x80) {
        this.#part++;
        this.#varintBytes = 0;
      } else if (++this.#varintBytes === VARINT_WEIGHTS.length) {
        this.#at = at;
        throw this.#corrupt();
      }
    }
    this.#at = at;
    this.#beginRecord();
  }

  #beginRecord(): void {
    const [common, suffix, keyLength] = this.#header as [number, number, number];
    const length = common + suffix;
    if (common > this.length || length > this.#options.maxRecordBytes || keyLength > length) throw this.#corrupt();
    this.common = common;
    this.length = length;
    this.keyLength = keyLength;
    this.#suffixLeft = suffix;
    this.#part = 0;
  }

  #readSuffix(bytes: Uint8Array, end: number): void {
    const count = Math.min(this.#suffixLeft, end - this.#at);
    copyBytes(bytes, this.#at, this.#target, this.#targetAt + this.length - this.#suffixLeft, count);
    this.#at += count;
    this.#suffixLeft -= count;
  }

  #drop(page: PinnedRegion): void {
    this.#pages.shift();
    this.#drainedBytes += page.length;
    this.#at = 0;
    page.unpin();
    this.#options.onDrained(this.#options.run);
  }

  #corrupt(): CorruptRunError {
    return new CorruptRunError({ run: this.#options.run, position: this.#drainedBytes + this.#at });
  }
}
