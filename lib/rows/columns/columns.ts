import { TypeDefinitionError } from '../../errors/type-errors.ts';
import { describeValue } from '../../memory/argument-checks.ts';
import type { RowKind } from '../../types/composites/row-kind.ts';
import { definitionOptions } from '../../types/definition-options.ts';
import { copyOfList, readForeign } from '../../types/foreign-data.ts';
import { requireLongAs } from '../../types/long-as.ts';
import { depthAbove, requireDepth } from '../../types/type-depth.ts';
import type { Decimal } from '../../types/values/decimal.ts';
import type { Instant } from '../../types/values/instant.ts';
import type { LocalDate } from '../../types/values/local-date.ts';
import type { LocalDateTime } from '../../types/values/local-date-time.ts';
import type { LocalTime } from '../../types/values/local-time.ts';
import { RowShape } from '../row-shape.ts';
import * as atomic from './atomic-columns.ts';
import type { BinaryColumn, ColumnValue } from './binary-column.ts';
import type { ColumnDescription, NamedColumn, RowDescription } from './column-description.ts';
import { ArrayColumn, MapColumn, NullableColumn, RowColumn } from './nested-columns.ts';
import * as valued from './value-columns.ts';

/** Names and columns in field order. */
export type RowFields = Readonly<Record<string, BinaryColumn<unknown>>>;

type Simplify<T> = { [Name in keyof T]: T[Name] };

/** The objects of a row with these fields. */
export type RowObject<Fields, Kind extends string = never> = Simplify<
  { -readonly [Name in keyof Fields]: ColumnValue<Fields[Name]> } & { [Name in Kind]: RowKind }
>;

/** What a type of binary rows makes of the kind of its rows. An option of another name is a TypeDefinitionError. */
export interface BinaryRowOptions<Kind extends string> {
  /** The property that holds the row's kind. Default: rows are inserts, and the kind is not read. */
  readonly kind?: Kind | undefined;
}

/** The types of columns, Flink's logical types. A column takes no nulls unless it is `nullable`. */
export const columns = Object.freeze({
  boolean: (): BinaryColumn<boolean> => atomic.booleanColumn,
  /** -128 to 127: TINYINT. */
  byte: (): BinaryColumn<number> => atomic.byteColumn,
  /** SMALLINT. */
  short: (): BinaryColumn<number> => atomic.shortColumn,
  /** -2^31 to 2^31 - 1: INT. */
  int: (): BinaryColumn<number> => atomic.intColumn,
  long,
  float: (): BinaryColumn<number> => atomic.floatColumn,
  double: (): BinaryColumn<number> => atomic.doubleColumn,
  /** CHAR and VARCHAR: UTF-8, where a lone surrogate becomes `?`, as in Flink. `types.string()` keeps it. */
  string: (): BinaryColumn<string> => atomic.stringColumn,
  /** BINARY and VARBINARY. */
  bytes: (): BinaryColumn<Uint8Array> => atomic.bytesColumn,
  /** In the row, and for `getInt`: days since 1970-01-01. */
  date: (): BinaryColumn<LocalDate> => valued.dateColumn,
  /** In the row, and for `getInt`: milliseconds of the day. Values have no parts of one. */
  time: (): BinaryColumn<LocalTime> => valued.timeColumn,
  /** `precision` digits, 1 to 38, of which `scale` are fractional. Values of a smaller scale are brought to this one. */
  decimal: (precision: number, scale: number): BinaryColumn<Decimal> => valued.decimalColumn(precision, scale),
  /** TIMESTAMP, without time zone, with 0 to 9 fractional digits of a second; up to 3, values have whole milliseconds. */
  timestamp: (precision = 6): BinaryColumn<LocalDateTime> => valued.timestampColumn(precision),
  /** TIMESTAMP_LTZ: points in time. */
  timestampLtz: (precision = 6): BinaryColumn<Instant> => valued.timestampLtzColumn(precision),
  /** ARRAY, of elements of one column. */
  array: <T>(element: BinaryColumn<T>): BinaryColumn<T[]> => new ArrayColumn(element),
  /** MAP, of keys and values of one column each. */
  map: <K, V>(key: BinaryColumn<K>, value: BinaryColumn<V>): BinaryColumn<Map<K, V>> => new MapColumn(key, value),
  /** ROW: an object in the object. Throws TypeDefinitionError. */
  row: <Fields extends RowFields, Kind extends string = never>(
    fields: Fields,
    options?: BinaryRowOptions<Kind>,
  ): BinaryColumn<RowObject<Fields, Kind>> =>
    new RowColumn(shapeOf(fields, options)) as unknown as BinaryColumn<RowObject<Fields, Kind>>,
  /** The same column with null; undefined and what is missing are null too. */
  nullable: <T>(column: BinaryColumn<T>): BinaryColumn<T | null> => new NullableColumn(column),
});

