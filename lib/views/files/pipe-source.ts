import { type OnReadOpts, Socket } from 'node:net';
import { isatty, ReadStream } from 'node:tty';
import { ReadFailedError, SourceMisuseError } from '../../errors/input-errors.ts';
import type { ByteSource } from './byte-source.ts';

/** What libuv reads from a pipe at once. */
const LANDING_BYTES = 64 * 1024;

interface PendingRead {
  readonly target: Uint8Array;
  filled: number;
  readonly resolve: (bytes: number) => void;
  readonly reject: (reason: unknown) => void;
}

export interface PipeSourceOptions {
  readonly name: string;
  /** Ends a waiting read with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads a pipe, a FIFO, a socket or a terminal through the event loop, so that neither the end of the process nor an
 * abort waits for the writer.
 *
 * Bytes go straight into the target of the read that waits for them. The event loop asks for the memory of the next bytes
 * before it is known who will want them: those land in a small buffer of our own and are copied, once per read.
 *
 * Owns the descriptor. `close()` rejects a waiting read; after it no byte is written into any target.
 */
export class PipeSource implements ByteSource {
  readonly name: string;
  readonly sizeBytes = undefined;
  readonly bufferBytes = LANDING_BYTES;
  readonly #socket: Socket;
  readonly #signal: AbortSignal | undefined;
  readonly #landing = Buffer.allocUnsafeSlow(LANDING_BYTES);
  #landed = this.#landing.subarray(0, 0);
  #pending: PendingRead | undefined;
  #ended = false;
  #failure: Error | undefined;
  #closed: Promise<void> | undefined;

  constructor(descriptor: number, options: PipeSourceOptions) {
    this.name = options.name;
    this.#signal = options.signal;
    const onread: OnReadOpts = {
      buffer: () => this.#nextBuffer(),
      callback: (bytes, buffer) => this.#take(bytes, buffer),
    };
    this.#socket = isatty(descriptor)
      ? new ReadStream(descriptor, { onread } as SocketOptions)
      : new Socket({ fd: descriptor, readable: true, writable: false, manualStart: true, onread } as SocketOptions);
    this.#socket.on('end', () => this.#end());
    this.#socket.on('error', (error) => this.#fail(new ReadFailedError(this.name, error)));
    this.#signal?.addEventListener('abort', this.#onAbort);
  }

  /** Waits until the target is full or the writer is gone. */
  async read(target: Uint8Array): Promise<number> {
    if (this.#closed !== undefined) throw new SourceMisuseError(this.name, 'closed');
    if (this.#pending !== undefined) throw new SourceMisuseError(this.name, 'reading');
    this.#signal?.throwIfAborted();
    if (this.#failure !== undefined) throw this.#failure;

    const filled = this.#land(target);
    if (filled === target.length || this.#ended) return filled;
    return new Promise((resolve, reject) => {
      this.#pending = { target, filled, resolve, reject };
      this.#socket.resume();
    });
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  readonly #onAbort = (): void => {
    this.#reject(this.#signal?.reason);
    this.#socket.destroy();
  };

  #nextBuffer(): Uint8Array {
    const pending = this.#pending;
    return pending === undefined ? this.#landing : pending.target.subarray(pending.filled);
  }

  /** False: enough for now. */
  #take(bytes: number, buffer: Uint8Array): boolean {
    if (buffer === this.#landing) this.#landed = this.#landing.subarray(0, bytes);
    const pending = this.#pending;
    if (pending === undefined) return false;
    pending.filled += buffer === this.#landing ? this.#land(pending.target.subarray(pending.filled)) : bytes;
    if (pending.filled < pending.target.length) return true;
    this.#settle();
    return false;
  }

  #land(target: Uint8Array): number {
    const bytes = Math.min(this.#landed.length, target.length);
    target.set(this.#landed.subarray(0, bytes));
    this.#landed = this.#landed.subarray(bytes);
    return bytes;
  }

  #end(): void {
    this.#ended = true;
    this.#settle();
  }

  #fail(error: Error): void {
    this.#failure = error;
    this.#reject(error);
  }

  #settle(): void {
    const pending = this.#pending;
    this.#pending = undefined;
    pending?.resolve(pending.filled);
  }

  #reject(reason: unknown): void {
    const pending = this.#pending;
    this.#pending = undefined;
    pending?.reject(reason);
  }

  async #close(): Promise<void> {
    this.#signal?.removeEventListener('abort', this.#onAbort);
    this.#reject(new SourceMisuseError(this.name, 'closed'));
    if (this.#socket.closed) return;
    const closed = new Promise<void>((resolve) => this.#socket.once('close', () => resolve()));
    this.#socket.destroy();
    await closed;
  }
}

/** What Node's documentation and sources have for sockets over a descriptor, and its types lack. */
interface SocketOptions {
  readonly fd?: number;
  readonly readable?: boolean;
  readonly writable?: boolean;
  readonly onread: OnReadOpts;
  /** No byte is read before the first `resume()`. */
  readonly manualStart?: boolean;
}
