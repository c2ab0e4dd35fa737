import type { Addon } from '../addon.ts';
import type { Chunk, Engine } from '../engine.ts';
import { FREE_UNSHARED } from '../unshared-free.ts';
import type { SpareChunks } from './spare-chunks.ts';

/**
 * A chunk of the process-wide registry, as the thread that allocated it sees it.
 *
 * The registry owns the memory; this object is its name. Losing the object does not free the memory: `free()` does, or the
 * end of the thread. A second `free()` and a `pin()` after it throw SegmentFreedError, from the registry's own check.
 */
export class NativeChunk implements Chunk {
  readonly id: number;
  readonly generation: number;
  readonly sizeBytes: number;
  readonly buffer: ArrayBuffer;
  readonly engine: Engine;
  readonly #addon: Addon;
  readonly #spares: SpareChunks;

  constructor(
    engine: Engine,
    addon: Addon,
    spares: SpareChunks,
    id: number,
    generation: number,
    sizeBytes: number,
    buffer: ArrayBuffer,
  ) {
    this.id = id;
    this.generation = generation;
    this.sizeBytes = sizeBytes;
    this.buffer = buffer;
    this.engine = engine;
    this.#addon = addon;
    this.#spares = spares;
  }

  free(): void {
    this.#addon.freeChunk(this.id, this.generation, this.buffer);
  }

  [FREE_UNSHARED](): void {
    if (!this.#spares.keep(this)) this.free();
  }

  pin(): void {
    this.#addon.pinChunk(this.id, this.generation);
  }

  unpin(): void {
    this.#addon.unpinChunk(this.id, this.generation);
  }
}
