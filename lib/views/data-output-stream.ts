import type { Writable } from 'node:stream';
import { SinkMisuseError } from '../errors/output-errors.ts';
import { invalid, requireOptions } from '../memory/argument-checks.ts';
import { DataOutputSerializer } from './data-output-serializer.ts';
import type { DataOutputView } from './data-output-view.ts';
import { requireSizeOption } from './view-arguments.ts';

/** In errors: a stream has no name of its own. */
const NAME = 'stream';
const DEFAULT_BUFFER_BYTES = 64 * 1024;

export interface DataOutputStreamOptions {
  /** Bytes that are collected before they are written. Default 64 KiB. */
  readonly bufferBytes?: number | undefined;
}

/**
 * Writes values to a Writable of Node, a buffer at a time.
 *
 *     await using output = new DataOutputStream(socket);
 *     for (const n of numbers) await output.write((view) => view.writeInt(n));
 *
 * Of a value whose writing throws nothing is written. Waits, at the end of a buffer, until the Writable has taken it; what the
 * Writable fails with is thrown. Ends the Writable on `close()`.
 */
export class DataOutputStream implements AsyncDisposable {
  readonly #target: Writable;
  readonly #bufferBytes: number;
  readonly #view: DataOutputSerializer;
  #writing: Promise<void> | undefined;
  #closed = false;

  constructor(target: Writable, options: DataOutputStreamOptions = {}) {
    requireOptions(options);
    const { bufferBytes = DEFAULT_BUFFER_BYTES } = options;
    requireSizeOption('bufferBytes', bufferBytes);
    if (typeof target?.write !== 'function' || typeof target.end !== 'function') {
      throw invalid('a Writable', 'target', target);
    }
    this.#target = target;
    this.#bufferBytes = bufferBytes;
    this.#view = new DataOutputSerializer(bufferBytes);
  }

  /** Bytes that have not been handed to the Writable yet. */
  get bufferedBytes(): number {
    return this.#view.length;
  }

  /** Calls `write` at once. The promise is that of the buffer, when this value has filled it. */
  async write(write: (view: DataOutputView) => void): Promise<void> {
    this.#check();
    const { length } = this.#view;
    try {
      write(this.#view);
    } catch (error) {
      this.#view.setPosition(length);
      throw error;
    }
    if (this.#view.length >= this.#bufferBytes) await this.#flush();
  }

  /** Hands over what is buffered. */
  async flush(): Promise<void> {
    this.#check();
    await this.#flush();
  }

  /** Hands over what is buffered and ends the Writable. Idempotent. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#check();
    this.#closed = true;
    await this.#flush();
    await new Promise<void>((resolve, reject) => {
      this.#target.once('error', reject);
      this.#target.end(() => {
        this.#target.off('error', reject);
        resolve();
      });
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #flush(): Promise<void> {
    if (this.#view.length === 0) return;
    // A copy: the Writable may keep it for longer than its callback says.
    const bytes = this.#view.copyOfBuffer();
    this.#view.clear();
    this.#writing = new Promise((resolve, reject) => {
      this.#target.write(bytes, (error) => (error ? reject(error) : resolve()));
    });
    try {
      await this.#writing;
    } finally {
      this.#writing = undefined;
    }
  }

  #check(): void {
    if (this.#closed) throw new SinkMisuseError(NAME, 'committed');
    if (this.#writing !== undefined) throw new SinkMisuseError(NAME, 'writing');
  }
}
