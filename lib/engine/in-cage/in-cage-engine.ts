import { threadId } from 'node:worker_threads';
import { EngineUnavailableError } from '../../errors/index.ts';
import type { Addon } from '../addon.ts';
import type { BudgetTree } from '../budget-tree.ts';
import type { ChunkAccess } from '../chunk-access.ts';
import type { ChunkDescriptor } from '../chunk-descriptor.ts';
import type { ChunkReport } from '../chunk-report.ts';
import type { AllocateOptions, Chunk, ChunkStatistics, Engine } from '../engine.ts';
import { ChunkMemory } from '../js/chunk-memory.ts';
import { moveMemory } from '../js/detach.ts';
import { watchThreads } from '../js/ended-threads.ts';
import { threadHoldings } from '../native/chunk-owners.ts';
import { NativeBudgetTree } from '../native/native-budget-tree.ts';
import { NativeChunkAccess } from '../native/native-chunk-access.ts';
import { AddonRowKernels } from '../native/native-row-kernels.ts';
import { createNativeSortKernels } from '../native/sorting/index.ts';
import type { RowKernels } from '../row-kernels.ts';
import type { SortKernels } from '../sort-kernels.ts';
import { InCageChunk } from './in-cage-chunk.ts';

/**
 * The addon's kernels over memory that the runtime allocates: for runtimes that forbid ArrayBuffers over other memory, such as
 * Electron. Its ledger is the process's; a chunk that several threads share counts once in each.
 */
export class InCageEngine implements Engine {
  readonly name = 'in-cage';
  readonly sorting: SortKernels;
  readonly budgets: BudgetTree;
  readonly access: ChunkAccess;
  readonly rows: RowKernels;
  readonly #addon: Addon;

  /** Throws EngineUnavailableError where memory does not stay in its place when its buffer is moved. */
  constructor(addon: Addon) {
    this.#addon = addon;
    this.sorting = createNativeSortKernels(addon, InCageChunk.handles);
    this.budgets = new NativeBudgetTree(addon);
    addon.enterThread(threadId);
    this.access = new NativeChunkAccess(addon, InCageChunk.handles);
    this.rows = new AddonRowKernels(addon, InCageChunk.handles);
    watchThreads();
    if (!memoryStays(addon)) {
      throw new EngineUnavailableError({ engine: this.name, reason: 'this runtime copies transferred ArrayBuffers' });
    }
  }

  allocate(sizeBytes: number, options?: AllocateOptions): Chunk {
    return new InCageChunk(this, this.#addon, ChunkMemory.allocate(sizeBytes, options));
  }

  attach(descriptor: ChunkDescriptor): Chunk {
    return new InCageChunk(this, this.#addon, ChunkMemory.attach(descriptor));
  }

  statistics(): ChunkStatistics {
    return this.#addon.chunkStatistics();
  }

  resetPeak(): void {
    this.#addon.resetPeakBytes();
  }

  /** Keeps no spare memory: the collector has it. */
  trim(): number {
    return 0;
  }

  trimHeap(): void {
    this.#addon.trimHeap();
  }

  report(): ChunkReport {
    const { pinned, pending, owners } = this.#addon.chunkReport();
    return { pinned, pending, threads: threadHoldings(owners) };
  }
}

/** What `InCageChunk.free` relies on while kernels run, tried while none does. */
function memoryStays(addon: Addon): boolean {
  const memory = new ArrayBuffer(64);
  addon.adoptChunk(new Uint8Array(memory));
  const [id, generation] = addon.chunkHandle as unknown as [number, number];
  addon.pinChunk(id, generation);
  addon.freeAdoptedChunk(id, generation);
  const stays = addon.moveAdoptedChunk(id, generation, new Uint8Array(moveMemory(memory)));
  addon.unpinChunk(id, generation);
  return stays;
}
