import type { NativeBulkKernels } from '../addon.ts';
import type { BulkKernels } from '../bulk-kernels.ts';
import type { Chunk } from '../engine.ts';

/** Leaves the arguments where native code reads them: `BulkArguments` in native/bindings/bulk_kernels.cc. */
export class AddonBulkKernels implements BulkKernels {
  /** id1, generation1, id2, generation2 */
  readonly #handles: Int32Array;
  /** offset1, offset2, length, result */
  readonly #numbers: Float64Array;
  readonly #compareRanges: () => void;
  readonly #swapRanges: () => void;

  constructor(addon: NativeBulkKernels) {
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
    handles[0] = chunk1.id;
    handles[1] = chunk1.generation;
    handles[2] = chunk2.id;
    handles[3] = chunk2.generation;
    const numbers = this.#numbers;
    numbers[0] = offset1;
    numbers[1] = offset2;
    numbers[2] = length;
  }
}
