import type { PrimitiveKind, TypeDescription } from '../../lib/types/type-description.ts';
import { Decimal } from '../../lib/types/values/decimal.ts';
import { Instant } from '../../lib/types/values/instant.ts';
import { LocalDate } from '../../lib/types/values/local-date.ts';
import { LocalDateTime } from '../../lib/types/values/local-date-time.ts';
import { LocalTime } from '../../lib/types/values/local-time.ts';
import { SqlTimestamp } from '../../lib/types/values/sql-timestamp.ts';
import { typeLike } from './flink-values.ts';
import { mapOfJson, recordOfJson } from './nested-json.ts';
import { doubleOfBits, floatOfBits, textOfUnits } from './vectors.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** What Java can say and JavaScript's Date, or a safe integer, cannot. */
export class OutOfReach extends Error {}

/** The value that the generator's JSON says exactly: Atoms.java and Composites.java have the forms. */
export function valueOfJson(type: TypeDescription, json: Json): unknown {
  switch (type.kind) {
    case 'boolean':
    case 'byte':
    case 'short':
    case 'int':
    case 'enum':
    case 'void':
      return json;
    case 'long':
      return type.as === 'number' ? safeNumberOf(json as string) : BigInt(json as string);
    case 'bigint':
      return BigInt(json as string);
    case 'float':
      return floatOfBits(json as string);
    case 'double':
      return doubleOfBits(json as string);
    case 'char':
    case 'string':
      return textOfUnits(json as string);
    case 'decimal': {
      const [unscaled, scale] = json as [string, number];
      return Decimal.of(BigInt(unscaled), scale);
    }
    case 'date':
    case 'sqlDate':
    case 'sqlTime':
      return dateOf(json as string);
    case 'instant': {
      const [second, nano] = json as [string, number];
      return Instant.of(BigInt(second), nano);
    }
    case 'localDate':
      return LocalDate.of(...(json as [number, number, number]));
    case 'localTime':
      return LocalTime.of(...(json as [number, number, number, number]));
    case 'localDateTime': {
      const [date, time] = json as [Json, Json];
      return LocalDateTime.of(
        valueOfJson({ kind: 'localDate' }, date) as LocalDate,
        valueOfJson({ kind: 'localTime' }, time) as LocalTime,
      );
    }
    case 'sqlTimestamp':
      return sqlTimestampOf(json as [string, number]);
    case 'nullable':
      return json === null ? null : valueOfJson(type.element, json);
    case 'primitiveArray':
      return primitivesOf(type.element, json as Json[]);
    case 'array':
    case 'list':
      return (json as Json[]).map((element) => valueOfJson(type.element, element));
    case 'map':
      return mapOfJson(type.key, type.value, json, valueOfJson);
    case 'tuple':
      return type.elements.map((element, i) => valueOfJson(element, (json as Json[])[i] as Json));
    case 'row':
      return recordOfJson(type.fields, type.rowKind, json as Json[], valueOfJson);
    case 'pojo':
      return recordOfJson(type.fields, undefined, json as Json[], valueOfJson);
    case 'either': {
      const { left, right } = json as { left?: Json; right?: Json };
      if (left !== undefined) return { left: valueOfJson(type.left, left) };
      return { right: valueOfJson(type.right, right as Json) };
    }
    case 'value': {
      const like = typeLike(type.name);
      if (like !== undefined) return valueOfJson(like.description, json);
      const [x, label] = json as [number, string];
      return { x, label: textOfUnits(label) };
    }
    default:
      throw new Error(`No vectors of ${type.kind}`);
  }
}

function safeNumberOf(long: string): number {
  if (!Number.isSafeInteger(Number(long))) throw new OutOfReach();
  return Number(long);
}

function dateOf(millis: string): Date {
  const date = new Date(Number(millis));
  if (Number.isNaN(date.getTime())) throw new OutOfReach();
  return date;
}

function sqlTimestampOf([millis, nanos]: [string, number]): SqlTimestamp {
  if (!Number.isSafeInteger(Number(millis))) throw new OutOfReach();
  return SqlTimestamp.of(Number(millis), nanos);
}

function primitivesOf(element: PrimitiveKind, json: readonly Json[]): unknown {
  const kind: TypeDescription = element === 'long' ? { kind: 'long', as: 'bigint' } : { kind: element };
  const values = json.map((value) => valueOfJson(kind, value));
  switch (element) {
    case 'byte':
      return Uint8Array.from(values as number[]);
    case 'short':
      return Int16Array.from(values as number[]);
    case 'char':
      return Uint16Array.from(values as string[], (text) => text.charCodeAt(0));
    case 'int':
      return Int32Array.from(values as number[]);
    case 'long':
      return BigInt64Array.from(values as bigint[]);
    case 'float':
      return Float32Array.from(values as number[]);
    case 'double':
      return Float64Array.from(values as number[]);
    default:
      return values;
  }
}
