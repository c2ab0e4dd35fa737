import { type FileHandle, open, unlink } from 'node:fs/promises';
import { SpillError, spillError } from '../errors/spill-errors.ts';

/**
 * A spill file that is being written. Owned by its writer: exactly one of `finish` and `discard` ends it. One write at a
 * time.
 */
export class ChannelWriter {
  readonly path: string;
  readonly #file: FileHandle;
  #sizeBytes = 0;

  private constructor(path: string, file: FileHandle) {
    this.path = path;
    this.#file = file;
  }

  static async create(path: string): Promise<ChannelWriter> {
    try {
      return new ChannelWriter(path, await open(path, 'wx', 0o600));
    } catch (cause) {
      throw spillError(path, cause);
    }
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** Appends all of `bytes`, which must not change until then. */
  async write(bytes: Uint8Array): Promise<void> {
    let done = 0;
    try {
      while (done < bytes.length) {
        const { bytesWritten } = await this.#file.write(bytes, done, bytes.length - done);
        done += bytesWritten;
      }
    } catch (cause) {
      throw spillError(this.path, cause, { writtenBytes: this.#sizeBytes + done });
    }
    this.#sizeBytes += done;
  }

  async finish(): Promise<void> {
    try {
      await this.#file.close();
    } catch (cause) {
      throw spillError(this.path, cause);
    }
  }

  async discard(): Promise<void> {
    await this.#file.close().catch(() => {});
    await unlink(this.path).catch(() => {});
  }
}

/** Reads a finished spill file from its start. Owned by its reader; `close` removes the file. */
export class ChannelReader {
  readonly path: string;
  readonly sizeBytes: number;
  readonly #file: FileHandle;
  #position = 0;
  #closed = false;

  private constructor(path: string, sizeBytes: number, file: FileHandle) {
    this.path = path;
    this.sizeBytes = sizeBytes;
    this.#file = file;
  }

  /** `sizeBytes` is what its writer wrote: a file of another size is an error. */
  static async open(path: string, sizeBytes: number): Promise<ChannelReader> {
    let file: FileHandle | undefined;
    try {
      file = await open(path, 'r');
      const { size } = await file.stat();
      if (size === sizeBytes) return new ChannelReader(path, sizeBytes, file);
      throw new SpillError('Spill file was changed', { path, sizeBytes: size, writtenBytes: sizeBytes });
    } catch (cause) {
      await file?.close().catch(() => {});
      throw cause instanceof SpillError ? cause : spillError(path, cause);
    }
  }

  /** Fills `target` from the current position, unless the file ends before; bytes read. One read at a time. */
  async read(target: Uint8Array): Promise<number> {
    const wanted = Math.min(target.length, this.sizeBytes - this.#position);
    let done = 0;
    try {
      while (done < wanted) {
        const { bytesRead } = await this.#file.read(target, done, wanted - done, this.#position);
        if (bytesRead === 0)
          throw new SpillError('Spill file ends early', { path: this.path, position: this.#position });
        done += bytesRead;
        this.#position += bytesRead;
      }
    } catch (cause) {
      throw cause instanceof SpillError ? cause : spillError(this.path, cause, { position: this.#position });
    }
    return done;
  }

  /** Closes and removes the file. Idempotent. */
  async close(): Promise<void> {
    if (this.#closed) return;
    await this.release();
    await unlink(this.path).catch(() => {});
  }

  /** Closes the file and leaves it for another reader. Idempotent. */
  async release(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#file.close().catch(() => {});
  }
}
