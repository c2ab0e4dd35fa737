/** A point in time, or a local one: Flink's TimestampData. */
export interface TimestampValue {
  /** Since 1970, also before it. */
  readonly millisecond: number;
  /** 0 to 999,999: what the milliseconds do not say. */
  readonly nanoOfMillisecond: number;
}

/** Timestamps of up to so many fractional digits are a long of milliseconds, in the slot. */
export const MAX_COMPACT_TIMESTAMP_PRECISION = 3;
export const MAX_TIMESTAMP_PRECISION = 9;
export const MAX_NANO_OF_MILLISECOND = 999_999;
/** What is kept for others: the milliseconds. */
export const TIMESTAMP_BYTES = 8;

export function isCompactTimestamp(precision: number): boolean {
  return precision <= MAX_COMPACT_TIMESTAMP_PRECISION;
}
