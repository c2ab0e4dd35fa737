import { execFileSync, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { ended, listing, offheap, startOffheap } from '../fixtures/offheap-command.ts';
import { scratchFolder } from '../fixtures/scratch-folder.ts';

const index = new URL('../../dist/index.js', import.meta.url);
const large = Array.from({ length: 50_000 }, (_, line) => `${(line * 7919) % 50_000}`.padStart(23, 'x'));
const sortedLarge = `${[...large].sort().join('\n')}\n`;

let folder: string;

beforeEach(() => {
  folder = scratchFolder();
  writeFileSync(join(folder, 'input'), 'b\na\n');
});

const text = (name: string) => readFileSync(join(folder, name), 'utf8');

describe('offheap sort -o', () => {
  it('writes a new file and nothing to standard output', () => {
    const outcome = offheap(['sort', '-o', 'output', 'input'], { cwd: folder });
    expect(outcome).toMatchObject({ status: 0, stderr: '' });
    expect(outcome.stdout.length).toBe(0);
    expect(text('output')).toBe('a\nb\n');
    expect(listing(folder)).toEqual(['input', 'output']);
  });

  it('may name an input', () => {
    expect(offheap(['sort', 'input', '-o', 'input'], { cwd: folder })).toMatchObject({ status: 0, stderr: '' });
    expect(text('input')).toBe('a\nb\n');
  });

  it('may name an input that does not fit into memory', () => {
    writeFileSync(join(folder, 'input'), large.join('\n'));
    const outcome = offheap(['sort', '--memory', '512kb', 'input', '-o', 'input'], { cwd: folder });
    expect(outcome).toMatchObject({ status: 0, stderr: '' });
    expect(text('input')).toBe(sortedLarge);
  });

  it('may name an input through a link, and keeps the link', () => {
    symlinkSync('input', join(folder, 'link'));
    expect(offheap(['sort', 'input', '-o', 'link'], { cwd: folder })).toMatchObject({ status: 0, stderr: '' });
    expect(text('input')).toBe('a\nb\n');
    expect(listing(folder)).toEqual(['input', 'link']);
  });

  it('is a file named - when it says so, as with sort(1)', () => {
    expect(offheap(['sort', 'input', '-o', '-'], { cwd: folder })).toMatchObject({ status: 0, stderr: '' });
    expect(text('-')).toBe('a\nb\n');
  });

  it.skipIf(process.platform === 'win32')('keeps the mode of the file that it replaces', () => {
    writeFileSync(join(folder, 'output'), 'old\n');
    chmodSync(join(folder, 'output'), 0o604);
    expect(offheap(['sort', 'input', '-o', 'output'], { cwd: folder })).toMatchObject({ status: 0 });
    expect(statSync(join(folder, 'output')).mode & 0o7777).toBe(0o604);
  });

  it.skipIf(!existsSync('/dev/null'))('may be a device', () => {
    expect(offheap(['sort', 'input', '-o', '/dev/null'], { cwd: folder })).toMatchObject({ status: 0, stderr: '' });
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  it.skipIf(process.platform === 'win32')('may be a FIFO', async () => {
    const fifo = join(folder, 'fifo');
    execFileSync('mkfifo', [fifo]);
    writeFileSync(join(folder, 'input'), large.join('\n'));
    const child = startOffheap(['sort', 'input', '-o', 'fifo'], { cwd: folder });
    const [read, outcome] = await Promise.all([readFile(fifo, 'utf8'), ended(child)]);
    expect(outcome).toEqual({ status: 0, signal: null, stderr: '' });
    expect(read).toBe(sortedLarge);
  });

  it.skipIf(!existsSync('/dev/stdout'))('may be /dev/stdout', () => {
    const command = ['sh', '-c', '"$0" "$@" | cat'];
    const outcome = offheap(['sort', 'input', '-o', '/dev/stdout'], { cwd: folder, under: command });
    expect(outcome).toMatchObject({ status: 0, stderr: '' });
    expect(outcome.stdout.toString()).toBe('a\nb\n');
  });
});

describe('offheap sort, to standard output', () => {
  it('writes a file', () => {
    writeFileSync(join(folder, 'input'), large.join('\n'));
    const output = openSync(join(folder, 'output'), 'w');
    expect(offheap(['sort', 'input'], { cwd: folder, stdout: output })).toMatchObject({ status: 0, stderr: '' });
    closeSync(output);
    expect(text('output')).toBe(sortedLarge);
  });

  it('appends to a file that was opened so', () => {
    const output = openSync(join(folder, 'output'), 'a');
    appendFileSync(output, 'before\n');
    expect(offheap(['sort', 'input'], { cwd: folder, stdout: output })).toMatchObject({ status: 0, stderr: '' });
    closeSync(output);
    expect(text('output')).toBe('before\na\nb\n');
  });

  it('gives everything to a reader that is slow', async () => {
    writeFileSync(join(folder, 'input'), large.join('\n'));
    const child = startOffheap(['sort', '--memory', '512kb', 'input'], { cwd: folder });
    const parts: Buffer[] = [];
    child.stdout?.on('data', (part: Buffer) => {
      parts.push(part);
      child.stdout?.pause();
      setTimeout(() => child.stdout?.resume(), 2);
    });
    expect(await ended(child)).toEqual({ status: 0, signal: null, stderr: '' });
    expect(Buffer.concat(parts).toString()).toBe(sortedLarge);
  });

  it.skipIf(process.platform === 'win32')('leaves the pipe as it found it for the next writer', () => {
    // A pipe that were left non-blocking would fail the second writer with EAGAIN.
    writeFileSync(join(folder, 'input'), large.join('\n'));
    const script = '{ "$0" "$@"; head -c 3000000 /dev/zero; } | { sleep 0.2; wc -c; }';
    const outcome = offheap(['sort', 'input'], { cwd: folder, under: ['sh', '-c', script] });
    expect(outcome.stderr).toBe('');
    expect(Number(outcome.stdout)).toBe(sortedLarge.length + 3_000_000);
  });
});

describe('an output file that is not committed', () => {
  it.each([
    ['process.exit', 'process.exit(3)', 3],
    ['an uncaught error', 'throw new Error("oh")', 1],
    ['the end of the event loop', '', 0],
  ])('is gone after %s', (_, end, status) => {
    const program = `
      import { openOutput } from ${JSON.stringify(fileURLToPath(index))};
      const sink = await openOutput(${JSON.stringify(join(folder, 'output'))});
      await sink.write(new Uint8Array(10));
      ${end}`;
    expect(spawnSync(process.execPath, ['--input-type=module', '-e', program]).status).toBe(status);
    expect(listing(folder)).toEqual(['input']);
  });
});
