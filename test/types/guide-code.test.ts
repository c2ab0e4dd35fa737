import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const documents = ['docs/guides/custom-types.md', 'docs/guides/types.md', 'docs/concepts/data-views.md'];

/** Each block of code as a module of its own. There are no such files: the compiler is told that there are. */
const modules = new Map<string, string>(
  documents.flatMap((document) => {
    const blocks = [...readFileSync(`${root}${document}`, 'utf8').matchAll(/^```ts\n(.*?)^```$/gms)];
    return blocks.map(([, code], i) => [`${root}${document}.${i + 1}.ts`, code as string] as const);
  }),
);

it('compiles in strict TypeScript as the documents show it', { timeout: 120_000 }, () => {
  expect(modules.size).toBeGreaterThan(documents.length);
  const { config } = ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, files: [], include: [] }, ts.sys, root);
  Object.assign(options, { paths: { offheap: [`${root}lib/index.ts`] }, noUnusedLocals: false });
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, ...rest) => {
    const code = modules.get(name);
    return code === undefined ? read(name, ...rest) : ts.createSourceFile(name, code, rest[0], true);
  };
  const program = ts.createProgram([...modules.keys()], options, host);
  const wrong = [...modules.keys()].flatMap((name) => {
    const source = program.getSourceFile(name);
    expect(source?.text).toBe(modules.get(name));
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map((diagnostic) => {
      const line = source?.getLineAndCharacterOfPosition(diagnostic.start ?? 0).line ?? 0;
      return `${name.slice(root.length)}:${line + 1}: ${ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ')}`;
    });
  });
  expect(wrong).toEqual([]);
});
