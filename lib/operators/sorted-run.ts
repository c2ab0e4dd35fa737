import type { RunBuilder } from '../engine/sort-kernels.ts';
import type { ChannelReader } from '../spill/spill-channel.ts';
import type { Page } from './page-arena.ts';

/** A sorted run, as a merge reads it: a stream of pages in the format of docs/formats/sorted-run.md. */
export interface RunInput {
  readonly maxRecordBytes: number;
  /** Bytes of the whole run, when known. */
  readonly sizeBytes: number | undefined;
  /** Fills the page from its start; bytes written, fewer than the page holds only at the end. One read at a time. */
  read(page: Page): Promise<number>;
  close(): Promise<void>;
}

/** A run that was written to disk. `path` is a finished channel. */
export interface SpilledRun {
  readonly path: string;
  readonly sizeBytes: number;
  readonly maxRecordBytes: number;
}

export class ChannelRunInput implements RunInput {
  readonly maxRecordBytes: number;
  readonly sizeBytes: number;
  readonly #channel: ChannelReader;

  constructor(run: SpilledRun, channel: ChannelReader) {
    this.maxRecordBytes = run.maxRecordBytes;
    this.sizeBytes = run.sizeBytes;
    this.#channel = channel;
  }

  read(page: Page): Promise<number> {
    return this.#channel.read(page.bytes);
  }

  close(): Promise<void> {
    return this.#channel.close();
  }

  /** Closes the file but leaves it, for a merge that did not come about. */
  release(): Promise<void> {
    return this.#channel.release();
  }
}

/** A run that is still in the memory of its builder, which stays its owner's. */
export class MemoryRunInput implements RunInput {
  readonly maxRecordBytes: number;
  readonly sizeBytes = undefined;
  readonly #builder: RunBuilder;

  constructor(builder: RunBuilder) {
    this.#builder = builder;
    this.maxRecordBytes = builder.maxRecordBytes;
  }

  read(page: Page): Promise<number> {
    return this.#builder.encode(page.region, 'run');
  }

  async close(): Promise<void> {}
}
