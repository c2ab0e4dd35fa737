import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as errors from '../../../lib/errors/index.ts';

const repository = new URL('../../../', import.meta.url);

/** Class name -> code, of every class that lib/errors/index.ts exports. */
const exported = new Map(exportedClasses().map((name) => [name, codeInSource(name)]));
/** Class name -> code, of every row of docs/errors.md. */
const documented = documentedRows();

describe('docs/errors.md', () => {
  it('has one row for every exported error class, with its code', () => {
    expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(exported));
  });

  it('says for every code when it is thrown and what to do', () => {
    for (const [, , when, remedy] of tableCells()) {
      expect(when).toMatch(/\w/);
      expect(remedy).toMatch(/\w/);
    }
  });
});

describe('error codes', () => {
  it('are those of at least one class', () => {
    expect(exported.size).toBeGreaterThan(0);
  });

  it('belong to one class each', () => {
    expect(new Set(exported.values()).size).toBe(exported.size);
  });

  it('are ERR_ and capitals', () => {
    for (const code of exported.values()) expect(code).toMatch(/^ERR_[A-Z0-9]+(_[A-Z0-9]+)*$/);
  });
});

function exportedClasses(): string[] {
  return Object.entries(errors)
    .filter(([, value]) => typeof value === 'function' && value.prototype instanceof errors.OffheapError)
    .map(([name]) => name);
}

function codeInSource(className: string): string {
  const folder = new URL('lib/errors/', repository);
  const pattern = new RegExp(`class ${className} extends [^{]+\\{[^}]*?readonly code = '([^']+)'`);
  for (const file of readdirSync(folder)) {
    const code = pattern.exec(readFileSync(new URL(file, folder), 'utf8'))?.[1];
    if (code !== undefined) return code;
  }
  throw new Error(`no \`readonly code\` found for ${className} in lib/errors`);
}

function documentedRows(): Map<string, string> {
  const rows = new Map<string, string>();
  for (const [code, className] of tableCells()) {
    if (rows.has(className)) throw new Error(`${className} has two rows in docs/errors.md`);
    rows.set(className, code);
  }
  return rows;
}

/** The cells of each row below the table's head, without backticks: code, class, when, what to do. */
function tableCells(): [string, string, string, string][] {
  return readFileSync(new URL('docs/errors.md', repository), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `ERR_'))
    .map((line) => {
      const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
      if (cells.length !== 6) throw new Error(`a row of docs/errors.md has ${cells.length - 2} cells, not 4: ${line}`);
      const [, code = '', className = '', when = '', remedy = ''] = cells;
      return [code.replaceAll('`', ''), className.replaceAll('`', ''), when, remedy];
    });
}
