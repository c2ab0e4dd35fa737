import { type ErrorFields, OffheapError } from './offheap-error.ts';

/** One budget and what lies below it, as it is now. */
export interface BudgetUsageTree {
  readonly name: string;
  /** Infinity: none of its own. */
  readonly limitBytes: number;
  /** What is reserved on it and on all budgets below it. */
  readonly usedBytes: number;
  /** Of `usedBytes`, what is reserved on it itself. */
  readonly ownBytes: number;
  readonly peakBytes: number;
  /** The largest first. */
  readonly children: readonly BudgetUsageTree[];
}

/** Who holds how much of a budget. */
export interface BudgetHolder {
  /** Names from the root: `process / worker 1 / sort`. */
  readonly path: string;
  readonly ownBytes: number;
}

/** A memory budget has less left than was asked for. The message lists who holds the rest, largest first. */
export class MemoryReservationError extends OffheapError {
  readonly code = 'ERR_MEMORY_RESERVATION';
  /** All budgets of the process (JS engine: of the thread) at the time of the refusal; undefined when a manager refuses. */
  readonly tree: BudgetUsageTree | undefined;
  /** Those with the most bytes of their own, the largest first; empty when a manager refuses. */
  readonly largestHolders: readonly BudgetHolder[];

  constructor(
    fields: {
      readonly owner: string;
      readonly requestedBytes: number;
      readonly availableBytes: number;
      readonly budgetBytes: number;
      /** For people: the tree of budgets, a line each, or the manager's `owner 64 B in 2 segments; …`. */
      readonly usage: string;
    } & ErrorFields,
    tree?: BudgetUsageTree,
    largestHolders: readonly BudgetHolder[] = [],
  ) {
    super('Memory budget is used up', fields);
    this.tree = tree;
    this.largestHolders = largestHolders;
  }
}

/** A manager, or something that it owns, was used after it was closed. */
export class ManagerClosedError extends OffheapError {
  readonly code = 'ERR_MANAGER_CLOSED';

  constructor(fields?: ErrorFields) {
    super('Memory manager is closed', fields);
  }
}
