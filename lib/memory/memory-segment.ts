import { Buffer } from 'node:buffer';
import { inspect } from 'node:util';
import type { ChunkDescriptor } from '../engine/chunk-descriptor.ts';
import { memoryOf } from '../engine/chunk-memory.ts';
import { currentEngine } from '../engine/current-engine.ts';
import type { AllocateOptions, Engine } from '../engine/engine.ts';
import { InvalidArgumentError } from '../errors/argument-errors.ts';
import { OutOfMemoryError } from '../errors/memory-errors.ts';
import { accessError, freedError } from './access-error.ts';
import {
  invalid,
  requireByteArray,
  requireEngine,
  requireInteger,
  requireOptions,
  requireRange,
  requireSize,
  rest,
} from './argument-checks.ts';
import { AttachedBacking, type Backing, ChunkBacking, HeapBacking, userBacking } from './backing.ts';
import { BudgetedBacking } from './budget/budgeted-backing.ts';
import { MemoryBudget } from './budget/memory-budget.ts';
import { asciiText, putAsciiText } from './bulk/ascii-text.ts';
import { compareRanges, equalRanges } from './bulk/byte-comparisons.ts';
import { copyBytes, copyLong, copyWords, WORD_COPY_BYTES as MOST_WORD_COPY_BYTES } from './bulk/byte-copies.ts';
import { fillWords, WORD_FILL_BYTES as MOST_WORD_FILL_BYTES } from './bulk/byte-fills.ts';
import { SCRATCH_BYTES, swapFew, swapRanges, swapWhole, swapWord } from './bulk/byte-swaps.ts';
import { COPIES_BY_BUFFER, WIDE_WORDS } from './bulk/fastest-ways.ts';
import { nativeByteOrder } from './byte-order.ts';
import { type ByteInput, type ByteOutput, isByteInput, isByteOutput, readIn, writeOut } from './byte-transfer.ts';
import { checkAccesses } from './checked-accessors.ts';
import { CHECKED } from './checked-mode.ts';
import { isStale } from './checked-region.ts';
import { lend } from './lent-bytes.ts';
import * as longHalves from './long-halves.ts';
import * as safeLong from './safe-long.ts';
import { requireDescriptor, requirePlace, type SegmentDescriptor } from './segment-descriptor.ts';
import { describeOwner, type SegmentOptions, type SegmentOwner } from './segment-owner.ts';
import { SegmentPin } from './segment-pin.ts';
import { segmentWatch } from './segment-watch.ts';
import { requireSynchronous, synchronousResult } from './synchronous-callback.ts';
import { WeakList } from './weak-list.ts';

// Constants of this module, not imports: only such constants are folded into the code that V8 generates. An import is loaded,
// and asked whether its module has run, in every access.
const NATIVE = nativeByteOrder === 'little-endian';
const { fartherHalf, highHalf, joinHalves } = longHalves;
const { isSafeHigh, requireSafeLong } = safeLong;
const watch = segmentWatch;

// The same holds for what the bulk operations choose their way by (docs/decisions/008-bulk-operations.md).
const WORD_COPY_BYTES = MOST_WORD_COPY_BYTES;
const WORD_FILL_BYTES = MOST_WORD_FILL_BYTES;
/** Above these, all of a segment goes the short way, which takes no offsets. */
const WHOLE_COPY_BYTES = WIDE_WORDS ? 64 : 8;
const BY_BUFFER = COPIES_BY_BUFFER;
const WHOLE_SWAP_BYTES = WIDE_WORDS ? 64 : 32;
const MOST_WHOLE_SWAP_BYTES = SCRATCH_BYTES;
const WHOLE_COMPARE_BYTES = WIDE_WORDS ? 192 : 100;
const { copyWithin, fill: fillAll, set } = Uint8Array.prototype;
const { compare: compareAll } = Buffer;

const FREED_VIEW = new DataView(new ArrayBuffer(0));
const ZEROED: AllocateOptions = { zeroed: true };
const NOT_ZEROED: AllocateOptions = { zeroed: false };

const NO_BYTES = new Uint8Array(0);
/** What TypeScript does not let anybody pass: the length of a transfer has no default. */
const NO_LENGTH = undefined as unknown as number;

/** Proves that the constructor was called from this file. */
const CONSTRUCTION = Symbol('construction');

/** What the neighbours in lib/memory may do. Not exported by the package. */
export let segmentInternals: {
  create(view: DataView, backing: Backing, owner: SegmentOwner | undefined): MemorySegment;
  /** Throws SegmentFreedError when the segment is freed, InvalidArgumentError when it is none. */
  locate(segment: MemorySegment): { readonly view: DataView; readonly backing: Backing };
};

/**
 * For the fast ways of neighbours, which leave everything else to the segment itself: what a segment reads through now, empty once
 * it is freed. Undefined in checked mode, and for what is no segment. Not exported by the package; not to be kept.
 */
export let dataViewOf: (memory: object) => DataView | undefined;

/** How a segment is allocated, and who pays for it. */
export interface AllocateSegmentOptions extends SegmentOptions {
  /** Fill with zeros. Default true; without, the content is whatever the memory held before. */
  readonly zeroed?: boolean | undefined;
  /**
   * The segment will be shared with other threads. Saves the first `share()` a copy on engines whose memory has to move for it
   * (in-cage, js); no difference on the native engine. Default false.
   */
  readonly shared?: boolean | undefined;
  /** Default: the engine of this thread. */
  readonly engine?: Engine | undefined;
  /** Pays for the segment from before its allocation until this thread's hold on its memory ends. Default: none. */
  readonly budget?: MemoryBudget | undefined;
}

/** How a thread takes a segment that another thread has shared. */
export interface AttachSegmentOptions extends SegmentOptions {
  /** Default: the engine of this thread. */
  readonly engine?: Engine | undefined;
}

