import type { Addon } from '../addon.ts';

interface SpareChunk {
  readonly id: number;
  generation: number;
  readonly buffer: ArrayBuffer;
}

/** Larger chunks cost so much to fill that wrapping them anew does not show. */
const MAX_CHUNK_BYTES = 64 * 1024;
/** What one thread keeps at most. */
const MAX_BYTES = 1024 * 1024;
const MAX_CHUNKS = 64;

/**
 * Freed chunks of this thread that wait, memory and ArrayBuffer, for the next allocation of their size.
 *
 * Node spends about 700 ns on wrapping foreign memory and detaching it, several times what malloc takes
 * (bench/results/allocate-free-node20.json), and holds 180 bytes of every detached wrapper until the event loop turns.
 * Only buffers that nobody can reach come here, and each use of the memory has a generation of its own, so a stale handle
 * is refused as ever. The registry releases what is left when the thread ends.
 */
export class SpareChunks {
  readonly #addon: Addon;
  readonly #bySize = new Map<number, SpareChunk[]>();
  #bytes = 0;
  #chunks = 0;

  constructor(addon: Addon) {
    this.#addon = addon;
  }

  /** Frees the chunk and keeps its memory and `buffer`. False, and nothing has changed, when it cannot be kept or is not free to go. */
  keep(id: number, generation: number, sizeBytes: number, buffer: ArrayBuffer): boolean {
    if (sizeBytes === 0 || sizeBytes > MAX_CHUNK_BYTES) return false;
    if (this.#bytes + sizeBytes > MAX_BYTES || this.#chunks === MAX_CHUNKS) return false;
    if (!this.#addon.retireChunk(id, generation)) return false;
    this.#sparesOf(sizeBytes).push({ id, generation, buffer });
    this.#bytes += sizeBytes;
    this.#chunks += 1;
    return true;
  }

  #sparesOf(sizeBytes: number): SpareChunk[] {
    let spares = this.#bySize.get(sizeBytes);
    if (spares === undefined) {
      if (this.#bySize.size >= 2 * MAX_CHUNKS) this.#forgetUnusedSizes();
      spares = [];
      this.#bySize.set(sizeBytes, spares);
    }
    return spares;
  }

  /** At most MAX_CHUNKS sizes are in use. */
  #forgetUnusedSizes(): void {
    for (const [sizeBytes, spares] of this.#bySize) {
      if (spares.length === 0) this.#bySize.delete(sizeBytes);
    }
  }

  /** Turns a spare chunk of this size into a new chunk. */
  take(sizeBytes: number, zeroed: boolean): SpareChunk | undefined {
    const spare = this.#bySize.get(sizeBytes)?.pop();
    if (spare === undefined) return undefined;
    this.#bytes -= sizeBytes;
    this.#chunks -= 1;
    spare.generation = this.#addon.renewChunk(spare.id, zeroed);
    // 0: its generations are used up. The registry keeps the memory until the thread ends.
    return spare.generation === 0 ? undefined : spare;
  }

  /** Frees all of them; how many bytes that were. */
  trim(): number {
    const bytes = this.#bytes;
    for (const sizeBytes of this.#bySize.keys()) {
      for (let spare = this.take(sizeBytes, false); spare !== undefined; spare = this.take(sizeBytes, false)) {
        this.#addon.freeChunk(spare.id, spare.generation, spare.buffer);
      }
    }
    this.#bySize.clear();
    return bytes;
  }
}
