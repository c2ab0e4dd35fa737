import { type ErrorFields, OffheapError } from './offheap-error.ts';

/** A budget was used after it, or one above it, was closed. */
export class BudgetClosedError extends OffheapError {
  readonly code = 'ERR_BUDGET_CLOSED';

  constructor(fields?: ErrorFields) {
    super('Memory budget is closed', fields);
  }
}

/** More was released than is reserved on this budget itself. Nothing has changed. */
export class BudgetReleaseError extends OffheapError {
  readonly code = 'ERR_BUDGET_RELEASE';

  constructor(
    fields: {
      /** The budget's id. */
      readonly budget: number;
      readonly releasedBytes: number;
      readonly reservedBytes: number;
    } & ErrorFields,
  ) {
    super('More was released than is reserved', fields);
  }
}
