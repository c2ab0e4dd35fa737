import type { ErrorFields } from '../errors/index.ts';
import type { BudgetHandle, BudgetUsage } from './budget-tree.ts';
import type { ChunkHoldings } from './chunk-report.ts';
import type { ChunkStatistics } from './engine.ts';
import type { LineOrder, MergeStep } from './sort-kernels.ts';

/** Makes the error that native code throws: of the class with this code, in the copy of the library that loaded the addon. */
export type NativeErrorFactory = (code: string, sentence: string, fields: ErrorFields) => Error;

/** See RunBuilder in sort-kernels.ts. Regions are (id, generation, offset, length). */
export interface NativeRunBuilder {
  readonly lineCount: number;
  readonly lineBytes: number;
  readonly maxRecordBytes: number;
  readonly openLineBytes: number;
  readonly encodedLines: number;
  append(id: number, generation: number, offset: number, length: number): number | Promise<number>;
  endInput(): boolean | Promise<boolean>;
  adoptOpenLine(previous: NativeRunBuilder): boolean | Promise<boolean>;
  sort(): Promise<void>;
  encode(id: number, generation: number, offset: number, length: number, text: boolean): Promise<number>;
  reset(): void;
  close(): void;
}

/** See RunMerger in sort-kernels.ts. */
export interface NativeRunMerger {
  readonly mergedLines: number;
  readonly maxRecordBytes: number;
  offer(run: number, id: number, generation: number, offset: number, length: number, last: boolean): void;
  merge(id: number, generation: number, offset: number, length: number): Promise<MergeStep>;
  close(): void;
}

/** Reads the value at `offset` bytes in a chunk, aligned or not. */
export type NativeGet<T> = (id: number, generation: number, offset: number) => T;
/** Writes `value` at `offset`; it must fit the type exactly (a float rounds). */
export type NativePut<T> = (id: number, generation: number, offset: number, value: T) => void;

/**
 * Primitives, one call each: for cross-checking, as a call costs tens of times what a DataView does
 * (native/bindings/scalar_access.cc). `byte`, `short`, `int` and `long` are signed, `char` is 16 bits without sign.
 */
export interface NativeScalarAccess {
  readonly getByte: NativeGet<number>;
  readonly putByte: NativePut<number>;
  readonly getShortLittleEndian: NativeGet<number>;
  readonly getShortBigEndian: NativeGet<number>;
  readonly putShortLittleEndian: NativePut<number>;
  readonly putShortBigEndian: NativePut<number>;
  readonly getCharLittleEndian: NativeGet<number>;
  readonly getCharBigEndian: NativeGet<number>;
  readonly putCharLittleEndian: NativePut<number>;
  readonly putCharBigEndian: NativePut<number>;
  readonly getIntLittleEndian: NativeGet<number>;
  readonly getIntBigEndian: NativeGet<number>;
  readonly putIntLittleEndian: NativePut<number>;
  readonly putIntBigEndian: NativePut<number>;
  readonly getLongLittleEndian: NativeGet<bigint>;
  readonly getLongBigEndian: NativeGet<bigint>;
  readonly putLongLittleEndian: NativePut<bigint>;
  readonly putLongBigEndian: NativePut<bigint>;
  readonly getFloatLittleEndian: NativeGet<number>;
  readonly getFloatBigEndian: NativeGet<number>;
  readonly putFloatLittleEndian: NativePut<number>;
  readonly putFloatBigEndian: NativePut<number>;
  readonly getDoubleLittleEndian: NativeGet<number>;
  readonly getDoubleBigEndian: NativeGet<number>;
  readonly putDoubleLittleEndian: NativePut<number>;
  readonly putDoubleBigEndian: NativePut<number>;
}

/** Two ranges of the same length, in one chunk or in two. */
type OnEqualRanges<T> = (
  id1: number,
  generation1: number,
  offset1: number,
  id2: number,
  generation2: number,
  offset2: number,
  length: number,
) => T;

