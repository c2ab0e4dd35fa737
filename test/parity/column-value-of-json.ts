import type { ColumnDescription, RowDescription } from '../../lib/rows/columns/column-description.ts';
import { instantOf, localDateTimeOf, localTimeOf, type TimestampValue } from '../../lib/rows/timestamp-value.ts';
import { Decimal } from '../../lib/types/values/decimal.ts';
import { LocalDate } from '../../lib/types/values/local-date.ts';
import { mapOfJson, recordOfJson } from './nested-json.ts';
import type { Json } from './value-of-json.ts';
import { bytesOfHex, doubleOfBits, floatOfBits, textOfUnits } from './vectors.ts';

/** The value of a column that the generator's JSON says exactly: Column.java has the forms. */
export function columnValueOfJson(column: ColumnDescription, json: Json): unknown {
  switch (column.kind) {
    case 'long':
      return BigInt(json as string);
    case 'float':
      return floatOfBits(json as string);
    case 'double':
      return doubleOfBits(json as string);
    case 'string':
      return textOfUnits(json as string);
    case 'bytes':
      return bytesOfHex(json as string);
    case 'decimal':
      return Decimal.of(BigInt(json as string), column.scale);
    case 'date':
      return LocalDate.ofEpochDay(json as number);
    case 'time':
      return localTimeOf(json as number);
    case 'timestamp':
      return localDateTimeOf(timestampOfJson(json));
    case 'timestampLtz':
      return instantOf(timestampOfJson(json));
    case 'nullable':
      return json === null ? null : columnValueOfJson(column.element, json);
    case 'array':
      return (json as Json[]).map((element) => columnValueOfJson(column.element, element));
    case 'map':
      return mapOfJson(column.key, column.value, json, columnValueOfJson);
    case 'row':
      return rowOfJson(column, json as Json[]);
    default:
      return json;
  }
}

function timestampOfJson(json: Json): TimestampValue {
  const [millis, nanos] = json as [string, number];
  return { millisecond: Number(millis), nanoOfMillisecond: nanos };
}

export function rowOfJson({ fields, rowKind }: RowDescription, json: readonly Json[]): Record<string, unknown> {
  return recordOfJson(fields, rowKind, json, columnValueOfJson);
}
