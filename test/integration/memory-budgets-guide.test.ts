import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { enginesUnderTest } from '../fixtures/engines.ts';
import { promisedOutput } from '../fixtures/promised-output.ts';
import { scratchFolder } from '../fixtures/scratch-folder.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));
const guide = readFileSync(join(repository, 'docs', 'guides', 'memory-budgets.md'), 'utf8');
const blocks = [...guide.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code ?? '');

/** As a user's own file: in a folder where `offheap` is installed, from dist/. */
function project(): string {
  const folder = scratchFolder();
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(repository, join(folder, 'node_modules', 'offheap'), 'junction');
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  return folder;
}

describe('the guide to memory budgets', () => {
  it('has code', () => {
    expect(blocks.length).toBeGreaterThanOrEqual(4);
  });

  it('has types that fit', () => {
    const folder = project();
    mkdirSync(join(folder, 'node_modules', '@types'));
    const nodeTypes = join('node_modules', '@types', 'node');
    symlinkSync(join(repository, nodeTypes), join(folder, nodeTypes), 'junction');
    const files = blocks.map((code, index) => {
      const file = join(folder, `block-${index}.ts`);
      writeFileSync(file, code);
      return file;
    });
    const program = ts.createProgram(files, {
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      target: ts.ScriptTarget.ES2022,
      lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts'],
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      types: ['node'],
      typeRoots: [join(folder, 'node_modules', '@types')],
    });
    const errors = ts.getPreEmitDiagnostics(program);
    expect(errors.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
  });

  describe.each(enginesUnderTest)('on the $name engine$missing', ({ name, engine }) => {
    it.skipIf(engine === undefined).each(blocks.map((code, index) => [index + 1, code] as const))(
      'prints what it says in block %i',
      (_, code) => {
        const folder = project();
        const options = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };
        writeFileSync(join(folder, 'block.js'), ts.transpile(code, options));
        const { status, stdout, stderr } = spawnSync(process.execPath, ['block.js'], {
          cwd: folder,
          encoding: 'utf8',
          env: { ...process.env, OFFHEAP_ENGINE: name },
        });
        expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
        expect(stdout.trimEnd().split('\n')).toEqual(promisedOutput(code));
      },
    );
  });
});
