import { type ErrorFields, OffheapError } from './offheap-error.ts';

/** An argument has the wrong type or a value that no state of the program would allow. */
export class InvalidArgumentError extends OffheapError {
  readonly code = 'ERR_INVALID_ARGUMENT';
}

/** An offset, or an offset and a length, that do not lie inside the memory they refer to. */
export class IndexOutOfBoundsError extends OffheapError {
  readonly code = 'ERR_INDEX_OUT_OF_BOUNDS';

  constructor(fields?: ErrorFields) {
    super('Index is out of bounds', fields);
  }
}
