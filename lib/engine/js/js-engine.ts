import type { BudgetTree } from '../budget-tree.ts';
import type { ChunkAccess } from '../chunk-access.ts';
import type { ChunkDescriptor } from '../chunk-descriptor.ts';
import type { ChunkReport } from '../chunk-report.ts';
import type { AllocateOptions, Chunk, ChunkStatistics, Engine } from '../engine.ts';
import type { SortKernels } from '../sort-kernels.ts';
import { JsBudgetTree } from './budgets/js-budget-tree.ts';
import { ChunkLedger } from './chunk-ledger.ts';
import { ChunkMemory } from './chunk-memory.ts';
import { watchThreads } from './ended-threads.ts';
import { JsChunk } from './js-chunk.ts';
import { JsChunkAccess } from './js-chunk-access.ts';
import { createJsSortKernels } from './sorting/index.ts';

/** The engine that runs anywhere: ArrayBuffers that it owns and detaches. Its ledger is its thread's. */
export class JsEngine implements Engine {
  readonly name = 'js';
  readonly sorting: SortKernels = createJsSortKernels();
  readonly access: ChunkAccess = new JsChunkAccess();
  readonly #ledger = new ChunkLedger();
  #budgets: BudgetTree | undefined;

  get budgets(): BudgetTree {
    this.#budgets ??= JsBudgetTree.create();
    return this.#budgets;
  }

  constructor() {
    watchThreads();
  }

  allocate(sizeBytes: number, options?: AllocateOptions): Chunk {
    return new JsChunk(this, this.#ledger, ChunkMemory.allocate(sizeBytes, options));
  }

  attach(descriptor: ChunkDescriptor): Chunk {
    return new JsChunk(this, this.#ledger, ChunkMemory.attach(descriptor));
  }

  statistics(): ChunkStatistics {
    return this.#ledger.statistics();
  }

  resetPeak(): void {
    this.#ledger.resetPeak();
  }

  /** Keeps no spare memory: the collector has it. */
  trim(): number {
    return 0;
  }

  trimHeap(): void {}

  report(): ChunkReport {
    return this.#ledger.report();
  }
}
