import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';

const index = fileURLToPath(new URL('../../lib/index.ts', import.meta.url));

it('says of each public name what it is', { timeout: 120_000 }, () => {
  const configFile = fileURLToPath(new URL('../../tsconfig.json', import.meta.url));
  const { config } = ts.readConfigFile(configFile, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, fileURLToPath(new URL('../..', import.meta.url)));
  const program = ts.createProgram([index], options);
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(index);
  const module = source && checker.getSymbolAtLocation(source);
  const names = module ? checker.getExportsOfModule(module) : [];
  const silent = names.filter((name) => {
    const symbol = name.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(name) : name;
    return symbol.getDocumentationComment(checker).length === 0;
  });
  expect(names.length).toBeGreaterThan(100);
  expect(silent.map(({ name }) => name)).toEqual([]);
});
