import { threadId } from 'node:worker_threads';
import type { BudgetHandle, BudgetTree, SharedBudget } from '../../engine/budget-tree.ts';
import { currentEngine } from '../../engine/current-engine.ts';
import type { Engine } from '../../engine/engine.ts';
import { JsBudgetTree } from '../../engine/js/budgets/js-budget-tree.ts';
import { InvalidArgumentError } from '../../errors/argument-errors.ts';
import { BudgetClosedError } from '../../errors/budget-errors.ts';
import { type BudgetUsageTree, MemoryReservationError } from '../../errors/manager-errors.ts';
import { invalid, requireEngine, requireOptions, requireSize } from '../argument-checks.ts';
import { budgetUsageTree, describeBudgetUsage, describeHolders, largestHolders } from './budget-usage.ts';
import { BudgetWaiters } from './budget-waiters.ts';
import { registerCleaner, runCleaners } from './memory-cleaners.ts';
import { MemoryReservation, RESERVATION } from './memory-reservation.ts';

/** What a budget below another one may take. */
export interface ChildBudgetOptions {
  /** A number of bytes, or Infinity. Default: Infinity, which leaves it to the budgets above. */
  readonly limitBytes?: number | undefined;
}

/** How long to wait for bytes that are not free yet. */
export interface ReserveOptions {
  readonly signal?: AbortSignal | undefined;
  /** Default: as long as it takes. */
  readonly timeoutMillis?: number | undefined;
}

/** How a thread takes a budget that another thread has shared. */
export interface AttachBudgetOptions {
  /** Default: `main thread`, or `worker` and its number. */
  readonly name?: string | undefined;
  /** Default: the engine of this thread. A budget of a native engine needs one. */
  readonly engine?: Engine | undefined;
}

/** Cleaners that promise more than they free must not keep a caller here. */
const MAX_CLEANER_ROUNDS = 16;
const LONGEST_TIMEOUT_MILLIS = 2 ** 31 - 1;

const CONSTRUCTION = Symbol('construction');
const processBudgets = new WeakMap<BudgetTree, MemoryBudget>();
const workerBudgets = new WeakMap<BudgetTree, MemoryBudget>();

/**
 * How much memory some part of the program may take: bytes that are counted, not memory itself.
 *
 * **A tree.** `process()` is the root of all threads; `worker()` is this thread's part of it; components take children of
 * that. What is reserved on a budget counts on all budgets above it, and is refused when one of them has less left. On the JS
 * engine the tree is the thread's own, unless a budget is handed over with `share()` and `attach()`.
 *
 * **Ownership.** Who makes a child closes it, with `close()` or `using`: that closes its own children first and gives back
 * what they hold, whoever reserved it. What a thread has made is closed when the thread ends; on the JS engine a
 * terminated one's by the thread that had started it. A closed budget reads as zero everywhere and throws BudgetClosedError when it is asked for bytes or given any.
 * What is reserved directly on the process's budget belongs to no thread and stays until it is released.
 *
 * **When there is too little.** `tryReserve` says so. `reserveNow` does what Flink's budget did: it runs the cleaners
 * (`registerCleaner`) and tries again as long as they give anything back, then throws. Flink then slept 1, 2, 4 … 1024 ms,
 * about two seconds in all, and asked for garbage collections meanwhile. A thread of Node must not sleep, so that is
 * `reserve`: it waits, woken by every release in whatever thread, and runs the cleaners after 1, 2, 4 … 1024 ms and every
 * 1024 ms from then on. It never asks for a collection: nothing here depends on one.
 *
 * **Order.** Those who wait for the same budget are served in the order in which they came, each thread's by itself;
 * `tryReserve` and `reserveNow` do not queue. Between budgets and threads there is no order.
 */
export class MemoryBudget implements Disposable {
  readonly name: string;
  /** undefined for the root, and for one that was attached. */
  readonly parent: MemoryBudget | undefined;
  readonly #tree: BudgetTree;
  readonly #handle: BudgetHandle;

  private constructor(
    proof: symbol,
    tree: BudgetTree,
    handle: BudgetHandle,
    name: string,
    parent: MemoryBudget | undefined,
  ) {
    if (proof !== CONSTRUCTION) {
      throw new InvalidArgumentError('MemoryBudget is made by process, worker, child or attach, not by new');
    }
    this.#tree = tree;
    this.#handle = handle;
    this.name = name;
    this.parent = parent;
  }

  /** The root. Unlimited until `limitBytes` is set; cannot be closed. */
  static process(engine: Engine = currentEngine()): MemoryBudget {
    requireEngine(engine);
    const tree = engine.budgets;
    let budget = processBudgets.get(tree);
    if (budget === undefined) {
      budget = new MemoryBudget(CONSTRUCTION, tree, tree.root, 'process', undefined);
      processBudgets.set(tree, budget);
      const weakEngine = new WeakRef(engine);
      registerCleaner(() => weakEngine.deref()?.trim());
    }
    return budget;
  }

