import type { BudgetHandle, BudgetTree } from '../../engine/budget-tree.ts';
import { runCleaners } from './memory-cleaners.ts';

/** Flink sleeps 1, 2, 4 … 1024 ms between its attempts. */
const FIRST_DELAY_MILLIS = 1;
const LONGEST_DELAY_MILLIS = 1024;

interface Waiter {
  readonly bytes: number;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

export interface WaitOptions {
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMillis?: number | undefined;
  /** Why the wait is over without bytes, when its time is up. */
  readonly timeoutError: () => Error;
}

const waitersOfTrees = new WeakMap<BudgetTree, BudgetWaiters>();

/**
 * Who waits in this thread for bytes of the budgets of one tree: a queue for each budget, served in order.
 *
 * A release by any thread, or a limit that is raised, wakes the first of each queue; as long as it gets its bytes the next
 * one is asked. Between releases a timer runs the cleaners after 1, 2, 4 … 1024 ms, and from then on every 1024 ms, and looks
 * again. The timer keeps the event loop alive: only while somebody waits.
 */
export class BudgetWaiters {
  readonly #tree: BudgetTree;
  /** By id and generation. No queue is empty. */
  readonly #queues = new Map<string, { readonly budget: BudgetHandle; readonly waiters: Waiter[] }>();
  #timer: NodeJS.Timeout | undefined;

  constructor(tree: BudgetTree) {
    this.#tree = tree;
  }

  static of(tree: BudgetTree): BudgetWaiters {
    let waiters = waitersOfTrees.get(tree);
    if (waiters === undefined) {
      waiters = new BudgetWaiters(tree);
      waitersOfTrees.set(tree, waiters);
    }
    return waiters;
  }

  /** Whether somebody waits for this budget, and must be served first. */
  has(budget: BudgetHandle): boolean {
    return this.#queues.has(keyOf(budget));
  }

  /** Resolves when the bytes are reserved. */
  wait(budget: BudgetHandle, bytes: number, options: WaitOptions): Promise<void> {
    const { signal, timeoutMillis, timeoutError } = options;
    return new Promise<void>((resolve, reject) => {
      const settled = () => {
        clearTimeout(timeout);
        signal?.removeEventListener('abort', abort);
      };
      const waiter: Waiter = {
        bytes,
        resolve: () => {
          settled();
          resolve();
        },
        reject: (reason) => {
          settled();
          reject(reason);
        },
      };
      const abort = () => this.#giveUp(budget, waiter, () => signal?.reason);
      const timeout =
        timeoutMillis === undefined
          ? undefined
          : setTimeout(() => this.#giveUp(budget, waiter, timeoutError), timeoutMillis);
      signal?.addEventListener('abort', abort);
      this.#enter(budget, waiter);
      // What was aborted before somebody listened is not told.
      if (signal?.aborted === true) abort();
    });
  }

  #enter(budget: BudgetHandle, waiter: Waiter): void {
    const key = keyOf(budget);
    const queue = this.#queues.get(key);
    if (queue === undefined) this.#queues.set(key, { budget, waiters: [waiter] });
    else queue.waiters.push(waiter);
    if (this.#timer === undefined) {
      this.#tree.watch(() => this.#serve());
      this.#schedule(FIRST_DELAY_MILLIS);
    }
    // What was released before somebody watched woke nobody.
    this.#serve();
  }

  #giveUp(budget: BudgetHandle, waiter: Waiter, reason: () => unknown): void {
    const key = keyOf(budget);
    const waiters = this.#queues.get(key)?.waiters ?? [];
    const index = waiters.indexOf(waiter);
    if (index < 0) return;
    waiters.splice(index, 1);
    if (waiters.length === 0) this.#queues.delete(key);
    waiter.reject(reason());
    // The next one may want less.
    this.#serve();
  }

  #serve(): void {
    for (const [key, { budget, waiters }] of this.#queues) {
      while (waiters.length > 0 && this.#serveFirst(budget, waiters)) waiters.shift();
      if (waiters.length === 0) this.#queues.delete(key);
    }
    if (this.#queues.size > 0 || this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#tree.unwatch();
  }

  /** Whether the first waiter is done, with its bytes or because the budget is closed. */
  #serveFirst(budget: BudgetHandle, waiters: readonly Waiter[]): boolean {
    const { bytes, resolve, reject } = waiters[0] as Waiter;
    try {
      if (this.#tree.reserve(budget, bytes) !== 0) return false;
      resolve();
    } catch (error) {
      reject(error);
    }
    return true;
  }

  #schedule(delayMillis: number): void {
    this.#timer = setTimeout(() => {
      this.#schedule(Math.min(2 * delayMillis, LONGEST_DELAY_MILLIS));
      runCleaners();
      this.#serve();
    }, delayMillis);
  }
}

function keyOf({ id, generation }: BudgetHandle): string {
  return `${id}.${generation}`;
}
