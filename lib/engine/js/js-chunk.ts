import { ChunkStateError, SegmentFreedError } from '../../errors/index.ts';
import type { SharedMemoryDescriptor } from '../chunk-descriptor.ts';
import type { Chunk, Engine } from '../engine.ts';
import type { ChunkLedger } from './chunk-ledger.ts';
import type { ChunkMemory } from './chunk-memory.ts';
import { dropMemory } from './detach.ts';

/**
 * A chunk in memory of the runtime, for one holder of one thread.
 *
 * `free()` detaches the buffer. While the chunk is pinned its memory moves to a buffer that only this object has, so that
 * asynchronous I/O that was started on it still has its memory, and the last `unpin()` drops it. Shared memory cannot be
 * detached: there the runtime keeps it while anybody can reach it.
 */
export class JsChunk implements Chunk {
  readonly id: number;
  readonly generation: number;
  readonly sizeBytes: number;
  readonly keepsBuffer = false;
  readonly engine: Engine;
  readonly #memory: ChunkMemory;
  readonly #ledger: ChunkLedger;
  #pins = 0;
  #freed = false;
  #pinnedMemory: ArrayBufferLike | undefined;
  #bytes: Uint8Array | undefined;

  constructor(engine: Engine, ledger: ChunkLedger, memory: ChunkMemory) {
    const { id, generation } = ledger.enter(memory.sizeBytes);
    this.id = id;
    this.generation = generation;
    this.sizeBytes = memory.sizeBytes;
    this.engine = engine;
    this.#memory = memory;
    this.#ledger = ledger;
  }

  static isOne(value: unknown): value is JsChunk {
    return typeof value === 'object' && value !== null && #memory in value;
  }

  get buffer(): ArrayBufferLike {
    return this.#memory.buffer;
  }

  free(): void {
    this.#checkNotFreed();
    this.#freed = true;
    if (this.#pins === 0) {
      this.#memory.drop();
      this.#ledger.leave(this.id, this.sizeBytes);
    } else {
      this.#pinnedMemory = this.#memory.conceal();
      this.#ledger.defer(this.sizeBytes);
    }
  }

  share(): SharedMemoryDescriptor {
    this.#checkNotFreed();
    return this.#memory.share(this.#pins > 0);
  }

  pin(): void {
    this.#checkNotFreed();
    this.#pins += 1;
    if (this.#pins === 1) this.#ledger.pin(this.sizeBytes);
  }

  unpin(): void {
    if (this.#pins === 0) throw new ChunkStateError('Chunk is not pinned', { chunk: this.id });
    this.#pins -= 1;
    if (this.#pins === 0) this.#ledger.unpin(this.sizeBytes);
    if (this.#pins === 0 && this.#pinnedMemory !== undefined) {
      dropMemory(this.#pinnedMemory);
      this.#pinnedMemory = undefined;
      this.#ledger.undefer(this.sizeBytes);
      this.#ledger.leave(this.id, this.sizeBytes);
    }
  }

  /** The bytes of `buffer`; throws SegmentFreedError after `free()`. */
  liveBytes(): Uint8Array {
    this.#checkNotFreed();
    // Sharing a chunk moves it to another buffer.
    if (this.#bytes?.buffer !== this.buffer) this.#bytes = new Uint8Array(this.buffer);
    return this.#bytes;
  }

  #checkNotFreed(): void {
    if (this.#freed) throw new SegmentFreedError({ chunk: this.id, generation: this.generation });
  }
}
