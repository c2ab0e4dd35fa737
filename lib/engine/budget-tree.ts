/** Names a budget. Ids are used again, a pair never is. */
export interface BudgetHandle {
  readonly id: number;
  readonly generation: number;
}

/** One budget as it is now. */
export interface BudgetUsage extends BudgetHandle {
  /** 0 for the root. */
  readonly parentId: number;
  /** At most 47 bytes of UTF-8. */
  readonly name: string;
  /** Infinity: none of its own. */
  readonly limitBytes: number;
  /** What is reserved on it and on all budgets below it. */
  readonly usedBytes: number;
  /** Of `usedBytes`, what is reserved on it itself. */
  readonly ownBytes: number;
  /** The most that `usedBytes` ever was. Reservations of other threads that were about to be refused may be in it. */
  readonly peakBytes: number;
}

/** Small and structured-cloneable: names a budget to another thread of this process. */
export type SharedBudget =
  | { readonly engine: 'native'; readonly id: number; readonly generation: number; readonly processToken: number }
  | { readonly engine: 'js'; readonly id: number; readonly generation: number; readonly memory: SharedArrayBuffer };

/**
 * Budgets in a tree: a reservation counts on its budget and on all above it, and succeeds only if none of them goes beyond
 * its limit. Reserve, release and close are atomic whichever threads call them at once.
 *
 * On the engines with the addon there is one tree for the whole process. A JS engine has a tree of its own, over shared memory that
 * other threads can attach. `create`, `reserve`, `release` and `setLimit` throw BudgetClosedError for a budget that is closed.
 *
 * A budget belongs to the thread that created it. When that ends, however it ends, the budget is closed; on the JS engine the
 * thread that had started a terminated one does it, when it uses the tree.
 */
export interface BudgetTree {
  /** Unlimited at first, and never closed. */
  readonly root: BudgetHandle;
  /** `limitBytes`: a safe integer or Infinity. Throws InvalidArgumentError below 31 levels, OutOfMemoryError for too many. */
  create(parent: BudgetHandle, name: string, limitBytes: number): BudgetHandle;
  /** 0: reserved. Otherwise nothing has changed, and this is the id of the lowest budget that has less left. */
  reserve(budget: BudgetHandle, bytes: number): number;
  /** Throws BudgetReleaseError, and nothing has changed, for more than is reserved on this budget itself. */
  release(budget: BudgetHandle, bytes: number): void;
  /** Closes those below it, then the budget, which gives back what it holds. False: it was closed, or is the root. */
  close(budget: BudgetHandle): boolean;
  /** What is reserved above a lower limit stays reserved. */
  setLimit(budget: BudgetHandle, limitBytes: number): void;
  /** The least that is left on the way to the root; 0 when it is closed. */
  availableBytes(budget: BudgetHandle): number;
  /** undefined: closed. */
  usage(budget: BudgetHandle): BudgetUsage | undefined;
  /** All open budgets, by id. */
  list(): BudgetUsage[];
  /**
   * Calls `listener` in this thread, soon after any thread has released anything in the tree or raised a limit; several
   * releases may be one call. Does not keep the event loop alive. There is one listener: the first one passed stays.
   */
  watch(listener: () => void): void;
  unwatch(): void;
  share(budget: BudgetHandle): SharedBudget;
}
