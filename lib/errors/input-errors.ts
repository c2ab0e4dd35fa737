import { OffheapError } from './offheap-error.ts';
import { systemReason } from './system-reason.ts';

/** The input is missing, forbidden, or of a kind that has no bytes to read. Nothing has been read. */
export class InputUnreadableError extends OffheapError {
  readonly code = 'ERR_INPUT_UNREADABLE';

  constructor(input: string, cause: unknown) {
    super('Input cannot be opened', { input, reason: systemReason(cause) }, { cause });
  }
}

/** The input was open and then failed. */
export class ReadFailedError extends OffheapError {
  readonly code = 'ERR_READ_FAILED';

  constructor(input: string, cause: unknown) {
    super('Input cannot be read', { input, reason: systemReason(cause) }, { cause });
  }
}

/** A read after `close()`, or a second read while the first one waits. */
export class SourceMisuseError extends OffheapError {
  readonly code = 'ERR_SOURCE_MISUSE';

  constructor(input: string, state: 'closed' | 'reading') {
    super('Input does not take a read now', { input, state });
  }
}
