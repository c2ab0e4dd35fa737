import type { Writable } from 'node:stream';
import { OutputClosedError, SinkMisuseError } from '../errors/output-errors.ts';
import { systemCode } from '../errors/system-reason.ts';
import { invalid, requireOptions } from '../memory/argument-checks.ts';
import { DataOutputSerializer } from './data-output-serializer.ts';
import type { DataOutputView } from './data-output-view.ts';
import { callWriting, requireWriting } from './value-callbacks.ts';
import { requireSignalOption, requireSizeOption } from './view-arguments.ts';

/** In errors: a stream has no name of its own. */
const NAME = 'stream';
const DEFAULT_BUFFER_BYTES = 64 * 1024;

/** How a data output stream collects bytes, and what aborts it. */
export interface DataOutputStreamOptions {
  /** Bytes that are collected before they are written. Default 64 KiB. */
  readonly bufferBytes?: number | undefined;
  /** Aborts the stream with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Writes values to a Writable of Node, a buffer at a time.
 *
 *     await using output = new DataOutputStream(socket);
 *     for (const n of numbers) await output.write((view) => view.writeInt(n));
 *
 * Of a value whose writing throws nothing is written. Waits, at the end of a buffer, until the Writable has taken it.
 *
 * Takes the Writable as its own: ends it on `close()`, destroys it on `abort()`, listens to its errors. What it fails with, be it
 * between two writes, is thrown by the next call and every later `write`; OutputClosedError where it was closed without an error.
 */
export class DataOutputStream implements AsyncDisposable {
  readonly #target: Writable;
  readonly #bufferBytes: number;
  readonly #signal: AbortSignal | undefined;
  readonly #view: DataOutputSerializer;
  #writing = false;
  #closed = false;
  #failed = false;
  #failure: unknown;
  /** A caller knows of the failure. */
  #reported = false;

  constructor(target: Writable, options: DataOutputStreamOptions = {}) {
    requireOptions(options);
    const { bufferBytes = DEFAULT_BUFFER_BYTES, signal } = options;
    requireSizeOption('bufferBytes', bufferBytes);
    requireSignalOption(signal);
    if (typeof target?.write !== 'function' || typeof target.end !== 'function' || typeof target.on !== 'function') {
      throw invalid('a Writable', 'target', target);
    }
    this.#target = target;
    this.#bufferBytes = bufferBytes;
    this.#signal = signal;
    this.#view = new DataOutputSerializer(bufferBytes);
    // Without a listener an error would end the process.
    target.on('error', (error) => this.#fail(error));
    if (signal?.aborted) this.#onAbort();
    else signal?.addEventListener('abort', this.#onAbort);
  }

  /** Bytes that have not been handed to the Writable yet. */
  get bufferedBytes(): number {
    return this.#view.length;
  }

  /**
   * Calls `write` at once. The promise is that of the buffer, when this value has filled it. Throws what `write` throws, and
   * InvalidArgumentError where it gives a promise.
   */
  async write(write: (view: DataOutputView) => void): Promise<void> {
    this.#check();
    requireWriting(write);
    const { length } = this.#view;
    try {
      callWriting(write, this.#view);
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

  /**
   * Hands over what is buffered and ends the Writable. Idempotent; after a failure, which is thrown if no call has thrown it yet,
   * and after `abort()` it does nothing.
   */
  async close(): Promise<void> {
    if (this.#closed || this.#reported) return;
    this.#check();
    this.#closed = true;
    this.#signal?.removeEventListener('abort', this.#onAbort);
    await this.#flush();
    if (this.#target.writableFinished) return;
    await this.#settled((done) => this.#target.end(done));
  }

  /**
   * Drops what is buffered and destroys the Writable, with `reason` as its error if there is one. A write that waits is rejected
   * with it, or with SinkMisuseError. Idempotent; after `close()` it does nothing.
   */
  abort(reason?: Error): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#fail(reason ?? new SinkMisuseError(NAME, 'aborted'));
    this.#signal?.removeEventListener('abort', this.#onAbort);
    this.#view.clear();
    this.#target.destroy(reason);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  readonly #onAbort = (): void => {
    this.#fail(this.#signal?.reason);
    this.abort();
  };

  async #flush(): Promise<void> {
    if (this.#view.length === 0) return;
    // A copy: the Writable may keep it for longer than its callback says.
    const bytes = this.#view.copyOfBuffer();
    this.#view.clear();
    this.#writing = true;
    try {
      await this.#settled((done) => this.#target.write(bytes, done));
    } finally {
      this.#writing = false;
    }
  }

  /** Waits for the call's callback, which a Writable that is closed meanwhile need not call. */
  async #settled(call: (done: (error?: Error | null) => void) => void): Promise<void> {
    const target = this.#target;
    let onClose: (() => void) | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        onClose = () => reject(new OutputClosedError(NAME, undefined));
        if (target.destroyed) {
          onClose();
          return;
        }
        target.once('close', onClose);
        call((error) => (error ? reject(closedOr(error)) : resolve()));
      });
    } catch (error) {
      this.#fail(error);
      this.#reported = true;
      throw this.#failure;
    } finally {
      if (onClose !== undefined) target.off('close', onClose);
    }
  }

  /** The first failure is the reason of the others. */
  #fail(error: unknown): void {
    if (this.#failed) return;
    this.#failed = true;
    this.#failure = error;
  }

  #check(): void {
    if (this.#failed) {
      this.#reported = true;
      throw this.#failure;
    }
    if (this.#closed) throw new SinkMisuseError(NAME, 'committed');
    if (this.#writing) throw new SinkMisuseError(NAME, 'writing');
  }
}

/** What Node says of a Writable that was destroyed without an error. */
function closedOr(error: Error): Error {
  return systemCode(error) === 'ERR_STREAM_DESTROYED' ? new OutputClosedError(NAME, error) : error;
}
