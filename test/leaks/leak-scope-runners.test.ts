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

const hooks = (imports: string) => `${imports}
import { setTimeout as sleep } from 'node:timers/promises';
import { MemorySegment } from '${dist}/index.js';
import { leakScope } from '${dist}/testing.js';
const kept = [];
const leak = (sizeBytes) => kept.push(MemorySegment.allocate(sizeBytes));
describe('sync hooks', () => {
  let scope;
  beforeEach(() => { scope = leakScope(); });
  afterEach(() => scope.end());
  test('leaks at once', () => { leak(101); });
  test('leaks later', async () => { await sleep(1); leak(102); });
  test('leaks a pin', async () => { await sleep(1); const s = MemorySegment.allocate(103); kept.push(s.pin()); s.free(); });
  test('frees', async () => { await sleep(1); MemorySegment.allocate(104).free(); });
});
describe('async hooks', () => {
  let scope;
  beforeEach(async () => { await sleep(1); scope = leakScope(); });
  afterEach(async () => { await sleep(1); scope.end(); });
  test('leaks after async hooks', async () => { await sleep(1); leak(105); });
  test('frees after async hooks', async () => { await sleep(1); MemorySegment.allocate(106).free(); });
});
describe('a scope around all', () => {
  let outer, scope;
  before(() => { outer = leakScope(); });
  after(() => outer.end());
  beforeEach(() => { scope = leakScope(); });
  afterEach(() => scope.end());
  test('frees inside of another', async () => { await sleep(1); MemorySegment.allocate(107).free(); });
});
`;

/** The sizes of what the tests with hooks leave open; of the pin, that of its segment. */
const LEFT_OPEN = [101, 102, 103, 105];

function expectHooksToFail(stdout: string): void {
  const reported = [...stdout.matchAll(/(?:segment|segment of|segments) \(?(\d+) bytes\)?/g)].map(([, size]) =>
    Number(size),
  );
  expect([...new Set(reported)].sort()).toEqual(LEFT_OPEN);
  for (const name of ['leaks at once', 'leaks later', 'leaks a pin', 'leaks after async hooks']) {
    expect(stdout).toMatch(new RegExp(`^\\s*not ok \\d+ - ${name}( |$)`, 'm'));
  }
  for (const name of ['frees', 'frees after async hooks', 'frees inside of another']) {
    expect(stdout).toMatch(new RegExp(`^\\s*ok \\d+ - ${name}( |$)`, 'm'));
  }
}

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

  it('under node:test, opened and ended in hooks', async () => {
    const file = path.join(folder, 'leaking.test.mjs');
    writeFileSync(file, hooks("import test, { after, afterEach, before, beforeEach, describe } from 'node:test';"));
    const { status, stdout } = await run(process.execPath, ['--test', '--test-reporter=tap', file]);
    expect(status).toBe(1);
    expectHooksToFail(stdout);
  });

  it('under vitest, opened and ended in hooks', async () => {
    const file = path.join(folder, 'leaking.test.mjs');
    const imports = `import {
  afterAll as after, afterEach, beforeAll as before, beforeEach, describe, test,
} from 'vitest';`;
    writeFileSync(file, hooks(imports));
    const vitest = path.join(repository, 'node_modules', 'vitest', 'vitest.mjs');
    const args = [vitest, 'run', '--reporter=tap', '--root', folder];
    const { status, stdout, stderr } = await run(process.execPath, args, {}, folder);
    expect({ status, stderr }).toMatchObject({ status: 1 });
    expectHooksToFail(stdout);
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
