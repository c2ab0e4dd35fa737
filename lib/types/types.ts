import { BIGINT } from './atoms/bigint.ts';
import { BOOLEAN } from './atoms/boolean.ts';
import { BYTE } from './atoms/byte.ts';
import { CHAR } from './atoms/char.ts';
import { DATE, SQL_DATE, SQL_TIME } from './atoms/date.ts';
import { DECIMAL } from './atoms/decimal.ts';
import { DOUBLE } from './atoms/double.ts';
import { enumType } from './atoms/enum.ts';
import { FLOAT } from './atoms/float.ts';
import { INSTANT } from './atoms/instant.ts';
import { INT } from './atoms/int.ts';
import { LOCAL_DATE } from './atoms/local-date.ts';
import { LOCAL_DATE_TIME } from './atoms/local-date-time.ts';
import { LOCAL_TIME } from './atoms/local-time.ts';
import { LONG } from './atoms/long.ts';
import { LONG_AS_NUMBER } from './atoms/long-as-number.ts';
import { SHORT } from './atoms/short.ts';
import { SQL_TIMESTAMP } from './atoms/sql-timestamp.ts';
import { STRING } from './atoms/string.ts';
import { VOID } from './atoms/void.ts';
import { arrayType } from './composites/array.ts';
import { type Either, eitherType } from './composites/either.ts';
import { inferType } from './composites/infer.ts';
import type { InferableSamples, Inferred } from './composites/inferred.ts';
import { listType } from './composites/list.ts';
import { mapType } from './composites/map.ts';
import { nullableType } from './composites/nullable.ts';
import { pojoType } from './composites/pojo.ts';
import { type PrimitiveArrays, primitiveArrayType } from './composites/primitive-array.ts';
import { type RowKindOptions, rowType } from './composites/row.ts';
import type { RowKind } from './composites/row-kind.ts';
import { tupleType } from './composites/tuple.ts';
import { type ValueDefinition, valueType } from './composites/value.ts';
import { definitionOptions } from './definition-options.ts';
import { readForeign } from './foreign-data.ts';
import { GENERIC } from './generic/generic.ts';
import { requireLongAs } from './long-as.ts';
import type { TypeInformation, ValueOf } from './type-information.ts';
import type { Decimal } from './values/decimal.ts';
import type { Instant } from './values/instant.ts';
import type { LocalDate } from './values/local-date.ts';
import type { LocalDateTime } from './values/local-date-time.ts';
import type { LocalTime } from './values/local-time.ts';
import type { SqlTimestamp } from './values/sql-timestamp.ts';

/** What a long is in JavaScript. Another value or option is a TypeDefinitionError. */
export interface LongOptions<As extends 'bigint' | 'number' = 'bigint' | 'number'> {
  /** `number`: beyond plus or minus 2^53 - 1 UnsafeIntegerError is thrown. Default `bigint`. */
  readonly as: As;
}

function long(options?: LongOptions<'bigint'>): TypeInformation<bigint>;
function long(options: LongOptions<'number'>): TypeInformation<number>;
function long(options?: LongOptions): TypeInformation<bigint> | TypeInformation<number> {
  return requireLongAs(options === undefined ? 'bigint' : asOf(options)) === 'number' ? LONG_AS_NUMBER : LONG;
}

function primitiveArray(element: 'long', options: LongOptions<'number'>): TypeInformation<number[]>;
function primitiveArray<Element extends keyof PrimitiveArrays>(
  element: Element,
  options?: LongOptions<'bigint'>,
): TypeInformation<PrimitiveArrays[Element]>;
function primitiveArray(element: string, options?: LongOptions): TypeInformation<unknown> {
  return primitiveArrayType(element, asOf(options));
}

function asOf(options: unknown): unknown {
  return readForeign(() => definitionOptions(options, ['as']).as);
}

/** Types by the names of their fields. */
export interface FieldTypes {
  readonly [name: string]: TypeInformation<unknown>;
}

/** The objects whose fields are of such types. */
export type FieldValues<Fields extends FieldTypes> = { -readonly [Name in keyof Fields]: ValueOf<Fields[Name]> };

/** The same with the kind of the row in one more property. */
export type FieldValuesWithKind<Fields extends FieldTypes, Kind extends string> = {
  -readonly [Name in keyof Fields | Kind]: Name extends keyof Fields ? ValueOf<Fields[Name]> : RowKind;
};

function row<Fields extends FieldTypes>(fields: Fields): TypeInformation<FieldValues<Fields>>;
function row<Fields extends FieldTypes, Kind extends string>(
  fields: Fields,
  options: RowKindOptions<Kind>,
): TypeInformation<FieldValuesWithKind<Fields, Kind>>;
function row(fields: FieldTypes, options?: RowKindOptions): TypeInformation<never> {
  return rowType(fields, options) as TypeInformation<never>;
}

/** The arrays whose elements are of such types. */
export type ElementValues<Elements extends readonly TypeInformation<unknown>[]> = {
  -readonly [Index in keyof Elements]: ValueOf<Elements[Index]>;
};

/**
 * Makes types: `types.row({ user: types.long(), url: types.string() })`. Each is written as Flink writes it, but for `generic`, which is
 * JavaScript's alone, and `value`, which is written as you say.
 */
