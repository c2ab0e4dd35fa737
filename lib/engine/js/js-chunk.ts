import { ChunkStateError, SegmentFreedError } from '../../errors/index.ts';
import type { Chunk, Engine } from '../engine.ts';
import type { ChunkLedger } from './chunk-ledger.ts';
import { dropMemory, moveMemory } from './detach.ts';

/**
 * A chunk over an ArrayBuffer of its own, for one thread.
 *
 * `free()` detaches the ArrayBuffer. While the chunk is pinned its memory moves to a buffer that only this object has, so
 * that asynchronous I/O that was started on it still has its memory, and the last `unpin()` drops it.
 */
export class JsChunk implements Chunk {
  readonly id: number;
  readonly generation: number;
  readonly sizeBytes: number;
  readonly buffer: ArrayBuffer;
  readonly engine: Engine;
  readonly #ledger: ChunkLedger;
  #pins = 0;
  #freed = false;
  #pinnedMemory: ArrayBuffer | undefined;

  constructor(engine: Engine, ledger: ChunkLedger, sizeBytes: number, buffer: ArrayBuffer) {
    const { id, generation } = ledger.enter(sizeBytes);
    this.id = id;
    this.generation = generation;
    this.sizeBytes = sizeBytes;
    this.buffer = buffer;
    this.engine = engine;
    this.#ledger = ledger;
  }

  free(): void {
    this.#checkNotFreed();
    if (this.#pins === 0) {
      dropMemory(this.buffer);
      this.#freed = true;
      this.#ledger.leave(this.id, this.sizeBytes);
    } else {
      this.#pinnedMemory = moveMemory(this.buffer);
      this.#freed = true;
      this.#ledger.defer();
    }
  }

  pin(): void {
    this.#checkNotFreed();
    this.#pins += 1;
  }

  unpin(): void {
    if (this.#pins === 0) throw new ChunkStateError('Chunk is not pinned', { chunk: this.id });
    this.#pins -= 1;
    if (this.#pins === 0 && this.#pinnedMemory !== undefined) {
      dropMemory(this.#pinnedMemory);
      this.#pinnedMemory = undefined;
      this.#ledger.undefer();
      this.#ledger.leave(this.id, this.sizeBytes);
    }
  }

  #checkNotFreed(): void {
    if (this.#freed) throw new SegmentFreedError({ chunk: this.id, generation: this.generation });
  }
}
