import { type ErrorFields, OffheapError } from './offheap-error.ts';

/** A memory budget has less left than was asked for. The message lists who holds the rest, largest first. */
export class MemoryReservationError extends OffheapError {
  readonly code = 'ERR_MEMORY_RESERVATION';

  constructor(
    fields: {
      readonly owner: string;
      readonly requestedBytes: number;
      readonly availableBytes: number;
      readonly budgetBytes: number;
      /** `owner 64 B in 2 segments; …` */
      readonly usage: string;
    } & ErrorFields,
  ) {
    super('Memory budget is used up', fields);
  }
}

/** A manager, or something that it owns, was used after it was closed. */
export class ManagerClosedError extends OffheapError {
  readonly code = 'ERR_MANAGER_CLOSED';

  constructor(fields?: ErrorFields) {
    super('Memory manager is closed', fields);
  }
}
