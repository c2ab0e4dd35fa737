import { beforeEach, describe, expect, it, vi } from 'vitest';
import type * as rowCode from '../../lib/types/row-code/row-code.ts';
import type { TypeDescription } from '../../lib/types/type-description.ts';
import { typeOf } from '../../lib/types/type-of.ts';
import { describeTypeParity } from './typed-parity.ts';
import { readTypeVectors, type TypeVectors } from './typed-vectors.ts';
import { OutOfReach, valueOfJson } from './value-of-json.ts';
import { bytesOfHex } from './vectors.ts';

/** Whether rows get generated code, and how often it has done the whole work. */
const generated = vi.hoisted(() => ({ isOn: true, written: 0, read: 0 }));

vi.mock('../../lib/types/row-code/row-code.ts', async (importOriginal) => {
  const original = await importOriginal<typeof rowCode>();
  return {
    ...original,
    makeRowCode(fields: Parameters<typeof rowCode.makeRowCode>[0]): rowCode.RowCode | undefined {
      const code = generated.isOn ? original.makeRowCode(fields) : undefined;
      if (code === undefined) return undefined;
      return {
        write(row, output) {
          const isWritten = code.write(row, output);
          if (isWritten) generated.written += 1;
          return isWritten;
        },
        read(input) {
          const row = code.read(input);
          if (row !== undefined) generated.read += 1;
          return row;
        },
      };
    },
  };
});

/** Generated code leaves texts to be read whose length takes three bytes. */
const MOST_UNITS_READ = 2 ** 14 - 2;

const bigints = readTypeVectors('vectors/inline-rows.jsonl');
const numbers = bigints
  .map((vectors) => ({ ...vectors, type: withNumbers(vectors.type) }))
  .filter(({ type }, i) => JSON.stringify(type) !== JSON.stringify(bigints[i]?.type));
const all = [...bigints, ...numbers];
const rows = all.filter(({ type }) => type.kind === 'row');

describe.each([true, false])('where code is generated: %s', (isOn) => {
  beforeEach(() => {
    Object.assign(generated, { isOn, written: 0, read: 0 });
  });

  for (const vectors of all) describeTypeParity(titleOf(vectors), () => typeOf(vectors.type), vectors);

  it.each(rows.map((vectors) => [titleOf(vectors), vectors] as const))(
    isOn ? 'all of %s goes through it' : 'nothing of %s goes through it',
    (_, { type: description, values }) => {
      const type = typeOf(description);
      let written = 0;
      let read = 0;
      for (const { value, bytes } of values) {
        const row = inReach(description, value);
        if (row === undefined) continue;
        written += 1;
        if (!hasLongText(row)) read += 1;
        type.encode(row);
        type.decode(bytesOfHex(bytes));
      }
      expect(read).toBeGreaterThan(0);
      expect(generated).toEqual(isOn ? { isOn, written, read } : { isOn, written: 0, read: 0 });
    },
  );
});

it('has rows of every kind that is made in line, alone and in lists, and of more fields than there are salts', () => {
  const alone = rows.filter(({ type }) => type.kind === 'row' && type.fields.length === 1);
  const kinds = alone.map(({ type }) => (type.kind === 'row' && type.fields[0] ? nameOf(type.fields[0].type) : ''));
  const sized = ['boolean', 'byte', 'short', 'int', 'long bigint', 'long number', 'double'];
  expect(new Set(kinds)).toEqual(
    new Set([
      ...[...sized, 'string'].flatMap((name) => [name, `nullable ${name}`]),
      ...sized.map((name) => `list ${name}`),
    ]),
  );
  const keys = all.map(({ type, orders }) => [
    type.kind,
    Math.max(0, ...orders.map(({ order }) => (typeof order === 'string' ? 1 : order.length))),
  ]);
  for (const kind of ['row', 'tuple', 'pojo']) {
    expect(Math.max(...keys.flatMap(([of, count]) => (of === kind ? [Number(count)] : [])))).toBeGreaterThan(32);
  }
});

function hasLongText(row: unknown): boolean {
  return Object.values(row as object).some((part) => typeof part === 'string' && part.length > MOST_UNITS_READ);
}

function nameOf(type: TypeDescription): string {
  if (type.kind === 'nullable' || type.kind === 'list') return `${type.kind} ${nameOf(type.element)}`;
  return type.kind === 'long' ? `long ${type.as}` : type.kind;
}

/** The same bytes, read as numbers where they are longs. */
function withNumbers(type: TypeDescription): TypeDescription {
  switch (type.kind) {
    case 'long':
      return { kind: 'long', as: 'number' };
    case 'nullable':
    case 'list':
      return { ...type, element: withNumbers(type.element) };
    case 'tuple':
      return { ...type, elements: type.elements.map(withNumbers) };
    case 'row':
    case 'pojo':
      return { ...type, fields: type.fields.map((field) => ({ ...field, type: withNumbers(field.type) })) };
    default:
      return type;
  }
}

function inReach(type: TypeDescription, json: TypeVectors['values'][number]['value']): unknown {
  try {
    return valueOfJson(type, json);
  } catch (error) {
    if (error instanceof OutOfReach) return undefined;
    throw error;
  }
}

function titleOf({ type }: TypeVectors): string {
  return typeOf(type).toString().slice(0, 150);
}
