import type { Addon, NativeRunMerger } from '../../addon.ts';
import type { ChunkRegion } from '../../engine.ts';
import type { MergeStep, RunMerger, RunMergerOptions } from '../../sort-kernels.ts';

/** Forwards to the native class, which pins workspace and pages and checks every call. */
export class AddonRunMerger implements RunMerger {
  readonly pagesPerRun: number;
  readonly #native: NativeRunMerger;

  constructor(addon: Addon, options: RunMergerOptions) {
    const { chunk, offset, length } = options.workspace;
    this.pagesPerRun = addon.mergePagesPerRun;
    this.#native = new addon.RunMerger(
      chunk.id,
      chunk.generation,
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
    this.#native.offer(run, input.chunk.id, input.chunk.generation, input.offset, input.length, last);
  }

  async merge(output: ChunkRegion): Promise<MergeStep> {
    return this.#native.merge(output.chunk.id, output.chunk.generation, output.offset, output.length);
  }

  close(): void {
    this.#native.close();
  }
}
