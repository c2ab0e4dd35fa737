import type { Backing } from './backing.ts';
import type { MemorySegment } from './memory-segment.ts';
import type { SegmentPin } from './segment-pin.ts';

/**
 * Somebody who is told of new segments that own memory, and of pins. Of the end of a segment nobody is told: `released` of
 * the backing says it, so that a free costs the same whether anybody watches or not.
 *
 * Called in the middle of an allocation: must not throw, allocate segments or free any.
 */
export interface SegmentWatcher {
  opened(segment: MemorySegment, backing: Backing): void;
  viewed(segment: MemorySegment): void;
  pinned(segment: MemorySegment, pin: SegmentPin): void;
}

/** Undefined while nobody watches. */
export let segmentWatcher: SegmentWatcher | undefined;

const watchers: SegmentWatcher[] = [];

export function addSegmentWatcher(watcher: SegmentWatcher): void {
  if (watchers.includes(watcher)) return;
  watchers.push(watcher);
  install();
}

export function removeSegmentWatcher(watcher: SegmentWatcher): void {
  const index = watchers.indexOf(watcher);
  if (index === -1) return;
  watchers.splice(index, 1);
  install();
}

/** The usual single watcher is called directly. */
function install(): void {
  segmentWatcher = watchers.length > 1 ? new AllWatchers([...watchers]) : watchers[0];
}

class AllWatchers implements SegmentWatcher {
  readonly #watchers: readonly SegmentWatcher[];

  constructor(watchers: readonly SegmentWatcher[]) {
    this.#watchers = watchers;
  }

  opened(segment: MemorySegment, backing: Backing): void {
    for (const watcher of this.#watchers) watcher.opened(segment, backing);
  }

  viewed(segment: MemorySegment): void {
    for (const watcher of this.#watchers) watcher.viewed(segment);
  }

  pinned(segment: MemorySegment, pin: SegmentPin): void {
    for (const watcher of this.#watchers) watcher.pinned(segment, pin);
  }
}
