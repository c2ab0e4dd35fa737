import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** There is no such file: the compiler is told that there is. */
const path = `${root}test/types/type-cost-program.ts`;

const atoms = ['int()', 'long()', 'string()', 'double()', 'boolean()', 'nullable(types.string())'];

const program = `
import { types } from '../../lib/types/types.ts';
import type { TypeInformation, ValueOf } from '../../lib/types/type-information.ts';
export type Imported = ValueOf<ReturnType<typeof types.int>> | TypeInformation<number>;
export const wide = types.row({
${Array.from({ length: 50 }, (_, i) => `  field${i}: types.${atoms[i % atoms.length]},`).join('\n')}
});
export const nested = types.row({
  wide,
  list: types.list(types.map(types.string(), types.list(wide))),
  pair: types.tuple(wide, types.either(types.int(), types.row({ deep: types.row({ deeper: types.nullable(wide) }) }))),
}, { kind: 'op' });
export function first(row: ValueOf<typeof nested>): bigint { return row.wide.field1; }
`;

/** Instantiations beyond those of a program that only imports the types. */
const MOST_INSTANTIATIONS = 3000;

it('checks a row of 50 fields, and rows in rows, within a bound of instantiations', { timeout: 120_000 }, () => {
  const cost = instantiations(program) - instantiations(program.slice(0, program.indexOf('export const wide')));
  expect(cost).toBeGreaterThan(50);
  expect(cost).toBeLessThan(MOST_INSTANTIATIONS);
});

/** What `tsc --extendedDiagnostics` calls Instantiations. */
function instantiations(text: string): number {
  const { config } = ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, files: [], include: [] }, ts.sys, root);
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, ...rest) => {
    return name === path ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true) : read(name, ...rest);
  };
  const checked = ts.createProgram([path], options, host);
  const source = checked.getSourceFile(path);
  const diagnostics = [...checked.getSyntacticDiagnostics(source), ...checked.getSemanticDiagnostics(source)];
  expect(diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))).toEqual([]);
  return checked.getInstantiationCount();
}
