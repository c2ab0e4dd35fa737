import { constants, type Stats } from 'node:fs';
import { access, readlink, realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute } from 'node:path';
import { OutputUnwritableError } from '../../errors/output-errors.ts';
import { systemCode, systemError } from '../../errors/system-reason.ts';

/** As many links as Linux follows. */
const MOST_LINKS = 40;

/** Where a path leads, and how bytes get there. */
export interface OutputTarget {
  /** As the caller named it. */
  readonly name: string;
  /** The file itself, with links followed. */
  readonly path: string;
  /** `file`: written aside, then renamed. `device` and `fifo`: written as they are. */
  readonly kind: 'file' | 'device' | 'fifo';
  /** What is there now. */
  readonly existing: Stats | undefined;
}

/**
 * Checks that `name` can be written, without creating or changing anything.
 *
 * Throws OutputUnwritableError: the directory is missing or cannot take a new file, the target is a directory or is not writable.
 */
export async function locateOutput(name: string): Promise<OutputTarget> {
  try {
    if (name === '') throw systemError('ENOENT');
    const existing = await statIfThere(name);
    if (existing === undefined) {
      const path = await linkTarget(name);
      await checkDirectory(dirname(path));
      return { name, path, kind: 'file', existing };
    }
    if (existing.isDirectory()) throw systemError('EISDIR');
    await access(name, constants.W_OK);
    if (!existing.isFile()) return { name, path: name, kind: existing.isFIFO() ? 'fifo' : 'device', existing };
    const path = await realpath(name);
    await checkDirectory(dirname(path));
    return { name, path, kind: 'file', existing };
  } catch (error) {
    throw new OutputUnwritableError(name, error);
  }
}

async function statIfThere(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** The file that a link without a target would create. Not `path.resolve`: it drops `link/..` as if it were nothing. */
async function linkTarget(name: string): Promise<string> {
  let path = name;
  for (let links = 0; links < MOST_LINKS; links++) {
    if (path.endsWith('/')) throw systemError('EISDIR');
    try {
      const next = await readlink(path);
      path = isAbsolute(next) ? next : `${dirname(path)}/${next}`;
    } catch (error) {
      // EINVAL: not a link.
      if (systemCode(error) === 'ENOENT' || systemCode(error) === 'EINVAL') return path;
      throw error;
    }
  }
  throw systemError('ELOOP');
}

async function checkDirectory(path: string): Promise<void> {
  if (!(await stat(path)).isDirectory()) throw systemError('ENOTDIR');
  await access(path, constants.W_OK | constants.X_OK);
}
