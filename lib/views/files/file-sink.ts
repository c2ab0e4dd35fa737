import { randomBytes } from 'node:crypto';
import { close, fchmod, fchown, open } from 'node:fs';
import { rename, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { OutputUnwritableError } from '../../errors/output-errors.ts';
import { systemCode } from '../../errors/system-reason.ts';
import type { ByteSink } from './byte-sink.ts';
import type { OutputTarget } from './output-target.ts';
import { SinkState } from './sink-state.ts';
import { settleFile, watchFile } from './unfinished-files.ts';
import { writeError, writeFully } from './write-fully.ts';

const openAsync = promisify(open);
const closeAsync = promisify(close);
const fchmodAsync = promisify(fchmod);
const fchownAsync = promisify(fchown);

const PERMISSION_BITS = 0o7777;

/**
 * A file that appears, or is replaced, as a whole.
 *
 * Bytes go to `.offheap-output-<pid>-<random>` beside the target, which `commit()` renames over it and `abort()` removes;
 * so does the end of the process, unless it is killed. A replaced file keeps its mode, and its owner where the system lets
 * us give files away; hard links keep the old content.
 */
export class FileSink implements ByteSink {
  readonly name: string;
  readonly #descriptor: number;
  readonly #target: string;
  readonly #temporary: string;
  readonly #state: SinkState;

  /** Throws OutputUnwritableError. */
  static async create(target: OutputTarget): Promise<FileSink> {
    const temporary = join(dirname(target.path), `.offheap-output-${process.pid}-${randomBytes(6).toString('hex')}`);
    // Watched before it exists: nothing may come between its birth and the watch.
    watchFile(temporary);
    let descriptor: number | undefined;
    try {
      descriptor = await openAsync(temporary, 'wx', target.existing === undefined ? 0o666 : 0o600);
      if (target.existing !== undefined) await adopt(descriptor, target.existing);
      return new FileSink(descriptor, temporary, target);
    } catch (error) {
      if (descriptor !== undefined) await discard(descriptor, temporary);
      settleFile(temporary);
      throw new OutputUnwritableError(target.name, error);
    }
  }

  private constructor(descriptor: number, temporary: string, target: OutputTarget) {
    this.name = target.name;
    this.#descriptor = descriptor;
    this.#target = target.path;
    this.#temporary = temporary;
    this.#state = new SinkState(this.name);
  }

  write(bytes: Uint8Array): Promise<void> {
    return this.#state.write(() => writeFully(this.#descriptor, bytes, this.name));
  }

  async commit(): Promise<void> {
    this.#state.commit();
    try {
      // Some file systems tell of a full disk only here.
      await closeAsync(this.#descriptor);
      await rename(this.#temporary, this.#target);
    } catch (error) {
      await unlinkIfThere(this.#temporary);
      throw writeError(this.name, error);
    } finally {
      settleFile(this.#temporary);
    }
  }

  async abort(): Promise<void> {
    if (!this.#state.abort()) return;
    await this.#state.idle();
    await discard(this.#descriptor, this.#temporary);
    settleFile(this.#temporary);
  }
}

async function adopt(descriptor: number, existing: NonNullable<OutputTarget['existing']>): Promise<void> {
  try {
    await fchownAsync(descriptor, existing.uid, existing.gid);
  } catch (error) {
    // Only root may give a file away; then the new owner is who wrote it.
    if (systemCode(error) !== 'EPERM') throw error;
  }
  // After the owner: a change of owner clears the set-user bits.
  await fchmodAsync(descriptor, existing.mode & PERMISSION_BITS);
}

async function discard(descriptor: number, path: string): Promise<void> {
  try {
    await closeAsync(descriptor);
  } finally {
    await unlinkIfThere(path);
  }
}

async function unlinkIfThere(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
  }
}
