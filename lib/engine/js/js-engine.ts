import type { ChunkDescriptor } from '../chunk-descriptor.ts';
import type { AllocateOptions, Chunk, ChunkStatistics, Engine } from '../engine.ts';
import type { SortKernels } from '../sort-kernels.ts';
import { ChunkLedger } from './chunk-ledger.ts';
import { ChunkMemory } from './chunk-memory.ts';
import { watchThreads } from './ended-threads.ts';
import { JsChunk } from './js-chunk.ts';
import { createJsSortKernels } from './sorting/index.ts';

/** The engine that runs anywhere: ArrayBuffers that it owns and detaches. Its ledger is its thread's. */
export class JsEngine implements Engine {
  readonly name = 'js';
  readonly sorting: SortKernels = createJsSortKernels();
  readonly #ledger = new ChunkLedger();

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
}
