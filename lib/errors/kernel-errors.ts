import { type ErrorFields, OffheapError } from './offheap-error.ts';

/** A kernel was called while another of its calls was still running. */
export class KernelBusyError extends OffheapError {
  readonly code = 'ERR_KERNEL_BUSY';

  constructor(fields?: ErrorFields) {
    super('Kernel is busy with another call', fields);
  }
}

/** A kernel was called after `close()`. */
export class KernelClosedError extends OffheapError {
  readonly code = 'ERR_KERNEL_CLOSED';

  constructor(fields?: ErrorFields) {
    super('Kernel is closed', fields);
  }
}

/** A kernel was called out of order, such as an append after the sort. The sentence says which rule was broken. */
export class KernelStateError extends OffheapError {
  readonly code = 'ERR_KERNEL_STATE';
}

/** The bytes of a sorted run do not follow its format. `fields`: `run`, and `position`, the bytes of the run read so far. */
export class CorruptRunError extends OffheapError {
  readonly code = 'ERR_CORRUPT_RUN';

  constructor(fields: { readonly run: number; readonly position: number } & ErrorFields) {
    super('Sorted run is corrupt', fields);
  }
}