/** Ranges of bytes (native/bindings/bulk_access.cc). */
export interface NativeBulkAccess {
  /** From the first range to the second; they may overlap. */
  readonly copyBytes: OnEqualRanges<void>;
  readonly equalBytes: OnEqualRanges<boolean>;
  /** Throws InvalidArgumentError when the ranges overlap without being the same. */
  readonly swapBytes: OnEqualRanges<void>;
  /** Bytes unsigned: -1 or 1 where they differ; where one range begins with the other, the difference of the lengths. */
  compareBytes(
    id1: number,
    generation1: number,
    offset1: number,
    length1: number,
    id2: number,
    generation2: number,
    offset2: number,
    length2: number,
  ): number;
  /** `value` is 0 to 255. */
  fillBytes(id: number, generation: number, offset: number, length: number, value: number): void;
}

/** See ChunkReport in chunk-report.ts. One owner per instance of the addon: a thread may have several. */
export interface NativeChunkReport {
  readonly pinned: ChunkHoldings;
  readonly pending: ChunkHoldings;
  /** `threadId` is undefined for an instance that never called `enterThread`. */
  readonly owners: readonly (ChunkHoldings & { readonly threadId: number | undefined })[];
}

/**
 * The process's tree of budgets (native/bindings/budgets.cc); see BudgetTree in budget-tree.ts. `createBudget`,
 * `reserveBudget`, `releaseBudget` and `limitBudget` throw BudgetClosedError. Budgets that this instance created are closed
 * when its thread ends.
 */
export interface NativeBudgets {
  budgetRoot(): BudgetHandle;
  createBudget(parentId: number, parentGeneration: number, name: string, limitBytes: number): BudgetHandle;
  /** 0, or the id of the budget that refuses. */
  reserveBudget(id: number, generation: number, bytes: number): number;
  /** Throws BudgetReleaseError. */
  releaseBudget(id: number, generation: number, bytes: number): void;
  closeBudget(id: number, generation: number): boolean;
  limitBudget(id: number, generation: number, limitBytes: number): void;
  availableInBudget(id: number, generation: number): number;
  budgetUsage(id: number, generation: number): BudgetUsage | undefined;
  listBudgets(): BudgetUsage[];
  /** Calls `listener` after releases of any thread, until `unwatchBudgets`. The first call's listener stays. */
  watchBudgets(listener: () => void): void;
  unwatchBudgets(): void;
}

/** Operations on two ranges of one length that take their arguments from memory (native/bindings/bulk_kernels.cc). */
export interface NativeBulkKernels {
  /**
   * The arguments of the next call, of this thread: four Int32 (id1, generation1, id2, generation2), then Float64 from byte
   * 16: offset1, offset2, length, and the result of the last call.
   */
  readonly bulkArguments: ArrayBuffer;
  /** Leaves -1, 0 or 1: bytes unsigned, from left to right. */
  compareRanges(): void;
  /** Throws InvalidArgumentError when the ranges overlap without being the same. */
  swapRanges(): void;
}

/**
 * Batches of binary rows (native/bindings/row_kernels.cc); see RowKernels in row-kernels.ts. `pages` has id, generation, offset and
 * length of each.
 */
export interface NativeRowKernels {
  sortRows(pages: Float64Array, positions: Int32Array, order: Int32Array): boolean | Promise<boolean>;
  hashRows(pages: Float64Array, positions: Int32Array, arity: number, hashes: Int32Array): boolean;
  hashRowKeys(pages: Float64Array, positions: Int32Array, order: Int32Array, hashes: Int32Array): boolean;
  putRowKeys(
    pages: Float64Array,
    positions: Int32Array,
    order: Int32Array,
    keyBytes: number,
    target: Uint8Array,
  ): boolean;
}

/**
 * Everything that native code exports: the only description of the boundary, and `native/bindings/` its only other side.
 *
 * Chunks are named by (id, generation), never by address. Each function checks type and range of every argument:
 * InvalidArgumentError for a wrong type or an impossible value, IndexOutOfBoundsError for offsets and lengths,
 * SegmentFreedError for a chunk that is freed. One Addon belongs to one thread; chunks belong to the process.
 */
