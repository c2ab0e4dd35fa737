import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { SpillError } from '../../../lib/errors/index.ts';
import {
  currentProcess,
  formatOwnerProcess,
  isKnownDead,
  parseOwnerProcess,
} from '../../../lib/spill/owner-process.ts';
import {
  removeSpillDirectoriesNow,
  removeStaleSpillDirectories,
  SpillDirectory,
} from '../../../lib/spill/spill-directory.ts';
import { scratchFolder } from '../../fixtures/scratch-folder.ts';

/** A pid that was in use a moment ago. */
function deadPid(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

describe('SpillDirectory', () => {
  it('gives each channel a path of its own and is removed with everything in it', async () => {
    const parent = scratchFolder();
    const directory = await SpillDirectory.create(parent);
    const paths = [directory.nextChannelPath(), directory.nextChannelPath()];
    expect(new Set(paths).size).toBe(2);
    for (const file of paths) writeFileSync(file, 'spilled');
    await directory.remove();
    await directory.remove();
    expect(readdirSync(parent)).toEqual([]);
  });

  it('is removed at once when the process has no time', async () => {
    const parent = scratchFolder();
    const directory = await SpillDirectory.create(parent);
    writeFileSync(directory.nextChannelPath(), 'spilled');
    removeSpillDirectoriesNow();
    expect(readdirSync(parent)).toEqual([]);
  });

  it('is removed at once while files are made in it', async () => {
    const parent = scratchFolder();
    for (let round = 0; round < 50; round++) {
      const directory = await SpillDirectory.create(parent);
      const making = Array.from({ length: 64 }, () => writeFile(directory.nextChannelPath(), 'spilled'));
      // Some have been made by now, some are under way.
      await making[round % making.length];
      removeSpillDirectoriesNow();
      expect(readdirSync(parent)).toEqual([]);
      await Promise.allSettled(making);
      expect(readdirSync(parent)).toEqual([]);
    }
  });

  it('removes what dead processes left, and nothing else', async () => {
    const parent = scratchFolder();
    const self = currentProcess();
    const dead = formatOwnerProcess({ ...self, pid: deadPid() });
    const reusedPid = formatOwnerProcess({ ...self, start: '1' });
    const names = {
      dead: `offheap-spill-${dead}-aaaa`,
      reusedPid: `offheap-spill-${reusedPid}-bbbb`,
      alive: `offheap-spill-${formatOwnerProcess(self)}-cccc`,
      otherHost: `offheap-spill-${formatOwnerProcess({ ...self, host: '00000000', pid: deadPid() })}-dddd`,
      otherContainer: `offheap-spill-${formatOwnerProcess({ ...self, namespace: '1', pid: deadPid() })}-eeee`,
      foreign: 'offheap-spill-of-somebody',
    };
    for (const name of Object.values(names)) {
      mkdirSync(path.join(parent, name));
      writeFileSync(path.join(parent, name, '000001.channel'), 'spilled');
    }
    await removeStaleSpillDirectories(parent);
    const left = readdirSync(parent);
    const expected = [names.alive, names.otherHost, names.otherContainer, names.foreign];
    if (self.start === '0') expected.push(names.reusedPid); // the system does not tell start times
    expect(left.sort()).toEqual(expected.sort());
    for (const name of left) removeQuietly(path.join(parent, name));
  });

  it('says where it could not be made', async () => {
    await expect(SpillDirectory.create('/nowhere/at/all')).rejects.toThrow(SpillError);
    await expect(SpillDirectory.create('/nowhere/at/all')).rejects.toMatchObject({
      code: 'ERR_SPILL',
      fields: { path: '/nowhere/at/all', reason: 'no such file or directory' },
    });
  });
});

describe('SpillDirectory.check', () => {
  it('takes a directory that can be written, and makes nothing in it', async () => {
    const parent = scratchFolder();
    await SpillDirectory.check(parent);
    expect(readdirSync(parent)).toEqual([]);
  });

  it('refuses what is no directory', async () => {
    const file = path.join(scratchFolder(), 'file');
    writeFileSync(file, '');
    await expect(SpillDirectory.check(file)).rejects.toMatchObject({
      code: 'ERR_SPILL',
      fields: { reason: 'not a directory' },
    });
    await expect(SpillDirectory.check('/nowhere')).rejects.toThrow('Directory for temporary files cannot be used');
  });
});

describe('OwnerProcess', () => {
  it('survives its text form', () => {
    const self = currentProcess();
    expect(parseOwnerProcess(formatOwnerProcess(self))).toEqual(self);
    expect(parseOwnerProcess('nonsense')).toBeUndefined();
  });

  it('does not call this process dead', () => {
    expect(isKnownDead(currentProcess())).toBe(false);
  });
});

function removeQuietly(directory: string): void {
  if (existsSync(directory)) spawnSync('rm', ['-rf', directory]);
}