  /** This thread's child of the process's budget; a new one when the last one was closed. */
  static worker(engine: Engine = currentEngine()): MemoryBudget {
    requireEngine(engine);
    const tree = engine.budgets;
    let budget = workerBudgets.get(tree);
    if (budget === undefined || budget.isClosed) {
      budget = MemoryBudget.process(engine).child(nameOfThread());
      workerBudgets.set(tree, budget);
    }
    return budget;
  }

  /**
   * A child, belonging to this thread, of a budget that another thread has shared: what this thread reserves counts there.
   * Throws BudgetClosedError when that has been closed, InvalidArgumentError for what is no descriptor, and for a budget of
   * a native engine where none runs.
   */
  static attach(descriptor: SharedBudget, options: AttachBudgetOptions = {}): MemoryBudget {
    requireOptions(options);
    if (typeof descriptor !== 'object' || descriptor === null)
      throw invalid('a shared budget', 'descriptor', descriptor);
    const { name = nameOfThread(), engine } = options;
    if (engine !== undefined) requireEngine(engine);
    const tree = treeOf(descriptor, engine);
    const { id, generation } = descriptor;
    const handle = tree.create({ id, generation }, requireName(name), Number.POSITIVE_INFINITY);
    return new MemoryBudget(CONSTRUCTION, tree, handle, name, undefined);
  }

