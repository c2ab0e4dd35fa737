import { randomBytes } from 'node:crypto';
import { constants, renameSync, rmSync } from 'node:fs';
import { access, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { spillDirectoryError, spillError } from '../errors/spill-errors.ts';
import { systemError } from '../errors/system-reason.ts';
import { currentProcess, formatOwnerProcess, isKnownDead, parseOwnerProcess } from './owner-process.ts';

const PREFIX = 'offheap-spill-';
/** At an exit, which cannot wait. There are as many threads that make files as the runtime has for it, four by default. */
const REMOVAL_ATTEMPTS = 20;

/** Directories of this thread that exist now; removed when it exits, unless it is a worker that somebody else ends. */
const open = new Set<string>();
let exitHookInstalled = false;

/**
 * A directory for the spill files of one job: `offheap-spill-<process>-<random>`.
 *
 * Owned by the job, removed by `remove()`, at the latest when its thread exits by itself: a process, or a worker by its end,
 * `process.exit` or an uncaught error. A worker that is ended from outside, by `terminate()` or by the exit of the main thread,
 * runs no exit handlers: its directory stays, even while its process goes on. What is left behind is removed by
 * `removeStaleSpillDirectories` of another process, once the process is dead. Signals are the program's business: one that
 * lets a signal kill it leaves its directory to that next process too.
 */
export class SpillDirectory {
  readonly path: string;
  #channels = 0;

  private constructor(directory: string) {
    this.path = directory;
  }

  /** Throws SpillError when `parent` cannot be written to. */
  static async create(parent: string = tmpdir()): Promise<SpillDirectory> {
    const directory = nameOfNew(path.resolve(parent));
    // Known before it exists, so that no moment is left in which an exit would forget it.
    open.add(directory);
    installExitHook();
    try {
      await mkdir(directory, { mode: 0o700 });
    } catch (cause) {
      open.delete(directory);
      throw spillDirectoryError(parent, cause);
    }
    return new SpillDirectory(directory);
  }

  /** Throws SpillError when no directory can be made in `parent`, without making one. */
  static async check(parent: string): Promise<void> {
    try {
      if (!(await stat(parent)).isDirectory()) throw systemError('ENOTDIR');
      await access(parent, constants.W_OK | constants.X_OK);
    } catch (cause) {
      throw spillDirectoryError(parent, cause);
    }
  }

  /** A path that no other channel of this directory has. */
  nextChannelPath(): string {
    this.#channels += 1;
    return path.join(this.path, `${String(this.#channels).padStart(6, '0')}.channel`);
  }

  /** Removes it and everything in it. Idempotent. */
  async remove(): Promise<void> {
    try {
      await rm(this.path, { recursive: true, force: true });
    } catch (cause) {
      throw spillError(this.path, cause);
    }
    open.delete(this.path);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.remove();
  }
}

/** Removes, at once, every spill directory of this thread. For exits that cannot wait. */
export function removeSpillDirectoriesNow(): void {
  for (const directory of open) {
    try {
      removeWhileFilesAreOpened(directory);
      open.delete(directory);
    } catch {
      // It is the last moment; the next process that spills here tries again.
    }
  }
}

/** Threads of the runtime may be making files in it, on the way since before the exit. */
function removeWhileFilesAreOpened(directory: string): void {
  const leaving = nameOfNew(path.dirname(directory));
  try {
    // From here on they do not find it.
    renameSync(directory, leaving);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  // One that was past the name may add its file until now: then the directory is not empty when it is to go.
  for (let attempt = 1; ; attempt++) {
    try {
      rmSync(leaving, { recursive: true, force: true });
      return;
    } catch (error) {
      if (attempt === REMOVAL_ATTEMPTS) throw error;
    }
  }
}

function nameOfNew(parent: string): string {
  return path.join(parent, `${PREFIX}${formatOwnerProcess(currentProcess())}-${randomBytes(6).toString('hex')}`);
}

function installExitHook(): void {
  if (exitHookInstalled) return;
  exitHookInstalled = true;
  process.on('exit', removeSpillDirectoriesNow);
}

/** Removes what processes left in `parent` that are known to be dead. What cannot be removed is left to somebody else. */
export async function removeStaleSpillDirectories(parent: string = tmpdir()): Promise<void> {
  const self = currentProcess();
  let names: string[];
  try {
    names = await readdir(parent);
  } catch {
    return; // Whether it can be used is for the one who creates something in it to find out.
  }
  for (const name of names) {
    if (!name.startsWith(PREFIX)) continue;
    const end = name.lastIndexOf('-');
    const owner = parseOwnerProcess(name.slice(PREFIX.length, end));
    if (owner === undefined || !isKnownDead(owner, self)) continue;
    // Two processes may do this at once, and it may belong to another user.
    await rm(path.join(parent, name), { recursive: true, force: true }).catch(() => {});
  }
}
