/** What a sequence is tried for. */
export interface Shrinking<Step> {
  /** How many steps it takes to fail, from the first one on; undefined: the sequence does not fail. */
  failsAfter(steps: readonly Step[]): number | undefined | Promise<number | undefined>;
  /** Simpler steps to try in the place of one of a sequence, the simplest first. */
  simpler(step: Step, steps: readonly Step[]): Iterable<Step>;
  /** The number of sequences that are tried at most. */
  readonly maxTries: number;
  /** Called between tries: the place to wait, or to throw. */
  readonly pause?: () => Promise<void>;
  /** Ends the search: what has been found until then stays. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * The shortest sequence found that still fails, by delta debugging: halves, quarters and so on down to single steps are
 * left out for as long as what remains fails, then each step is replaced by simpler ones, and all again until nothing
 * helps. undefined: the sequence does not fail to begin with.
 */
export async function shrink<Step>(
  steps: readonly Step[],
  shrinking: Shrinking<Step>,
): Promise<readonly Step[] | undefined> {
  const search = new Search(shrinking);
  if (!(await search.accept(steps))) return undefined;
  let shortest: readonly Step[];
  do {
    shortest = search.best;
    await leaveOut(search);
    await simplify(search, shrinking);
  } while (search.best !== shortest && !search.isExhausted);
  return search.best;
}

class Search<Step> {
  best: readonly Step[] = [];
  readonly #shrinking: Shrinking<Step>;
  #tries = 0;

  constructor(shrinking: Shrinking<Step>) {
    this.#shrinking = shrinking;
  }

  get isExhausted(): boolean {
    const { maxTries, signal } = this.#shrinking;
    return this.#tries >= maxTries || signal?.aborted === true;
  }

  /** Keeps the sequence if it fails, without what comes after the failure. */
  async accept(steps: readonly Step[]): Promise<boolean> {
    if (this.isExhausted) return false;
    this.#tries += 1;
    await this.#shrinking.pause?.();
    const count = await this.#shrinking.failsAfter(steps);
    if (count === undefined) return false;
    this.best = steps.slice(0, count);
    return true;
  }
}

async function leaveOut<Step>(search: Search<Step>): Promise<void> {
  for (let size = Math.ceil(search.best.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    // From the end, as steps depend on earlier ones.
    for (let end = search.best.length; end > 0; end = Math.min(end - size, search.best.length)) {
      const start = Math.max(0, end - size);
      await search.accept([...search.best.slice(0, start), ...search.best.slice(end)]);
    }
  }
}

async function simplify<Step>(search: Search<Step>, { simpler }: Shrinking<Step>): Promise<void> {
  for (let index = 0; index < search.best.length; index++) {
    let isSimpler = true;
    while (isSimpler && index < search.best.length) {
      isSimpler = false;
      for (const candidate of simpler(search.best[index] as Step, search.best)) {
        isSimpler = await search.accept(search.best.with(index, candidate));
        if (isSimpler) break;
      }
    }
  }
}
