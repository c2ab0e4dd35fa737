import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, expect } from 'vitest';

/** Each test file, and every process that it starts, has a temporary directory of its own. */
const scratchDirectory = mkdtempSync(path.join(tmpdir(), 'offheap-test-'));
for (const name of ['TMPDIR', 'TMP', 'TEMP']) process.env[name] = scratchDirectory;

afterEach(() => {
  const left = readdirSync(scratchDirectory, { recursive: true, encoding: 'utf8' }).filter((entry) =>
    path.basename(entry).startsWith('offheap-spill-'),
  );
  for (const entry of left) rmSync(path.join(scratchDirectory, entry), { recursive: true, force: true });
  expect(left, 'spill directories that this test left behind').toEqual([]);
});

afterAll(() => {
  rmSync(scratchDirectory, { recursive: true, force: true });
});
