import type { NativeBulkKernels } from '../addon.ts';
import type { BulkKernels } from '../bulk-kernels.ts';
import type { Chunk } from '../engine.ts';
import type { ChunkHandles } from './chunk-handles.ts';

/** Leaves the arguments where native code reads them: `BulkArguments` in native/bindings/bulk_kernels.cc. */
export class AddonBulkKernels implements BulkKernels {
  readonly #chunks: ChunkHandles;
  /** id1, generation1, id2, generation2 */
  readonly #handles: Int32Array;
  /** offset1, offset2, length, result */
  readonly #numbers: Float64Array;
  readonly #compareRanges: () => void;
  readonly #swapRanges: () => void;

  /** `chunks`: the handles of the engine's chunks. */
  constructor(addon: NativeBulkKernels, chunks: ChunkHandles) {
    this.#chunks = chunks;
    this.#handles = new Int32Array(addon.bulkArguments, 0, 4);
    this.#numbers = new Float64Array(addon.bulkArguments, 16, 4);
    this.#compareRanges = addon.compareRanges;
    this.#swapRanges = addon.swapRanges;
  }

  compare(chunk1: Chunk, offset1: number, chunk2: Chunk, offset2: number, length: number): number {
    this.#leave(chunk1, offset1, chunk2, offset2, length);
    const compareRanges = this.#compareRanges;
    compareRanges();
    return this.#numbers[3] as number;
  }

  swap(chunk1: Chunk, offset1: number, chunk2: Chunk, offset2: number, length: number): void {
    this.#leave(chunk1, offset1, chunk2, offset2, length);
    const swapRanges = this.#swapRanges;
    swapRanges();
  }

  #leave(chunk1: Chunk, offset1: number, chunk2: Chunk, offset2: number, length: number): void {
    const handles = this.#handles;
    const chunks = this.#chunks;
    handles[0] = chunks.idOf(chunk1);
    handles[1] = chunks.generationOf(chunk1);
    handles[2] = chunks.idOf(chunk2);
    handles[3] = chunks.generationOf(chunk2);
    const numbers = this.#numbers;
    numbers[0] = offset1;
    numbers[1] = offset2;
    numbers[2] = length;
  }
}