export interface Addon
  extends NativeScalarAccess,
    NativeBulkAccess,
    NativeBulkKernels,
    NativeBudgets,
    NativeRowKernels {
  /** The newest Node-API version that the runtime has. */
  readonly napiVersion: number;
  /** Whether the runtime lets an ArrayBuffer show memory that is not its own (Electron does not). */
  readonly externalBuffers: boolean;
  /** Tells handles of this process from those of another; the same in all threads. */
  readonly processToken: number;
  /**
   * To be called once, before anything else. `maxBufferBytes`: the largest ArrayBuffer that the runtime makes.
   * `guardInterval`: every how many chunks of the process one is guarded and poisoned; 0, the default: none, 1: all. The strictest
   * that any thread has asked for holds for the process.
   */
  configure(createError: NativeErrorFactory, maxBufferBytes: number, guardInterval?: number): void;

  // --- chunks: native/bindings/chunks.cc ---

  /** Id and generation of the chunk that the last `allocateChunk` made. */
  readonly chunkHandle: Int32Array;
  /**
   * A chunk, wrapped for this thread; the handle is left in `chunkHandle`. The memory is this thread's until `freeChunk`
   * or the thread's end: collecting the ArrayBuffer does not free it. Throws OutOfMemoryError.
   */
  allocateChunk(sizeBytes: number, zeroed: boolean): ArrayBuffer;
  /**
   * One more reference of this thread to a chunk of any thread, with an ArrayBuffer of its own. Given back by `freeChunk` or the
   * thread's end. Throws SegmentFreedError, ChunkStateError above 4095 references.
   */
  attachChunk(id: number, generation: number): ArrayBuffer;
  /**
   * Detaches `buffer`, which must be one of the chunk's, and gives its reference back. With the last one of all threads the
   * chunk is freed; its memory goes with the last pin.
   */
  freeChunk(id: number, generation: number, buffer: ArrayBuffer): void;
  /** Keeps the chunk's memory until the process ends: for one whose buffer has been detached with the memory in another. */
  abandonChunk(id: number, generation: number): void;
  /**
   * Frees a chunk whose buffer nobody else can reach, but keeps memory and buffer for `renewChunk`. False, and nothing has
   * changed, when it is pinned, freed, or another thread's.
   */
  retireChunk(id: number, generation: number): boolean;
  /** A new chunk in a retired one's memory and buffer: its generation, or 0 when this thread keeps none there. */
  renewChunk(id: number, zeroed: boolean): number;
  /**
   * A chunk in memory of the runtime, for kernels; the handle is left in `chunkHandle`. `bytes` is kept until the chunk is freed
   * and no longer pinned. Cannot be attached by other threads. native/bindings/adopted_chunks.cc
   */
  adoptChunk(bytes: Uint8Array): void;
  /** Whether pins still use the memory, which is kept until then. */
  freeAdoptedChunk(id: number, generation: number): boolean;
  /** Keeps `bytes` from now on: whether they are the chunk's memory, moved to another buffer. */
  moveAdoptedChunk(id: number, generation: number, bytes: Uint8Array): boolean;
  /** Keeps the memory until `unpinChunk` or this thread's end. Throws ChunkStateError above 2^20 - 1 pins. */
  pinChunk(id: number, generation: number): void;
  /** Whether anything pins the chunk, in any thread. */
  isChunkPinned(id: number, generation: number): boolean;
  /** Throws ChunkStateError when this thread has no pin on the chunk. Works after `freeChunk`. */
  unpinChunk(id: number, generation: number): void;
  chunkStatistics(): ChunkStatistics;
  /** Starts a new peak at the bytes held now. */
  resetPeakBytes(): void;

  // --- reports: native/bindings/memory_report.cc ---

  /** Which thread this instance runs in, for `chunkReport`. */
  enterThread(threadId: number): void;
  chunkReport(): NativeChunkReport;
  /** Whether malloc gave anything back to the system, as far as it tells. */
  trimHeap(): boolean;

  // --- sorting: native/bindings/sorting_run_builder.cc, sorting_run_merger.cc ---

  /** Pins the region until `close()`. `offset` is a multiple of 16. */
  readonly RunBuilder: new (
    id: number,
    generation: number,
    offset: number,
    length: number,
    order: LineOrder,
  ) => NativeRunBuilder;
  readonly minRunBuilderBytes: number;
  /** Pins the workspace until `close()`, and pages from `offer` until they are drained. */
  readonly RunMerger: new (
    id: number,
    generation: number,
    offset: number,
    length: number,
    order: LineOrder,
    text: boolean,
    maxRecordBytes: readonly number[],
  ) => NativeRunMerger;
  readonly mergePagesPerRun: number;
  mergeWorkspaceBytes(maxRecordBytes: readonly number[]): number;
}
