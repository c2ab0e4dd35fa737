import {
  isBigInt64Array,
  isDate,
  isFloat32Array,
  isFloat64Array,
  isInt16Array,
  isInt32Array,
  isMap,
  isUint8Array,
  isUint16Array,
} from 'node:util/types';
import { TypeDefinitionError } from '../../errors/type-errors.ts';
import { describeValue } from '../../memory/argument-checks.ts';
import { BIGINT } from '../atoms/bigint.ts';
import { BOOLEAN } from '../atoms/boolean.ts';
import { DATE } from '../atoms/date.ts';
import { DECIMAL } from '../atoms/decimal.ts';
import { DOUBLE } from '../atoms/double.ts';
import { INSTANT } from '../atoms/instant.ts';
import { INT } from '../atoms/int.ts';
import { LOCAL_DATE } from '../atoms/local-date.ts';
import { LOCAL_DATE_TIME } from '../atoms/local-date-time.ts';
import { LOCAL_TIME } from '../atoms/local-time.ts';
import { LONG } from '../atoms/long.ts';
import { LONG_AS_NUMBER } from '../atoms/long-as-number.ts';
import { SQL_TIMESTAMP } from '../atoms/sql-timestamp.ts';
import { STRING } from '../atoms/string.ts';
import { VOID } from '../atoms/void.ts';
import { requireDepth } from '../type-depth.ts';
import type { TypeInformation } from '../type-information.ts';
import { Decimal } from '../values/decimal.ts';
import { Instant } from '../values/instant.ts';
import { LocalDate } from '../values/local-date.ts';
import { LocalDateTime } from '../values/local-date-time.ts';
import { LocalTime } from '../values/local-time.ts';
import { SqlTimestamp } from '../values/sql-timestamp.ts';
import { requireKeptPlaces } from './fields.ts';
import { listType } from './list.ts';
import { mapType } from './map.ts';
import { nullableType } from './nullable.ts';
import { primitiveArrayType } from './primitive-array.ts';
import { readProperty } from './properties.ts';
import { rowTypeOf } from './row.ts';

type AnyType = TypeInformation<unknown>;

/** As of a list that is written. */
const MAX_ELEMENTS = 2 ** 31 - 1;

/** The narrowest type that all samples are of. Throws TypeDefinitionError, with the path to what is of none. */
export function inferType(samples: readonly unknown[]): AnyType {
  if (samples.length === 0) throw new TypeDefinitionError({ reason: 'a type is inferred from at least one sample' });
  return infer(samples, '', 0);
}

/** Values at one place of all samples: each object once, or shared parts would be as many as there are ways to them. */
class Gathered {
  readonly values: unknown[] = [];
  readonly #seen = new Set<object>();
  #null = false;

