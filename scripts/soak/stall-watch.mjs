import { constants, createHistogram, PerformanceObserver } from 'node:perf_hooks';

const COLLECTIONS = {
  [constants.NODE_PERFORMANCE_GC_MINOR]: 'minor collection',
  [constants.NODE_PERFORMANCE_GC_MAJOR]: 'major collection',
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL]: 'step of a major collection',
  [constants.NODE_PERFORMANCE_GC_WEAKCB]: 'weak callbacks of a collection',
};
/** As many of the longest are kept. */
const STALLS = 10;
const PAUSES = 200;

/**
 * How long the event loop served nobody else, and why: the batches between two turns, and what it was late after them.
 *
 * A stall is put down to a garbage collection that took at least half of it; else to the machine when the whole process had
 * the processor for less than half of it; else to the batch, or to the event loop's own work.
 */
export class StallWatch {
  #histogram = createHistogram();
  #stalls = new Longest(STALLS);
  #pauses = new Longest(PAUSES);
  #observer = new PerformanceObserver((list) => this.#collections(list.getEntries()));

  constructor() {
    this.#observer.observe({ entryTypes: ['gc'] });
  }

  /** To be called at the start of what may stall; times are of `performance.now()`. */
  start() {
    return { at: performance.now(), cpu: process.cpuUsage() };
  }

  /** `expectedMillis`: what of it was waiting on purpose. */
  end(start, what, expectedMillis = 0) {
    const until = performance.now();
    const millis = Math.max(0, until - start.at - expectedMillis);
    this.#histogram.record(Math.max(1, Math.round(millis * 1000)));
    if (millis <= this.#stalls.least) return;
    const { user, system } = process.cpuUsage(start.cpu);
    this.#stalls.add({ millis, from: start.at, until, what, cpuMillis: (user + system) / 1000 });
  }

  /** The collections under way are told some turns of the event loop later. */
  stop() {
    this.#collections(this.#observer.takeRecords());
    this.#observer.disconnect();
    const longest = this.#stalls.items.map((stall) => this.#explain(stall));
    const millis = (percentile) => round(this.#histogram.percentile(percentile) / 1000);
    return {
      longest: longest[0]?.millis ?? 0,
      cause: longest[0]?.cause ?? '',
      p99: millis(99),
      p50: millis(50),
      longest10: longest,
    };
  }

  #collections(entries) {
    for (const { startTime, duration, detail } of entries) {
      if (duration > this.#pauses.least) {
        this.#pauses.add({ millis: duration, from: startTime, until: startTime + duration, kind: detail.kind });
      }
    }
  }

  #explain({ millis, from, until, what, cpuMillis }) {
    const overlaps = this.#pauses.items.map((pause) => ({
      kind: pause.kind,
      millis: Math.max(0, Math.min(until, pause.until) - Math.max(from, pause.from)),
    }));
    const collecting = overlaps.reduce((sum, overlap) => sum + overlap.millis, 0);
    const longest = overlaps.reduce((a, b) => (b.millis > a.millis ? b : a), { kind: 0, millis: 0 });
    const waiting = cpuMillis < millis / 2;
    const cause =
      collecting >= millis / 2
        ? `${COLLECTIONS[longest.kind] ?? 'collection'}${waiting ? ' that waited for a processor' : ''}`
        : waiting
          ? 'the machine was busy with other processes'
          : what;
    return { millis: round(millis), cause, collectionMillis: round(collecting), processorMillis: round(cpuMillis) };
  }
}

/** The items with the largest `millis`, in that order. */
class Longest {
  items = [];
  /** Shorter ones need not be added. */
  least = 0;
  #limit;

  constructor(limit) {
    this.#limit = limit;
  }

  add(item) {
    this.items.push(item);
    this.items.sort((a, b) => b.millis - a.millis);
    if (this.items.length <= this.#limit) return;
    this.items.pop();
    this.least = this.items.at(-1).millis;
  }
}

function round(value) {
  return Math.round(value * 1000) / 1000;
}
