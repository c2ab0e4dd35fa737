import { IndexOutOfBoundsError, SegmentFreedError } from '../../../errors/index.ts';
import type { Chunk, ChunkRegion } from '../../engine.ts';
import { requireMadeChunk } from '../../made-chunk.ts';

/** Throws IndexOutOfBoundsError unless the region lies in its chunk, InvalidArgumentError for a chunk that no engine made. */
export function checkInside({ chunk, offset, length }: ChunkRegion): void {
  requireMadeChunk(chunk);
  const inside =
    Number.isInteger(offset) &&
    Number.isInteger(length) &&
    offset >= 0 &&
    length >= 0 &&
    offset + length <= chunk.sizeBytes;
  if (!inside) throw new IndexOutOfBoundsError({ offset, length, size: chunk.sizeBytes });
}

/**
 * The bytes of a region, pinned from construction to `unpin()`.
 *
 * The pin keeps the memory, but a `free()` on this thread takes the buffer away all the same: kernels call `check()` whenever
 * other code may have run.
 */
export class PinnedRegion {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly length: number;
  readonly #chunk: Chunk;
  #pinned = true;

  constructor(region: ChunkRegion) {
    checkInside(region);
    const { chunk, offset, length } = region;
    chunk.pin();
    this.bytes = new Uint8Array(chunk.buffer, offset, length);
    this.view = new DataView(chunk.buffer, offset, length);
    this.length = length;
    this.#chunk = chunk;
  }

  /** Throws when the chunk was freed meanwhile. */
  check(): void {
    if (this.#chunk.buffer !== this.bytes.buffer) {
      throw new SegmentFreedError({ chunk: this.#chunk.id, generation: this.#chunk.generation });
    }
  }

  /** Idempotent. */
  unpin(): void {
    if (!this.#pinned) return;
    this.#pinned = false;
    this.#chunk.unpin();
  }
}
