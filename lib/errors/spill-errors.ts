import { type ErrorFields, OffheapError } from './offheap-error.ts';

/** A spill file could not be made, written or read. `syscall` and `reason` are the system's; `cause` is its error. */
export class SpillError extends OffheapError {
  readonly code = 'ERR_SPILL';
}

const NO_SPACE = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

export function spillError(path: string, cause: unknown, fields: ErrorFields = {}): SpillError {
  const { code, syscall } = cause as NodeJS.ErrnoException;
  const sentence =
    code !== undefined && NO_SPACE.has(code)
      ? 'No space left for spill files; free some, or name another directory for temporary files'
      : 'Spill file failed';
  return new SpillError(sentence, { path, reason: code ?? String(cause), syscall, ...fields }, { cause });
}
