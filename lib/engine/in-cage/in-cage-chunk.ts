import { InvalidArgumentError, SegmentFreedError } from '../../errors/index.ts';
import type { Addon } from '../addon.ts';
import type { SharedMemoryDescriptor } from '../chunk-descriptor.ts';
import type { Chunk, Engine } from '../engine.ts';
import type { ChunkMemory } from '../js/chunk-memory.ts';
import type { ChunkHandles } from '../native/chunk-handles.ts';

/**
 * A chunk in memory of the runtime that the registry knows, so that kernels reach it by id and generation.
 *
 * The addon keeps the memory until the chunk is freed and no longer pinned. While it is pinned, `free()` moves the memory to a
 * buffer that only the addon has; shared memory stays where it is.
 */
export class InCageChunk implements Chunk {
  static readonly handles: ChunkHandles = {
    idOf: (chunk) => InCageChunk.#own(chunk).#id,
    generationOf: (chunk) => InCageChunk.#own(chunk).#generation,
  };

  readonly sizeBytes: number;
  readonly keepsBuffer = false;
  readonly engine: Engine;
  readonly #addon: Addon;
  readonly #memory: ChunkMemory;
  #id: number;
  #generation: number;
  #freed = false;

  constructor(engine: Engine, addon: Addon, memory: ChunkMemory) {
    this.sizeBytes = memory.sizeBytes;
    this.engine = engine;
    this.#addon = addon;
    this.#memory = memory;
    [this.#id, this.#generation] = adopt(addon, memory);
  }

  static isOne(value: unknown): value is InCageChunk {
    return typeof value === 'object' && value !== null && #id in value;
  }

  get id(): number {
    return this.#id;
  }

  get generation(): number {
    return this.#generation;
  }

  get buffer(): ArrayBufferLike {
    return this.#memory.buffer;
  }

  free(): void {
    const pending = this.#addon.freeAdoptedChunk(this.#id, this.#generation);
    this.#freed = true;
    if (pending) this.#addon.moveAdoptedChunk(this.#id, this.#generation, new Uint8Array(this.#memory.conceal()));
    else this.#memory.drop();
  }

  share(): SharedMemoryDescriptor {
    if (this.#freed) throw new SegmentFreedError({ chunk: this.#id, generation: this.#generation });
    const moves = !this.#memory.isShared;
    const descriptor = this.#memory.share(this.#addon.isChunkPinned(this.#id, this.#generation));
    if (moves) {
      this.#addon.freeAdoptedChunk(this.#id, this.#generation);
      [this.#id, this.#generation] = adopt(this.#addon, this.#memory);
    }
    return descriptor;
  }

  pin(): void {
    this.#addon.pinChunk(this.#id, this.#generation);
  }

  unpin(): void {
    this.#addon.unpinChunk(this.#id, this.#generation);
  }

  static #own(chunk: Chunk): InCageChunk {
    if (InCageChunk.isOne(chunk)) return chunk;
    throw new InvalidArgumentError('Chunk is of another engine', { engine: 'in-cage' });
  }
}

/** Enters the memory into the registry: id and generation. */
function adopt(addon: Addon, memory: ChunkMemory): [number, number] {
  addon.adoptChunk(new Uint8Array(memory.buffer));
  return [addon.chunkHandle[0] as number, addon.chunkHandle[1] as number];
}
