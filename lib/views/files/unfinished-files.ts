import { unlinkSync } from 'node:fs';
import { systemCode, systemReason } from '../../errors/system-reason.ts';

const unfinished = new Set<string>();
let watching = false;

/**
 * Removes the file when this thread, the main one or a worker, ends by itself before `settleFile`: by `process.exit` or an
 * uncaught error. A worker that is ended from outside, by `terminate()` or by the exit of the main thread, runs no exit
 * handlers, and a signal may run none: then the file stays until somebody deletes it.
 */
export function watchFile(path: string): void {
  unfinished.add(path);
  if (watching) return;
  watching = true;
  process.on('exit', removeUnfinished);
}

/** The file is complete or gone. */
export function settleFile(path: string): void {
  unfinished.delete(path);
}

function removeUnfinished(): void {
  for (const path of unfinished) {
    try {
      unlinkSync(path);
    } catch (error) {
      if (systemCode(error) === 'ENOENT') continue;
      process.stderr.write(`offheap: Unfinished output is left behind: path=${path}, reason=${systemReason(error)}\n`);
    }
  }
}
