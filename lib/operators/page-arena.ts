import type { ChunkRegion } from '../engine/engine.ts';
import type { MemoryManager } from '../manager/memory-manager.ts';
import type { MemorySegment } from '../memory/memory-segment.ts';
import type { SegmentPin } from '../memory/segment-pin.ts';
import { regionOf } from '../memory/segment-region.ts';

/** One page: as kernels take it, and as file I/O does. */
export interface Page {
  readonly region: ChunkRegion;
  readonly bytes: Uint8Array;
}

/** The first `length` bytes of a page. */
export function pageRegion(page: Page, length: number): ChunkRegion {
  return { ...page.region, length };
}

/**
 * Memory of one step of an operator, cut into parts: one segment, pinned while the arena is open, because file I/O works on
 * it. Owned by the operator; `close()` gives the memory back to the manager and must wait for that I/O.
 */
export class PageArena {
  readonly #manager: MemoryManager;
  readonly #segment: MemorySegment;
  readonly #pin: SegmentPin;
  #nextOffset = 0;

  /** Throws MemoryReservationError. */
  constructor(manager: MemoryManager, owner: string, sizeBytes: number) {
    this.#manager = manager;
    this.#segment = manager.allocate(owner, sizeBytes);
    this.#pin = this.#segment.pin();
  }

  /** The next part. The arena must have been made large enough for all of them. */
  take(sizeBytes: number): Page {
    const offset = this.#nextOffset;
    const region = regionOf(this.#segment, offset, sizeBytes);
    this.#nextOffset += sizeBytes;
    return { region, bytes: this.#pin.bytes.subarray(offset, offset + sizeBytes) };
  }

  /** Idempotent. */
  close(): void {
    this.#pin.release();
    this.#manager.release(this.#segment);
  }
}
