import { existsSync, linkSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { SortReport } from '../../lib/observability/sort-report.ts';
import { enginesUnderTest } from '../fixtures/engines.ts';
import { listing, offheap, offheapCommand, run, titled } from '../fixtures/offheap-command.ts';
import { scratchFolder } from '../fixtures/scratch-folder.ts';

/** 1,200,000 bytes with their newlines, in lines of which each occurs twice. */
const large = Array.from({ length: 50_000 }, (_, line) => `${line % 25_000}`.padStart(23, 'x'));

let folder: string;

beforeEach(() => {
  folder = scratchFolder();
  writeFileSync(join(folder, 'small'), 'b\na\nb');
  writeFileSync(join(folder, 'large'), `${large.join('\n')}\n`);
});

describe('offheap sort --stats', () => {
  it('writes what a small sort took', () => {
    expect(offheap(['sort', '--stats', 'stats', 'small'], { cwd: folder })).toMatchObject({ status: 0, stderr: '' });
    expect(readReport()).toMatchObject({
      lines: 3,
      bytes: 6,
      outputLines: 3,
      outputBytes: 6,
      budgetBytes: 256 * 1024 * 1024,
      runs: 0,
      mergePasses: 0,
      spilledBytes: 0,
      leakedChunks: 0,
    });
  });

  for (const { name, engine, missing } of enginesUnderTest) {
    it.skipIf(engine === undefined)(`writes what a sort took that spilled, on the ${name} engine${missing}`, () => {
      const args = ['sort', '-u', '--engine', name, '--memory', '512kb', '--stats', 'stats', '-o', 'output', 'large'];
      const outcome = offheap(args, { cwd: folder });
      expect(outcome).toMatchObject({ status: 0, stderr: '' });
      const report = readReport();
      expect(report).toMatchObject({
        lines: 50_000,
        bytes: 1_200_000,
        outputLines: 25_000,
        outputBytes: 600_000,
        budgetBytes: 512 * 1024,
        leakedChunks: 0,
        engine: name,
        engineReason: 'chosen by --engine',
      });
      expect(report.runs).toBeGreaterThan(1);
      expect(report.spilledBytes).toBeGreaterThan(0);
      expect(report.peakOffHeapBytes).toBeGreaterThan(256 * 1024);
      expect(report.peakOffHeapBytes).toBeLessThanOrEqual(512 * 1024);
      expect(report.peakRssBytes).toBeGreaterThan(10e6);
      expect(report.gcCount).toBeGreaterThanOrEqual(0);
      expect(report.gcLongestPauseMillis).toBeGreaterThanOrEqual(0);
      const { read, merge, write, total } = report.seconds;
      expect(read + merge + write).toBeCloseTo(total, 2);
    });
  }

  it('has these fields and no others', () => {
    offheap(['sort', '--stats', 'stats', 'small'], { cwd: folder });
    expect(Object.keys(readReport())).toEqual([
      'lines',
      'bytes',
      'outputLines',
      'outputBytes',
      'budgetBytes',
      'peakOffHeapBytes',
      'runs',
      'mergePasses',
      'spilledBytes',
      'seconds',
      'peakRssBytes',
      'gcCount',
      'gcLongestPauseMillis',
      'leakedChunks',
      'engine',
      'engineReason',
    ]);
  });

  it('goes to standard output as -, when that is free', () => {
    const outcome = offheap(['sort', '--stats', '-', '-o', 'output', 'small'], { cwd: folder });
    expect(outcome).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(outcome.stdout.toString())).toMatchObject({ lines: 3, leakedChunks: 0 });
    expect(listing(folder)).toEqual(['large', 'output', 'small']);
  });

  it('says which engine ran, and why, as OFFHEAP_ENGINE chose it', () => {
    const env = { OFFHEAP_ENGINE: 'js' };
    expect(offheap(['sort', '--stats', 'stats', 'small'], { cwd: folder, env })).toMatchObject({ status: 0 });
    expect(readReport()).toMatchObject({ engine: 'js', engineReason: 'chosen by OFFHEAP_ENGINE' });
  });

  it.each([
    ['the output', ['--stats', 'output', '-o', 'output', 'small']],
    ['the output', ['--stats', './output', '-o', 'sub/../output', 'small']],
    ['an input', ['--stats', 'small', 'large', 'small']],
    ['an input', ['--stats', 'link', '-o', 'output', 'small']],
    ['an input', ['--stats', 'hard', 'small']],
  ])('refuses to write over %s: %j', (what, args) => {
    mkdirSync(join(folder, 'sub'));
    symlinkSync('small', join(folder, 'link'));
    linkSync(join(folder, 'small'), join(folder, 'hard'));
    const before = listing(folder);
    const outcome = offheap(['sort', ...args], { cwd: folder });
    expect(outcome).toMatchObject({ status: 1, stderr: `offheap sort: --stats ${args[1]} is ${what} as well\n` });
    expect(outcome.stdout.toString()).toBe('');
    expect(listing(folder)).toEqual(before);
    expect(readFileSync(join(folder, 'small'), 'utf8')).toBe('b\na\nb');
  });

  it.each([
    ['an input', '--stats small < small'],
    ['the output', '--stats output small > output'],
  ])('refuses to write over %s that the shell opened: %s', (what, args) => {
    const under = ['sh', '-c', `exec "$0" "$@" ${args}`];
    const { status, stderr } = offheap(['sort'], { cwd: folder, under });
    const name = args.split(' ')[1];
    expect({ status, stderr }).toEqual({ status: 1, stderr: `offheap sort: --stats ${name} is ${what} as well\n` });
    expect(readFileSync(join(folder, 'small'), 'utf8')).toBe('b\na\nb');
  });

  it('may go to a device that is the output as well', () => {
    const args = ['sort', '--stats', '/dev/null', '-o', '/dev/null', 'small'];
    expect(offheap(args, { cwd: folder })).toMatchObject({ status: 0, stderr: '' });
  });

  it('is not written when the sort fails', () => {
    expect(offheap(['sort', '--stats', 'stats', 'missing'], { cwd: folder })).toMatchObject({ status: 2 });
    expect(listing(folder)).toEqual(['large', 'small']);
  });

  function readReport(): SortReport {
    return JSON.parse(readFileSync(join(folder, 'stats'), 'utf8')) as SortReport;
  }
});

