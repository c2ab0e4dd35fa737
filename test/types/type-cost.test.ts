import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const entry = fileURLToPath(new URL('../../lib/types/types.ts', import.meta.url));

const atoms = ['int()', 'long()', 'string()', 'double()', 'boolean()', 'nullable(types.string())'];

const program = `
import { types } from '${entry}';
import type { ValueOf } from '${entry.replace('types.ts', 'type-information.ts')}';
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

it('checks a row of 50 fields, and rows in rows, within a bound of instantiations', { timeout: 60_000 }, () => {
  const folder = mkdtempSync(`${root}test/.type-cost-`);
  try {
    const cost = instantiations(folder, program) - instantiations(folder, program.slice(0, program.indexOf('export')));
    expect(cost).toBeGreaterThan(50);
    expect(cost).toBeLessThan(MOST_INSTANTIATIONS);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** What `tsc --extendedDiagnostics` calls Instantiations. */
function instantiations(folder: string, text: string): number {
  const path = `${folder}/program.ts`;
  writeFileSync(path, text);
  const { config } = ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, files: [path], include: [] }, ts.sys, root);
  const checked = ts.createProgram([path], options);
  const source = checked.getSourceFile(path);
  expect(ts.getPreEmitDiagnostics(checked, source).map(({ messageText }) => messageText)).toEqual([]);
  return checked.getInstantiationCount();
}
