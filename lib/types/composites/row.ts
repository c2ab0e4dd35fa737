import { TypeDefinitionError } from '../../errors/type-errors.ts';
import { describeValue } from '../../memory/argument-checks.ts';
import { defineType } from '../defined-type.ts';
import { definitionOptions } from '../definition-options.ts';
import { readForeign } from '../foreign-data.ts';
import type { TypeInformation } from '../type-information.ts';
import { describeFields, type Field, fieldsOfObject, readFields, serializersOf, textOf } from './fields.ts';
import { keyedComparator } from './keyed-comparator.ts';
import { RowSerializer } from './row-serializer.ts';

/** What `types.row` makes of the kind of its rows. An option of another name is a TypeDefinitionError. */
export interface RowKindOptions<Kind extends string = string> {
  /** The property that holds the row's kind. Default: none, and rows are inserts. */
  readonly kind: Kind;
}

export type RowRecord = Record<string, unknown>;

export function rowType(fields: unknown, options?: RowKindOptions): TypeInformation<RowRecord> {
  const kind = readForeign(() => definitionOptions(options, ['kind']).kind);
  return defineRow(fieldsOfObject(fields, 'row'), kind);
}

/** As it is described: an object would put names that are numbers first. */
export function rowTypeOf(
  fields: readonly (readonly [name: unknown, type: unknown])[],
  kind: unknown,
): TypeInformation<RowRecord> {
  return defineRow(readFields(fields, 'row'), kind);
}

function defineRow(fields: readonly Field[], kind: unknown): TypeInformation<RowRecord> {
  requireKind(kind, fields);
  const described = describeFields(fields);
  const description =
    kind === undefined
      ? ({ kind: 'row', fields: described } as const)
      : ({ kind: 'row', fields: described, rowKind: kind } as const);
  const text = kind === undefined ? textOf(fields) : `${textOf(fields)}, { kind: ${JSON.stringify(kind)} }`;
  const keyed = fields.map(({ name, type }) => ({ step: name, type, nullable: true }));
  return defineType<RowRecord>({
    description,
    isKeyType: fields.length > 0 && fields.every(({ type }) => type.isKeyType),
    createSerializer: () => new RowSerializer(description, serializersOf(fields), kind),
    createComparator: (keys, descending) => keyedComparator<RowRecord>('row', description, keyed, keys, descending),
    toString: () => `row(${text})`,
  });
}

function requireKind(kind: unknown, fields: readonly Field[]): asserts kind is string | undefined {
  if (kind === undefined) return;
  if (typeof kind !== 'string' || kind === '' || kind === '__proto__') {
    throw new TypeDefinitionError({ reason: 'the kind of rows is in a property', kind: describeValue(kind) });
  }
  if (fields.some(({ name }) => name === kind)) {
    throw new TypeDefinitionError({ reason: 'the kind of rows is in a property that is no field', kind });
  }
}
