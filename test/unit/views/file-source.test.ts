import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { InputUnreadableError, SourceMisuseError } from '../../../lib/errors/index.ts';
import type { ByteSource } from '../../../lib/views/files/byte-source.ts';
import { FileSource } from '../../../lib/views/files/file-source.ts';
import { scratchFolder } from '../../fixtures/scratch-folder.ts';

describe('FileSource', () => {
  it('reads a file into the memory of the caller', async () => {
    const path = join(scratchFolder(), 'input');
    writeFileSync(path, 'hello world');
    const source = await FileSource.locate(path);
    expect(source).toMatchObject({ name: path, sizeBytes: 11 });
    const memory = new Uint8Array(8).fill(0x2e);
    expect(await source.read(memory.subarray(1, 6))).toBe(5);
    expect(Buffer.from(memory).toString()).toBe('.hello..');
    expect(await source.read(memory)).toBe(6);
    expect(await source.read(memory)).toBe(0);
    expect(await source.read(memory)).toBe(0);
    await source.close();
  });

  it('follows links', async () => {
    const folder = scratchFolder();
    writeFileSync(join(folder, 'input'), 'text');
    symlinkSync('input', join(folder, 'link'));
    expect(await readAll(await FileSource.locate(join(folder, 'link')))).toBe('text');
  });

  it('opens the file with the first read, not before', async () => {
    const path = join(scratchFolder(), 'input');
    writeFileSync(path, 'text');
    const source = await FileSource.locate(path);
    rmSync(path);
    await expect(source.read(new Uint8Array(8))).rejects.toThrow(InputUnreadableError);
    await source.close();
  });

  it('says what is wrong with a missing file', async () => {
    await expect(FileSource.locate('/no/such/file')).rejects.toThrow(
      'Input cannot be opened: input=/no/such/file, reason=no such file or directory',
    );
  });

  it('refuses a directory before the first read', async () => {
    await expect(FileSource.locate(scratchFolder())).rejects.toThrow(InputUnreadableError);
  });

  it('refuses a read after close, and closes twice', async () => {
    const path = join(scratchFolder(), 'input');
    writeFileSync(path, 'text');
    const source = await FileSource.locate(path);
    await source.read(new Uint8Array(1));
    await source.close();
    await source.close();
    await expect(source.read(new Uint8Array(1))).rejects.toThrow(new SourceMisuseError(path, 'closed'));
  });

  it('refuses a second read while one is under way', async () => {
    const path = join(scratchFolder(), 'input');
    writeFileSync(path, 'text');
    const source = await FileSource.locate(path);
    await source.read(new Uint8Array(1));
    const first = source.read(new Uint8Array(1));
    await expect(source.read(new Uint8Array(1))).rejects.toThrow(new SourceMisuseError(path, 'reading'));
    expect(await first).toBe(1);
    await source.close();
  });

  it('knows that an empty file is empty', async () => {
    const path = join(scratchFolder(), 'input');
    writeFileSync(path, '');
    const source = await FileSource.locate(path);
    expect(source.sizeBytes).toBe(0);
    expect(await readAll(source)).toBe('');
  });

  it.skipIf(!existsSync('/proc/self/status'))('does not know the size of a file of /proc, and reads it', async () => {
    const source = await FileSource.locate('/proc/self/status');
    expect(source.sizeBytes).toBeUndefined();
    expect(await readAll(source)).toContain('VmRSS');
  });

  it.skipIf(process.platform === 'win32')('reads a FIFO, waiting for its writer', async () => {
    const path = fifo();
    const source = await FileSource.locate(path);
    expect(source.sizeBytes).toBeUndefined();
    const reading = readAll(source, 1000);
    const writer = await open(path, 'w');
    await writer.write('a'.repeat(150_000));
    await writer.write('b');
    await writer.close();
    const text = await reading;
    expect(text.length).toBe(150_001);
    expect(text.endsWith('ab')).toBe(true);
  });

  it.skipIf(process.platform === 'win32')('stops waiting for the writer of a FIFO when it is aborted', async () => {
    const abort = new AbortController();
    const source = await FileSource.locate(fifo(), { signal: abort.signal });
    const reading = source.read(new Uint8Array(8));
    setImmediate(() => abort.abort(new Error('enough')));
    await expect(reading).rejects.toThrow('enough');
    await source.close();
  });

  it.skipIf(process.platform === 'win32')('stops waiting for the writer of a FIFO when it is closed', async () => {
    const path = fifo();
    const source = await FileSource.locate(path);
    const reading = source.read(new Uint8Array(8));
    reading.catch(() => {});
    await source.close();
    await expect(reading).rejects.toThrow(new SourceMisuseError(path, 'closed'));
  });

  it.skipIf(!existsSync('/proc/self/fd'))('holds one descriptor at a time, however many files wait', async () => {
    const folder = scratchFolder();
    const paths = Array.from({ length: 300 }, (_, index) => join(folder, String(index)));
    for (const path of paths) writeFileSync(path, 'x');
    const sources = await Promise.all(paths.map((path) => FileSource.locate(path)));
    expect(openBelow(folder)).toEqual([]);
    for (const [index, source] of sources.entries()) {
      await source.read(new Uint8Array(1));
      expect(openBelow(folder)).toEqual([paths[index]]);
      await source.close();
    }
    expect(openBelow(folder)).toEqual([]);
  });
});

function fifo(): string {
  const path = join(scratchFolder(), 'fifo');
  execFileSync('mkfifo', [path]);
  return path;
}

function openBelow(folder: string): string[] {
  const targets = readdirSync('/proc/self/fd').map((descriptor) => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`);
    } catch {
      return ''; // closed meanwhile, as the one that lists the folder
    }
  });
  return targets.filter((target) => target.startsWith(folder));
}

async function readAll(source: ByteSource, pageBytes = 16): Promise<string> {
  const parts: Buffer[] = [];
  for (;;) {
    const page = Buffer.alloc(pageBytes);
    const length = await source.read(page);
    if (length === 0) break;
    parts.push(page.subarray(0, length));
  }
  await source.close();
  return Buffer.concat(parts).toString();
}
