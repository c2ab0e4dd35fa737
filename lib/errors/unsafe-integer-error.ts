import { type ErrorFields, OffheapError } from './offheap-error.ts';

/** A long does not fit into a number without loss: it lies beyond plus or minus 2^53 - 1. */
export class UnsafeIntegerError extends OffheapError {
  readonly code = 'ERR_UNSAFE_INTEGER';

  constructor(fields?: ErrorFields) {
    super('Long is not a safe integer', fields);
  }
}
