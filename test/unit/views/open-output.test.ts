import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  OutputClosedError,
  OutputUnwritableError,
  SinkMisuseError,
  WriteFailedError,
} from '../../../lib/errors/index.ts';
import { openOutput } from '../../../lib/views/files/open-output.ts';
import { locateOutput } from '../../../lib/views/files/output-target.ts';
import { scratchFolder } from '../../fixtures/scratch-folder.ts';

const text = (value: string) => Buffer.from(value);

describe('openOutput on a file', () => {
  it('shows nothing before the commit and all of it after', async () => {
    const folder = scratchFolder();
    const path = join(folder, 'output');
    const sink = await openOutput(path);
    await sink.write(text('one '));
    await sink.write(text('two'));
    expect(existsSync(path)).toBe(false);
    expect(readdirSync(folder)).toMatchObject([expect.stringMatching(/^\.offheap-output-\d+-[0-9a-f]{12}$/)]);
    await sink.commit();
    expect(readFileSync(path, 'utf8')).toBe('one two');
    expect(readdirSync(folder)).toEqual(['output']);
  });

  it('leaves nothing after an abort, and does nothing when it is aborted again or after a commit', async () => {
    const folder = scratchFolder();
    const aborted = await openOutput(join(folder, 'aborted'));
    await aborted.write(text('text'));
    await aborted.abort();
    await aborted.abort();
    const committed = await openOutput(join(folder, 'committed'));
    await committed.commit();
    await committed.abort();
    expect(readdirSync(folder)).toEqual(['committed']);
  });

  it('waits with the abort for a write that is under way', async () => {
    const folder = scratchFolder();
    const sink = await openOutput(join(folder, 'output'));
    const writing = sink.write(randomBytes(4 << 20));
    await sink.abort();
    await writing;
    expect(readdirSync(folder)).toEqual([]);
  });

  it('keeps the old content until the commit, and after an abort', async () => {
    const folder = scratchFolder();
    const path = join(folder, 'output');
    writeFileSync(path, 'old');
    const aborted = await openOutput(path);
    await aborted.write(text('new'));
    await aborted.abort();
    expect(readFileSync(path, 'utf8')).toBe('old');
    const sink = await openOutput(path);
    await sink.write(text('new'));
    expect(readFileSync(path, 'utf8')).toBe('old');
    await sink.commit();
    expect(readFileSync(path, 'utf8')).toBe('new');
  });

  it.skipIf(process.platform === 'win32')('keeps the mode of the file that it replaces', async () => {
    const path = join(scratchFolder(), 'output');
    writeFileSync(path, 'old');
    chmodSync(path, 0o640);
    await (await openOutput(path)).commit();
    expect(statSync(path).mode & 0o7777).toBe(0o640);
  });

  it.skipIf(process.platform === 'win32')('makes a new file with the mode that the umask leaves', async () => {
    const folder = scratchFolder();
    writeFileSync(join(folder, 'plain'), '');
    await (await openOutput(join(folder, 'output'))).commit();
    expect(statSync(join(folder, 'output')).mode).toBe(statSync(join(folder, 'plain')).mode);
  });

  it.skipIf(process.platform === 'win32' || process.getuid?.() !== 0)(
    'keeps the owner of the file that it replaces, where it may',
    async () => {
      const path = join(scratchFolder(), 'output');
      writeFileSync(path, 'old');
      execFileSync('chown', ['12345:54321', path]);
      await (await openOutput(path)).commit();
      expect(statSync(path)).toMatchObject({ uid: 12345, gid: 54321 });
    },
  );

  it('replaces what a link leads to, not the link', async () => {
    const folder = scratchFolder();
    mkdirSync(join(folder, 'elsewhere'));
    writeFileSync(join(folder, 'elsewhere', 'file'), 'old');
    symlinkSync(join('elsewhere', 'file'), join(folder, 'link'));
    const sink = await openOutput(join(folder, 'link'));
    await sink.write(text('new'));
    await sink.commit();
    expect(lstatSync(join(folder, 'link')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, 'elsewhere', 'file'), 'utf8')).toBe('new');
    expect(readdirSync(join(folder, 'elsewhere'))).toEqual(['file']);
  });

  it('creates what a link leads to when that is missing', async () => {
    const folder = scratchFolder();
    symlinkSync('missing', join(folder, 'first'));
    symlinkSync('first', join(folder, 'second'));
    await (await openOutput(join(folder, 'second'))).commit();
    expect(readdirSync(folder).sort()).toEqual(['first', 'missing', 'second']);
    expect(lstatSync(join(folder, 'missing')).isFile()).toBe(true);
  });

  it('leaves the other names of a file as they were', async () => {
    const folder = scratchFolder();
    writeFileSync(join(folder, 'one'), 'old');
    linkSync(join(folder, 'one'), join(folder, 'two'));
    const sink = await openOutput(join(folder, 'one'));
    await sink.write(text('new'));
    await sink.commit();
    expect(readFileSync(join(folder, 'two'), 'utf8')).toBe('old');
  });

  it('puts a file in place whose name has no room for more', async () => {
    const folder = scratchFolder();
    const name = 'n'.repeat(255);
    await (await openOutput(join(folder, name))).commit();
    expect(readdirSync(folder)).toEqual([name]);
  });

  it('refuses writes and commits after the end', async () => {
    const path = join(scratchFolder(), 'output');
    const sink = await openOutput(path);
    await sink.commit();
    await expect(sink.write(text('late'))).rejects.toThrow(new SinkMisuseError(path, 'committed'));
    await expect(sink.commit()).rejects.toThrow(SinkMisuseError);
    const aborted = await openOutput(path);
    await aborted.abort();
    await expect(aborted.write(text('late'))).rejects.toThrow(new SinkMisuseError(path, 'aborted'));
  });

  it('refuses a second write, and a commit, while a write is under way', async () => {
    const path = join(scratchFolder(), 'output');
    const sink = await openOutput(path);
    const writing = sink.write(text('first'));
    await expect(sink.write(text('second'))).rejects.toThrow(new SinkMisuseError(path, 'writing'));
    await expect(sink.commit()).rejects.toThrow(new SinkMisuseError(path, 'writing'));
    await writing;
    await sink.commit();
    expect(readFileSync(path, 'utf8')).toBe('first');
  });

  it('removes the unfinished file when something else took the place of the target', async () => {
    const folder = scratchFolder();
    const path = join(folder, 'output');
    const sink = await openOutput(path);
    mkdirSync(join(path, 'in the way'), { recursive: true });
    await expect(sink.commit()).rejects.toThrow(WriteFailedError);
    expect(readdirSync(folder)).toEqual(['output']);
  });
});

