/** Below this many entries a sweep is not worth its cost. */
const SMALLEST_SWEEP = 256;

/**
 * Young segments, in the order of their birth, held strongly until they are freed or grown up.
 *
 * To register an object with the collector costs more than to allocate and free a segment
 * (bench/results/leak-detection-node20.json). Nearly all segments are freed soon, so they wait here first, where one
 * costs an append: the freed are swept when the list has doubled since the last sweep, a constant on average, and a segment
 * that is freed before the next is born leaves no trace at all. What is still live after a while leaves by `takeGrown`.
 *
 * Times are any numbers that do not fall.
 */
export class SegmentNursery<T> {
  #items: T[] = [];
  #bornAt: number[] = [];
  #nextSweep = SMALLEST_SWEEP;
  readonly #isFreed: (item: T) => boolean;

  constructor(isFreed: (item: T) => boolean) {
    this.#isFreed = isFreed;
  }

  /** Entries, the freed ones that no sweep has met yet included. */
  get length(): number {
    return this.#items.length;
  }

  add(item: T, now: number): void {
    const items = this.#items;
    const last = items.length - 1;
    if (last >= 0 && this.#isFreed(items[last] as T)) {
      items[last] = item;
      this.#bornAt[last] = now;
      return;
    }
    items.push(item);
    this.#bornAt.push(now);
    if (items.length >= this.#nextSweep) this.#sweep();
  }

  /**
   * Removes the live ones that were born at `bornBefore` or earlier, the oldest first and at most `limit`, and hands them
   * to `take`.
   */
  takeGrown(bornBefore: number, limit: number, take: (item: T, bornAt: number) => void): void {
    this.#sweep();
    let count = 0;
    while (count < this.#items.length && count < limit && (this.#bornAt[count] as number) <= bornBefore) count += 1;
    const items = this.#items.splice(0, count);
    const bornAt = this.#bornAt.splice(0, count);
    for (let i = 0; i < count; i++) take(items[i] as T, bornAt[i] as number);
  }

  /** Calls `visit` for each that is not freed. */
  forEachLive(visit: (item: T, bornAt: number) => void): void {
    this.#sweep();
    for (let i = 0; i < this.#items.length; i++) visit(this.#items[i] as T, this.#bornAt[i] as number);
  }

  #sweep(): void {
    const items = this.#items;
    const bornAt = this.#bornAt;
    let kept = 0;
    for (let i = 0; i < items.length; i++) {
      const item = items[i] as T;
      if (this.#isFreed(item)) continue;
      items[kept] = item;
      bornAt[kept] = bornAt[i] as number;
      kept += 1;
    }
    items.length = kept;
    bornAt.length = kept;
    this.#nextSweep = Math.max(SMALLEST_SWEEP, 2 * kept);
  }
}
