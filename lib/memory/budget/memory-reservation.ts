import { InvalidArgumentError } from '../../errors/argument-errors.ts';
import { BudgetClosedError } from '../../errors/budget-errors.ts';
import type { MemoryBudget } from './memory-budget.ts';

/** Proves that the constructor was called by MemoryBudget, or by `move()`. */
export const RESERVATION = Symbol('reservation');

/**
 * Bytes of a budget that one holder has, given back at the end of its scope: `using r = budget.reservation(1024)`.
 *
 * Whoever has the object owns the bytes. `move()` hands them to a new object and leaves this one empty. `release()` and the
 * end of the scope give them back once, whichever comes first; on a budget that has been closed, which has given them back
 * already, they do nothing.
 */
export class MemoryReservation implements Disposable {
  readonly budget: MemoryBudget;
  #bytes: number;

  /** The bytes are reserved already. */
  constructor(proof: symbol, budget: MemoryBudget, bytes: number) {
    if (proof !== RESERVATION) throw new InvalidArgumentError('MemoryReservation is made by MemoryBudget, not by new');
    this.budget = budget;
    this.#bytes = bytes;
  }

  /** 0 once it is released or moved. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Reserves or releases the difference. Throws MemoryReservationError, and nothing has changed, when there is too little. */
  resize(bytes: number): void {
    if (!Number.isSafeInteger(bytes) || bytes < 0) {
      throw new InvalidArgumentError('Argument is not a size in bytes', { argument: 'bytes', value: String(bytes) });
    }
    if (bytes > this.#bytes) this.budget.reserveNow(bytes - this.#bytes);
    else if (bytes < this.#bytes) this.budget.release(this.#bytes - bytes);
    this.#bytes = bytes;
  }

  /** A new owner of the same bytes. */
  move(): MemoryReservation {
    const moved = new MemoryReservation(RESERVATION, this.budget, this.#bytes);
    this.#bytes = 0;
    return moved;
  }

  release(): void {
    const bytes = this.#bytes;
    this.#bytes = 0;
    if (bytes === 0) return;
    try {
      this.budget.release(bytes);
    } catch (error) {
      if (!(error instanceof BudgetClosedError)) throw error;
    }
  }

  [Symbol.dispose](): void {
    this.release();
  }
}
