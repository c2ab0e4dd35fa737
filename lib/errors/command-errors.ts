import { OffheapError } from './offheap-error.ts';

/** The command line is wrong; the message says how. */
export class UsageError extends OffheapError {
  readonly code = 'ERR_USAGE';

  constructor(message: string, options?: ErrorOptions) {
    super(message, {}, options);
  }
}

/** A signal asked the process to stop. */
export class InterruptedError extends OffheapError {
  readonly code = 'ERR_INTERRUPTED';

  constructor(signal: NodeJS.Signals) {
    super('Interrupted', { signal });
  }
}
