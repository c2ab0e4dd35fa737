import type { SortKernels } from './sort-kernels.ts';

export type EngineName = 'native' | 'js';

/**
 * One allocation outside the V8 heap, as seen by one thread.
 *
 * Owned by whoever allocated it, freed by `free()`. A second `free()` throws SegmentFreedError; after it `buffer` is detached,
 * so every view on it is dead. The memory itself goes back to the system when the last pin is gone.
 * What a thread leaves behind is freed when the thread ends.
 */
export interface Chunk {
  /** Slot in the process-wide registry, > 0. Slots are reused: only (id, generation) names a chunk. */
  readonly id: number;
  /** Counts the chunks that have lived in this slot. */
  readonly generation: number;
  readonly sizeBytes: number;
  /** The chunk's bytes, wrapped once for this thread. Detached (byteLength 0) after `free()`. */
  readonly buffer: ArrayBuffer;
  readonly engine: Engine;
  free(): void;
  /** Keeps the memory alive, whoever frees the chunk, until `unpin()`. Throws SegmentFreedError when it is freed already. */
  pin(): void;
  unpin(): void;
}

/** `length` bytes of a chunk from `offset`. Kernels look the chunk up by id and generation and check the range. */
export interface ChunkRegion {
  readonly chunk: Chunk;
  readonly offset: number;
  readonly length: number;
}

export interface AllocateOptions {
  /** Fill with zeros. Default true. */
  readonly zeroed?: boolean;
}

/** The ledger: what is allocated now, for the whole process on the native engine, for this thread on the JS engine. */
export interface ChunkStatistics {
  /** Chunks whose memory is held: not freed yet, or pending. */
  readonly liveChunks: number;
  readonly liveBytes: number;
  readonly peakBytes: number;
  /** Of `liveChunks`, those freed while pinned, whose memory still waits for the last pin. */
  readonly pendingChunks: number;
  readonly allocatedChunks: number;
  /** Chunks that are no more: `allocatedChunks - liveChunks`. */
  readonly freedChunks: number;
  /** Memory of freed chunks that is kept for the next ones; bounded for each thread, not part of `liveBytes`. */
  readonly spareBytes: number;
}

/** What does the work under the typed layer: the C++ addon, or the JavaScript engine with the same contract. */
export interface Engine {
  readonly name: EngineName;
  readonly sorting: SortKernels;
  /** Throws OutOfMemoryError when the system refuses. `sizeBytes` >= 0; the caller has checked that it is an integer. */
  allocate(sizeBytes: number, options?: AllocateOptions): Chunk;
  statistics(): ChunkStatistics;
  /** Starts a new peak at the current value. */
  resetPeak(): void;
  /** Gives this thread's spare memory back to the system; how many bytes that were. */
  trim(): number;
}
