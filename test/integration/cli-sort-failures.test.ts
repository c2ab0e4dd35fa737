import { chmodSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  type CommandOptions,
  ended,
  listing,
  type Outcome,
  offheap,
  startOffheap,
  titled,
} from '../fixtures/offheap-command.ts';
import { underFileSize, underOpenFiles, underPermissions, underSmallDisk } from '../fixtures/process-limits.ts';
import { scratchFolder } from '../fixtures/scratch-folder.ts';

/** 2.4 MB in 100,000 lines: four times what 512 KiB hold. */
const manyLines = Array.from({ length: 100_000 }, (_, line) => `${(line * 7919) % 100_000}`.padStart(23, 'x')).join(
  '\n',
);

let folder: string;
let temporary: string;

beforeEach(() => {
  folder = scratchFolder();
  temporary = join(folder, 'temporary');
  mkdirSync(temporary);
  writeFileSync(join(folder, 'small'), 'b\na\n');
  writeFileSync(join(folder, 'large'), manyLines);
});

/** Runs in the folder, with a temporary directory that must be empty afterwards. */
function sort(args: readonly string[], options: CommandOptions = {}): Outcome {
  const outcome = offheap(['sort', '-T', temporary, ...args], { cwd: folder, ...options });
  expect(listing(temporary), 'left in the temporary directory').toEqual([]);
  expect(
    listing(folder).filter((path) => path.includes('.offheap')),
    'left beside the output',
  ).toEqual([]);
  return outcome;
}

/** One line, and nothing on standard output. */
function expectFailure(outcome: Outcome, status: number, message: string | RegExp): void {
  expect(outcome.stdout.toString()).toBe('');
  expect(outcome.stderr).toMatch(/^offheap sort: [^\n]+\n$/);
  if (typeof message === 'string') expect(outcome.stderr).toBe(`offheap sort: ${message}\n`);
  else expect(outcome.stderr).toMatch(message);
  expect(outcome).toMatchObject({ status, signal: null });
}

describe('offheap sort, when the input is bad', () => {
  it.each([
    ['missing', 'no such file or directory'],
    ['small/file', 'not a directory'],
    ['temporary', 'illegal operation on a directory'],
    ['', 'no such file or directory'],
  ])('refuses %j', (input, reason) => {
    expectFailure(sort([input]), 2, `Input cannot be opened: input=${input}, reason=${reason}`);
  });

  it('refuses a directory as standard input', () => {
    const under = ['sh', '-c', `exec "$0" "$@" < '${temporary}'`];
    expectFailure(sort([], { under }), 2, 'Input cannot be opened: input=-, reason=illegal operation on a directory');
  });

  it('looks at all inputs before it reads the first', async () => {
    // Nobody ends this standard input: whoever reads it first waits for ever.
    const child = startOffheap(['sort', '-', 'missing'], { cwd: folder });
    const { status, stderr } = await ended(child);
    expect(stderr).toBe('offheap sort: Input cannot be opened: input=missing, reason=no such file or directory\n');
    expect(status).toBe(2);
  });

  it('shows the control characters of a name', () => {
    expectFailure(
      sort(['a\nb\x1b[0m']),
      2,
      'Input cannot be opened: input=a\\x0ab\\x1b[0m, reason=no such file or directory',
    );
  });

  const permissions = underPermissions();
  it.skipIf(permissions.missing !== undefined)(titled('refuses a forbidden file', permissions.missing), () => {
    chmodSync(join(folder, 'small'), 0);
    expectFailure(
      sort(['small'], { under: permissions.words }),
      2,
      'Input cannot be opened: input=small, reason=permission denied',
    );
  });

  it.skipIf(!existsSync('/proc/self/mem'))('says that an input failed while it was read', () => {
    expectFailure(sort(['/proc/self/mem']), 2, 'Input cannot be read: input=/proc/self/mem, reason=i/o error');
  });

  it('names the line that does not fit, and leaves the output as it was', () => {
    writeFileSync(join(folder, 'long'), `a\nb\n${'x'.repeat(3_000_000)}\nc\n`);
    writeFileSync(join(folder, 'output'), 'old\n');
    const outcome = sort(['--memory', '512kb', '-o', 'output', 'small', 'long']);
    expectFailure(outcome, 2, /Line is longer than the sort memory holds; .*source=long, line=5, .*memoryBytes=524288/);
    expect(readFileSync(join(folder, 'output'), 'utf8')).toBe('old\n');
  });
});

