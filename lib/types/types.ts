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
import type { TypeInformation } from './type-information.ts';
import type { Decimal } from './values/decimal.ts';
import type { Instant } from './values/instant.ts';
import type { LocalDate } from './values/local-date.ts';
import type { LocalDateTime } from './values/local-date-time.ts';
import type { LocalTime } from './values/local-time.ts';
import type { SqlTimestamp } from './values/sql-timestamp.ts';

export interface LongOptions<As extends 'bigint' | 'number' = 'bigint' | 'number'> {
  /** `number`: beyond plus or minus 2^53 - 1 UnsafeIntegerError is thrown. Default `bigint`. */
  readonly as: As;
}

function long(options?: LongOptions<'bigint'>): TypeInformation<bigint>;
function long(options: LongOptions<'number'>): TypeInformation<number>;
function long(options?: LongOptions): TypeInformation<bigint> | TypeInformation<number> {
  return options?.as === 'number' ? LONG_AS_NUMBER : LONG;
}

/** Makes types: `types.row({ user: types.long(), url: types.string() })`. Each is written as Flink writes it. */
export const types = Object.freeze({
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
  double: (): TypeInformation<number> => DOUBLE,
  /** UTF-16 units as they are, lone surrogates among them. */
  string: (): TypeInformation<string> => STRING,
  /** An integer of any length: java.math.BigInteger. */
  bigint: (): TypeInformation<bigint> => BIGINT,
  /** java.math.BigDecimal. */
  decimal: (): TypeInformation<Decimal> => DECIMAL,
  /** java.util.Date. */
  date: (): TypeInformation<Date> => DATE,
  instant: (): TypeInformation<Instant> => INSTANT,
  localDate: (): TypeInformation<LocalDate> => LOCAL_DATE,
  localTime: (): TypeInformation<LocalTime> => LOCAL_TIME,
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
});