export const types = Object.freeze({
  /** True or false, a byte. */
  boolean: (): TypeInformation<boolean> => BOOLEAN,
  /** An integer from -128 to 127. */
  byte: (): TypeInformation<number> => BYTE,
  /** An integer from -32768 to 32767. */
  short: (): TypeInformation<number> => SHORT,
  /** A text of one UTF-16 unit. */
  char: (): TypeInformation<string> => CHAR,
  /** An integer from -2^31 to 2^31 - 1. */
  int: (): TypeInformation<number> => INT,
  /** An integer of 64 bits, as a bigint or as a number. */
  long,
  /** A number, rounded to the nearest that 32 bits hold. */
  float: (): TypeInformation<number> => FLOAT,
  /** Any number, of 64 bits. */
  double: (): TypeInformation<number> => DOUBLE,
  /** UTF-16 units as they are, lone surrogates among them. */
  string: (): TypeInformation<string> => STRING,
  /** An integer of any length: java.math.BigInteger. */
  bigint: (): TypeInformation<bigint> => BIGINT,
  /** java.math.BigDecimal. */
  decimal: (): TypeInformation<Decimal> => DECIMAL,
  /** java.util.Date. */
  date: (): TypeInformation<Date> => DATE,
  /** java.time.Instant: seconds and nanoseconds since 1970. */
  instant: (): TypeInformation<Instant> => INSTANT,
  /** java.time.LocalDate: year, month and day. */
  localDate: (): TypeInformation<LocalDate> => LOCAL_DATE,
  /** java.time.LocalTime, to the nanosecond. */
  localTime: (): TypeInformation<LocalTime> => LOCAL_TIME,
  /** java.time.LocalDateTime, without a time zone. */
  localDateTime: (): TypeInformation<LocalDateTime> => LOCAL_DATE_TIME,
  /** java.sql.Date. */
  sqlDate: (): TypeInformation<Date> => SQL_DATE,
  /** java.sql.Time. */
  sqlTime: (): TypeInformation<Date> => SQL_TIME,
  /** java.sql.Timestamp. */
  sqlTimestamp: (): TypeInformation<SqlTimestamp> => SQL_TIMESTAMP,
  /** Null, and nothing else. */
  void: (): TypeInformation<null> => VOID,
  /** One of some texts, written as its place among them: `types.enum('open', 'closed')`. Ordered by place. */
  enum: <Constants extends readonly string[]>(...constants: Constants): TypeInformation<Constants[number]> =>
    enumType<Constants[number]>(constants),
  /** An array of one primitive kind, as the typed array that Node users have of it; booleans as an array. */
  primitiveArray,
  /** An array of objects in Java; `null` among them is one byte. */
  array: <T>(element: TypeInformation<T>): TypeInformation<T[]> => arrayType(element),
  /** java.util.List. */
  list: <T>(element: TypeInformation<T>): TypeInformation<T[]> => listType(element),
  /** java.util.Map, in the order of the Map's entries. */
  map: <K, V>(key: TypeInformation<K>, value: TypeInformation<V>): TypeInformation<Map<K, V>> => mapType(key, value),
  /** Up to 25 values in an array, each of a type of its own. */
  tuple: <const Elements extends readonly TypeInformation<unknown>[]>(
    ...elements: Elements
  ): TypeInformation<ElementValues<Elements>> => tupleType(elements) as TypeInformation<ElementValues<Elements>>,
  /**
   * An object with fields, which may be null: Flink's Row. Other properties are ignored. With `{ kind: 'op' }` the property `op`
   * holds the row's kind; without, rows are inserts.
   */
  row,
  /** An object of a class of Java, by its name; the fields are written by name. */
  pojo: <Fields extends FieldTypes>(name: string, fields: Fields): TypeInformation<FieldValues<Fields>> =>
    pojoType(name, fields) as TypeInformation<FieldValues<Fields>>,
  /** One of two: `{ left }` or `{ right }`. */
  either: <L, R>(left: TypeInformation<L>, right: TypeInformation<R>): TypeInformation<Either<L, R>> =>
    eitherType(left, right),
  /** The values of a type, and null. Undefined and properties that are missing are null too. */
  nullable: <T>(element: TypeInformation<T>): TypeInformation<T | null> => nullableType(element),
  /** A type of your own, registered in this thread by its name. See docs/guides/custom-types.md. */
  value: <T>(name: string, definition: ValueDefinition<T>): TypeInformation<T> => valueType(name, definition),
  /**
   * Anything that structured clone carries, in a form of offheap's own that JavaScript alone reads. Bytes may come from anywhere: what
   * is made of them takes at most 128 times their memory, and those of no form are CorruptDataError. See
   * docs/formats/generic-values.md. What no clone can be made of, such as a function, is TypeMismatchError.
   */
  generic: <T = unknown>(): TypeInformation<T> => GENERIC as TypeInformation<T>,
  /** The narrowest type of all the samples: what is an int in each is an int, what is missing in some is nullable. */
  infer: <Samples extends readonly [unknown, ...unknown[]]>(
    ...samples: Samples & InferableSamples<Samples>
  ): TypeInformation<Inferred<Samples[number]>> => inferType(samples) as TypeInformation<Inferred<Samples[number]>>,
});
