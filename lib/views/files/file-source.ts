import { constants, open, type Stats } from 'node:fs';
import { access, open as openFile, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { InputUnreadableError, SourceMisuseError } from '../../errors/input-errors.ts';
import { systemError } from '../../errors/system-reason.ts';
import type { ByteSource } from './byte-source.ts';
import { isStreaming } from './descriptor-kind.ts';
import { DescriptorSource } from './descriptor-source.ts';
import { PipeSource } from './pipe-source.ts';

const openAsync = promisify(open);

/** How a file is read. */
export interface FileSourceOptions {
  /** Ends a read that waits for the writer of a FIFO. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * A file, device or FIFO named by its path.
 *
 * `locate` checks that it can be read; the first `read` opens it, so a list of many thousand sources holds one descriptor
 * at a time. Owned by whoever located it.
 */
export class FileSource implements ByteSource {
  readonly name: string;
  /** The size when it was located; undefined for files that the system makes up while they are read. */
  readonly sizeBytes: number | undefined;
  readonly #isFifo: boolean;
  readonly #signal: AbortSignal | undefined;
  #opening: Promise<ByteSource> | undefined;
  #closed: Promise<void> | undefined;

  /** Throws InputUnreadableError when the path is missing, a directory, or not readable for this user. */
  static async locate(path: string, options: FileSourceOptions = {}): Promise<FileSource> {
    try {
      const [found] = await Promise.all([stat(path), access(path, constants.R_OK)]);
      if (found.isDirectory()) throw systemError('EISDIR');
      return new FileSource(path, found, await knownSize(path, found), options);
    } catch (error) {
      throw new InputUnreadableError(path, error);
    }
  }

  private constructor(path: string, found: Stats, sizeBytes: number | undefined, options: FileSourceOptions) {
    this.name = path;
    this.sizeBytes = sizeBytes;
    this.#isFifo = found.isFIFO();
    this.#signal = options.signal;
  }

  async read(target: Uint8Array): Promise<number> {
    if (this.#closed !== undefined) throw new SourceMisuseError(this.name, 'closed');
    this.#opening ??= this.#open();
    return (await this.#opening).read(target);
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #open(): Promise<ByteSource> {
    try {
      // Without O_NONBLOCK the open of a FIFO holds a thread until a writer comes.
      const descriptor = await openAsync(this.name, constants.O_RDONLY | (this.#isFifo ? constants.O_NONBLOCK : 0));
      return (await isStreaming(descriptor))
        ? new PipeSource(descriptor, { name: this.name, signal: this.#signal })
        : new DescriptorSource(descriptor, { name: this.name, sizeBytes: this.sizeBytes });
    } catch (error) {
      throw new InputUnreadableError(this.name, error);
    }
  }

  async #close(): Promise<void> {
    const opened = await this.#opening?.catch(() => undefined);
    await opened?.close();
  }
}

/** Files such as those of /proc have bytes although their size is 0. */
async function knownSize(path: string, found: Stats): Promise<number | undefined> {
  if (!found.isFile()) return undefined;
  if (found.size > 0) return found.size;
  const file = await openFile(path);
  try {
    return (await file.read(new Uint8Array(1))).bytesRead === 0 ? 0 : undefined;
  } catch {
    return undefined; // the first real read will tell
  } finally {
    await file.close();
  }
}