/**
 * A fixed piece of memory, off-heap or on the heap, read and written at byte offsets without alignment.
 *
 * **One class, one shape.** Call sites stay monomorphic whatever memory they meet; that is what makes an access cost the
 * same as one through a DataView. Do not subclass it, and do not add properties to its instances.
 *
 * **Ownership.** Who allocates a segment owns it and frees it: with `free()`, or `using`. A segment from `wrap(offset, length)`
 * is a view: it reads and writes the bytes of the segment it was made from and owns nothing. A wrapped Uint8Array remains
 * the user's.
 *
 * **Free.** `free()` acts at once: off-heap memory goes back to its engine. From then on every operation on the segment, on
 * its views and on views of those throws SegmentFreedError; `size`, `owner`, `isFreed` and `isOffHeap` remain. Freeing a
 * view ends that view alone. A second `free()` does nothing, except in checked mode, where it throws SegmentFreedError.
 *
 * **Forgotten.** When the collector finds an off-heap segment that was not freed, the leak detector reports it and frees it, some
 * time later. Nothing may depend on that: not those that it does not watch (most, in a program that allocates fast, and all
 * at `disabled`), nor those with a pin that was not released. Their memory stays until the thread ends.
 *
 * **Threads.** A segment belongs to the thread that made it. `share()` describes its memory, and `attach()` in another thread
 * (or in this one) makes a segment of its own over the same bytes. Each holder frees its own; the memory goes with the last one.
 * A thread that ends, is terminated or crashes gives back what it held. Nothing orders the accesses of threads: use Atomics.
 *
 * **Accesses** of width w are valid for offsets from 0 to `size - w`; others throw IndexOutOfBoundsError. Accessors without
 * suffix use the byte order of the machine. Values are converted as by a DataView: integers wrap around. Offsets must be
 * integers: checked mode (`OFFHEAP_CHECKED=1`) throws InvalidArgumentError for others, without it they are rounded towards
 * zero. No access ever reaches outside of the segment.
 */
export class MemorySegment implements Disposable {
  // Begins with a DataView, not undefined: V8 then knows that this field holds nothing else, and saves a check per access.
  #view: DataView = FREED_VIEW;
  /** The same bytes for the bulk operations; made when first needed. Empty while there is none, and after the free. */
  #bytes: Uint8Array = NO_BYTES;
  readonly #size: number;
  readonly #owner: SegmentOwner | undefined;
  readonly #backing: Backing;
  /** The segment whose free ends this one: itself, unless it is a view. */
  readonly #root: MemorySegment;
  /** Views that a root must end itself, since its memory is not detached when it is freed. */
  #views: WeakList<MemorySegment> | undefined;

  private constructor(
    proof: symbol,
    view: DataView,
    backing: Backing,
    owner: SegmentOwner | undefined,
    root?: MemorySegment,
  ) {
    if (proof !== CONSTRUCTION) {
      throw new InvalidArgumentError('MemorySegment is made by allocate, allocateHeap or wrap, not by new');
    }
    this.#view = view;
    this.#size = view.byteLength;
    this.#owner = owner;
    this.#backing = backing;
    this.#root = root ?? this;
  }

  /**
   * Off-heap memory of its own. Throws OutOfMemoryError when the system refuses it, MemoryReservationError when the budget
   * does.
   */
  static allocate(sizeBytes: number, options: AllocateSegmentOptions = {}): MemorySegment {
    requireSize('sizeBytes', sizeBytes);
    requireOptions(options);
    const { zeroed = true, shared = false, owner, budget } = options;
    const engine = engineOf(options);
    if (typeof zeroed !== 'boolean') throw invalid('a boolean', 'zeroed', zeroed);
    if (typeof shared !== 'boolean') throw invalid('a boolean', 'shared', shared);
    const how = shared ? { zeroed, shared } : zeroed ? ZEROED : NOT_ZEROED;
    if (budget !== undefined) return MemorySegment.#allocateFrom(budget, sizeBytes, how, owner, engine);
    const chunk = engine.allocate(sizeBytes, how);
    return MemorySegment.#open(new DataView(memoryOf(chunk)), new ChunkBacking(chunk), owner);
  }

  /**
   * A segment of this thread over the memory that `share()` described, in whichever thread: the same bytes, not copied. Whoever
   * attaches holds the memory and frees the segment. Throws SegmentFreedError when all holders have freed it meanwhile,
   * SegmentDescriptorError for what is no descriptor, or one of another process or engine.
   */
  static attach(descriptor: SegmentDescriptor, options: AttachSegmentOptions = {}): MemorySegment {
    requireDescriptor(descriptor);
    requireOptions(options);
    const { owner } = options;
    const engine = engineOf(options);
    // Read once: what is checked is what is used.
    const { offset, size } = descriptor;
    requirePlace(offset, size);
    const chunk = engine.attach(descriptor.chunk);
    const backing = new AttachedBacking(chunk);
    try {
      requirePlace(offset, size, chunk.sizeBytes);
      return MemorySegment.#open(new DataView(memoryOf(chunk), offset, size), backing, owner);
    } catch (error) {
      backing.release();
      throw error;
    }
  }

  /** Zeroed memory that the garbage collector owns as well: forgetting the segment frees it too, some time later. */
  static allocateHeap(sizeBytes: number, options: SegmentOptions = {}): MemorySegment {
    requireSize('sizeBytes', sizeBytes);
    requireOptions(options);
    const buffer = allocateBuffer(sizeBytes);
    return new MemorySegment(CONSTRUCTION, new DataView(buffer), new HeapBacking(buffer), options.owner);
  }

  /**
   * The bytes of `bytes`, not copied. The array remains the user's: freeing the segment neither changes nor detaches it.
   * Arrays over a resizable or growable buffer are refused, since a DataView on such a buffer is many times slower.
   */
  static wrap(bytes: Uint8Array, options: SegmentOptions = {}): MemorySegment {
    requireByteArray('bytes', bytes);
    requireOptions(options);
    const { buffer, byteOffset, byteLength } = bytes;
    if (isResizable(buffer)) throw new InvalidArgumentError('Memory of a resizable buffer cannot be wrapped');
    return new MemorySegment(CONSTRUCTION, viewOf(buffer, byteOffset, byteLength), userBacking, options.owner);
  }

  /** Bytes; the same before and after the free. */
  get size(): number {
    return this.#size;
  }

  get owner(): SegmentOwner | undefined {
    return this.#owner;
  }

  get isOffHeap(): boolean {
    return this.#backing.chunk !== undefined;
  }

  /** True from the free of this segment, or of the one it is a view on; and when somebody else has detached its memory. */
  get isFreed(): boolean {
    return MemorySegment.#isReleased(this) || isDetached(this.#view);
  }

