/** Below this many entries a sweep is not worth its cost. */
const SMALLEST_SWEEP = 64;

/**
 * Holds objects weakly. Entries that are collected or no longer wanted are swept when the list has doubled since the last
 * sweep, so adding costs a constant on average and the list stays in proportion to what is alive.
 */
export class WeakList<T extends object> {
  #entries: WeakRef<T>[] = [];
  #nextSweep = SMALLEST_SWEEP;
  readonly #isWanted: (item: T) => boolean;

  constructor(isWanted: (item: T) => boolean) {
    this.#isWanted = isWanted;
  }

  /** Entries, the dead ones that no sweep has met yet included. */
  get length(): number {
    return this.#entries.length;
  }

  add(item: T): void {
    if (this.#entries.length >= this.#nextSweep) this.#sweep();
    this.#entries.push(new WeakRef(item));
  }

  /** Calls `visit` for what is alive and wanted. */
  forEach(visit: (item: T) => void): void {
    for (const entry of this.#entries) {
      const item = entry.deref();
      if (item !== undefined && this.#isWanted(item)) visit(item);
    }
  }

  /** The same, and empties the list. */
  drain(visit: (item: T) => void): void {
    const entries = this.#entries;
    this.#entries = [];
    this.#nextSweep = SMALLEST_SWEEP;
    for (const entry of entries) {
      const item = entry.deref();
      if (item !== undefined && this.#isWanted(item)) visit(item);
    }
  }

  #sweep(): void {
    this.#entries = this.#entries.filter((entry) => {
      const item = entry.deref();
      return item !== undefined && this.#isWanted(item);
    });
    this.#nextSweep = Math.max(SMALLEST_SWEEP, 2 * this.#entries.length);
  }
}
