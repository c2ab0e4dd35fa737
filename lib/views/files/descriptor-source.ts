import { close, read } from 'node:fs';
import { promisify } from 'node:util';
import { ReadFailedError, SourceMisuseError } from '../../errors/input-errors.ts';
import { systemCode } from '../../errors/system-reason.ts';
import type { ByteSource } from './byte-source.ts';
import { retryDelay } from './retry-delay.ts';

const readAsync = promisify(read);
const closeAsync = promisify(close);

export interface DescriptorSourceOptions {
  readonly name: string;
  readonly sizeBytes?: number | undefined;
  /** Leave the descriptor open on `close()`. Default false. */
  readonly borrowed?: boolean;
}

/**
 * Reads an open descriptor on the thread pool, straight into the caller's memory. For files and devices, whose reads end soon;
 * a read of a pipe would hold its thread, and with it the end of the process, until somebody writes (PipeSource is for those).
 *
 * Owns the descriptor unless it is `borrowed`. `close()` waits for a read that is under way.
 */
export class DescriptorSource implements ByteSource {
  readonly name: string;
  readonly sizeBytes: number | undefined;
  readonly #descriptor: number;
  readonly #borrowed: boolean;
  #reading: Promise<number> | undefined;
  #closed: Promise<void> | undefined;

  constructor(descriptor: number, options: DescriptorSourceOptions) {
    this.name = options.name;
    this.sizeBytes = options.sizeBytes;
    this.#descriptor = descriptor;
    this.#borrowed = options.borrowed ?? false;
  }

  async read(target: Uint8Array): Promise<number> {
    if (this.#closed !== undefined) throw new SourceMisuseError(this.name, 'closed');
    if (this.#reading !== undefined) throw new SourceMisuseError(this.name, 'reading');
    this.#reading = this.#read(target);
    try {
      return await this.#reading;
    } finally {
      this.#reading = undefined;
    }
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #read(target: Uint8Array): Promise<number> {
    for (let attempt = 0; ; attempt++) {
      try {
        return (await readAsync(this.#descriptor, target, 0, target.length, null)).bytesRead;
      } catch (error) {
        if (systemCode(error) !== 'EAGAIN') throw new ReadFailedError(this.name, error);
        await retryDelay(attempt);
      }
    }
  }

  async #close(): Promise<void> {
    await this.#reading?.catch(() => {});
    if (!this.#borrowed) await closeAsync(this.#descriptor);
  }
}
