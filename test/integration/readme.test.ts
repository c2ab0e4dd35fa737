import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { promisedOutput } from '../fixtures/promised-output.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));
const readme = readFileSync(join(repository, 'README.md'), 'utf8');

/** The blocks run as a user's own files: in a folder where `offheap` is installed, from dist/. */
describe('README.md', () => {
  let project: string;

  beforeAll(() => {
    project = mkdtempSync(join(tmpdir(), 'readme-'));
    mkdirSync(join(project, 'node_modules', '@types'), { recursive: true });
    symlinkSync(repository, join(project, 'node_modules', 'offheap'), 'junction');
    const nodeTypes = join('node_modules', '@types', 'node');
    symlinkSync(join(repository, nodeTypes), join(project, nodeTypes), 'junction');
    writeFileSync(join(project, 'package.json'), '{ "type": "module" }\n');
    mkdirSync(join(project, 'node_modules', '.bin'));
    const command = `#!/bin/sh\nexec '${process.execPath}' '${join(repository, 'dist', 'cli', 'main.js')}' "$@"\n`;
    writeFileSync(join(project, 'node_modules', '.bin', 'offheap'), command, { mode: 0o755 });
    writeFileSync(join(project, 'access.log'), 'b 2\na 10\nc 1\n');
    writeFileSync(join(project, 'huge.csv'), 'b,10\na,9\n');
  });

  afterAll(() => {
    rmSync(project, { recursive: true, force: true });
  });

  it('has library code', () => {
    expect(blocks('ts').length).toBeGreaterThan(0);
  });

  it.each(blocks('ts').map((code, index) => [index + 1, code] as const))(
    'has types that fit in block %i',
    (index, code) => {
      expect(typeErrors(`types-${index}.ts`, code)).toEqual([]);
    },
  );

  it.each(blocks('ts').map((code, index) => [index + 1, code] as const))(
    'prints what it says in block %i',
    (index, code) => {
      const file = join(project, `block-${index}.js`);
      writeFileSync(file, ts.transpile(code, { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext }));
      const { status, stdout, stderr } = spawnSync(process.execPath, [file], { cwd: project, encoding: 'utf8' });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout.trimEnd().split('\n')).toEqual(promisedOutput(code));
    },
  );

  it.each(commandLines())(
    'runs %s',
    (line) => {
      const bin = join(project, 'node_modules', '.bin');
      const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` };
      const { status, stdout, stderr } = spawnSync('sh', ['-c', line], { cwd: project, encoding: 'utf8', env });
      expect({ line, status, output: stdout + readOutput(line) }).toEqual({
        line,
        status: 0,
        output: expect.stringMatching(/\S/),
      });
      expect(stderr).not.toMatch(/error|warning/i);
    },
    120_000,
  );

  it('names only npm scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { scripts: object };
    const named = [...readme.matchAll(/npm (?:run )?(?!install|ci\b)([\w:-]+)/g)].map(([, name]) => name);
    expect(named).toEqual(expect.arrayContaining(['test', 'demo']));
    for (const name of named) expect(Object.keys(scripts)).toContain(name);
  });

  /** What a command wrote to the file behind `-o` or `>`. */
  function readOutput(line: string): string {
    const file = /(?:-o|>) (\S+)/.exec(line)?.[1];
    return file === undefined ? '' : readFileSync(join(project, file), 'utf8');
  }

  function typeErrors(name: string, code: string): string[] {
    const file = join(project, name);
    writeFileSync(file, code);
    const program = ts.createProgram([file], {
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      target: ts.ScriptTarget.ES2022,
      lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts'],
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      types: ['node'],
      typeRoots: [join(project, 'node_modules', '@types')],
    });
    return ts
      .getPreEmitDiagnostics(program)
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
  }
});

/** The commands of the shell blocks that a user of the package would type. */
function commandLines(): string[] {
  return blocks('sh')
    .flatMap((block) => block.split('\n'))
    .filter((line) => line.startsWith('offheap '))
    .map((line) => line.replace(/\s+#.*$/, ''));
}

function blocks(language: string): string[] {
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, code]) => code ?? '');
}
