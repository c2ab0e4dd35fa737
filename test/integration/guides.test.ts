import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { promisedOutput } from '../fixtures/promised-output.ts';

const repository = path.join(import.meta.dirname, '..', '..');
const documents = ['guides/custom-types', 'guides/finding-leaks', 'guides/types', 'guides/binary-rows'].concat(
  'concepts/data-views',
);

/** The blocks run as a user's own files: in a folder where `offheap` is installed, from dist/. */
describe.each(documents)('docs/%s.md', (name) => {
  const text = readFileSync(path.join(repository, 'docs', `${name}.md`), 'utf8');
  const blocks = [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code as string);
  let project: string;

  beforeAll(() => {
    project = mkdtempSync(path.join(tmpdir(), 'guide-'));
    mkdirSync(path.join(project, 'node_modules'));
    symlinkSync(repository, path.join(project, 'node_modules', 'offheap'), 'junction');
    writeFileSync(path.join(project, 'package.json'), '{ "type": "module" }\n');
  });

  afterAll(() => rmSync(project, { recursive: true, force: true }));

  it('has code', () => {
    expect(blocks.length).toBeGreaterThan(0);
  });

  it.each(blocks.map((code, index) => [index + 1, code] as const))('prints what it says in block %i', (index, code) => {
    const file = path.join(project, `block-${index}.js`);
    writeFileSync(file, ts.transpile(code, { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext }));
    const { status, stdout, stderr } = spawnSync(process.execPath, [file], {
      cwd: project,
      encoding: 'utf8',
      env: { ...process.env, OFFHEAP_LEAK_DETECTION: 'simple' },
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout === '' ? [] : stdout.trimEnd().split('\n')).toEqual(promisedOutput(code));
  });
});
