import { ChunkStateError, InvalidArgumentError, SegmentFreedError } from '../../errors/index.ts';
import type { Addon } from '../addon.ts';
import type { RegistryDescriptor } from '../chunk-descriptor.ts';
import type { Chunk, Engine } from '../engine.ts';
import { FREE_UNSHARED } from '../unshared-free.ts';
import type { ChunkHandles } from './chunk-handles.ts';
import type { SpareChunks } from './spare-chunks.ts';
import { refuseTransfer } from './transfer-guard.ts';

/**
 * A chunk of the process-wide registry, as one holder sees it: whoever allocated or attached it.
 *
 * The registry owns the memory; this object is its name, and one reference. Losing the object does not free the memory:
 * `free()` does, or the end of the thread. A second `free()` and a `pin()` after it throw SegmentFreedError, from the registry's own check.
 */
export class NativeChunk implements Chunk {
  static readonly handles: ChunkHandles = {
    idOf: (chunk) => NativeChunk.#own(chunk).#id,
    generationOf: (chunk) => NativeChunk.#own(chunk).#generation,
  };

  readonly engine: Engine;
  readonly #addon: Addon;
  readonly #spares: SpareChunks;
  readonly #id: number;
  readonly #generation: number;
  readonly #sizeBytes: number;
  readonly #buffer: ArrayBuffer;
  #freed = false;
  #guarded = false;

  constructor(
    engine: Engine,
    addon: Addon,
    spares: SpareChunks,
    id: number,
    generation: number,
    sizeBytes: number,
    buffer: ArrayBuffer,
  ) {
    this.#id = id;
    this.#generation = generation;
    this.#sizeBytes = sizeBytes;
    this.#buffer = buffer;
    this.engine = engine;
    this.#addon = addon;
    this.#spares = spares;
  }

  static isOne(value: unknown): value is NativeChunk {
    return typeof value === 'object' && value !== null && #id in value;
  }

  get id(): number {
    return this.#id;
  }

  get generation(): number {
    return this.#generation;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** Not a field: an allocation makes one of these, and every field shows in its time. */
  get keepsBuffer(): true {
    return true;
  }

  get buffer(): ArrayBuffer {
    if (!this.#guarded) this.#guard();
    return this.#buffer;
  }

  /** The buffer without the guard, for who lets nobody reach it; undefined for a chunk of another engine. */
  static unguarded(chunk: Chunk): ArrayBuffer | undefined {
    return #buffer in chunk ? chunk.#buffer : undefined;
  }

  /** From now on others can reach the buffer. */
  #guard(): void {
    refuseTransfer(this.#buffer);
    this.#guarded = true;
  }

  free(): void {
    if (!this.#freed && this.#buffer.byteLength !== this.#sizeBytes) {
      // Another buffer has the memory now, which nothing here can end. It must never be released.
      this.#freed = true;
      this.#addon.abandonChunk(this.#id, this.#generation);
      throw new ChunkStateError('Memory was transferred away: it stays until the process ends', { chunk: this.#id });
    }
    this.#addon.freeChunk(this.#id, this.#generation, this.#buffer);
    this.#freed = true;
  }

  [FREE_UNSHARED](): void {
    if (!this.#spares.keep(this.#id, this.#generation, this.#sizeBytes, this.#buffer)) this.free();
  }

  share(): RegistryDescriptor {
    // A chunk that is freed has an empty buffer, also while others hold it. That of 0 bytes is found out by attach.
    if (this.#buffer.byteLength !== this.#sizeBytes) {
      throw new SegmentFreedError({ chunk: this.#id, generation: this.#generation });
    }
    const { processToken } = this.#addon;
    return { place: 'registry', processToken, id: this.#id, generation: this.#generation };
  }

  pin(): void {
    if (!this.#guarded) this.#guard();
    this.#addon.pinChunk(this.#id, this.#generation);
  }

  unpin(): void {
    this.#addon.unpinChunk(this.#id, this.#generation);
  }

  static #own(chunk: Chunk): NativeChunk {
    if (NativeChunk.isOne(chunk)) return chunk;
    throw new InvalidArgumentError('Chunk is of another engine', { engine: 'native' });
  }
}