describe('offheap sort, when the output is bad', () => {
  it.each([
    ['missing/output', 'no such file or directory'],
    ['small/output', 'not a directory'],
    ['temporary', 'illegal operation on a directory'],
    ['output/', 'illegal operation on a directory'],
    ['', 'no such file or directory'],
  ])('refuses %j', (output, reason) => {
    expectFailure(sort(['-o', output, 'small']), 2, `Output cannot be opened: output=${output}, reason=${reason}`);
  });

  it('refuses it before it reads the input', () => {
    const outcome = sort(['-o', 'missing/output', '--memory', '512kb', '--stats', 'stats', 'large']);
    expectFailure(outcome, 2, /Output cannot be opened/);
    expect(existsSync(join(folder, 'stats'))).toBe(false);
  });

  it('refuses a place for statistics that cannot be written', () => {
    const outcome = sort(['-o', 'output', '--stats', 'missing/stats', 'small']);
    expectFailure(outcome, 2, 'Output cannot be opened: output=missing/stats, reason=no such file or directory');
    expect(existsSync(join(folder, 'output'))).toBe(false);
  });

  const permissions = underPermissions();
  it.skipIf(permissions.missing !== undefined)(titled('refuses a forbidden directory', permissions.missing), () => {
    mkdirSync(join(folder, 'forbidden'), 0o555);
    expectFailure(
      sort(['-o', 'forbidden/output', 'small'], { under: permissions.words }),
      2,
      'Output cannot be opened: output=forbidden/output, reason=permission denied',
    );
  });

  it.skipIf(permissions.missing !== undefined)(titled('refuses a forbidden file', permissions.missing), () => {
    writeFileSync(join(folder, 'output'), 'old\n', { mode: 0o444 });
    expectFailure(
      sort(['-o', 'output', 'small'], { under: permissions.words }),
      2,
      'Output cannot be opened: output=output, reason=permission denied',
    );
    expect(readFileSync(join(folder, 'output'), 'utf8')).toBe('old\n');
  });
});

describe('offheap sort, when the disk is full', () => {
  it.skipIf(!existsSync('/dev/full'))('says so for a device', () => {
    expectFailure(
      sort(['-o', '/dev/full', 'small']),
      2,
      'Output cannot be written: output=/dev/full, reason=no space left on device',
    );
  });

  it.skipIf(!existsSync('/dev/full'))('says so for standard output', () => {
    const stdout = openSync('/dev/full', 'w');
    try {
      const outcome = sort(['small'], { stdout });
      expectFailure(outcome, 2, 'Output cannot be written: output=-, reason=no space left on device');
    } finally {
      closeSync(stdout);
    }
  });

  const size = underFileSize(1024);
  it.skipIf(size.missing !== undefined)(titled('leaves the output as it was', size.missing), () => {
    writeFileSync(join(folder, 'output'), 'old\n');
    const outcome = sort(['-o', 'output', 'large'], { under: size.words });
    expectFailure(outcome, 2, 'Output cannot be written: output=output, reason=file too large');
    expect(readFileSync(join(folder, 'output'), 'utf8')).toBe('old\n');
  });

  const spillSize = underFileSize(16);
  it.skipIf(spillSize.missing !== undefined)(titled('removes its spill files', spillSize.missing), () => {
    const outcome = sort(['--memory', '512kb', '-o', 'output', 'large'], { under: spillSize.words });
    expectFailure(outcome, 2, /No space left for spill files; .*reason=file too large/);
    expect(existsSync(join(folder, 'output'))).toBe(false);
  });

  const noDisk = underSmallDisk(tmpdir(), 64);
  it.skipIf(noDisk.missing !== undefined)(titled('removes its spill files from the full disk', noDisk.missing), () => {
    const disk = underSmallDisk(temporary, 256);
    const outcome = sort(['--memory', '512kb', '-o', 'output', 'large'], { under: disk.words });
    expectFailure(outcome, 2, /No space left for spill files; .*reason=no space left on device/);
    expect(outcome.stderr).not.toContain('left:');
    expect(existsSync(join(folder, 'output'))).toBe(false);
  });

  it.skipIf(noDisk.missing !== undefined)(titled('removes its output from the full disk', noDisk.missing), () => {
    mkdirSync(join(folder, 'disk'));
    const disk = underSmallDisk(join(folder, 'disk'), 256);
    const outcome = sort(['-o', 'disk/output', 'large'], { under: disk.words });
    expectFailure(outcome, 2, 'Output cannot be written: output=disk/output, reason=no space left on device');
    expect(outcome.stderr).not.toContain('left:');
  });
});

describe('offheap sort, when few files may be open', () => {
  // Node's loader has some fifty modules open at a time; the input makes sixty runs.
  const files = underOpenFiles(64);
  it.skipIf(files.missing !== undefined)(titled('merges fewer runs at a time', files.missing), () => {
    const input = `${manyLines}\n`.repeat(2);
    writeFileSync(join(folder, 'larger'), input);
    const outcome = sort(['--memory', '512kb', '-o', 'output', '--stats', 'stats', 'larger'], { under: files.words });
    expect(outcome).toMatchObject({ status: 0, stderr: '' });
    const sorted = `${input.trimEnd().split('\n').sort().join('\n')}\n`;
    expect(readFileSync(join(folder, 'output'), 'utf8') === sorted).toBe(true);
    const { mergePasses } = JSON.parse(readFileSync(join(folder, 'stats'), 'utf8')) as { mergePasses: number };
    expect(mergePasses).toBeGreaterThan(0);
  });
});

describe('offheap sort, when the temporary directory is bad', () => {
  it('says so before it reads, whether it would spill or not', () => {
    for (const [directory, reason] of [
      ['missing', 'no such file or directory'],
      ['small', 'not a directory'],
    ] as const) {
      const outcome = offheap(['sort', '-T', directory, 'small'], { cwd: folder });
      expectFailure(outcome, 2, `Directory for temporary files cannot be used: path=${directory}, reason=${reason}`);
    }
  });
});

describe('offheap sort, when the memory is too little', () => {
  it('says how much it needs', () => {
    const outcome = sort(['--memory', '447kb', 'small']);
    expectFailure(outcome, 1, '--memory 447 kb is below the minimum of 448 kb');
    expect(sort(['--memory', '458752', 'small'])).toMatchObject({ status: 0, stderr: '' });
  });
});
