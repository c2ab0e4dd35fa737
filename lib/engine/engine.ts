import type { BudgetTree } from './budget-tree.ts';
import type { BulkKernels } from './bulk-kernels.ts';
import type { ChunkAccess } from './chunk-access.ts';
import type { ChunkDescriptor } from './chunk-descriptor.ts';
import type { ChunkReport } from './chunk-report.ts';
import type { RowKernels } from './row-kernels.ts';
import type { SortKernels } from './sort-kernels.ts';

/** `in-cage`: the addon's kernels over memory of the runtime, where that forbids buffers over memory that is not its own. */
export type EngineName = 'native' | 'in-cage' | 'js';

/**
 * One allocation outside the V8 heap, as one holder sees it.
 *
 * Owned by whoever allocated or attached it, given back by `free()`. A second `free()` throws SegmentFreedError; after it
 * `buffer` is empty. The memory itself goes back to the system when the last holder, of whichever thread, and the last pin are
 * gone. What a thread leaves behind is given back when the thread ends, however it ends.
 */
export interface Chunk {
  /** Slot in the process-wide registry, > 0. Slots are reused: only (id, generation) names a chunk. */
  readonly id: number;
  /** Counts the chunks that have lived in this slot. */
  readonly generation: number;
  readonly sizeBytes: number;
  /** The chunk's bytes. Empty after `free()`. */
  readonly buffer: ArrayBufferLike;
  /**
   * `buffer` is the same from first to last, and `free()` detaches it, so every view on it dies then. Otherwise `share()` may
   * put another in its place, and memory that is shared stays readable through views from before `free()`.
   */
  readonly keepsBuffer: boolean;
  readonly engine: Engine;
  free(): void;
  /**
   * What another thread, or another holder in this one, needs for `Engine.attach`. Keeps nothing alive: somebody has to hold the
   * chunk until the other has attached it. Throws ChunkStateError when the memory has to move for it and is pinned.
   */
  share(): ChunkDescriptor;
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

/** How an engine makes a chunk. */
export interface AllocateOptions {
  /** Fill with zeros. Default true. */
  readonly zeroed?: boolean;
  /** The chunk will be shared: where memory that is shared is of another kind, it is that from the start. Default false. */
  readonly shared?: boolean;
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
  /** Of `liveChunks`, those between guard pages: checked mode, native engine. */
  readonly guardedChunks: number;
  /** Chunks that checked mode was to guard, but the system's limit of mappings was reached. */
  readonly unguardedChunks: number;
}

/** What does the work under the typed layer: the C++ addon, or the JavaScript engine with the same contract. */
export interface Engine {
  readonly name: EngineName;
  readonly sorting: SortKernels;
  readonly budgets: BudgetTree;
  readonly access: ChunkAccess;
  /** Undefined where JavaScript itself is the fastest way. */
  readonly bulk?: BulkKernels;
  /** Undefined where JavaScript does the work: lib/rows has it. */
  readonly rows?: RowKernels;
  /** Throws OutOfMemoryError when the system refuses. `sizeBytes` >= 0; the caller has checked that it is an integer. */
  allocate(sizeBytes: number, options?: AllocateOptions): Chunk;
  /**
   * One more holder of a chunk that this or another thread shares: the same bytes, not copied. Throws SegmentFreedError when
   * its last holder has freed it, SegmentDescriptorError when the descriptor is not one of this engine and process.
   */
  attach(descriptor: ChunkDescriptor): Chunk;
  statistics(): ChunkStatistics;
  /** Starts a new peak at the current value. */
  resetPeak(): void;
  /** Gives this thread's spare memory back to the system; how many bytes that were. */
  trim(): number;
  /** Asks the allocator below the engine to give back what it keeps free, which takes milliseconds on a large heap. */
  trimHeap(): void;
  /** Looks at every chunk: for reports, not for hot paths. */
  report(): ChunkReport;
}
