import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { listing } from '../fixtures/offheap-command.ts';
import { scratchFolder } from '../fixtures/scratch-folder.ts';

const demo = fileURLToPath(new URL('../../scripts/demo.mjs', import.meta.url));

describe('the demo', () => {
  it('sorts the text below a folder, leaves the rest out, and accounts for every line', () => {
    const folder = scratchFolder();
    mkdirSync(join(folder, 'text', 'deeper'), { recursive: true });
    mkdirSync(join(folder, 'temporary'));
    writeFileSync(join(folder, 'text', 'a.txt'), 'two\none\n');
    writeFileSync(join(folder, 'text', 'deeper', 'b.txt'), 'three\nno newline');
    writeFileSync(join(folder, 'text', 'image'), 'a\nb\0c\n');
    writeFileSync(join(folder, 'text', 'empty'), '');
    const { status, stdout, stderr } = spawnSync(process.execPath, [demo, join(folder, 'text')], {
      encoding: 'utf8',
      env: { ...process.env, TMPDIR: join(folder, 'temporary') },
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/3 files \(1 that are no text left out\)/);
    expect(stdout).toMatch(/4 lines in order, none lost\. Leaked chunks: 0\.\n$/);
    expect(listing(join(folder, 'temporary'))).toEqual([]);
  });
});
