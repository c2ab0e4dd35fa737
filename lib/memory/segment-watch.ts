import type { Backing } from './backing.ts';
import type { MemorySegment } from './memory-segment.ts';
import type { SegmentPin } from './segment-pin.ts';

/**
 * Somebody who is told of new segments that own memory, of views on them and of pins. Of the end of a segment nobody is told:
 * `released` of the backing says it, so that a free costs the same whether anybody watches or not.
 *
 * Called in the middle of an allocation: must not throw, allocate segments, free any, or change who watches.
 */
export interface SegmentWatcher {
  /** Whether `viewed` and `pinned` are called. */
  readonly seesUses: boolean;
  /**
   * Told of one segment. Returns after how many allocations it is told of the next, at least 1. `skipped`: how many there were
   * since the last, or since it began to watch.
   */
  opened(segment: MemorySegment, backing: Backing, skipped: number): number;
  viewed(segment: MemorySegment): void;
  pinned(segment: MemorySegment, pin: SegmentPin): void;
}

/** While nobody waits for an allocation. Fits a small integer of V8 everywhere: those are counted down without a box. */
const NEVER = 2 ** 30 - 1;

interface Watching {
  readonly watcher: SegmentWatcher;
  /** Number of the allocation that it was told of last. */
  toldAt: number;
  /** Number of the allocation that it is told of next. */
  dueAt: number;
}

/**
 * Who watches the segments of this thread, and when.
 *
 * All that an allocation does is to count `countdown` down, and to call `due` at 0. That is exact and costs the same whoever
 * watches; a field of a constant object, since V8 folds only constants into its code.
 */
class SegmentWatch {
  /** Allocations up to the next that somebody is told of. */
  countdown = NEVER;
  seesUses = false;
  /**
   * For the allocation at which `countdown` has come to 0. Two functions take turns, as V8 does not inline a callee that changes:
   * in the first burst, when every allocation is due, it would put the whole watcher into the loops of the program.
   */
  due = (segment: MemorySegment, backing: Backing): void => this.#tell(segment, backing);
  #nextDue = (segment: MemorySegment, backing: Backing): void => this.#tell(segment, backing);
  #watchings: readonly Watching[] = [];
  /** Allocations up to the last time that `countdown` was set, and what it was set to then. */
  #counted = 0;
  #planned = NEVER;

  /** Who is there already stays as it is. It is told of the next allocation. */
  add(watcher: SegmentWatcher): void {
    if (this.has(watcher)) return;
    const allocations = this.#count();
    this.#set([...this.#watchings, { watcher, toldAt: allocations, dueAt: allocations + 1 }], allocations);
  }

  remove(watcher: SegmentWatcher): void {
    this.#set(
      this.#watchings.filter((watching) => watching.watcher !== watcher),
      this.#count(),
    );
  }

  has(watcher: SegmentWatcher): boolean {
    return this.#watchings.some((watching) => watching.watcher === watcher);
  }

  /** Tells a watcher of the next allocation, whatever it asked for. */
  hasten(watcher: SegmentWatcher): void {
    const allocations = this.#count();
    for (const watching of this.#watchings) if (watching.watcher === watcher) watching.dueAt = allocations + 1;
    this.#plan(allocations);
  }

  viewed(segment: MemorySegment): void {
    for (const { watcher } of this.#watchings) if (watcher.seesUses) watcher.viewed(segment);
  }

  pinned(segment: MemorySegment, pin: SegmentPin): void {
    for (const { watcher } of this.#watchings) if (watcher.seesUses) watcher.pinned(segment, pin);
  }

  #tell(segment: MemorySegment, backing: Backing): void {
    [this.due, this.#nextDue] = [this.#nextDue, this.due];
    const allocations = this.#count();
    for (const watching of this.#watchings) {
      if (watching.dueAt > allocations) continue;
      const skipped = allocations - watching.toldAt - 1;
      watching.toldAt = allocations;
      watching.dueAt = allocations + watching.watcher.opened(segment, backing, skipped);
    }
    this.#plan(allocations);
  }

  #set(watchings: readonly Watching[], allocations: number): void {
    this.#watchings = watchings;
    this.seesUses = watchings.some(({ watcher }) => watcher.seesUses);
    this.#plan(allocations);
  }

  #count(): number {
    return this.#counted + this.#planned - this.countdown;
  }

  #plan(allocations: number): void {
    let next = NEVER;
    for (const { dueAt } of this.#watchings) next = Math.min(next, dueAt - allocations);
    this.#counted = allocations;
    this.#planned = next;
    this.countdown = next;
  }
}

export const segmentWatch: SegmentWatch = new SegmentWatch();
