import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from './run-leaking.ts';

const repository = path.join(import.meta.dirname, '..', '..');
const dist = pathToFileURL(path.join(repository, 'dist')).href;

const body = (imports: string) => `${imports}
import { MemorySegment } from '${dist}/index.js';
import { leakMatchers, leakScope } from '${dist}/testing.js';
test('leaks', () => leakScope(async () => {
  await null;
  MemorySegment.allocate(2048, { owner: 'reader' });
}));
test('frees', () => leakScope(async () => {
  MemorySegment.allocate(2048).free();
}));
`;

/** What both runners print of the test that leaks. */
const FAILURE =
  /Memory was left open: segments=1, bytes=2048, pins=0, open=\s+1 segment \(2 kb\), owner=reader, age=\d+ ms, allocated at \S*leaking\.test\.mjs:7:\d+/;

describe('leakScope fails the test that leaks, with the place, and no other', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'leak-scope-'));
    symlinkSync(path.join(repository, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('under node:test', async () => {
    const file = path.join(folder, 'leaking.test.mjs');
    writeFileSync(file, body("import test from 'node:test';\n"));
    const { status, stdout } = await run(process.execPath, ['--test', '--test-reporter=tap', file]);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^\s*not ok 1 - leaks$/m);
    expect(stdout).toMatch(/^\s*ok 2 - frees$/m);
    expect(stdout).toMatch(FAILURE);
  });

  it('under vitest, and toLeakNothing too', async () => {
    const file = path.join(folder, 'leaking.test.mjs');
    const matcher = `
expect.extend(leakMatchers);
test('matches', async () => {
  await expect(() => MemorySegment.allocate(1).free()).toLeakNothing();
  await expect(() => { MemorySegment.allocate(1); }).not.toLeakNothing();
});`;
    writeFileSync(file, body("import { expect, test } from 'vitest';\n") + matcher);
    const vitest = path.join(repository, 'node_modules', 'vitest', 'vitest.mjs');
    const args = [vitest, 'run', '--reporter=tap', '--root', folder];
    const { status, stdout, stderr } = await run(process.execPath, args, {}, folder);
    expect({ status, stderr }).toMatchObject({ status: 1 });
    expect(stdout).toMatch(/^\s*not ok 1 - leaks /m);
    expect(stdout).toMatch(/^\s*ok 2 - frees /m);
    expect(stdout).toMatch(/^\s*ok 3 - matches /m);
    expect(stdout.replaceAll('\\n', '\n')).toMatch(FAILURE);
  });
});
