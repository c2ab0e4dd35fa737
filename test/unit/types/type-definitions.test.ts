import { describe, expect, it } from 'vitest';
import {
  type BinaryColumn,
  binaryRowType,
  binaryRowTypeOf,
  columns,
  type TypeInformation,
  typeOf,
  types,
} from '../../../lib/index.ts';
import { failureOf } from '../../contracts/failure.ts';

const TOO_DEEP = { code: 'ERR_TYPE_DEFINITION', reason: 'types are nested more than 100 deep' };

const builders: readonly (readonly [string, (part: TypeInformation<unknown>) => TypeInformation<unknown>])[] = [
  ['list', (part) => types.list(part)],
  ['array', (part) => types.array(part)],
  ['nullable', (part) => types.list(types.nullable(part))],
  ['map', (part) => types.map(types.int(), part)],
  ['either', (part) => types.either(types.int(), part)],
  ['tuple', (part) => types.tuple(part)],
  ['row', (part) => types.row({ part })],
  ['pojo', (part) => types.pojo('com.example.Deep', { part })],
];

const columnBuilders: readonly (readonly [string, (part: BinaryColumn<unknown>) => BinaryColumn<unknown>])[] = [
  ['array', (part) => columns.array(part)],
  ['map', (part) => columns.map(columns.int(), part)],
  ['row', (part) => columns.row({ part }) as BinaryColumn<unknown>],
];

describe('types that are made', () => {
  it.each(builders)('are as deep as descriptions may be, and no deeper: %s', (_, build) => {
    let type = types.int() as TypeInformation<unknown>;
    const failure = failureOf(() => {
      for (let i = 0; i < 5000; i++) type = build(type);
    });
    expect(failure).toMatchObject(TOO_DEEP);
    expect(typeOf(type.description).toString()).toBe(type.toString());
  });

  it.each(columnBuilders)('are as deep as descriptions may be, and no deeper: column %s', (_, build) => {
    let column = columns.int() as BinaryColumn<unknown>;
    const failure = failureOf(() => {
      for (;;) {
        const { description } = binaryRowType({ column });
        expect(binaryRowTypeOf(description).description).toEqual(description);
        column = build(column);
      }
    });
    expect(failure).toMatchObject(TOO_DEEP);
  });

  it('have no options that are not known', () => {
    const unknown = { code: 'ERR_TYPE_DEFINITION' };
    expect(failureOf(() => types.row({ a: types.int() }, { kid: 'op' } as never))).toMatchObject({
      ...unknown,
      option: '"kid"',
    });
    expect(failureOf(() => types.long({ as: 'number', x: 1 } as never))).toMatchObject({ ...unknown, option: '"x"' });
    expect(failureOf(() => types.primitiveArray('long', { like: 'number' } as never))).toMatchObject(unknown);
    expect(failureOf(() => types.long('number' as never))).toMatchObject(unknown);
    expect(failureOf(() => types.long({ as: 'text' } as never))).toMatchObject(unknown);
  });

  it('are not inferred from properties that are named by numbers', () => {
    const sample: unknown = { at: [{ b: 1, 0: 2 }] };
    expect(failureOf(() => types.infer(sample))).toMatchObject({
      code: 'ERR_TYPE_DEFINITION',
      field: '0',
      path: 'at[]',
    });
  });
});
