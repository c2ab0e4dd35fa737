import { HeaderWord } from './budget-node.ts';

/** ES2024; Node has it since 16, other runtimes may not. */
type AsyncAtomics = typeof Atomics & {
  waitAsync?(
    words: Int32Array,
    index: number,
    value: number,
  ): { readonly async: false } | { readonly async: true; readonly value: Promise<unknown> };
};

/**
 * Hears of releases by other threads through a counter in shared memory. Where the runtime has no Atomics.waitAsync it hears
 * nothing, and who waits has to look from time to time, which BudgetWaiters does anyway.
 */
export class ReleaseWatch {
  readonly #words: Int32Array;
  #listener: (() => void) | undefined;
  #watching = false;
  #armed = false;

  constructor(words: Int32Array) {
    this.#words = words;
  }

  /** After a change of the budgets; cheap while nobody watches. */
  notify(): void {
    const words = this.#words;
    if (Atomics.load(words, HeaderWord.watchers) === 0) return;
    Atomics.add(words, HeaderWord.releases, 1);
    Atomics.notify(words, HeaderWord.releases);
  }

  watch(listener: () => void): void {
    this.#listener ??= listener;
    if (this.#watching) return;
    this.#watching = true;
    Atomics.add(this.#words, HeaderWord.watchers, 1);
    this.#arm();
  }

  unwatch(): void {
    if (!this.#watching) return;
    this.#watching = false;
    Atomics.sub(this.#words, HeaderWord.watchers, 1);
  }

  /** A wait cannot be taken back: one that outlives `unwatch` is taken up by the next `watch`. */
  #arm(): void {
    if (this.#armed) return;
    const seen = Atomics.load(this.#words, HeaderWord.releases);
    const wait = (Atomics as AsyncAtomics).waitAsync?.(this.#words, HeaderWord.releases, seen);
    if (wait === undefined) return;
    this.#armed = true;
    const changed = wait.async ? wait.value : Promise.resolve();
    changed.then(() => this.#fire());
  }

  #fire(): void {
    this.#armed = false;
    if (!this.#watching) return;
    // Before the listener looks: what is released while it does fires again.
    this.#arm();
    this.#listener?.();
  }
}
