import { currentEngine } from '../engine/current-engine.ts';
import type { Engine } from '../engine/engine.ts';
import { InvalidArgumentError, ManagerClosedError, MemoryReservationError } from '../errors/index.ts';
import { MemoryBudget } from '../memory/budget/memory-budget.ts';
import { MemorySegment } from '../memory/memory-segment.ts';
import { describeOwner, type SegmentOwner } from '../memory/segment-owner.ts';

/** How much a manager may hand out, and of which memory. */
export interface MemoryManagerOptions {
  /** Hard bound on the bytes of all segments that are out at one time. */
  readonly sizeBytes: number;
  /** Default: the process-wide engine. */
  readonly engine?: Engine | undefined;
  /** What pays for the segments. Default: a child of this thread's budget, closed with the manager. */
  readonly budget?: MemoryBudget | undefined;
  /** The name of that child. Default: `manager`. */
  readonly name?: string | undefined;
}

/**
 * A hard bound on off-heap segments, which are paid for from a budget: of the process, the thread, or whose it is.
 *
 * Owns every segment that it handed out: whoever took one gives it back with `release`, and `close()` frees what is left.
 * A segment that its holder freed itself goes back to the budget at the next call that needs it. Releasing twice is
 * harmless; a closed manager gives nothing.
 */
export class MemoryManager {
  readonly sizeBytes: number;
  readonly engine: Engine;
  readonly budget: MemoryBudget;
  readonly #ownsBudget: boolean;
  readonly #segments = new Set<MemorySegment>();
  #usedBytes = 0;
  #peakBytes = 0;
  #closed = false;

  constructor(options: MemoryManagerOptions) {
    const { sizeBytes } = options;
    if (!Number.isSafeInteger(sizeBytes) || sizeBytes < 0) {
      throw new InvalidArgumentError('Manager size must be a safe integer, not negative', { sizeBytes });
    }
    this.sizeBytes = sizeBytes;
    this.engine = options.engine ?? currentEngine();
    this.#ownsBudget = options.budget === undefined;
    this.budget =
      options.budget ??
      MemoryBudget.worker(this.engine).child(options.name ?? 'manager', { limitBytes: this.sizeBytes });
  }

  get usedBytes(): number {
    return this.#usedBytes;
  }

  get availableBytes(): number {
    return this.sizeBytes - this.#usedBytes;
  }

  /** Most bytes that were out at one time. */
  get peakBytes(): number {
    return this.#peakBytes;
  }

  /**
   * One segment of contiguous memory, its content undefined. Throws MemoryReservationError when the manager or the budget
   * has less left, OutOfMemoryError when the system has; then nothing is taken.
   */
  allocate(owner: SegmentOwner, sizeBytes: number): MemorySegment {
    if (this.#closed) throw new ManagerClosedError({ owner: describeOwner(owner) });
    if (sizeBytes > this.availableBytes) this.#collectFreed();
    if (sizeBytes > this.availableBytes) throw this.#reservationError(owner, sizeBytes);
    const segment = MemorySegment.allocate(sizeBytes, {
      zeroed: false,
      owner,
      engine: this.engine,
      budget: this.budget,
    });
    this.#segments.add(segment);
    this.#usedBytes += sizeBytes;
    this.#peakBytes = Math.max(this.#peakBytes, this.#usedBytes);
    return segment;
  }

  release(segment: MemorySegment): void {
    if (!this.#segments.delete(segment)) return;
    this.#usedBytes -= segment.size;
    if (!segment.isFreed) segment.free();
  }

  /** Releases every segment of one owner. */
  releaseAll(owner: SegmentOwner): void {
    for (const segment of [...this.#segments]) {
      if (segment.owner === owner) this.release(segment);
    }
  }

  /** Frees what is still out. Idempotent. */
  close(): void {
    this.#closed = true;
    for (const segment of [...this.#segments]) this.release(segment);
    if (this.#ownsBudget) this.budget.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #collectFreed(): void {
    for (const segment of [...this.#segments]) {
      if (segment.isFreed) this.release(segment);
    }
  }

  #reservationError(owner: SegmentOwner, requestedBytes: number): MemoryReservationError {
    return new MemoryReservationError({
      owner: describeOwner(owner) ?? 'unknown',
      requestedBytes,
      availableBytes: this.availableBytes,
      budgetBytes: this.sizeBytes,
      usage: this.#describeUsage(),
    });
  }

  #describeUsage(): string {
    const holders = new Map<string, { bytes: number; segments: number }>();
    for (const segment of this.#segments) {
      const name = describeOwner(segment.owner) ?? 'unknown';
      const holder = holders.get(name) ?? { bytes: 0, segments: 0 };
      holders.set(name, { bytes: holder.bytes + segment.size, segments: holder.segments + 1 });
    }
    return [...holders]
      .sort(([, a], [, b]) => b.bytes - a.bytes)
      .map(([name, { bytes, segments }]) => `${name} ${bytes} B in ${segments} segment${segments === 1 ? '' : 's'}`)
      .join('; ');
  }
}
