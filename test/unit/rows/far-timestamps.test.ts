import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binaryRowType, columns, Instant, LocalDate, LocalDateTime, LocalTime } from '../../../lib/index.ts';

/** A row holds 2^63 milliseconds either way, which is more than a number says exactly and less than the classes hold. */

const compact = binaryRowType({ at: columns.timestampLtz(3), local: columns.timestamp(3) });
const longs = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.constantFrom(-(2n ** 63n), 2n ** 63n - 1n, 2n ** 53n, -(2n ** 53n), 2n ** 53n - 1n, 1n - 2n ** 53n),
);

describe('timestamps beyond 2^53 milliseconds', () => {
  it('are read exactly where the slot has the milliseconds', () => {
    fc.assert(
      fc.property(longs, (millis) => {
        const row = compact.encode({ at: Instant.of(0n), local: LocalDateTime.parse('1970-01-01T00:00') });
        row.setLong(0, millis);
        row.setLong(1, millis);
        const { at, local } = compact.toObject(row);
        expect(at.epochSecond * 1000n + BigInt(at.nano / 1_000_000)).toBe(millis);
        expect(millisOf(local)).toBe(millis);
      }),
    );
  });

  it.each([6, 9])('are read exactly with their nanoseconds where %i digits lie behind the fixed part', (precision) => {
    const type = binaryRowType({ at: columns.timestampLtz(precision), local: columns.timestamp(precision) });
    const written = type.encode({ at: Instant.of(0n, 7000), local: LocalDateTime.parse('1970-01-01T00:00:00.000007') });
    const millis = -(2n ** 60n) - 1n;
    written.memory.putLong(written.offset + written.partPosition(0), millis);
    written.memory.putLong(written.offset + written.partPosition(1), millis);
    const { at, local } = type.toObject(written);
    expect(at.epochSecond * 1_000_000_000n + BigInt(at.nano)).toBe(millis * 1_000_000n + 7000n);
    expect(millisOf(local)).toBe(millis);
    expect(local.time.nano % 1_000_000).toBe(7000);
    expect(() => written.getTimestamp(0, precision)).toThrowError(/not a safe integer/);
    expect(written.getFarTimestamp(0, precision)).toEqual({ millisecond: millis, nanoOfMillisecond: 7000 });
  });

  it('are refused when they are written, with the range that is', () => {
    const date = LocalDate.of(300_000, 1, 1);
    const local = LocalDateTime.of(date, LocalTime.of(0, 0));
    const near = { at: Instant.of(0n), local: LocalDateTime.parse('1970-01-01T00:00') };
    expect(() => compact.encode({ ...near, at: Instant.of(10n ** 13n) })).toThrowError(/within 285,000 years of 1970/);
    expect(() => compact.encode({ ...near, local })).toThrowError(/within 285,000 years of 1970/);
    expect(() => binaryRowType({ at: columns.timestampLtz() }).encode({ at: Instant.of(-(10n ** 13n)) })).toThrowError(
      /within 285,000 years of 1970/,
    );
  });
});

function millisOf({ date, time: { hour, minute, second, nano } }: LocalDateTime): bigint {
  const seconds = BigInt((hour * 60 + minute) * 60 + second);
  return (BigInt(date.toEpochDay()) * 86_400n + seconds) * 1000n + BigInt(Math.floor(nano / 1_000_000));
}