  add(value: unknown): void {
    if (typeof value === 'object' && value !== null) {
      if (this.#seen.has(value)) return;
      this.#seen.add(value);
    } else if (value === null || value === undefined) {
      if (this.#null) return;
      this.#null = true;
    }
    this.values.push(value);
  }
}

function infer(samples: readonly unknown[], path: string, depth: number): AnyType {
  // A sample that contains itself ends here too.
  requireDepth(depth);
  const there = samples.filter((sample) => sample !== null && sample !== undefined);
  if (samples.length === 0) {
    const reason = 'no sample has an element to infer a type from: give one that has, or write the type down';
    throw new TypeDefinitionError({ reason, path });
  }
  if (there.length === 0) return VOID;
  const type = inferThere(there, path, depth);
  return there.length === samples.length ? type : nullableType(type);
}

function inferThere(samples: readonly unknown[], path: string, depth: number): AnyType {
  if (samples.every((sample) => typeof sample === 'number')) return inferNumber(samples);
  if (samples.every((sample) => typeof sample === 'bigint')) {
    return samples.every((sample) => BigInt.asIntN(64, sample) === sample) ? LONG : BIGINT;
  }
  for (const [is, type] of whole) if (samples.every(is)) return type;
  if (samples.every(isDate)) return inferDate(samples, path);
  if (samples.every((sample) => Array.isArray(sample))) return inferList(samples, path, depth);
  if (samples.every((sample) => isMap(sample))) return inferMap(samples, path, depth);
  if (samples.every(isRecord)) return inferRow(samples, path, depth);
  throw noType(samples, path);
}

function inferDate(samples: readonly Date[], path: string): AnyType {
  if (!samples.some((sample) => Number.isNaN(sample.getTime()))) return DATE;
  throw new TypeDefinitionError({ reason: 'an invalid Date is of no type: null can stand for it', path });
}

/** Holes are null, as they are written. */
function inferList(samples: readonly (readonly unknown[])[], path: string, depth: number): AnyType {
  const elements = new Gathered();
  for (const sample of samples) {
    const { length } = sample;
    if (length > MAX_ELEMENTS) throw new TypeDefinitionError({ reason: 'a list is not as long as this', path, length });
    for (let i = 0; i < length; i++) elements.add(sample[i]);
  }
  return listType(infer(elements.values, `${path}[]`, depth + 1));
}

function inferMap(samples: readonly ReadonlyMap<unknown, unknown>[], path: string, depth: number): AnyType {
  const keys = new Gathered();
  const values = new Gathered();
  for (const sample of samples) {
    for (const [key, value] of sample) {
      keys.add(key);
      values.add(value);
    }
  }
  const key = infer(keys.values, `${path}[key]`, depth + 1);
  return mapType(key, infer(values.values, `${path}[value]`, depth + 1)) as AnyType;
}

function inferNumber(samples: readonly number[]): AnyType {
  const integers = samples.every((sample) => Number.isSafeInteger(sample) && !Object.is(sample, -0));
  if (!integers) return DOUBLE;
  return samples.every((sample) => (sample | 0) === sample) ? INT : LONG_AS_NUMBER;
}

function inferRow(samples: readonly Record<string, unknown>[], path: string, depth: number): AnyType {
  const names = new Set(samples.flatMap((sample) => Object.keys(sample)));
  requireKeptPlaces(names, 'row', path);
  const fields = [...names].map((name) => {
    const values = new Gathered();
    for (const sample of samples) values.add(readProperty(sample, name));
    return [name, infer(values.values, path === '' ? name : `${path}.${name}`, depth + 1)] as const;
  });
  return rowTypeOf(fields, undefined);
}

/** Types that one look at a value tells. */
const whole: readonly (readonly [is: (value: unknown) => boolean, type: AnyType])[] = [
  [(value) => typeof value === 'boolean', BOOLEAN],
  [(value) => typeof value === 'string', STRING],
  [(value) => value instanceof Decimal, DECIMAL],
  [(value) => value instanceof Instant, INSTANT],
  [(value) => value instanceof LocalDate, LOCAL_DATE],
  [(value) => value instanceof LocalTime, LOCAL_TIME],
  [(value) => value instanceof LocalDateTime, LOCAL_DATE_TIME],
  [(value) => value instanceof SqlTimestamp, SQL_TIMESTAMP],
  [isUint8Array, primitiveArrayType('byte')],
  [isInt16Array, primitiveArrayType('short')],
  [isUint16Array, primitiveArrayType('char')],
  [isInt32Array, primitiveArrayType('int')],
  [isBigInt64Array, primitiveArrayType('long')],
  [isFloat32Array, primitiveArrayType('float')],
  [isFloat64Array, primitiveArrayType('double')],
];

function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function noType(samples: readonly unknown[], path: string): TypeDefinitionError {
  const kinds = new Set(samples.map((sample) => (typeof sample === 'object' ? describeValue(sample) : typeof sample)));
  return new TypeDefinitionError({ reason: reasonOf(kinds), path, value: [...kinds].slice(0, 4).join(', ') });
}

function reasonOf(kinds: ReadonlySet<string>): string {
  if (kinds.size === 1) {
    return 'no type fits the sample: give a plain object with its fields, or write the type down (types.value, types.generic)';
  }
  if (kinds.size === 2 && kinds.has('number') && kinds.has('bigint')) {
    return 'no type has both numbers and bigints: make all of them one or the other';
  }
  return 'the samples are of types that have none in common: write the type down (types.either, types.generic)';
}
