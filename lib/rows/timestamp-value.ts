import { Instant } from '../types/values/instant.ts';
import { LocalDate } from '../types/values/local-date.ts';
import { LocalDateTime } from '../types/values/local-date-time.ts';
import { LocalTime } from '../types/values/local-time.ts';

/** A point in time, or a local one: Flink's TimestampData. */
export interface TimestampValue {
  /** Since 1970, also before it. */
  readonly millisecond: number;
  /** 0 to 999,999: what the milliseconds do not say. */
  readonly nanoOfMillisecond: number;
}

/** The same however far from 1970: a row holds more milliseconds than a number does. */
export interface FarTimestampValue {
  readonly millisecond: bigint;
  readonly nanoOfMillisecond: number;
}

/** Timestamps of up to so many fractional digits are a long of milliseconds, in the slot. */
const MAX_COMPACT_TIMESTAMP_PRECISION = 3;
export const MAX_TIMESTAMP_PRECISION = 9;
export const MAX_NANO_OF_MILLISECOND = 999_999;
/** What is kept for others: the milliseconds. */
export const TIMESTAMP_BYTES = 8;

export function isCompactTimestamp(precision: number): boolean {
  return precision <= MAX_COMPACT_TIMESTAMP_PRECISION;
}

const MILLIS_OF_DAY = 86_400_000;
const NANOS_OF_MILLI = 1_000_000;
/** Farther from 1970 the milliseconds are no safe integer. */
const MAX_SAFE_SECOND = BigInt(Math.floor(Number.MAX_SAFE_INTEGER / 1000)) - 1n;

/** Undefined for milliseconds that are no safe integer: more than 285,000 years from 1970. */
export function timestampOf(value: LocalDateTime | Instant): TimestampValue | undefined {
  if (value instanceof Instant) {
    const { epochSecond, nano } = value;
    if (epochSecond > MAX_SAFE_SECOND || epochSecond < -MAX_SAFE_SECOND) return undefined;
    return timestamp(Number(epochSecond) * 1000, nano);
  }
  const millisecond = value.date.toEpochDay() * MILLIS_OF_DAY + secondOfDay(value.time) * 1000;
  return Math.abs(millisecond) < Number.MAX_SAFE_INTEGER - 1000 ? timestamp(millisecond, value.time.nano) : undefined;
}

function timestamp(startOfSecond: number, nano: number): TimestampValue {
  const millis = Math.floor(nano / NANOS_OF_MILLI);
  return { millisecond: startOfSecond + millis, nanoOfMillisecond: nano - millis * NANOS_OF_MILLI };
}

export function instantOf({ millisecond, nanoOfMillisecond }: TimestampValue): Instant {
  const second = Math.floor(millisecond / 1000);
  return Instant.of(BigInt(second), (millisecond - second * 1000) * NANOS_OF_MILLI + nanoOfMillisecond);
}

export function localDateTimeOf({ millisecond, nanoOfMillisecond }: TimestampValue): LocalDateTime {
  const day = Math.floor(millisecond / MILLIS_OF_DAY);
  return LocalDateTime.of(LocalDate.ofEpochDay(day), localTimeOf(millisecond - day * MILLIS_OF_DAY, nanoOfMillisecond));
}

/** Any long of milliseconds is within the years of both classes. */
export function farInstantOf({ millisecond, nanoOfMillisecond }: FarTimestampValue): Instant {
  const [second, millis] = floorDivide(millisecond, 1000);
  return Instant.of(second, millis * NANOS_OF_MILLI + nanoOfMillisecond);
}

export function farLocalDateTimeOf({ millisecond, nanoOfMillisecond }: FarTimestampValue): LocalDateTime {
  const [day, millis] = floorDivide(millisecond, MILLIS_OF_DAY);
  return LocalDateTime.of(LocalDate.ofEpochDay(Number(day)), localTimeOf(millis, nanoOfMillisecond));
}

/** The quotient, and what is left: never below 0. */
function floorDivide(value: bigint, divisor: number): [quotient: bigint, rest: number] {
  const by = BigInt(divisor);
  const rest = ((value % by) + by) % by;
  return [(value - rest) / by, Number(rest)];
}

/** Undefined for a time with a part of a millisecond. */
export function millisOfDay(time: LocalTime): number | undefined {
  const millis = time.nano / NANOS_OF_MILLI;
  return Number.isInteger(millis) ? secondOfDay(time) * 1000 + millis : undefined;
}

/** `millis`: 0 to 86,399,999. */
export function localTimeOf(millis: number, nanoOfMillisecond = 0): LocalTime {
  const second = Math.floor(millis / 1000);
  const minute = Math.floor(second / 60);
  const nano = (millis - second * 1000) * NANOS_OF_MILLI + nanoOfMillisecond;
  return LocalTime.of(Math.floor(minute / 60), minute % 60, second % 60, nano);
}

export function isMillisOfDay(millis: number): boolean {
  return millis >= 0 && millis < MILLIS_OF_DAY;
}

function secondOfDay({ hour, minute, second }: LocalTime): number {
  return (hour * 60 + minute) * 60 + second;
}