  free(): void {
    if (MemorySegment.#isReleased(this)) {
      if (CHECKED) throw freedError(this);
      return;
    }
    MemorySegment.#release(this);
  }

  /** `free()` that may be called at any time, in every mode. */
  [Symbol.dispose](): void {
    if (!MemorySegment.#isReleased(this)) MemorySegment.#release(this);
  }

  /** A view on `length` bytes from `offset`: the same memory, ended by the free of this segment's root or by its own. */
  wrap(offset: number, length: number): MemorySegment {
    requireInteger('offset', offset);
    requireInteger('length', length);
    MemorySegment.#requireLive(this);
    requireRange('offset', offset, length, this.#size);
    this.#backing.expose();
    const { buffer, byteOffset } = this.#view;
    const view = new DataView(buffer, byteOffset + offset, length);
    const segment = new MemorySegment(CONSTRUCTION, view, this.#backing, this.#owner, this.#root);
    if (!this.#backing.keepsBuffer) MemorySegment.#register(this.#root, segment);
    if (watch.seesUses) watch.viewed(this.#root);
    return segment;
  }

  /**
   * What another thread gives to `attach`: the bytes of this segment, also when it is a view. It holds nothing: keep the segment
   * until the other has attached it. Throws InvalidArgumentError for heap memory, ChunkStateError for memory of a pool, and, on
   * the in-cage and js engines, for memory that is pinned before it is shared for the first time.
   */
  share(): SegmentDescriptor {
    MemorySegment.#requireLive(this);
    const offset = this.#view.byteOffset;
    const chunk = this.#backing.keepsBuffer ? this.#backing.share() : MemorySegment.#shareMovable(this.#root);
    return { kind: 'offheap segment', chunk, offset, size: this.#size };
  }

  // Every accessor converts its arguments before it reads `#view`: the valueOf of an object may free the segment, and must
  // then find the empty view. For numbers the conversion costs nothing (bench/results/segment-access-*.json).

  /** A signed byte. */
  getByte(offset: number): number {
    try {
      offset = +offset;
      return this.#view.getInt8(offset);
    } catch (cause) {
      throw accessError(this, offset, 1, cause);
    }
  }

  putByte(offset: number, value: number): void {
    try {
      offset = +offset;
      value = +value;
      this.#view.setInt8(offset, value);
    } catch (cause) {
      throw accessError(this, offset, 1, cause);
    }
  }

  /** One byte: anything but zero is true; writes 1 or 0. */
  getBoolean(offset: number): boolean {
    try {
      offset = +offset;
      return this.#view.getInt8(offset) !== 0;
    } catch (cause) {
      throw accessError(this, offset, 1, cause);
    }
  }

  putBoolean(offset: number, value: boolean): void {
    try {
      offset = +offset;
      this.#view.setInt8(offset, value ? 1 : 0);
    } catch (cause) {
      throw accessError(this, offset, 1, cause);
    }
  }

  /** An unsigned 16-bit integer: a UTF-16 code unit. */
  getChar(offset: number): number {
    try {
      offset = +offset;
      return this.#view.getUint16(offset, NATIVE);
    } catch (cause) {
      throw accessError(this, offset, 2, cause);
    }
  }

  getCharLittleEndian(offset: number): number {
    try {
      offset = +offset;
      return this.#view.getUint16(offset, true);
    } catch (cause) {
      throw accessError(this, offset, 2, cause);
    }
  }

  getCharBigEndian(offset: number): number {
    try {
      offset = +offset;
      return this.#view.getUint16(offset, false);
    } catch (cause) {
      throw accessError(this, offset, 2, cause);
    }
  }

  putChar(offset: number, value: number): void {
    try {
      offset = +offset;
      value = +value;
      this.#view.setUint16(offset, value, NATIVE);
    } catch (cause) {
      throw accessError(this, offset, 2, cause);
    }
  }

  putCharLittleEndian(offset: number, value: number): void {
    try {
      offset = +offset;
      value = +value;
      this.#view.setUint16(offset, value, true);
    } catch (cause) {
      throw accessError(this, offset, 2, cause);
    }
  }

  putCharBigEndian(offset: number, value: number): void {
    try {
      offset = +offset;
      value = +value;
      this.#view.setUint16(offset, value, false);
    } catch (cause) {
      throw accessError(this, offset, 2, cause);
    }
  }

  /** A signed 16-bit integer. */
  getShort(offset: number): number {
    try {
      offset = +offset;
      return this.#view.getInt16(offset, NATIVE);
    } catch (cause) {
      throw accessError(this, offset, 2, cause);
    }
  }

  getShortLittleEndian(offset: number): number {
    try {
      offset = +offset;
      return this.#view.getInt16(offset, true);
    } catch (cause) {
      throw accessError(this, offset, 2, cause);
    }
  }

  getShortBigEndian(offset: number): number {
    try {
      offset = +offset;
      return this.#view.getInt16(offset, false);
    } catch (cause) {
      throw accessError(this, offset, 2, cause);
    }
  }

  putShort(offset: number, value: number): void {
    try {
      offset = +offset;
      value = +value;
      this.#view.setInt16(offset, value, NATIVE);
    } catch (cause) {
      throw accessError(this, offset, 2, cause);
    }
  }

  putShortLittleEndian(offset: number, value: number): void {
    try {
      offset = +offset;
      value = +value;
      this.#view.setInt16(offset, value, true);
    } catch (cause) {
      throw accessError(this, offset, 2, cause);
    }
  }

  putShortBigEndian(offset: number, value: number): void {
    try {
      offset = +offset;
      value = +value;
      this.#view.setInt16(offset, value, false);
    } catch (cause) {
      throw accessError(this, offset, 2, cause);
    }
  }

  /** A signed 32-bit integer. */
  getInt(offset: number): number {
    try {
      offset = +offset;
      return this.#view.getInt32(offset, NATIVE);
    } catch (cause) {
      throw accessError(this, offset, 4, cause);
    }
  }

  getIntLittleEndian(offset: number): number {
    try {
      offset = +offset;
      return this.#view.getInt32(offset, true);
    } catch (cause) {
      throw accessError(this, offset, 4, cause);
    }
  }

  getIntBigEndian(offset: number): number {
    try {
      offset = +offset;
      return this.#view.getInt32(offset, false);
    } catch (cause) {
      throw accessError(this, offset, 4, cause);
    }
  }

  putInt(offset: number, value: number): void {
    try {
      offset = +offset;
      value = +value;
      this.#view.setInt32(offset, value, NATIVE);
    } catch (cause) {
      throw accessError(this, offset, 4, cause);
    }
  }

  putIntLittleEndian(offset: number, value: number): void {
    try {
      offset = +offset;
      value = +value;
      this.#view.setInt32(offset, value, true);
    } catch (cause) {
      throw accessError(this, offset, 4, cause);
    }
  }

  putIntBigEndian(offset: number, value: number): void {
    try {
      offset = +offset;
      value = +value;
      this.#view.setInt32(offset, value, false);
    } catch (cause) {
      throw accessError(this, offset, 4, cause);
    }
  }

  /** A signed 64-bit integer. `getLongAsNumber` is several times faster where the values are safe integers. */
  getLong(offset: number): bigint {
    try {
      offset = +offset;
      return this.#view.getBigInt64(offset, NATIVE);
    } catch (cause) {
      throw accessError(this, offset, 8, cause);
    }
  }

  getLongLittleEndian(offset: number): bigint {
    try {
      offset = +offset;
      return this.#view.getBigInt64(offset, true);
    } catch (cause) {
      throw accessError(this, offset, 8, cause);
    }
  }

  getLongBigEndian(offset: number): bigint {
    try {
      offset = +offset;
      return this.#view.getBigInt64(offset, false);
    } catch (cause) {
      throw accessError(this, offset, 8, cause);
    }
  }

  putLong(offset: number, value: bigint): void {
    try {
      offset = +offset;
      if (typeof value !== 'bigint') value = BigInt.asIntN(64, value);
      this.#view.setBigInt64(offset, value, NATIVE);
    } catch (cause) {
      throw accessError(this, offset, 8, cause);
    }
  }

  putLongLittleEndian(offset: number, value: bigint): void {
    try {
      offset = +offset;
      if (typeof value !== 'bigint') value = BigInt.asIntN(64, value);
      this.#view.setBigInt64(offset, value, true);
    } catch (cause) {
      throw accessError(this, offset, 8, cause);
    }
  }

  putLongBigEndian(offset: number, value: bigint): void {
    try {
      offset = +offset;
      if (typeof value !== 'bigint') value = BigInt.asIntN(64, value);
      this.#view.setBigInt64(offset, value, false);
    } catch (cause) {
      throw accessError(this, offset, 8, cause);
    }
  }

  /** A signed 64-bit integer as a number. Throws UnsafeIntegerError when it lies beyond plus or minus 2^53 - 1. */
  getLongAsNumber(offset: number): number {
    return NATIVE ? this.getLongAsNumberLittleEndian(offset) : this.getLongAsNumberBigEndian(offset);
  }

  getLongAsNumberLittleEndian(offset: number): number {
    try {
      offset = +offset;
      const farther = fartherHalf(offset);
      const view = this.#view;
      const low = view.getUint32(offset, true);
      const high = view.getInt32(farther, true);
      if (isSafeHigh(high)) return joinHalves(high, low);
    } catch (cause) {
      throw accessError(this, offset, 8, cause);
    }
    return safeLong.safeNumber(this.getLongLittleEndian(offset), offset);
  }

  getLongAsNumberBigEndian(offset: number): number {
    try {
      offset = +offset;
      const farther = fartherHalf(offset);
      const view = this.#view;
      const high = view.getInt32(offset, false);
      const low = view.getUint32(farther, false);
      if (isSafeHigh(high)) return joinHalves(high, low);
    } catch (cause) {
      throw accessError(this, offset, 8, cause);
    }
    return safeLong.safeNumber(this.getLongBigEndian(offset), offset);
  }

  putLongAsNumber(offset: number, value: number): void {
    requireSafeLong(value, offset);
    this.putLongHighLow(offset, highHalf(value), value);
  }

  putLongAsNumberLittleEndian(offset: number, value: number): void {
    requireSafeLong(value, offset);
    this.putLongHighLowLittleEndian(offset, highHalf(value), value);
  }

  putLongAsNumberBigEndian(offset: number, value: number): void {
    requireSafeLong(value, offset);
    this.putLongHighLowBigEndian(offset, highHalf(value), value);
  }

  /**
   * The high half of a long, signed; `getLongLow` is the other: `high * 2^32 + low`. Together they cost two reads of 32
   * bits. Each checks that its own half lies inside, both together check the long; checked mode checks it in each.
   */
  getLongHigh(offset: number): number {
    return NATIVE ? this.getLongHighLittleEndian(offset) : this.getLongHighBigEndian(offset);
  }

  /** The low half of a long, from 0 to 2^32 - 1. */
  getLongLow(offset: number): number {
    return NATIVE ? this.getLongLowLittleEndian(offset) : this.getLongLowBigEndian(offset);
  }

  getLongHighLittleEndian(offset: number): number {
    try {
      offset = +offset;
      const farther = fartherHalf(offset);
      return this.#view.getInt32(farther, true);
    } catch (cause) {
      throw accessError(this, offset, 8, cause);
    }
  }

  getLongLowLittleEndian(offset: number): number {
    try {
      offset = +offset;
      return this.#view.getUint32(offset, true);
    } catch (cause) {
      throw accessError(this, offset, 8, cause);
    }
  }

  getLongHighBigEndian(offset: number): number {
    try {
      offset = +offset;
      return this.#view.getInt32(offset, false);
    } catch (cause) {
      throw accessError(this, offset, 8, cause);
    }
  }

  getLongLowBigEndian(offset: number): number {
    try {
      offset = +offset;
      const farther = fartherHalf(offset);
      return this.#view.getUint32(farther, false);
    } catch (cause) {
      throw accessError(this, offset, 8, cause);
    }
  }

  /** Writes a long by its halves, both or none. Each may be given signed or unsigned. */
  putLongHighLow(offset: number, high: number, low: number): void {
    if (NATIVE) this.putLongHighLowLittleEndian(offset, high, low);
    else this.putLongHighLowBigEndian(offset, high, low);
  }

  putLongHighLowLittleEndian(offset: number, high: number, low: number): void {
    try {
      offset = +offset;
      high = +high;
      low = +low;
      const farther = fartherHalf(offset);
      const view = this.#view;
      view.setInt32(farther, high, true);
      view.setInt32(offset, low, true);
    } catch (cause) {
      throw accessError(this, offset, 8, cause);
    }
  }

  putLongHighLowBigEndian(offset: number, high: number, low: number): void {
    try {
      offset = +offset;
      high = +high;
      low = +low;
      const farther = fartherHalf(offset);
      const view = this.#view;
      view.setInt32(farther, low, false);
      view.setInt32(offset, high, false);
    } catch (cause) {
      throw accessError(this, offset, 8, cause);
    }
  }

  /** A 32-bit float, widened to a number. */
  getFloat(offset: number): number {
    try {
      offset = +offset;
      return this.#view.getFloat32(offset, NATIVE);
    } catch (cause) {
      throw accessError(this, offset, 4, cause);
    }
  }

  getFloatLittleEndian(offset: number): number {
    try {
      offset = +offset;
      return this.#view.getFloat32(offset, true);
    } catch (cause) {
      throw accessError(this, offset, 4, cause);
    }
  }

  getFloatBigEndian(offset: number): number {
    try {
      offset = +offset;
      return this.#view.getFloat32(offset, false);
    } catch (cause) {
      throw accessError(this, offset, 4, cause);
    }
  }

  putFloat(offset: number, value: number): void {
    try {
      offset = +offset;
      value = +value;
      this.#view.setFloat32(offset, value, NATIVE);
    } catch (cause) {
      throw accessError(this, offset, 4, cause);
    }
  }

  putFloatLittleEndian(offset: number, value: number): void {
    try {
      offset = +offset;
      value = +value;
      this.#view.setFloat32(offset, value, true);
    } catch (cause) {
      throw accessError(this, offset, 4, cause);
    }
  }

  putFloatBigEndian(offset: number, value: number): void {
    try {
      offset = +offset;
      value = +value;
      this.#view.setFloat32(offset, value, false);
    } catch (cause) {
      throw accessError(this, offset, 4, cause);
    }
  }

  /** A 64-bit float. */
  getDouble(offset: number): number {
    try {
      offset = +offset;
      return this.#view.getFloat64(offset, NATIVE);
    } catch (cause) {
      throw accessError(this, offset, 8, cause);
    }
  }

  getDoubleLittleEndian(offset: number): number {
    try {
      offset = +offset;
      return this.#view.getFloat64(offset, true);
    } catch (cause) {
      throw accessError(this, offset, 8, cause);
    }
  }

  getDoubleBigEndian(offset: number): number {
    try {
      offset = +offset;
      return this.#view.getFloat64(offset, false);
    } catch (cause) {
      throw accessError(this, offset, 8, cause);
    }
  }

  putDouble(offset: number, value: number): void {
    try {
      offset = +offset;
      value = +value;
      this.#view.setFloat64(offset, value, NATIVE);
    } catch (cause) {
      throw accessError(this, offset, 8, cause);
    }
  }

  putDoubleLittleEndian(offset: number, value: number): void {
    try {
      offset = +offset;
      value = +value;
      this.#view.setFloat64(offset, value, true);
    } catch (cause) {
      throw accessError(this, offset, 8, cause);
    }
  }

  putDoubleBigEndian(offset: number, value: number): void {
    try {
      offset = +offset;
      value = +value;
      this.#view.setFloat64(offset, value, false);
    } catch (cause) {
      throw accessError(this, offset, 8, cause);
    }
  }

  /** `length` bytes as a text, a character each, where all of them are ASCII, below 80 hex; otherwise undefined. */
  getAscii(offset: number, length: number): string | undefined {
    requireInteger('offset', offset);
    requireInteger('length', length);
    const bytes = MemorySegment.#bytesOf(this);
    requireRange('offset', offset, length, this.#size);
    return asciiText(this.#view, bytes, offset, length);
  }

  /**
   * Writes a text, a byte for each character, where all of them are ASCII. Otherwise returns false, and as many bytes as the text
   * has characters hold anything.
   */
  putAscii(offset: number, text: string): boolean {
    requireInteger('offset', offset);
    if (typeof text !== 'string') throw invalid('a string', 'text', text);
    const bytes = MemorySegment.#bytesOf(this);
    requireRange('offset', offset, text.length, this.#size);
    return putAsciiText(text, bytes, offset);
  }

  /** Writes `length` bytes from `offset` to an output: see ByteOutput. */
  get(offset: number, output: ByteOutput, length: number): void;
  /** Copies `length` bytes from `offset` to `target`. Default: as many as `target` holds from `targetOffset`. */
  get(offset: number, target: Uint8Array, targetOffset?: number, length?: number): void;
  get(
    offset: number,
    target: Uint8Array | ByteOutput,
    targetOffset = isByteOutput(target) ? NO_LENGTH : 0,
    length = rest((target as Uint8Array)?.length, targetOffset),
  ): void {
    requireInteger('offset', offset);
    if (isByteOutput(target)) {
      requireInteger('length', targetOffset);
      MemorySegment.#requireLive(this);
      requireRange('offset', offset, targetOffset, this.#size);
      writeOut(this, offset, target, targetOffset);
      return;
    }
    requireByteArray('target', target);
    requireInteger('targetOffset', targetOffset);
    requireInteger('length', length);
    requireRange('targetOffset', targetOffset, length, target.length);
    const bytes = MemorySegment.#bytesOf(this);
    requireRange('offset', offset, length, this.#size);
    copyBytes(bytes, offset, target, targetOffset, length);
  }

  /** Reads `length` bytes of an input to `offset`: see ByteInput, also for what an input that ends early leaves. */
  put(offset: number, input: ByteInput, length: number): void;
  /** Copies `length` bytes of `source` to `offset`. Default: as many as `source` holds from `sourceOffset`. */
  put(offset: number, source: Uint8Array, sourceOffset?: number, length?: number): void;
  put(
    offset: number,
    source: Uint8Array | ByteInput,
    sourceOffset = isByteInput(source) ? NO_LENGTH : 0,
    length = rest((source as Uint8Array)?.length, sourceOffset),
  ): void {
    requireInteger('offset', offset);
    if (isByteInput(source)) {
      requireInteger('length', sourceOffset);
      MemorySegment.#requireLive(this);
      requireRange('offset', offset, sourceOffset, this.#size);
      readIn(this, offset, source, sourceOffset);
      return;
    }
    requireByteArray('source', source);
    requireInteger('sourceOffset', sourceOffset);
    requireInteger('length', length);
    requireRange('sourceOffset', sourceOffset, length, source.length);
    const bytes = MemorySegment.#bytesOf(this);
    requireRange('offset', offset, length, this.#size);
    copyBytes(source, sourceOffset, bytes, offset, length);
  }

  /** Copies `length` bytes to another segment. Ranges may overlap: the bytes arrive as they were before the copy. */
  copyTo(offset: number, target: MemorySegment, targetOffset: number, length: number): void {
    if (MemorySegment.#areWhole(this, offset, target, targetOffset, length) && length > WHOLE_COPY_BYTES) {
      set.call(target.#bytes, this.#bytes);
      return;
    }
    if (!MemorySegment.#bothHold(this, offset, target, targetOffset, length)) {
      MemorySegment.#requireCopy(this, offset, target, targetOffset, length);
    }
    const bytes = this.#bytes;
    if (length <= WORD_COPY_BYTES) {
      copyWords(this.#view, bytes, offset, target.#view, target.#bytes, targetOffset, length);
    } else if (target === this) {
      copyWithin.call(bytes, targetOffset, offset, offset + length);
    } else if (BY_BUFFER) {
      copyLong(this.#view, bytes, offset, target.#bytes, targetOffset, length);
    } else {
      // The same as copyLong, which a program calls for 5 ns more.
      const { buffer, byteOffset } = this.#view;
      set.call(target.#bytes, new Uint8Array(buffer, byteOffset + offset, length), targetOffset);
    }
  }

  /**
   * Compares `length` bytes at `offset1` with `otherLength` (default `length`) bytes at `offset2` of `other`, as unsigned
   * bytes from left to right; of two ranges of which one begins with the other, the shorter is less.
   * Returns -1, 0 or 1. Flink returns other magnitudes: only the sign is the same.
   */
  compare(other: MemorySegment, offset1: number, offset2: number, length: number, otherLength = length): number {
    if (otherLength !== length)
      return MemorySegment.#compareLengths(this, offset1, length, other, offset2, otherLength);
    if (MemorySegment.#areWhole(this, offset1, other, offset2, length) && length > WHOLE_COMPARE_BYTES) {
      return compareAll(this.#bytes, other.#bytes);
    }
    if (!MemorySegment.#bothHold(this, offset1, other, offset2, length)) {
      MemorySegment.#requireRanges(this, offset1, other, offset2, length);
    }
    const { chunk } = this.#backing;
    const { chunk: otherChunk } = other.#backing;
    return compareRanges(
      this.#view,
      this.#bytes,
      offset1,
      chunk,
      other.#view,
      other.#bytes,
      offset2,
      otherChunk,
      length,
    );
  }

  /** True when `length` bytes at `offset1` are the same as those at `offset2` of `other`. */
  equalTo(other: MemorySegment, offset1: number, offset2: number, length: number): boolean {
    if (MemorySegment.#areWhole(this, offset1, other, offset2, length) && length > WHOLE_COMPARE_BYTES) {
      return compareAll(this.#bytes, other.#bytes) === 0;
    }
    if (!MemorySegment.#bothHold(this, offset1, other, offset2, length)) {
      MemorySegment.#requireRanges(this, offset1, other, offset2, length);
    }
    const { chunk } = this.#backing;
    const { chunk: otherChunk } = other.#backing;
    return equalRanges(this.#view, this.#bytes, offset1, chunk, other.#view, other.#bytes, offset2, otherChunk, length);
  }

  /**
   * Exchanges `length` bytes at `offset1` with those at `offset2` of `other`. Unlike in Flink the caller brings no
   * temporary memory. Ranges that overlap end as in Flink: the second receives what the first held before.
   */
  swapBytes(other: MemorySegment, offset1: number, offset2: number, length: number): void {
    if (
      MemorySegment.#areWhole(this, offset1, other, offset2, length) &&
      length > WHOLE_SWAP_BYTES &&
      length <= MOST_WHOLE_SWAP_BYTES
    ) {
      swapWhole(this.#bytes, other.#bytes, length);
      return;
    }
    if (!MemorySegment.#bothHold(this, offset1, other, offset2, length)) {
      MemorySegment.#requireRanges(this, offset1, other, offset2, length);
    }
    if (length === 4) swapWord(this.#view, offset1, other.#view, offset2);
    else if (length > 4 && length <= 16) swapFew(this.#view, offset1, other.#view, offset2, length);
    else {
      const { chunk } = this.#backing;
      const { chunk: otherChunk } = other.#backing;
      swapRanges(this.#view, this.#bytes, offset1, chunk, other.#view, other.#bytes, offset2, otherChunk, length);
    }
  }

  /** Sets `length` bytes from `offset` to `value`, from -128 to 255. Default: all bytes from `offset`. */
  fill(value: number, offset = 0, length = rest(MemorySegment.#sizeOf(this), offset)): void {
    if (!(isInt32(value) && value >= -128 && value <= 255 && MemorySegment.#holds(this, offset, length))) {
      MemorySegment.#requireFill(this, value, offset, length);
    }
    const bytes = this.#bytes;
    if (length <= WORD_FILL_BYTES) fillWords(this.#view, bytes, value, offset, length);
    else if (length === bytes.length) fillAll.call(bytes, value);
    else fillAll.call(bytes, value, offset, offset + length);
  }

  /**
   * Hands out `length` bytes from `offset` (default: all) for asynchronous I/O, whose memory stays until the pin is
   * released, even if the segment is freed meanwhile. See SegmentPin for what becomes of `bytes` then.
   */
  pin(offset = 0, length = rest(MemorySegment.#sizeOf(this), offset)): SegmentPin {
    requireInteger('offset', offset);
    requireInteger('length', length);
    MemorySegment.#requireLive(this);
    requireRange('offset', offset, length, this.#size);
    this.#backing.expose();
    const { buffer, byteOffset } = this.#view;
    const bytes = new Uint8Array(buffer, byteOffset + offset, length);
    const pin = new SegmentPin(bytes, this.#backing, this.#root);
    if (watch.seesUses) watch.pinned(this.#root, pin);
    return pin;
  }

  /**
   * Calls `callback` with all bytes of the segment and returns what it returns. The array is dead (detached) afterwards,
   * so nothing that kept it can reach memory that the segment gives back.
   *
   * On the native engine the array is over the memory itself. Elsewhere it is a copy, and the bytes that the callback has
   * changed are written to the segment when it returns, and also when it throws: what it does to the segment by other ways in
   * the meantime it may or may not see in the array. `pin()` is the way for asynchronous work: async callbacks, and ones that
   * return a thenable, are refused with InvalidArgumentError. No I/O on the array may go on after the callback: nothing can
   * refuse that, and the memory may be another segment's by then.
   */
  process<T>(callback: (bytes: Uint8Array) => T): T {
    requireSynchronous('callback', callback);
    const lent = lend(MemorySegment.#bytesOf(this), this.#backing);
    let result: T;
    try {
      result = callback(lent.bytes);
    } catch (error) {
      lent.end(MemorySegment.#bytesIfLive(this));
      throw error;
    }
    if (!lent.end(MemorySegment.#bytesIfLive(this))) {
      throw new InvalidArgumentError('Callback has detached the bytes', { argument: 'callback' });
    }
    return synchronousResult('callback', result);
  }

  [inspect.custom](): string {
    const owner = describeOwner(this.#owner);
    const parts = [`${this.#size} bytes`, this.isOffHeap ? 'off-heap' : 'heap'];
    if (this.#root !== this) parts.push('view');
    if (this.isFreed) parts.push('freed');
    if (owner !== undefined) parts.push(`owner ${owner}`);
    return `MemorySegment { ${parts.join(', ')} }`;
  }

  // Private functions rather than private methods: those would add a field to every instance.

  static #allocateFrom(
    budget: MemoryBudget,
    sizeBytes: number,
    how: AllocateOptions,
    owner: SegmentOwner | undefined,
    engine: Engine,
  ): MemorySegment {
    if (!(budget instanceof MemoryBudget)) throw invalid('a MemoryBudget', 'budget', budget);
    const reservation = budget.reservation(sizeBytes);
    try {
      const chunk = engine.allocate(sizeBytes, how);
      const backing = new BudgetedBacking(new ChunkBacking(chunk), reservation);
      return MemorySegment.#open(new DataView(memoryOf(chunk)), backing, owner);
    } catch (error) {
      reservation.release();
      throw error;
    }
  }

  /** A root segment whose memory somebody has to give back. */
  static #open(view: DataView, backing: Backing, owner: SegmentOwner | undefined): MemorySegment {
    const segment = new MemorySegment(CONSTRUCTION, view, backing, owner);
    watch.countdown -= 1;
    if (watch.countdown <= 0) watch.due(segment, backing);
    return segment;
  }

  /** Freed as far as segments know, whatever else has become of the memory. */
  static #isReleased(segment: MemorySegment): boolean {
    if (!MemorySegment.#isSegment(segment)) throw invalid('a MemorySegment', 'this', segment);
    return segment.#view === FREED_VIEW || segment.#root.#view === FREED_VIEW;
  }

  static #release(segment: MemorySegment): void {
    segment.#view = FREED_VIEW;
    segment.#bytes = NO_BYTES;
    if (segment.#root !== segment) return;
    segment.#views?.drain((view) => {
      view.#view = FREED_VIEW;
      view.#bytes = NO_BYTES;
    });
    segment.#backing.release();
  }

  /** The memory may move to another buffer: a root and its views move with it. */
  static #shareMovable(root: MemorySegment): ChunkDescriptor {
    const offsets = new Map([[root, root.#view.byteOffset]]);
    root.#views?.forEach((view) => {
      offsets.set(view, view.#view.byteOffset);
    });
    const before = root.#view.buffer;
    const descriptor = root.#backing.share();
    const buffer = root.#backing.chunk?.buffer as ArrayBufferLike;
    if (buffer === before) return descriptor;
    for (const [segment, offset] of offsets) {
      segment.#view = new DataView(buffer, offset, segment.#size);
      segment.#bytes = NO_BYTES;
    }
    return descriptor;
  }

  /** A region whose use is over is not this segment's to release: it only loses sight of it. */
  static #endStale(value: unknown): void {
    if (typeof value !== 'object' || value === null || !(#view in value) || !isStale(value.#backing)) return;
    value.#view = FREED_VIEW;
    value.#bytes = NO_BYTES;
  }

  static #register(root: MemorySegment, view: MemorySegment): void {
    root.#views ??= new WeakList((candidate) => candidate.#view !== FREED_VIEW);
    root.#views.add(view);
  }

  /**
   * Whether `length` bytes from `offset`, at least one, lie in this live segment: the checks of the bulk operations in one.
   * False says nothing yet: the first operation has no bytes made, and ranges may be empty or begin above 4 GiB.
   */
  static #holds(segment: MemorySegment, offset: number, length: number): boolean {
    // Whatever ends a segment empties its bytes too, so a range that fits proves that it is alive.
    try {
      return isUint32(offset) && isUint32(length) && length > 0 && offset <= segment.#bytes.length - length;
    } catch {
      return false; // No segment.
    }
  }

  /** `#holds` of two ranges of one length. Both segments may be anything. */
  static #bothHold(
    segment: MemorySegment,
    offset: number,
    other: MemorySegment,
    otherOffset: number,
    length: number,
  ): boolean {
    try {
      return (
        isUint32(offset) &&
        isUint32(otherOffset) &&
        isUint32(length) &&
        length > 0 &&
        offset <= segment.#bytes.length - length &&
        otherOffset <= other.#bytes.length - length
      );
    } catch {
      return false; // One of them is no segment.
    }
  }

  /** The same for all of two segments of one size, which takes fewer questions. */
  static #areWhole(
    segment: MemorySegment,
    offset: number,
    other: MemorySegment,
    otherOffset: number,
    length: number,
  ): boolean {
    try {
      return offset === 0 && otherOffset === 0 && length === segment.#bytes.length && length === other.#bytes.length;
    } catch {
      return false; // One of them is no segment.
    }
  }

  // What follows throws what is wrong with the arguments of an operation that `#holds` does not vouch for, or makes the bytes.

  static #requireCopy(
    segment: MemorySegment,
    offset: number,
    target: MemorySegment,
    targetOffset: number,
    length: number,
  ): void {
    MemorySegment.#requireSegment('this', segment);
    requireInteger('offset', offset);
    MemorySegment.#requireSegment('target', target);
    requireInteger('targetOffset', targetOffset);
    requireInteger('length', length);
    MemorySegment.#bytesOf(segment);
    MemorySegment.#bytesOf(target, 'target');
    requireRange('offset', offset, length, segment.#size);
    requireRange('targetOffset', targetOffset, length, target.#size);
  }

  static #requireFill(segment: MemorySegment, value: number, offset: number, length: number): void {
    MemorySegment.#requireSegment('this', segment);
    requireInteger('value', value);
    if (value < -128 || value > 255) throw new InvalidArgumentError('Value is not a byte', { value });
    requireInteger('offset', offset);
    requireInteger('length', length);
    MemorySegment.#bytesOf(segment);
    requireRange('offset', offset, length, segment.#size);
  }

  static #requireRanges(
    segment: MemorySegment,
    offset1: number,
    other: MemorySegment,
    offset2: number,
    length: number,
  ): void {
    MemorySegment.#requireSegment('this', segment);
    MemorySegment.#requireSegment('other', other);
    requireInteger('offset1', offset1);
    requireInteger('offset2', offset2);
    requireInteger('length', length);
    MemorySegment.#bytesOf(segment);
    MemorySegment.#bytesOf(other, 'other');
    requireRange('offset1', offset1, length, segment.#size);
    requireRange('offset2', offset2, length, other.#size);
  }

  static #compareLengths(
    segment: MemorySegment,
    offset1: number,
    length: number,
    other: MemorySegment,
    offset2: number,
    otherLength: number,
  ): number {
    MemorySegment.#requireSegment('this', segment);
    MemorySegment.#requireSegment('other', other);
    requireInteger('offset1', offset1);
    requireInteger('offset2', offset2);
    requireInteger('length', length);
    requireInteger('otherLength', otherLength);
    MemorySegment.#bytesOf(segment);
    MemorySegment.#bytesOf(other, 'other');
    requireRange('offset1', offset1, length, segment.#size);
    requireRange('offset2', offset2, otherLength, other.#size);
    const order = segment.compare(other, offset1, offset2, Math.min(length, otherLength));
    return order === 0 ? Math.sign(length - otherLength) : order;
  }

  static #requireSegment(argument: string, value: unknown): void {
    if (!MemorySegment.#isSegment(value)) throw invalid('a MemorySegment', argument, value);
  }

  static #isSegment(value: unknown): value is MemorySegment {
    return typeof value === 'object' && value !== null && #view in value;
  }

  /** Undefined for what is no segment, which the checks refuse. */
  static #sizeOf(segment: MemorySegment): number | undefined {
    return MemorySegment.#isSegment(segment) ? segment.#size : undefined;
  }

  static #requireLive(segment: MemorySegment, argument?: string): void {
    MemorySegment.#requireSegment(argument ?? 'this', segment);
    if (segment.isFreed) throw freedError(segment, argument === undefined ? {} : { argument });
  }

  /** The bytes of a live segment; `argument` names the segment in the error when it is not the receiver. */
  static #bytesOf(segment: MemorySegment, argument?: string): Uint8Array {
    // Whatever ends a segment empties its bytes too, so a length that still fits proves that it is alive.
    if (MemorySegment.#isSegment(segment) && segment.#bytes.length === segment.#size && segment.#size > 0) {
      return segment.#bytes;
    }
    MemorySegment.#requireLive(segment, argument);
    const { buffer, byteOffset, byteLength } = segment.#view;
    segment.#bytes = new Uint8Array(buffer, byteOffset, byteLength);
    return segment.#bytes;
  }

  static #bytesIfLive(segment: MemorySegment): Uint8Array {
    return segment.isFreed ? NO_BYTES : MemorySegment.#bytesOf(segment);
  }

  static {
    segmentInternals = {
      create: MemorySegment.#open,
      locate: (segment) => {
        MemorySegment.#requireSegment('segment', segment);
        MemorySegment.#requireLive(segment);
        segment.#backing.expose();
        return { view: segment.#view, backing: segment.#backing };
      },
    };
    dataViewOf = CHECKED ? () => undefined : (memory) => (#view in memory ? memory.#view : undefined);
    if (CHECKED) checkAccesses(MemorySegment.prototype, MemorySegment.#endStale);
  }
}

// Number.isInteger takes 1 ns more on V8 14. The type comes first: code of an object that becomes a number must not run.

function isInt32(value: number): boolean {
  return typeof value === 'number' && (value | 0) === value;
}

function isUint32(value: number): boolean {
  return typeof value === 'number' && value >>> 0 === value;
}

function allocateBuffer(sizeBytes: number): ArrayBuffer {
  try {
    return new ArrayBuffer(sizeBytes);
  } catch (cause) {
    throw new OutOfMemoryError({ sizeBytes }, { cause });
  }
}

function viewOf(buffer: ArrayBufferLike, byteOffset: number, byteLength: number): DataView {
  try {
    return new DataView(buffer, byteOffset, byteLength);
  } catch (cause) {
    throw new InvalidArgumentError('Memory of a detached buffer cannot be wrapped', {}, { cause });
  }
}

function engineOf({ engine }: { readonly engine?: Engine | undefined }): Engine {
  if (engine === undefined) return currentEngine();
  requireEngine(engine);
  return engine;
}

/** Not asked of the buffer, which may be the user's: code of theirs could free a segment whose bytes are in use. */
function isDetached(view: DataView): boolean {
  try {
    void view.byteLength;
    return false;
  } catch {
    return true;
  }
}

/** Fixed-length buffers have neither property, or false. */
function isResizable(buffer: ArrayBufferLike): boolean {
  const { resizable, growable } = buffer as { readonly resizable?: boolean; readonly growable?: boolean };
  return resizable === true || growable === true;
}
