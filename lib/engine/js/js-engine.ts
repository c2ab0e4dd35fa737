import { Buffer } from 'node:buffer';
import { OutOfMemoryError } from '../../errors/index.ts';
import type { AllocateOptions, Chunk, ChunkStatistics, Engine } from '../engine.ts';
import type { SortKernels } from '../sort-kernels.ts';
import { ChunkLedger } from './chunk-ledger.ts';
import { JsChunk } from './js-chunk.ts';
import { createJsSortKernels } from './sorting/index.ts';

/** The engine that runs anywhere: ArrayBuffers that it owns and detaches. Its ledger is its thread's. */
export class JsEngine implements Engine {
  readonly name = 'js';
  readonly sorting: SortKernels = createJsSortKernels();
  readonly #ledger = new ChunkLedger();

  allocate(sizeBytes: number, options?: AllocateOptions): Chunk {
    return new JsChunk(this, this.#ledger, sizeBytes, allocateBuffer(sizeBytes, options?.zeroed ?? true));
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

function allocateBuffer(sizeBytes: number, zeroed: boolean): ArrayBuffer {
  try {
    return zeroed ? new ArrayBuffer(sizeBytes) : (Buffer.allocUnsafeSlow(sizeBytes).buffer as ArrayBuffer);
  } catch (error) {
    if (error instanceof RangeError) throw new OutOfMemoryError({ sizeBytes }, { cause: error });
    throw error;
  }
}
