import { type ErrorFields, OffheapError } from './offheap-error.ts';
import { systemCode, systemReason } from './system-reason.ts';

/** A spill file could not be made, written or read. `reason` is the system's; `cause` is its error. */
export class SpillError extends OffheapError {
  readonly code = 'ERR_SPILL';
}

const NO_SPACE: readonly (string | undefined)[] = ['ENOSPC', 'EDQUOT', 'EFBIG'];
const NO_DESCRIPTORS: readonly (string | undefined)[] = ['EMFILE', 'ENFILE'];

export function spillError(path: string, cause: unknown, fields: ErrorFields = {}): SpillError {
  const sentence = NO_SPACE.includes(systemCode(cause))
    ? 'No space left for spill files; free some, or name another directory for temporary files'
    : 'Spill file failed';
  return new SpillError(sentence, { path, reason: systemReason(cause), ...fields }, { cause });
}

/** The directory for temporary files takes none. */
export function spillDirectoryError(path: string, cause: unknown): SpillError {
  return new SpillError(
    'Directory for temporary files cannot be used',
    { path, reason: systemReason(cause) },
    { cause },
  );
}

/** Whether the process, or the system, has as many files open as it may. */
export function lacksDescriptors(error: unknown): boolean {
  return error instanceof SpillError && NO_DESCRIPTORS.includes(systemCode(error.cause));
}
