import { OffheapError } from './offheap-error.ts';
import { systemReason } from './system-reason.ts';

/** The target cannot be created or written: its directory is missing, it is a directory, permission is denied. */
export class OutputUnwritableError extends OffheapError {
  readonly code = 'ERR_OUTPUT_UNWRITABLE';

  constructor(output: string, cause: unknown) {
    super('Output cannot be opened', { output, reason: systemReason(cause) }, { cause });
  }
}

/** The output was open and then failed: a full disk, a size limit, an I/O error. */
export class WriteFailedError extends OffheapError {
  readonly code = 'ERR_WRITE_FAILED';

  constructor(output: string, cause: unknown) {
    super('Output cannot be written', { output, reason: systemReason(cause) }, { cause });
  }
}

/** Whoever read the pipe is gone. */
export class OutputClosedError extends OffheapError {
  readonly code = 'ERR_OUTPUT_CLOSED';

  constructor(output: string, cause: unknown) {
    super('Output was closed by its reader', { output }, { cause });
  }
}

/** A write or commit after `commit()` or `abort()`, or a second write while the first one waits. */
export class SinkMisuseError extends OffheapError {
  readonly code = 'ERR_SINK_MISUSE';

  constructor(output: string, state: 'committed' | 'aborted' | 'writing') {
    super('Output does not take a write now', { output, state });
  }
}
