import type { LeakLevel } from './leak-level.ts';
import { TimeBudget } from './time-budget.ts';

/** What watching one segment takes: clock, nursery, its later collection, and code that is never in a cache. */
const WATCH_MILLIS = 0.001;
/** Share of the time that may go into it at `simple`. */
const WATCH_SHARE = 0.005;
/** Saved for 1000 segments that come at once. */
const WATCH_SAVINGS_MILLIS = 1;
/** However fast segments come, one of so many is watched. */
const MAX_INTERVAL = 4096;

/** What it takes to take down a stack, its garbage included. */
const STACK_MILLIS = 0.01;
/** Share of the time that may go into that. */
const STACK_SHARE: Readonly<Record<LeakLevel, number>> = { disabled: 0, simple: 0.002, advanced: 0.05, paranoid: 1 };
/** Saved for 100 stacks. */
const STACK_SAVINGS_MILLIS = 1;

export interface Sample {
  /** How many allocations this one stands for. */
  readonly weight: number;
  /** Whether the stack is taken down. */
  readonly history: boolean;
  /** Whether later uses are taken down too. */
  readonly touches: boolean;
}

/**
 * Which allocations are watched at a level, and how closely: as many as a share of the time pays for, so next to all in a
 * program that does other things, and few in a loop that only allocates.
 */
export class LeakSampling {
  readonly #level: LeakLevel;
  readonly #fixed: number | undefined;
  readonly #watching = new TimeBudget(WATCH_SHARE, WATCH_SAVINGS_MILLIS);
  readonly #stacks: TimeBudget;
  #interval = 1;
  #takenAt = Number.NEGATIVE_INFINITY;
  #withoutStack = 0;

  constructor(level: LeakLevel, samplingInterval: number | 'auto') {
    this.#level = level;
    this.#fixed = samplingInterval === 'auto' ? undefined : samplingInterval;
    this.#stacks = new TimeBudget(STACK_SHARE[level], STACK_SAVINGS_MILLIS);
  }

  /** Allocations from the last that was taken to the next. */
  get interval(): number {
    return this.#interval;
  }

  /** Fewer allocations than planned went by before the next is taken. */
  shorten(allocations: number): void {
    this.#interval -= allocations;
  }

  /** One allocation is taken at `now`; `interval` says when the next is due. */
  take(now: number): Sample {
    const weight = this.#interval;
    this.#interval = this.#level === 'simple' ? (this.#fixed ?? this.#affordable(now, weight)) : 1;
    this.#takenAt = now;
    return { weight, history: this.#takesStack(now), touches: this.#level !== 'simple' };
  }

  /** `allocations` since the one before. */
  #affordable(now: number, allocations: number): number {
    if (this.#watching.charge(WATCH_MILLIS, now)) return 1;
    const millisEach = (now - this.#takenAt) / allocations;
    const interval = Math.ceil(WATCH_MILLIS / (WATCH_SHARE * millisEach));
    // As a small integer: the detector counts it down at every allocation, and V8 does that several times slower in a double.
    return Math.min(MAX_INTERVAL, Math.max(1, interval)) | 0;
  }

  #takesStack(now: number): boolean {
    if (this.#level === 'paranoid') return true;
    if (this.#fixed === undefined) return this.#stacks.spend(STACK_MILLIS, now);
    if (this.#level === 'simple') return true;
    this.#withoutStack = (this.#withoutStack + 1) % this.#fixed;
    return this.#withoutStack === 0;
  }
}
