import type { LeakLevel } from './leak-level.ts';
import { TimeBudget } from './time-budget.ts';

/** What watching one segment takes: clock, nursery, its later collection, and code that is never in a cache. */
const WATCH_MILLIS = 0.001;
/** Share of the time that may go into it at `simple`: for 1000 segments a second. */
const WATCH_SHARE = 0.001;
/** Saved for 1000 segments that come at once. */
const WATCH_SAVINGS_MILLIS = 1;
/**
 * Saved when the next burst begins: for 500 segments, so at most twice a second. One watched segment is enough to make a
 * collection of the young generation several times dearer than one that nothing survives: many at once, and then none.
 */
const BURST_SAVINGS_MILLIS = 0.5;
/** Allocations from one burst to the next in a loop that lets no timer in between. */
const LOOP_INTERVAL = 2 ** 20;

/** What it takes to take down a stack, its garbage included. */
const STACK_MILLIS = 0.01;
/** Share of the time that may go into that. */
const STACK_SHARE: Readonly<Record<LeakLevel, number>> = { disabled: 0, simple: 0.001, advanced: 0.05, paranoid: 1 };
/** Saved for 100 stacks. */
const STACK_SAVINGS_MILLIS = 1;

export interface Sample {
  /** How many allocations this one stands for, on average: not always an integer. */
  readonly weight: number;
  /** Whether the stack is taken down. */
  readonly history: boolean;
  /** Whether later uses are taken down too. */
  readonly touches: boolean;
  /** After how many allocations the next is to be taken. More than 1: or as soon as the next burst may begin. */
  readonly interval: number;
}

/**
 * Which allocations are watched at a level, and how closely.
 *
 * At `simple` they are watched in bursts of neighbours: a burst lasts as long as a share of the time pays for it, all the time
 * in a program that allocates little. What comes between two bursts costs nothing, and a burst stands for what came before it.
 */
export class LeakSampling {
  readonly #level: LeakLevel;
  readonly #fixed: number | undefined;
  readonly #watching = new TimeBudget(WATCH_SHARE, WATCH_SAVINGS_MILLIS);
  readonly #stacks: TimeBudget;
  /** For as many more of this burst, each stands for so many. */
  #burst = 0;
  #isBetweenBursts = false;
  #weight = 1;
  #withoutStack = 0;

  constructor(level: LeakLevel, samplingInterval: number | 'auto') {
    this.#level = level;
    this.#fixed = samplingInterval === 'auto' ? undefined : samplingInterval;
    this.#stacks = new TimeBudget(STACK_SHARE[level], STACK_SAVINGS_MILLIS);
  }

  /** Whether a burst is over: whoever takes samples begins the next one when `mayBeginBurst`, by taking an allocation. */
  get isBetweenBursts(): boolean {
    return this.#isBetweenBursts;
  }

  mayBeginBurst(now: number): boolean {
    return this.#watching.saved(now) >= BURST_SAVINGS_MILLIS;
  }

  /** One allocation is taken at `now`, after `skipped` that were not. */
  take(now: number, skipped: number): Sample {
    const weight = this.#level === 'simple' && this.#fixed === undefined ? this.#share(now, skipped) : skipped + 1;
    const interval = this.#level === 'simple' ? (this.#fixed ?? this.#nextOfBurst(now)) : 1;
    return { weight, history: this.#takesStack(now), touches: this.#level !== 'simple', interval };
  }

  /** What the skipped ones add to the weight of each in the burst that they came before. */
  #share(now: number, skipped: number): number {
    if (skipped > 0) {
      this.#burst = Math.max(1, Math.floor(this.#watching.saved(now) / WATCH_MILLIS));
      this.#weight = 1 + skipped / this.#burst;
    }
    if (this.#burst === 0) return 1;
    this.#burst -= 1;
    return this.#weight;
  }

  #nextOfBurst(now: number): number {
    this.#isBetweenBursts = !this.#watching.charge(WATCH_MILLIS, now);
    return this.#isBetweenBursts ? LOOP_INTERVAL : 1;
  }

  #takesStack(now: number): boolean {
    if (this.#level === 'paranoid') return true;
    if (this.#fixed === undefined) return this.#stacks.spend(STACK_MILLIS, now);
    if (this.#level === 'simple') return true;
    this.#withoutStack = (this.#withoutStack + 1) % this.#fixed;
    return this.#withoutStack === 0;
  }
}
