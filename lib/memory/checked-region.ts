import { memoryOf } from '../engine/chunk-memory.ts';
import type { Chunk, ChunkRegion } from '../engine/engine.ts';
import { poisonFreed, takePoisonTurn } from '../engine/poison.ts';
import { type Backing, RegionBacking } from './backing.ts';
import { CHECKED, checkedMode } from './checked-mode.ts';

/** How often the region that starts at an offset has been handed out, by chunk. One thread's view: pools hand out in one. */
const generations = new WeakMap<Chunk, Map<number, number>>();

/**
 * The backing of a pooled segment in checked mode. It knows which use of its region it stands for: from the release on, and as
 * soon as the region is handed out again, whoever still holds a segment over it holds a stale one. The region is poisoned
 * before it is given back.
 */
class CheckedRegionBacking extends RegionBacking {
  readonly #generations: Map<number, number>;
  readonly #offset: number;
  readonly #generation: number;

  constructor(region: ChunkRegion, giveBack: () => void) {
    super(region, poisoning(region, giveBack));
    let ofChunk = generations.get(region.chunk);
    if (ofChunk === undefined) {
      ofChunk = new Map();
      generations.set(region.chunk, ofChunk);
    }
    this.#generation = (ofChunk.get(region.offset) ?? 0) + 1;
    ofChunk.set(region.offset, this.#generation);
    this.#generations = ofChunk;
    this.#offset = region.offset;
  }

  get isStale(): boolean {
    return this.released || this.#generations.get(this.#offset) !== this.#generation;
  }

  override release(): void {
    // A region that somebody else has by now is not given back a second time.
    if (this.isStale) this.released = true;
    else super.release();
  }
}

/** Poisons the region, then gives it back. A pool that ends first has freed the chunk, with nothing left to poison. */
function poisoning({ chunk, offset, length }: ChunkRegion, giveBack: () => void): () => void {
  return () => {
    poisonFreed(memoryOf(chunk), offset, length);
    giveBack();
  };
}

/** Part of a chunk that somebody else owns, watched as far as checked mode says. */
export function regionBacking(region: ChunkRegion, giveBack: () => void): Backing {
  if (CHECKED) return new CheckedRegionBacking(region, giveBack);
  const poisons = checkedMode.interval > 0 && takePoisonTurn();
  return new RegionBacking(region, poisons ? poisoning(region, giveBack) : giveBack);
}

/** Whether segments over this backing must not be used any more, whatever they believe themselves. */
export function isStale(backing: Backing): boolean {
  return backing instanceof CheckedRegionBacking && backing.isStale;
}
