import { threadId } from 'node:worker_threads';
import type { ChunkReport } from '../chunk-report.ts';
import type { ChunkStatistics } from '../engine.ts';

/** Counts what one thread's JavaScript engine has allocated, and hands out ids. Ids of freed chunks are used again. */
export class ChunkLedger {
  #liveChunks = 0;
  #liveBytes = 0;
  #peakBytes = 0;
  #pendingChunks = 0;
  #pendingBytes = 0;
  #pinnedChunks = 0;
  #pinnedBytes = 0;
  #allocatedChunks = 0;
  #freedChunks = 0;
  #lastId = 0;
  readonly #vacantIds: number[] = [];
  /** By id; the last generation that lived there. */
  readonly #generations: number[] = [0];

  /** Enters a chunk; `id` and `generation` name it. */
  enter(sizeBytes: number): { readonly id: number; readonly generation: number } {
    const id = this.#vacantIds.pop() ?? ++this.#lastId;
    const generation = (this.#generations[id] ?? 0) + 1;
    this.#generations[id] = generation;
    this.#liveChunks += 1;
    this.#allocatedChunks += 1;
    this.#liveBytes += sizeBytes;
    this.#peakBytes = Math.max(this.#peakBytes, this.#liveBytes);
    return { id, generation };
  }

  /** The chunk is freed, but pins keep its memory. */
  defer(sizeBytes: number): void {
    this.#pendingChunks += 1;
    this.#pendingBytes += sizeBytes;
  }

  /** The memory of a deferred chunk is about to be released. */
  undefer(sizeBytes: number): void {
    this.#pendingChunks -= 1;
    this.#pendingBytes -= sizeBytes;
  }

  /** The memory is released; the id may be used again. */
  leave(id: number, sizeBytes: number): void {
    this.#liveChunks -= 1;
    this.#freedChunks += 1;
    this.#liveBytes -= sizeBytes;
    this.#vacantIds.push(id);
  }

  /** A chunk has its first pin. */
  pin(sizeBytes: number): void {
    this.#pinnedChunks += 1;
    this.#pinnedBytes += sizeBytes;
  }

  /** A chunk has lost its last pin. */
  unpin(sizeBytes: number): void {
    this.#pinnedChunks -= 1;
    this.#pinnedBytes -= sizeBytes;
  }

  report(): ChunkReport {
    const chunks = this.#liveChunks - this.#pendingChunks;
    return {
      pinned: { chunks: this.#pinnedChunks, bytes: this.#pinnedBytes },
      pending: { chunks: this.#pendingChunks, bytes: this.#pendingBytes },
      threads: chunks === 0 ? [] : [{ threadId, chunks, bytes: this.#liveBytes - this.#pendingBytes }],
    };
  }

  statistics(): ChunkStatistics {
    return {
      liveChunks: this.#liveChunks,
      liveBytes: this.#liveBytes,
      peakBytes: this.#peakBytes,
      pendingChunks: this.#pendingChunks,
      allocatedChunks: this.#allocatedChunks,
      freedChunks: this.#freedChunks,
      spareBytes: 0,
      guardedChunks: 0,
      unguardedChunks: 0,
    };
  }

  resetPeak(): void {
    this.#peakBytes = this.#liveBytes;
  }
}
