import type { Decimal } from '../values/decimal.ts';
import type { Instant } from '../values/instant.ts';
import type { LocalDate } from '../values/local-date.ts';
import type { LocalDateTime } from '../values/local-date-time.ts';
import type { LocalTime } from '../values/local-time.ts';
import type { SqlTimestamp } from '../values/sql-timestamp.ts';

/** What has no parts that a type is inferred for, by what comes back: a Uint8Array for a Buffer. */
interface Wholes {
  readonly number: number;
  readonly bigint: bigint;
  readonly boolean: boolean;
  readonly string: string;
  readonly Date: Date;
  readonly Decimal: Decimal;
  readonly Instant: Instant;
  readonly LocalDate: LocalDate;
  readonly LocalTime: LocalTime;
  readonly LocalDateTime: LocalDateTime;
  readonly SqlTimestamp: SqlTimestamp;
  readonly Uint8Array: Uint8Array;
  readonly Int16Array: Int16Array;
  readonly Uint16Array: Uint16Array;
  readonly Int32Array: Int32Array;
  readonly BigInt64Array: BigInt64Array;
  readonly Float32Array: Float32Array;
  readonly Float64Array: Float64Array;
}

type Whole = Wholes[keyof Wholes];

/** The one of `Wholes` that all of T are. */
type WholeOf<T> = { [Name in keyof Wholes]: [T] extends [Wholes[Name]] ? Wholes[Name] : never }[keyof Wholes];

/**
 * The values of the type that `types.infer` makes of samples of T: undefined and what is missing are null, literals are what they
 * are literals of, a Buffer is a Uint8Array, a tuple is an array, and a union of objects is one object that may lack the fields that
 * are not in all. Never where no type fits, as for functions, symbols, objects with methods, and `number | string`. That an object is of a
 * class without methods is found at run time alone.
 */
export type Inferred<T> = unknown extends T ? T : NullOr<InferredThere<There<T>>, T>;

type There<T> = Exclude<T, null | undefined>;

/** `Value` or null, as T may be; null alone where T is nothing else. */
type NullOr<Value, T> = [There<T>] extends [never] ? Null<T> : [Value] extends [never] ? never : Value | Null<T>;

/** Null where T has null or undefined. */
type Null<T> = [T & (null | undefined)] extends [never] ? never : null;

type InferredThere<T> = [T] extends [Whole]
  ? WholeOf<T>
  : [T] extends [readonly unknown[]]
    ? Inferred<T[number]>[]
    : [T] extends [ReadonlyMap<unknown, unknown>]
      ? Map<Inferred<KeyIn<T>>, Inferred<ValueIn<T>>>
      : [T] extends [object]
        ? [T] extends [(...args: never) => unknown]
          ? never
          : InferredRow<T>
        : never;

type KeyIn<T> = T extends ReadonlyMap<infer Key, unknown> ? Key : never;
type ValueIn<T> = T extends ReadonlyMap<unknown, infer Value> ? Value : never;

type InferredRow<T> = { -readonly [Name in NameIn<T>]: Inferred<FieldIn<T, Name>> };

/** Of any of the union; symbols are no fields. */
type NameIn<T> = T extends unknown ? Exclude<keyof T, symbol> : never;
/** In all of the union: undefined where one has none. */
type FieldIn<T, Name> = T extends unknown ? (Name extends keyof T ? T[Name] : undefined) : never;

/** Deeper than this, what no type fits is found at run time alone: types may contain themselves. */
type Levels = [0, 0, 0, 0, 0, 0, 0, 0];

/** True where `types.infer` refuses samples of T, whose Inferred is I. */
type IsRefused<I, Left extends readonly unknown[] = Levels> = [I] extends [never]
  ? true
  : unknown extends I
    ? false
    : Left extends readonly [unknown, ...infer Rest]
      ? PartIsRefused<Exclude<I, null>, Rest>
      : false;

type PartIsRefused<I, Left extends readonly unknown[]> = [I] extends [Whole]
  ? false
  : I extends readonly (infer Element)[]
    ? IsRefused<Element, Left>
    : I extends Map<infer Key, infer Value>
      ? IsRefused<Key, Left> | IsRefused<Value, Left>
      : { [Name in keyof I]: NameIsRefused<Name, I> | IsRefused<I[Name], Left> }[keyof I];

/** A row has no fields that are named by numbers, which objects move to the front. */
type NameIsRefused<Name, I> = string extends keyof I
  ? false
  : Name extends number
    ? true
    : Name extends `${bigint}`
      ? true
      : false;

/** What no sample has: the compiler names it where samples are refused. */
interface Refused {
  readonly 'no type fits these samples, see types.infer': never;
}

/** `Samples` where a type fits them all; otherwise something that they are not. */
export type InferableSamples<Samples extends readonly unknown[]> =
  true extends IsRefused<Inferred<Samples[number]>> ? { [Index in keyof Samples]: Refused } : Samples;
