import type { Addon, NativeRunMerger } from '../../addon.ts';
import type { ChunkRegion } from '../../engine.ts';
import type { MergeStep, RunMerger, RunMergerOptions } from '../../sort-kernels.ts';
import type { ChunkHandles } from '../chunk-handles.ts';

/** Forwards to the native class, which pins workspace and pages and checks every call. */
export class AddonRunMerger implements RunMerger {
  readonly pagesPerRun: number;
  readonly #native: NativeRunMerger;
  readonly #chunks: ChunkHandles;

  constructor(addon: Addon, chunks: ChunkHandles, options: RunMergerOptions) {
    const { chunk, offset, length } = options.workspace;
    this.#chunks = chunks;
    this.pagesPerRun = addon.mergePagesPerRun;
    this.#native = new addon.RunMerger(
      chunks.idOf(chunk),
      chunks.generationOf(chunk),
      offset,
      length,
      options.order,
      options.format === 'text',
      options.maxRecordBytes,
    );
  }

  get mergedLines(): number {
    return this.#native.mergedLines;
  }

  get maxRecordBytes(): number {
    return this.#native.maxRecordBytes;
  }

  offer(run: number, input: ChunkRegion, last: boolean): void {
    const { chunk, offset, length } = input;
    this.#native.offer(run, this.#chunks.idOf(chunk), this.#chunks.generationOf(chunk), offset, length, last);
  }

  async merge(output: ChunkRegion): Promise<MergeStep> {
    const { chunk, offset, length } = output;
    return this.#native.merge(this.#chunks.idOf(chunk), this.#chunks.generationOf(chunk), offset, length);
  }

  close(): void {
    this.#native.close();
  }
}