  /** A budget below this one; see the class for who closes it. At most 31 levels. */
  child(name: string, options: ChildBudgetOptions = {}): MemoryBudget {
    requireOptions(options);
    const { limitBytes = Number.POSITIVE_INFINITY } = options;
    requireLimit(limitBytes);
    const handle = this.#tree.create(this.#handle, requireName(name), limitBytes);
    return new MemoryBudget(CONSTRUCTION, this.#tree, handle, name, this);
  }

  /** Infinity: none of its own. May be set at any time; what is reserved above a lower limit stays reserved. */
  get limitBytes(): number {
    return this.#tree.usage(this.#handle)?.limitBytes ?? 0;
  }

  set limitBytes(limitBytes: number) {
    requireLimit(limitBytes);
    this.#tree.setLimit(this.#handle, limitBytes);
  }

  /** What is reserved on this budget and on all below it. */
  get usedBytes(): number {
    return this.#tree.usage(this.#handle)?.usedBytes ?? 0;
  }

  /** The most that `usedBytes` was. */
  get peakBytes(): number {
    return this.#tree.usage(this.#handle)?.peakBytes ?? 0;
  }

  /** The least that is left on the way to the root; at most `Number.MAX_SAFE_INTEGER`. */
  get availableBytes(): number {
    return this.#tree.availableBytes(this.#handle);
  }

  get isClosed(): boolean {
    return this.#tree.usage(this.#handle) === undefined;
  }

  /** This budget and all below it, as they are now. */
  usage(): BudgetUsageTree {
    const tree = budgetUsageTree(this.#tree, this.#handle);
    if (tree === undefined) throw this.#closedError();
    return tree;
  }

  /** False, and nothing has changed, when this budget or one above it has less left. */
  tryReserve(bytes: number): boolean {
    requireSize('bytes', bytes);
    return this.#tree.reserve(this.#handle, bytes) === 0;
  }

  /** Throws MemoryReservationError, and nothing has changed, when there is too little even after the cleaners. */
  reserveNow(bytes: number): void {
    requireSize('bytes', bytes);
    const refusing = this.#reserveAfterCleaners(bytes);
    if (refusing !== 0) throw this.#reservationError(bytes, refusing);
  }

  /**
   * Waits until the bytes are there. Rejects with the signal's reason, with MemoryReservationError when the time is up, or at
   * once for more than the limits on the way to the root will ever allow, and with BudgetClosedError.
   */
  async reserve(bytes: number, options: ReserveOptions = {}): Promise<void> {
    requireSize('bytes', bytes);
    requireOptions(options);
    const { signal, timeoutMillis } = options;
    if (timeoutMillis !== undefined) requireTimeout(timeoutMillis);
    if (signal !== undefined) requireSignal(signal);
    signal?.throwIfAborted();
    const waiters = BudgetWaiters.of(this.#tree);
    if (!waiters.has(this.#handle)) {
      const refusing = this.#reserveAfterCleaners(bytes);
      if (refusing === 0) return;
      // A cleaner may have aborted.
      signal?.throwIfAborted();
      if (bytes > this.#largestReservation()) throw this.#reservationError(bytes, refusing);
    }
    const timeoutError = () => this.#reservationError(bytes, this.#handle.id, { timeoutMillis });
    await waiters.wait(this.#handle, bytes, { signal, timeoutMillis, timeoutError });
  }

  /** Of what is reserved on this budget itself; more throws BudgetReleaseError and changes nothing. */
  release(bytes: number): void {
    requireSize('bytes', bytes);
    this.#tree.release(this.#handle, bytes);
  }

  /** `reserveNow` with an owner: `using reservation = budget.reservation(1024)`. */
  reservation(bytes: number): MemoryReservation {
    this.reserveNow(bytes);
    return new MemoryReservation(RESERVATION, this, bytes);
  }

  /** `reserve` with an owner: `using reservation = await budget.awaitReservation(1024)`. */
  async awaitReservation(bytes: number, options: ReserveOptions = {}): Promise<MemoryReservation> {
    await this.reserve(bytes, options);
    return new MemoryReservation(RESERVATION, this, bytes);
  }

  /** Small and structured-cloneable, for `attach` in another thread. */
  share(): SharedBudget {
    if (this.isClosed) throw this.#closedError();
    return this.#tree.share(this.#handle);
  }

  /** Idempotent. Throws InvalidArgumentError for the process's budget. */
  close(): void {
    if (this.#handle.id === this.#tree.root.id) {
      throw new InvalidArgumentError('The budget of the process cannot be closed');
    }
    this.#tree.close(this.#handle);
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** 0, or the id of the budget that refuses. */
  #reserveAfterCleaners(bytes: number): number {
    let refusing = this.#tree.reserve(this.#handle, bytes);
    for (let round = 0; refusing !== 0 && round < MAX_CLEANER_ROUNDS; round++) {
      const cleanedBytes = runCleaners();
      refusing = this.#tree.reserve(this.#handle, bytes);
      if (cleanedBytes === 0) break;
    }
    return refusing;
  }

  /** The lowest limit on the way to the root. */
  #largestReservation(): number {
    const usages = new Map(this.#tree.list().map((usage) => [usage.id, usage]));
    let limitBytes = Number.MAX_SAFE_INTEGER;
    for (let usage = usages.get(this.#handle.id); usage !== undefined; usage = usages.get(usage.parentId)) {
      limitBytes = Math.min(limitBytes, usage.limitBytes);
      usages.delete(usage.id);
    }
    return limitBytes;
  }

  #closedError(): BudgetClosedError {
    return new BudgetClosedError({ budget: this.#handle.id, generation: this.#handle.generation, name: this.name });
  }

  #reservationError(
    requestedBytes: number,
    refusing: number,
    more: { readonly timeoutMillis?: number | undefined } = {},
  ): MemoryReservationError {
    const refused = this.#tree.list().find(({ id }) => id === refusing);
    const tree = budgetUsageTree(this.#tree, this.#tree.root);
    const holders = tree === undefined ? [] : largestHolders(tree);
    const fields = {
      owner: this.name,
      requestedBytes,
      availableBytes: this.availableBytes,
      budget: refused?.name ?? this.name,
      budgetBytes: refused?.limitBytes ?? 0,
      ...more,
      largestHolders: describeHolders(holders),
      usage: tree === undefined ? '' : `\n${describeBudgetUsage(tree)}`,
    };
    return new MemoryReservationError(fields, tree, holders);
  }
}

function treeOf(descriptor: SharedBudget, engine: Engine | undefined): BudgetTree {
  if (descriptor.engine === 'js') return JsBudgetTree.attach(descriptor.memory);
  const { name, budgets } = engine ?? currentEngine();
  const own = budgets.share(budgets.root);
  if (own.engine === 'native' && descriptor.engine === 'native' && own.processToken === descriptor.processToken) {
    return budgets;
  }
  throw new InvalidArgumentError('Shared budget belongs to another engine or process', {
    engine: name,
    descriptor: String(descriptor.engine),
  });
}

function nameOfThread(): string {
  return threadId === 0 ? 'main thread' : `worker ${threadId}`;
}

function requireName(name: unknown): string {
  if (typeof name !== 'string' || name === '') throw invalid('a name', 'name', name);
  return name;
}

function requireLimit(limitBytes: unknown): void {
  if (limitBytes !== Number.POSITIVE_INFINITY) requireSize('limitBytes', limitBytes);
}

function requireSignal(signal: unknown): void {
  const { throwIfAborted, addEventListener } = (signal ?? {}) as Partial<AbortSignal>;
  if (typeof throwIfAborted === 'function' && typeof addEventListener === 'function') return;
  throw invalid('an AbortSignal', 'signal', signal);
}

function requireTimeout(timeoutMillis: unknown): void {
  if (typeof timeoutMillis === 'number' && timeoutMillis >= 0 && timeoutMillis <= LONGEST_TIMEOUT_MILLIS) return;
  throw invalid('a time in milliseconds', 'timeoutMillis', timeoutMillis);
}
