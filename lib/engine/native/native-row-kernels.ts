import type { NativeRowKernels } from '../addon.ts';
import type { ChunkRegion } from '../engine.ts';
import type { RowKernelOrder, RowKernels } from '../row-kernels.ts';
import type { ChunkHandles } from './chunk-handles.ts';

const NUMBERS_PER_PAGE = 4;

/** Forwards to native/bindings/row_kernels.cc, which pins the pages and checks every call. */
export class AddonRowKernels implements RowKernels {
  readonly #addon: NativeRowKernels;
  readonly #chunks: ChunkHandles;

  /** `chunks`: the handles of the engine's chunks. */
  constructor(addon: NativeRowKernels, chunks: ChunkHandles) {
    this.#addon = addon;
    this.#chunks = chunks;
  }

  sort(pages: readonly ChunkRegion[], positions: Int32Array, order: RowKernelOrder): boolean | Promise<boolean> {
    return this.#addon.sortRows(this.#named(pages), positions, order);
  }

  hash(pages: readonly ChunkRegion[], positions: Int32Array, arity: number, hashes: Int32Array): boolean {
    return this.#addon.hashRows(this.#named(pages), positions, arity, hashes);
  }

  hashKeys(pages: readonly ChunkRegion[], positions: Int32Array, order: RowKernelOrder, hashes: Int32Array): boolean {
    return this.#addon.hashRowKeys(this.#named(pages), positions, order, hashes);
  }

  putKeys(
    pages: readonly ChunkRegion[],
    positions: Int32Array,
    order: RowKernelOrder,
    keyBytes: number,
    target: Uint8Array,
  ): boolean {
    return this.#addon.putRowKeys(this.#named(pages), positions, order, keyBytes, target);
  }

  /** Id, generation, offset and length of each page. */
  #named(pages: readonly ChunkRegion[]): Float64Array {
    const numbers = new Float64Array(pages.length * NUMBERS_PER_PAGE);
    pages.forEach(({ chunk, offset, length }, page) => {
      const named = [this.#chunks.idOf(chunk), this.#chunks.generationOf(chunk), offset, length];
      numbers.set(named, page * NUMBERS_PER_PAGE);
    });
    return numbers;
  }
}
