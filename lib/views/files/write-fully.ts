import { write } from 'node:fs';
import { promisify } from 'node:util';
import { OutputClosedError, WriteFailedError } from '../../errors/output-errors.ts';
import { systemCode } from '../../errors/system-reason.ts';
import { retryDelay } from './retry-delay.ts';

const writeAsync = promisify(write);

/** What a reader's end looks like from this side: of a pipe, and of a socket. */
const READER_GONE: ReadonlySet<string | undefined> = new Set(['EPIPE', 'ECONNRESET']);

/** Writes all of `bytes` where the descriptor stands, however many calls the system needs for it. */
export async function writeFully(descriptor: number, bytes: Uint8Array, name: string): Promise<void> {
  let attempt = 0;
  for (let offset = 0; offset < bytes.length; ) {
    try {
      offset += (await writeAsync(descriptor, bytes, offset, bytes.length - offset, null)).bytesWritten;
      attempt = 0;
    } catch (error) {
      if (systemCode(error) !== 'EAGAIN') throw writeError(name, error);
      await retryDelay(attempt++);
    }
  }
}

export function writeError(name: string, cause: unknown): OutputClosedError | WriteFailedError {
  return READER_GONE.has(systemCode(cause)) ? new OutputClosedError(name, cause) : new WriteFailedError(name, cause);
}
