import { currentEngine, MemorySegment } from '../../dist/index.js';
import { segmentOver } from '../../dist/memory/segment-region.js';

/** Segments that are alive at a time, freed in random order. */
export const LIVE_SEGMENTS = 512;
const LIVE_LARGE = 4;
const POOL_PAGE_BYTES = 32 * 1024;
const POOL_PAGES = 1024;
const LARGEST_SMALL_BYTES = 64 * 1024;
const LARGE_BYTES = 2 * 2 ** 20;
/** Of all allocations; the rest is small and unpooled. */
const POOLED_SHARE = 0.6;
const LARGE_SHARE = 0.0005;
const VIEWED_SHARE = 0.1;
const PINNED_SHARE = 0.05;
/** How long a pin outlives its segment. */
const PINS_HELD = 64;

/**
 * Segments as a service has them: most from a pool, some small and of every size, a few large enough to be mapped for
 * themselves; some viewed, some freed while they are pinned. The same ones in every run.
 */
export class MixedLoad {
  counts = { pooled: 0, unpooled: 0, large: 0, views: 0, pins: 0 };
  #random = generator(12345);
  #pool = currentEngine().allocate(POOL_PAGES * POOL_PAGE_BYTES);
  #freePages = Array.from({ length: POOL_PAGES }, (_, i) => i);
  #live = Array.from({ length: LIVE_SEGMENTS }, () => undefined);
  #liveLarge = Array.from({ length: LIVE_LARGE }, () => undefined);
  #pins = [];

  constructor() {
    // Touched before anything is measured: a page that is handed out late would look like growth.
    new Uint8Array(this.#pool.buffer).fill(1);
  }

  get pagesInUse() {
    return POOL_PAGES - this.#freePages.length;
  }

  /** Frees one segment by chance, allocates another in its place. */
  replace() {
    const kind = this.#random();
    const isLarge = kind < LARGE_SHARE;
    const isPooled = kind < LARGE_SHARE + POOLED_SHARE && this.#freePages.length > 0;
    const slots = isLarge ? this.#liveLarge : this.#live;
    const at = Math.floor(this.#random() * slots.length);
    const old = slots[at];
    if (old !== undefined) {
      if (this.#random() < PINNED_SHARE) this.#pinBeyond(old);
      old.free();
    }
    const segment = isLarge ? this.#allocateLarge() : isPooled ? this.#takePage() : this.#allocateSmall();
    slots[at] = segment;
    segment.putByte(segment.size - 1, 1);
    if (this.#random() < VIEWED_SHARE) {
      this.counts.views++;
      segment.wrap(segment.size >> 1, segment.size - (segment.size >> 1)).putByte(0, 2);
    }
  }

  /** Frees all segments and releases all pins. */
  clear() {
    for (const slots of [this.#live, this.#liveLarge]) {
      for (const segment of slots) segment?.free();
      slots.fill(undefined);
    }
    for (const pin of this.#pins.splice(0)) pin.release();
  }

  close() {
    this.clear();
    this.#pool.free();
  }

  #takePage() {
    this.counts.pooled++;
    const page = this.#freePages.pop();
    const region = { chunk: this.#pool, offset: page * POOL_PAGE_BYTES, length: POOL_PAGE_BYTES };
    return segmentOver(region, { giveBack: () => this.#freePages.push(page) });
  }

  /** From 16 bytes to 64 KiB, each power of two as often as the others. */
  #allocateSmall() {
    this.counts.unpooled++;
    const sizeBytes = Math.floor(16 * (LARGEST_SMALL_BYTES / 16) ** this.#random());
    return MemorySegment.allocate(sizeBytes, { zeroed: this.#random() < 0.5 });
  }

  /**
   * Large enough to be mapped for itself. Every page is written: else it takes a few pages or, where the system has a huge page
   * for it, 2 MiB, by chance.
   */
  #allocateLarge() {
    this.counts.large++;
    const segment = MemorySegment.allocate(LARGE_BYTES, { zeroed: false });
    for (let offset = 0; offset < LARGE_BYTES; offset += 4096) segment.putByte(offset, 1);
    return segment;
  }

  /** As asynchronous I/O does that is still at work when its segment is freed. */
  #pinBeyond(segment) {
    this.counts.pins++;
    this.#pins.push(segment.pin());
    if (this.#pins.length > PINS_HELD) {
      this.#pins.splice(Math.floor(this.#random() * this.#pins.length), 1)[0].release();
    }
  }
}

/** Numbers from 0 to 1, the same in every run (mulberry32). */
function generator(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
