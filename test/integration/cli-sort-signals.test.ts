import { type ChildProcess, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { ended, listing, offheap, offheapCommand, run, startOffheap } from '../fixtures/offheap-command.ts';
import { scratchFolder } from '../fixtures/scratch-folder.ts';

const line = `${'y'.repeat(99)}\n`;
const part = line.repeat(1000);

let folder: string;
let temporary: string;

beforeEach(() => {
  folder = scratchFolder();
  temporary = join(folder, 'temporary');
  mkdirSync(temporary);
});

/** A sort that has spilled and waits for the rest of its input. */
async function spillingSort(): Promise<ChildProcess> {
  const child = startOffheap(['sort', '-T', temporary, '--memory', '512kb', '-o', 'output'], { cwd: folder });
  child.stdin?.on('error', () => {});
  while (listing(temporary).filter((path) => path.endsWith('.channel')).length === 0) {
    if (!child.stdin?.write(part)) await Promise.race([once(child.stdin as NodeJS.EventEmitter, 'drain'), delay(50)]);
    await delay(1);
  }
  return child;
}

describe.skipIf(process.platform === 'win32')('offheap sort, when it is told to stop', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('removes its spill files at %s', async (signal) => {
    writeFileSync(join(folder, 'output'), 'old\n');
    const child = await spillingSort();
    child.kill(signal);
    expect(await ended(child)).toEqual({
      status: 2,
      signal: null,
      stderr: `offheap sort: Interrupted: signal=${signal}\n`,
    });
    expect(listing(folder)).toEqual(['output', 'temporary']);
    expect(readFileSync(join(folder, 'output'), 'utf8')).toBe('old\n');
  });

  it('does not wait for the input', async () => {
    const child = startOffheap(['sort', '-T', temporary], { cwd: folder });
    // It has installed its handlers when it reads: then the pipe has room for more than it holds.
    await new Promise((resolve) => child.stdin?.write(part.repeat(10), resolve));
    child.kill('SIGINT');
    expect(await ended(child)).toMatchObject({ status: 2, signal: null });
  });

  it('does not wait for the writer of a FIFO', async () => {
    execFileSync('mkfifo', [join(folder, 'fifo')]);
    writeFileSync(join(folder, 'input'), part);
    const child = startOffheap(['sort', '--progress', 'always', 'input', 'fifo'], { cwd: folder });
    // The bar comes with the bytes of the first input; then it opens the FIFO.
    await once(child.stderr as NodeJS.EventEmitter, 'readable');
    child.kill('SIGINT');
    expect(await ended(child)).toMatchObject({ status: 2, signal: null });
  });

  it('does not wait for the reader of its output', async () => {
    writeFileSync(join(folder, 'input'), part.repeat(20));
    const child = startOffheap(['sort', 'input'], { cwd: folder });
    await once(child.stdout as NodeJS.EventEmitter, 'readable'); // and read no more
    child.kill('SIGTERM');
    const ending = ended(child);
    await once(child, 'exit');
    child.stdout?.resume();
    expect(await ending).toEqual({ status: 2, signal: null, stderr: 'offheap sort: Interrupted: signal=SIGTERM\n' });
  });

  it('dies of the second signal, without spill files', async () => {
    const child = await spillingSort();
    // Both are pending when it runs again, so the second arrives while the first is being handled.
    child.kill('SIGSTOP');
    child.kill('SIGINT');
    child.kill('SIGTERM');
    child.kill('SIGCONT');
    expect(await ended(child)).toMatchObject({ status: null, signal: expect.stringMatching(/^SIG(INT|TERM)$/) });
    expect(listing(folder)).toEqual(['temporary']);
  });

  it('removes what it left when it was killed, when another one spills there', async () => {
    const killed = await spillingSort();
    killed.kill('SIGKILL');
    expect(await ended(killed)).toMatchObject({ signal: 'SIGKILL' });
    expect(readdirSync(temporary)).toHaveLength(1);
    const input = part.repeat(20);
    const next = offheap(['sort', '-T', temporary, '--memory', '512kb', '-o', 'output'], { cwd: folder, input });
    expect(next).toMatchObject({ status: 0, stderr: '' });
    expect(listing(folder)).toEqual(['output', 'temporary']);
  });
});

describe.skipIf(process.platform === 'win32')('offheap sort, when nobody reads its output', () => {
  it('says so, and leaves no spill file', () => {
    writeFileSync(join(folder, 'input'), part.repeat(20));
    const command = offheapCommand(['sort', '-T', temporary, '--memory', '512kb', 'input']);
    const script = '{ "$0" "$@"; echo "status $?" >&2; } | head -n 1';
    const outcome = run(['sh', '-c', script, ...command], { cwd: folder });
    expect(outcome.stdout.toString()).toBe(line);
    expect(outcome.stderr).toBe('offheap sort: Output was closed by its reader: output=-\nstatus 2\n');
    expect(listing(temporary)).toEqual([]);
  });
});
