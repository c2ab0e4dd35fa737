import type { Addon } from '../addon.ts';
import type { BudgetHandle, BudgetTree, BudgetUsage, SharedBudget } from '../budget-tree.ts';

/** The process's tree of native/memory/budget_tree.h, as one thread sees it. */
export class NativeBudgetTree implements BudgetTree {
  readonly root: BudgetHandle;
  readonly #addon: Addon;

  constructor(addon: Addon) {
    this.#addon = addon;
    this.root = addon.budgetRoot();
  }

  create({ id, generation }: BudgetHandle, name: string, limitBytes: number): BudgetHandle {
    return this.#addon.createBudget(id, generation, name, limitBytes);
  }

  reserve(budget: BudgetHandle, bytes: number): number {
    return this.#addon.reserveBudget(budget.id, budget.generation, bytes);
  }

  release(budget: BudgetHandle, bytes: number): void {
    this.#addon.releaseBudget(budget.id, budget.generation, bytes);
  }

  close({ id, generation }: BudgetHandle): boolean {
    return this.#addon.closeBudget(id, generation);
  }

  setLimit({ id, generation }: BudgetHandle, limitBytes: number): void {
    this.#addon.limitBudget(id, generation, limitBytes);
  }

  availableBytes({ id, generation }: BudgetHandle): number {
    return this.#addon.availableInBudget(id, generation);
  }

  usage({ id, generation }: BudgetHandle): BudgetUsage | undefined {
    return this.#addon.budgetUsage(id, generation);
  }

  list(): BudgetUsage[] {
    return this.#addon.listBudgets();
  }

  watch(listener: () => void): void {
    this.#addon.watchBudgets(listener);
  }

  unwatch(): void {
    this.#addon.unwatchBudgets();
  }

  share({ id, generation }: BudgetHandle): SharedBudget {
    return { engine: 'native', id, generation, processToken: this.#addon.processToken };
  }
}
