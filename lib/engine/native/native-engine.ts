import { threadId } from 'node:worker_threads';
import { SegmentDescriptorError } from '../../errors/index.ts';
import type { Addon } from '../addon.ts';
import type { BulkKernels } from '../bulk-kernels.ts';
import type { ChunkAccess } from '../chunk-access.ts';
import type { ChunkDescriptor, RegistryDescriptor } from '../chunk-descriptor.ts';
import type { ChunkReport } from '../chunk-report.ts';
import type { AllocateOptions, Chunk, ChunkStatistics, Engine } from '../engine.ts';
import type { RowKernels } from '../row-kernels.ts';
import type { SortKernels } from '../sort-kernels.ts';
import { threadHoldings } from './chunk-owners.ts';
import { NativeBudgetTree } from './native-budget-tree.ts';
import { AddonBulkKernels } from './native-bulk-kernels.ts';
import { NativeChunk } from './native-chunk.ts';
import { NativeChunkAccess } from './native-chunk-access.ts';
import { AddonRowKernels } from './native-row-kernels.ts';
import { createNativeSortKernels } from './sorting/index.ts';
import { SpareChunks } from './spare-chunks.ts';

/** The engine of the C++ addon. One per thread; its ledger is the process's. */
export class NativeEngine implements Engine {
  readonly name = 'native';
  readonly sorting: SortKernels;
  readonly budgets: NativeBudgetTree;
  readonly access: ChunkAccess;
  readonly bulk: BulkKernels;
  readonly rows: RowKernels;
  readonly #addon: Addon;
  readonly #spares: SpareChunks;

  constructor(addon: Addon) {
    this.#addon = addon;
    this.#spares = new SpareChunks(addon);
    this.sorting = createNativeSortKernels(addon, NativeChunk.handles);
    this.budgets = new NativeBudgetTree(addon);
    addon.enterThread(threadId);
    this.access = new NativeChunkAccess(addon, NativeChunk.handles);
    this.bulk = new AddonBulkKernels(addon, NativeChunk.handles);
    this.rows = new AddonRowKernels(addon, NativeChunk.handles);
  }

  allocate(sizeBytes: number, options?: AllocateOptions): Chunk {
    const addon = this.#addon;
    const spares = this.#spares;
    const zeroed = options?.zeroed ?? true;
    const spare = spares.take(sizeBytes, zeroed);
    if (spare !== undefined) {
      return new NativeChunk(this, addon, spares, spare.id, spare.generation, sizeBytes, spare.buffer);
    }
    const buffer = addon.allocateChunk(sizeBytes, zeroed);
    const handle = addon.chunkHandle;
    return new NativeChunk(this, addon, spares, handle[0] as number, handle[1] as number, sizeBytes, buffer);
  }

  attach(descriptor: ChunkDescriptor): Chunk {
    const { place, processToken, id, generation } = descriptor as RegistryDescriptor;
    if (place !== 'registry') throw new SegmentDescriptorError('it names no chunk of the native engine');
    if (processToken !== this.#addon.processToken) throw new SegmentDescriptorError('it is from another process');
    const buffer = this.#addon.attachChunk(id, generation);
    return new NativeChunk(this, this.#addon, this.#spares, id, generation, buffer.byteLength, buffer);
  }

  statistics(): ChunkStatistics {
    return this.#addon.chunkStatistics();
  }

  resetPeak(): void {
    this.#addon.resetPeakBytes();
  }

  trim(): number {
    return this.#spares.trim();
  }

  trimHeap(): void {
    this.#addon.trimHeap();
  }

  report(): ChunkReport {
    const { pinned, pending, owners } = this.#addon.chunkReport();
    return { pinned, pending, threads: threadHoldings(owners) };
  }
}