/** BIGINT. As a number, values beyond plus or minus 2^53 - 1 throw UnsafeIntegerError when they are read. */
function long(options?: { readonly as?: 'bigint' }): BinaryColumn<bigint>;
function long(options: { readonly as: 'number' }): BinaryColumn<number>;
function long(options?: { readonly as?: 'bigint' | 'number' }): BinaryColumn<bigint> | BinaryColumn<number> {
  return readForeign(() => {
    const { as = 'bigint' } = definitionOptions(options, ['as']);
    return longAs(as);
  });
}

function longAs(as: unknown): BinaryColumn<bigint> | BinaryColumn<number> {
  return requireLongAs(as) === 'number' ? atomic.longAsNumberColumn : atomic.longColumn;
}

/** Throws TypeDefinitionError. */
export function shapeOf(fields: RowFields, options?: BinaryRowOptions<string>): RowShape {
  return readForeign(() => {
    if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) {
      throw new TypeDefinitionError({ reason: 'fields are an object of columns', value: describeValue(fields) });
    }
    const shape = new RowShape(fields, definitionOptions(options, ['kind']).kind);
    depthAbove(shape.columns.map(({ description }) => description));
    return shape;
  });
}

/** Of one description. One object in many places counts each time. */
const MAX_COLUMNS = 100_000;

/** How many columns a description has made so far. */
interface ColumnCount {
  columns: number;
}

/** Throws TypeDefinitionError for what describes no row. */
export function shapeFrom(description: RowDescription): RowShape {
  return readForeign(() => rowFrom(description, 0, { columns: 0 }));
}

function rowFrom(description: RowDescription, depth: number, made: ColumnCount): RowShape {
  const { fields, rowKind } = description ?? {};
  if (!Array.isArray(fields)) throw new TypeDefinitionError({ reason: 'no fields' });
  const columnsByName = new Map<string, BinaryColumn<unknown>>();
  for (const field of copyOfList(fields, MAX_COLUMNS, 'fields of a row')) {
    const { name, type } = (field ?? {}) as Partial<NamedColumn>;
    if (typeof name !== 'string') throw new TypeDefinitionError({ reason: 'a field without a name' });
    if (columnsByName.has(name)) throw new TypeDefinitionError({ reason: 'a field twice' });
    columnsByName.set(name, columnFrom(type as ColumnDescription, depth + 1, made));
  }
  return new RowShape(Object.fromEntries(columnsByName), rowKind);
}

function columnFrom(description: ColumnDescription, depth: number, made: ColumnCount): BinaryColumn<unknown> {
  requireDepth(depth);
  made.columns += 1;
  if (made.columns > MAX_COLUMNS) throw new TypeDefinitionError({ reason: `more than ${MAX_COLUMNS} columns in one` });
  return madeFrom(description, depth, made) as BinaryColumn<unknown>;
}

function madeFrom(description: ColumnDescription, depth: number, made: ColumnCount): BinaryColumn<unknown> {
  switch (description?.kind) {
    case 'boolean':
    case 'byte':
    case 'short':
    case 'int':
    case 'float':
    case 'double':
    case 'string':
    case 'bytes':
    case 'date':
    case 'time':
      return columns[description.kind]() as BinaryColumn<unknown>;
    case 'long':
      return longAs(description.as) as BinaryColumn<unknown>;
    case 'decimal':
      return columns.decimal(description.precision, description.scale) as BinaryColumn<unknown>;
    case 'timestamp':
      return valued.timestampColumn(description.precision) as BinaryColumn<unknown>;
    case 'timestampLtz':
      return valued.timestampLtzColumn(description.precision) as BinaryColumn<unknown>;
    case 'array':
      return columns.array(columnFrom(description.element, depth + 1, made)) as BinaryColumn<unknown>;
    case 'nullable':
      return columns.nullable(columnFrom(description.element, depth + 1, made)) as BinaryColumn<unknown>;
    case 'map':
      return columns.map(
        columnFrom(description.key, depth + 1, made),
        columnFrom(description.value, depth + 1, made),
      ) as BinaryColumn<unknown>;
    case 'row':
      return new RowColumn(rowFrom(description, depth, made)) as BinaryColumn<unknown>;
    default:
      throw new TypeDefinitionError({ reason: 'a kind of column that is not known' });
  }
}
