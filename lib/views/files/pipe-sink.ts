import { Socket } from 'node:net';
import type { ByteSink } from './byte-sink.ts';
import { SinkState } from './sink-state.ts';
import { writeError } from './write-fully.ts';

export interface PipeSinkOptions {
  readonly name: string;
  /** Ends a waiting write with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Writes a pipe, a FIFO or a socket through the event loop, so that neither the end of the process nor an abort waits for the reader.
 *
 * The system reads the caller's memory; nothing is copied. Owns the descriptor (0, 1 and 2 stay open). What was written
 * stays written, so `abort()` only stops. A reader that is gone is an OutputClosedError.
 */
export class PipeSink implements ByteSink {
  readonly name: string;
  readonly #socket: Socket;
  readonly #signal: AbortSignal | undefined;
  readonly #state: SinkState;

  constructor(descriptor: number, options: PipeSinkOptions) {
    this.name = options.name;
    this.#signal = options.signal;
    this.#state = new SinkState(this.name);
    this.#socket = new Socket({ fd: descriptor, readable: false, writable: true });
    // Each failure reaches the write that met it; without a listener it would end the process as well.
    this.#socket.on('error', () => {});
    this.#signal?.addEventListener('abort', this.#onAbort);
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.#signal?.throwIfAborted();
    await this.#state.write(() => this.#write(bytes));
  }

  async commit(): Promise<void> {
    this.#state.commit();
    await this.#close();
  }

  async abort(): Promise<void> {
    if (!this.#state.abort()) return;
    await this.#close();
  }

  readonly #onAbort = (): void => {
    this.#socket.destroy();
  };

  #write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#socket.write(bytes, (error) => {
        if (this.#signal?.aborted) reject(this.#signal.reason);
        else if (error) reject(writeError(this.name, error));
        else resolve();
      });
    });
  }

  async #close(): Promise<void> {
    this.#signal?.removeEventListener('abort', this.#onAbort);
    if (!this.#socket.closed) {
      const closed = new Promise<void>((resolve) => this.#socket.once('close', () => resolve()));
      this.#socket.destroy();
      await closed;
    }
    await this.#state.idle();
  }
}
