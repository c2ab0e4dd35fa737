import { type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks';

export interface GcPauseCount {
  readonly count: number;
  readonly longestMillis: number;
}

/**
 * Counts this thread's garbage collections, from construction until `stop()`.
 *
 * Node keeps the entries until somebody takes them, so a long job must let the event loop run now and then.
 */
export class GcPauses {
  readonly #observer: PerformanceObserver;
  #count = 0;
  #longestMillis = 0;

  constructor() {
    this.#observer = new PerformanceObserver((list) => this.#add(list.getEntries()));
    this.#observer.observe({ entryTypes: ['gc'] });
  }

  /** What was counted so far. Idempotent. */
  stop(): GcPauseCount {
    this.#add(this.#observer.takeRecords());
    this.#observer.disconnect();
    return { count: this.#count, longestMillis: this.#longestMillis };
  }

  #add(entries: readonly PerformanceEntry[]): void {
    this.#count += entries.length;
    for (const { duration } of entries) this.#longestMillis = Math.max(this.#longestMillis, duration);
  }
}
