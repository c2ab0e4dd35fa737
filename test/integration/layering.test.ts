import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const repository = fileURLToPath(new URL('../../', import.meta.url));

/** A house of two rooms with the project's own rules: whether the layering check sees a violation is itself tested. */
describe('the layering check', () => {
  let house: string;

  beforeEach(() => {
    house = mkdtempSync(join(tmpdir(), 'layering-'));
    for (const name of ['.dependency-cruiser.cjs', 'tsconfig.json', 'package.json']) {
      copyFileSync(join(repository, name), join(house, name));
    }
    symlinkSync(join(repository, 'node_modules'), join(house, 'node_modules'), 'junction');
    put('lib/memory/segment.ts', 'export const segment = 1;\n');
    put('lib/views/view.ts', "export { segment } from '../memory/segment.ts';\n");
  });

  afterEach(() => {
    rmSync(house, { recursive: true, force: true });
  });

  it('accepts an import from a lower floor', () => {
    expect(cruise()).toEqual({ status: 0, output: expect.stringContaining('no dependency violations') });
  });

  it('refuses an import from a higher floor', () => {
    put('lib/memory/pager.ts', "export { segment } from '../views/view.ts';\n");
    expect(cruise()).toEqual({ status: 1, output: expect.stringContaining('no-import-up-from-floor-2') });
  });

  it('refuses a type from a higher floor', () => {
    put('lib/views/type.ts', 'export interface Page {}\n');
    put('lib/memory/pager.ts', "import type { Page } from '../views/type.ts';\nexport type Pager = Page;\n");
    expect(cruise()).toEqual({ status: 1, output: expect.stringContaining('no-import-up-from-floor-2') });
  });

  it('refuses a circular import', () => {
    put('lib/memory/a.ts', "import { b } from './b.ts';\nexport const a = () => b;\n");
    put('lib/memory/b.ts', "import { a } from './a.ts';\nexport const b = () => a;\n");
    expect(cruise()).toEqual({ status: 1, output: expect.stringContaining('no-circular-import') });
  });

  it('refuses the binary outside lib/engine', () => {
    put('lib/memory/native.ts', "import load from 'node-gyp-build';\nexport const addon = load('.');\n");
    expect(cruise()).toEqual({ status: 1, output: expect.stringContaining('only-the-engine-loads-the-binary') });
  });

  it('refuses a folder that has no floor', () => {
    put('lib/utils/any.ts', 'export const any = 1;\n');
    put('lib/memory/user.ts', "export { any } from '../utils/any.ts';\n");
    expect(cruise()).toEqual({ status: 1, output: expect.stringContaining('no-import-of-a-folder-without-floor') });
  });

  function put(path: string, text: string): void {
    const file = join(house, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  function cruise(): { status: number | null; output: string } {
    const cruiser = join(repository, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
    const args = [cruiser, '--config', '.dependency-cruiser.cjs', 'lib'];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: house, encoding: 'utf8' });
    return { status, output: stdout + stderr };
  }
});
