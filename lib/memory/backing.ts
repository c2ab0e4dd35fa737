import type { ChunkDescriptor } from '../engine/chunk-descriptor.ts';
import type { Chunk, ChunkRegion } from '../engine/engine.ts';
import { dropMemory, moveMemory } from '../engine/js/detach.ts';
import { freeUnshared } from '../engine/unshared-free.ts';
import { ChunkStateError, InvalidArgumentError } from '../errors/index.ts';

/** Whose memory a root segment stands for: its own, a pool's, that of a segment of some thread, or the heap's. */
export type SegmentKind = 'segment' | 'pooled segment' | 'attached segment' | 'heap segment';

/**
 * What lies behind a root segment and all views on it, and what becomes of it when the root is freed.
 *
 * The segment owns its backing and calls `release()` exactly once. Pins count separately: memory that asynchronous I/O
 * still uses outlives `release()` until the last `unpin()`.
 */
export interface Backing {
  readonly kind: SegmentKind;
  /** The chunk that holds the bytes; undefined for heap memory. */
  readonly chunk: Chunk | undefined;
  /**
   * The ArrayBuffer is the same from first to last, and `release()` detaches it, so that every view dies with it. Otherwise the
   * root segment has to tell its views of both.
   */
  readonly keepsBuffer: boolean;
  /** True from `release()` on; what watches for forgotten segments asks this, as it must not hold the segment. */
  readonly released: boolean;
  release(): void;
  /** Somebody beside the root segment can reach the ArrayBuffer from now on. */
  expose(): void;
  /** What `attach` takes. Throws where this memory cannot be shared. `chunk` may have another buffer afterwards. */
  share(): ChunkDescriptor;
  pin(): void;
  unpin(): void;
}

/** A chunk of the segment's own. */
export class ChunkBacking implements Backing {
  readonly chunk: Chunk;
  readonly keepsBuffer: boolean;
  released = false;
  #exposed = false;

  constructor(chunk: Chunk) {
    this.chunk = chunk;
    this.keepsBuffer = chunk.keepsBuffer;
  }

  get kind(): SegmentKind {
    return 'segment';
  }

  release(): void {
    this.released = true;
    if (this.#exposed) this.chunk.free();
    else freeUnshared(this.chunk);
  }

  expose(): void {
    this.#exposed = true;
  }

  share(): ChunkDescriptor {
    this.#exposed = true;
    return this.chunk.share();
  }

  pin(): void {
    this.chunk.pin();
  }

  unpin(): void {
    this.chunk.unpin();
  }
}

/** One hold of several on a chunk, which other threads may reach. */
export class AttachedBacking extends ChunkBacking {
  constructor(chunk: Chunk) {
    super(chunk);
    this.expose();
  }

  override get kind(): SegmentKind {
    return 'attached segment';
  }
}

/** Part of a chunk that somebody else owns, such as a pool, who gets it back as soon as nobody uses it any more. */
export class RegionBacking implements Backing {
  readonly chunk: Chunk;
  readonly keepsBuffer = false;
  readonly #giveBack: () => void;
  released = false;
  #pins = 0;

  constructor(region: ChunkRegion, giveBack: () => void) {
    this.chunk = region.chunk;
    this.#giveBack = giveBack;
  }

  get kind(): SegmentKind {
    return 'pooled segment';
  }

  release(): void {
    this.released = true;
    if (this.#pins === 0) this.#giveBack();
  }

  expose(): void {}

  share(): never {
    throw new ChunkStateError('Part of a chunk cannot be shared: its owner may use it for something else', {
      chunk: this.chunk.id,
    });
  }

  pin(): void {
    this.chunk.pin();
    this.#pins += 1;
  }

  unpin(): void {
    this.chunk.unpin();
    this.#pins -= 1;
    if (this.#pins === 0 && this.released) this.#giveBack();
  }
}

/** An ArrayBuffer of the segment's own. */
export class HeapBacking implements Backing {
  readonly chunk = undefined;
  readonly keepsBuffer = true;
  released = false;
  readonly #buffer: ArrayBuffer;
  #pins = 0;
  /** The memory of a released backing, which must not go before its last pin. */
  #pinnedMemory: ArrayBuffer | undefined;

  constructor(buffer: ArrayBuffer) {
    this.#buffer = buffer;
  }

  get kind(): SegmentKind {
    return 'heap segment';
  }

  release(): void {
    this.released = true;
    if (this.#pins === 0) dropMemory(this.#buffer);
    else this.#pinnedMemory = moveMemory(this.#buffer);
  }

  expose(): void {}

  share(): never {
    throw notOffHeap();
  }

  pin(): void {
    this.#pins += 1;
  }

  unpin(): void {
    this.#pins -= 1;
    if (this.#pins > 0 || this.#pinnedMemory === undefined) return;
    dropMemory(this.#pinnedMemory);
    this.#pinnedMemory = undefined;
  }
}

/** An array of the user's, who keeps it: nothing to release, and the bytes of a pin hold it by themselves. */
export const userBacking: Backing = {
  kind: 'heap segment',
  chunk: undefined,
  keepsBuffer: false,
  released: false,
  release() {},
  expose() {},
  share() {
    throw notOffHeap();
  },
  pin() {},
  unpin() {},
};

function notOffHeap(): InvalidArgumentError {
  return new InvalidArgumentError('Segment is not off-heap: only off-heap memory can be shared');
}