describe('locateOutput', () => {
  it('changes nothing', async () => {
    const folder = scratchFolder();
    await locateOutput(join(folder, 'output'));
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ['a missing directory', 'missing/output', 'no such file or directory'],
    ['a file as directory', 'file/output', 'not a directory'],
    ['a directory', 'directory', 'illegal operation on a directory'],
    ['a directory to be', 'missing/', 'illegal operation on a directory'],
    ['links in a circle', 'circle', 'too many symbolic links encountered'],
    ['no name', '', 'no such file or directory'],
  ])('refuses %s', async (_, name, reason) => {
    const folder = scratchFolder();
    writeFileSync(join(folder, 'file'), '');
    mkdirSync(join(folder, 'directory'));
    symlinkSync('circle', join(folder, 'circle'));
    const path = name === '' ? '' : `${folder}/${name}`;
    await expect(locateOutput(path)).rejects.toThrow(OutputUnwritableError);
    await expect(locateOutput(path)).rejects.toThrow(`Output cannot be opened: output=${path}, reason=${reason}`);
  });
});

describe.skipIf(!existsSync('/dev/full'))('openOutput on a device', () => {
  it('writes it as it is', async () => {
    const sink = await openOutput('/dev/null');
    await sink.write(text('gone'));
    await sink.commit();
    expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  it('says that it is full', async () => {
    const sink = await openOutput('/dev/full');
    await expect(sink.write(text('text'))).rejects.toThrow(
      'Output cannot be written: output=/dev/full, reason=no space left on device',
    );
    await sink.abort();
  });
});

describe.skipIf(process.platform === 'win32')('openOutput on a FIFO', () => {
  it('waits for a reader and gives it everything', async () => {
    const path = fifo();
    const bytes = randomBytes(300_000);
    const opening = openOutput(path);
    const reading = readFile(path);
    const sink = await opening;
    await sink.write(bytes.subarray(0, 100_000));
    await sink.write(bytes.subarray(100_000));
    await sink.commit();
    expect((await reading).equals(bytes)).toBe(true);
  });

  it('stops waiting for a reader when it is aborted', async () => {
    const abort = new AbortController();
    const opening = openOutput(fifo(), { signal: abort.signal });
    setImmediate(() => abort.abort(new Error('enough')));
    await expect(opening).rejects.toThrow('enough');
  });

  it('stops a write that waits for the reader when it is aborted', async () => {
    const path = fifo();
    const abort = new AbortController();
    const [sink, reader] = await Promise.all([openOutput(path, { signal: abort.signal }), open(path, 'r')]);
    const writing = sink.write(Buffer.alloc(1 << 20));
    setImmediate(() => abort.abort(new Error('enough')));
    await expect(writing).rejects.toThrow('enough');
    await sink.abort();
    await reader.close();
  });

  it('says that its reader has gone', async () => {
    const path = fifo();
    const [sink, reader] = await Promise.all([openOutput(path), open(path, 'r')]);
    await reader.close();
    await expect(sink.write(text('text'))).rejects.toThrow(OutputClosedError);
    await sink.abort();
  });
});

function fifo(): string {
  const path = join(scratchFolder(), 'fifo');
  execFileSync('mkfifo', [path]);
  return path;
}