describe('offheap sort --progress', () => {
  const spilling = ['sort', '--memory', '512kb', '-o', 'output'];

  it('says nothing by itself where nobody watches', () => {
    expect(offheap([...spilling, 'large'], { cwd: folder })).toMatchObject({ status: 0, stderr: '' });
  });

  it('names phase and rate on request, with a bar where the total is known', () => {
    const { status, stderr } = offheap([...spilling, '--progress', 'always', 'large'], { cwd: folder });
    expect(status).toBe(0);
    expect(stderr).toMatch(/^Reading \[[=-]{30}\] +\d+ % \| \d+ MB\/s \| /m);
    expect(stderr).toMatch(/^Writing \[[=-]{30}\] +\d+ % \| \d+ MB\/s \| /m);
  });

  it('ends each phase at 100 %', () => {
    const { status, stderr } = offheap([...spilling, '--progress', 'always', 'large'], { cwd: folder });
    expect(status).toBe(0);
    for (const verb of ['Reading', 'Writing']) {
      const lines = stderr.split('\n').filter((line) => line.startsWith(verb));
      expect(lines.at(-1)).toMatch(/ 100 % /);
    }
  });

  it('names what it has read where the total is not known', () => {
    const input = readFileSync(join(folder, 'large'));
    const args = ['sort', '--memory', '640kb', '-o', 'output', '--progress', 'always'];
    const { status, stderr } = offheap(args, { cwd: folder, input });
    expect(status).toBe(0);
    expect(stderr).toMatch(/^Reading \d+ MB \| \d+ MB\/s$/m);
  });

  const noTerminal = terminalMissing();

  it.skipIf(noTerminal !== undefined)(titled('shows the bar on a terminal and takes it off again', noTerminal), () => {
    const shown = onTerminal([...spilling, 'large']);
    expect(shown).toContain('Reading [');
    expect(shown.lastIndexOf('\x1b[?25h'), 'shows the cursor again').toBeGreaterThan(shown.lastIndexOf('\x1b[?25l'));
    expect(shown.trimEnd().endsWith('\x1b[2K'), 'clears the line').toBe(true);
  });

  it.skipIf(noTerminal !== undefined)(titled('gives the terminal back when the sort fails', noTerminal), () => {
    writeFileSync(join(folder, 'long'), 'x'.repeat(1_000_000));
    const shown = onTerminal([...spilling, 'large', 'long']);
    expect(shown).toContain('Reading [');
    expect(shown.lastIndexOf('\x1b[?25h')).toBeGreaterThan(shown.lastIndexOf('\x1b[?25l'));
    expect(shown).toContain('\x1b[2Koffheap sort: Line is longer');
  });

  it.skipIf(noTerminal !== undefined)(titled('shows none on the terminal that takes the lines', noTerminal), () => {
    expect(onTerminal(['sort', '--memory', '512kb', 'large'])).not.toContain('Reading');
  });

  it.skipIf(noTerminal !== undefined)(titled('shows none when it must not', noTerminal), () => {
    expect(onTerminal([...spilling, '--progress', 'never', 'large'])).toBe('');
    expect(existsSync(join(folder, 'output'))).toBe(true);
  });

  /** What a terminal would get; standard output and standard error are one there. */
  function onTerminal(args: readonly string[]): string {
    const words = offheapCommand(args).map((word) => `'${word}'`);
    return run(['script', '--quiet', '--return', '--command', words.join(' '), '/dev/null'], {
      cwd: folder,
      env: { TERM: 'xterm' },
    }).stdout.toString();
  }
});

function terminalMissing(): string | undefined {
  try {
    const { stdout } = run(['script', '--quiet', '--return', '--command', 'test -t 2 && echo yes', '/dev/null']);
    return stdout.toString().trim() === 'yes' ? undefined : 'script(1) gives no terminal';
  } catch (error) {
    return `script(1) does not start: ${(error as Error).message}`;
  }
}
