import { describe, expect, it } from 'vitest';
import { BinaryRowComparator, binaryRowTypeOf, type ColumnDescription, columns } from '../../../lib/index.ts';
import { failureOf } from '../../contracts/failure.ts';

/** Descriptions of rows from anybody: refused with one error, in time that their real size allows. */

const throwing = new Proxy(
  {},
  {
    get() {
      throw new Error('boom');
    },
  },
);
const holes = new Array(2 ** 32 - 1);

function doubled(times: number): ColumnDescription {
  let column: ColumnDescription = columns.int().description;
  for (let i = 0; i < times; i++) column = { kind: 'map', key: column, value: column };
  return column;
}

const noRows: readonly (readonly [string, unknown])[] = [
  ['null', null],
  ['a proxy that throws', throwing],
  ['no fields', {}],
  ['a field that is null', { fields: [null] }],
  ['a field without a name', { fields: [{ type: { kind: 'int' } }] }],
  ['a name that is a list', { fields: [{ name: ['a'], type: { kind: 'int' } }] }],
  ['a type that is null', { fields: [{ name: 'a', type: null }] }],
  ['a kind that every object has', { fields: [{ name: 'a', type: { kind: 'constructor' } }] }],
  ['2^32 - 1 holes', { fields: holes }],
  ['a column that is 2^40 columns', { fields: [{ name: 'a', type: doubled(40) }] }],
];

describe('binaryRowTypeOf', () => {
  it.each(noRows)('refuses %s', (_, description) => {
    expect(failureOf(() => binaryRowTypeOf(description as never)).code).toBe('ERR_TYPE_DEFINITION');
  });
});

describe('a comparator of binary rows', () => {
  const type = { fields: [{ name: 'a', type: { kind: 'int' } }] };

  it.each([
    ...noRows.map(([what, description]) => [what, { type: description, keys: [{ field: 'a' }] }] as const),
    ['nothing', null],
    ['no keys', { type }],
    ['a key that is null', { type, keys: [null] }],
    ['a key that throws', { type, keys: [throwing] }],
    ['keys that are 2^32 - 1 holes', { type, keys: holes }],
  ] as const)('is not made of %s', (_, description) => {
    expect(failureOf(() => new BinaryRowComparator(description as never)).code).toBe('ERR_TYPE_DEFINITION');
  });
});
