/** A share of the time that may be spent on something; what is not spent is saved up to a limit, for a burst. */
export class TimeBudget {
  readonly #share: number;
  readonly #savedAtMost: number;
  #saved: number;
  #at = Number.NEGATIVE_INFINITY;

  /** `share` is from 0 to 1; the savings are full at first. */
  constructor(share: number, savedAtMostMillis: number) {
    this.#share = share;
    this.#savedAtMost = savedAtMostMillis;
    this.#saved = savedAtMostMillis;
  }

  /** Spends `costMillis` at `now`, which does not fall. False, and nothing is spent, when the budget has less. */
  spend(costMillis: number, now: number): boolean {
    this.#save(now);
    if (this.#saved < costMillis) return false;
    this.#saved -= costMillis;
    return true;
  }

  /** Notes that `costMillis` were spent, whether there was so much or not. False: the budget is in debt. */
  charge(costMillis: number, now: number): boolean {
    this.#save(now);
    this.#saved = Math.max(-this.#savedAtMost, this.#saved - costMillis);
    return this.#saved > 0;
  }

  /** What there is at `now`; negative in debt. */
  saved(now: number): number {
    this.#save(now);
    return this.#saved;
  }

  #save(now: number): void {
    this.#saved = Math.min(this.#savedAtMost, this.#saved + (now - this.#at) * this.#share);
    this.#at = now;
  }
}
