import { close } from 'node:fs';
import { promisify } from 'node:util';
import type { ByteSink } from './byte-sink.ts';
import { SinkState } from './sink-state.ts';
import { writeError, writeFully } from './write-fully.ts';

const closeAsync = promisify(close);

export interface DescriptorSinkOptions {
  readonly name: string;
  /** Leave the descriptor open at the end. Default false. */
  readonly borrowed?: boolean;
}

/**
 * Writes to an open device or file as it stands. What was written stays written, so `abort()` only stops.
 *
 * Owns the descriptor unless it is `borrowed`. Writes run on the thread pool: a pipe, where a write waits for the reader
 * and would hold its thread, belongs to PipeSink.
 */
export class DescriptorSink implements ByteSink {
  readonly name: string;
  readonly #descriptor: number;
  readonly #borrowed: boolean;
  readonly #state: SinkState;

  constructor(descriptor: number, options: DescriptorSinkOptions) {
    this.name = options.name;
    this.#descriptor = descriptor;
    this.#borrowed = options.borrowed ?? false;
    this.#state = new SinkState(this.name);
  }

  write(bytes: Uint8Array): Promise<void> {
    return this.#state.write(() => writeFully(this.#descriptor, bytes, this.name));
  }

  async commit(): Promise<void> {
    this.#state.commit();
    await this.#close();
  }

  async abort(): Promise<void> {
    if (!this.#state.abort()) return;
    await this.#state.idle();
    await this.#close();
  }

  async #close(): Promise<void> {
    if (this.#borrowed) return;
    try {
      await closeAsync(this.#descriptor);
    } catch (error) {
      throw writeError(this.name, error);
    }
  }
}
