import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { spillError } from '../errors/spill-errors.ts';
import { currentProcess, formatOwnerProcess, isKnownDead, parseOwnerProcess } from './owner-process.ts';

const PREFIX = 'offheap-spill-';

/** Directories of this thread that exist now; removed when it exits. */
const open = new Set<string>();
let exitHookInstalled = false;

/**
 * A directory for the spill files of one job: `offheap-spill-<process>-<random>`.
 *
 * Owned by the job, removed by `remove()`, at the latest when the process exits. What a process left behind that died
 * without either is for the next process: `removeStaleSpillDirectories`. Signals are the program's business: one that lets
 * a signal kill it leaves its directory to that next process.
 */
export class SpillDirectory {
  readonly path: string;
  #channels = 0;

  private constructor(directory: string) {
    this.path = directory;
  }

  /** Throws SpillError when `parent` cannot be written to. */
  static async create(parent: string = tmpdir()): Promise<SpillDirectory> {
    const name = `${PREFIX}${formatOwnerProcess(currentProcess())}-${randomBytes(6).toString('hex')}`;
    const directory = path.join(path.resolve(parent), name);
    // Known before it exists, so that no moment is left in which an exit would forget it.
    open.add(directory);
    installExitHook();
    try {
      await mkdir(directory, { mode: 0o700 });
    } catch (cause) {
      open.delete(directory);
      throw spillError(directory, cause);
    }
    return new SpillDirectory(directory);
  }

  /** A path that no other channel of this directory has. */
  nextChannelPath(): string {
    this.#channels += 1;
    return path.join(this.path, `${String(this.#channels).padStart(6, '0')}.channel`);
  }

  /** Removes it and everything in it. Idempotent. */
  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
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
      rmSync(directory, { recursive: true, force: true });
      open.delete(directory);
    } catch {
      // It is the last moment; the next process that spills here tries again.
    }
  }
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
