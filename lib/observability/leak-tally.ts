import { type LeakReport, leakKey, merge } from './leak-report.ts';

/** A program that leaks in more places than this has one report for the rest. */
const MAX_ORIGINS = 1000;

/** Leak reports, one per origin. */
export class LeakTally {
  readonly #reports = new Map<string, LeakReport>();

  get size(): number {
    return this.#reports.size;
  }

  /** The sum of this and all earlier reports of its origin. */
  add(report: LeakReport): LeakReport {
    const key = leakKey(report);
    if (this.#reports.has(key) || this.#reports.size < MAX_ORIGINS) return this.#addTo(key, report);
    return this.#addTo('', { ...report, owner: undefined, origin: undefined, place: undefined, touches: [] });
  }

  #addTo(key: string, report: LeakReport): LeakReport {
    const earlier = this.#reports.get(key);
    const sum = earlier === undefined ? report : merge(earlier, report);
    this.#reports.set(key, sum);
    return sum;
  }

  /** Largest first. Forgets them. */
  drain(): LeakReport[] {
    const reports = [...this.#reports.values()].sort((a, b) => b.totalBytes - a.totalBytes);
    this.#reports.clear();
    return reports;
  }
}
