import { getSystemErrorMap } from 'node:util';

/** What the system said, in its own words (`no such file or directory`); other errors: their message. */
export function systemReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { errno, code } = error as NodeJS.ErrnoException;
  const known = errno === undefined ? undefined : getSystemErrorMap().get(errno);
  return known?.[1] ?? (code === undefined ? error.message : `${code} ${error.message}`);
}

/** The system's name of the failure (`ENOENT`), if it came from the system. */
export function systemCode(error: unknown): string | undefined {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** The error that a system call would give, for a condition that was found without calling it. */
export function systemError(code: string): NodeJS.ErrnoException {
  for (const [errno, [name, message]] of getSystemErrorMap()) {
    if (name === code) return Object.assign(new Error(message), { errno, code });
  }
  return Object.assign(new Error(code), { code });
}
