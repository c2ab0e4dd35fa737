import fc from 'fast-check';
import { types } from '../../../lib/types/types.ts';
import { Instant, MAX_EPOCH_SECOND, MIN_EPOCH_SECOND } from '../../../lib/types/values/instant.ts';
import { LocalDate } from '../../../lib/types/values/local-date.ts';
import { LocalDateTime } from '../../../lib/types/values/local-date-time.ts';
import { LocalTime } from '../../../lib/types/values/local-time.ts';
import { SqlTimestamp } from '../../../lib/types/values/sql-timestamp.ts';
import { comparatorContract } from '../comparator-contract.ts';
import { serializerContract } from '../serializer-contract.ts';

const millis = [-8.64e15, -(2 ** 32), -1001, -1, 0, 1, 999, 2 ** 31, 2 ** 32, 1_700_000_000_000, 8.64e15];
const anyMillis = fc.integer({ min: -8.64e15, max: 8.64e15 });
for (const type of [types.date(), types.sqlDate(), types.sqlTime()]) {
  const values = millis.map((each) => new Date(each));
  const arbitrary = anyMillis.map((each) => new Date(each));
  serializerContract({ type, length: 8, values, arbitrary, wrong: [null, 0, '2026-11-21', new Date(Number.NaN)] });
  comparatorContract({ type, ascending: values, arbitrary, normalizedKeyLength: 8 });
}

const nanos = fc.integer({ min: 0, max: 999_999_999 });
const timestamps = [...millis.map((each) => SqlTimestamp.of(each)), SqlTimestamp.of(8.64e15, 999)];
const anyTimestamp = fc
  .tuple(anyMillis, fc.integer({ min: 0, max: 999_999 }))
  .map(([each, below]) => SqlTimestamp.of(each, SqlTimestamp.of(each).nanos + below));
serializerContract({
  type: types.sqlTimestamp(),
  length: 12,
  values: timestamps,
  arbitrary: anyTimestamp,
  wrong: [null, 0, new Date(0), { millis: 0, nanos: 0 }],
});
comparatorContract({
  type: types.sqlTimestamp(),
  ascending: timestamps,
  arbitrary: anyTimestamp,
  normalizedKeyLength: 12,
});

const instants = [
  Instant.of(MIN_EPOCH_SECOND),
  Instant.of(-(2n ** 32n)),
  Instant.of(-1n, 999_999_999),
  Instant.of(0n),
  Instant.of(0n, 1),
  Instant.of(2n ** 31n),
  Instant.of(MAX_EPOCH_SECOND, 999_999_999),
];
const anyInstant = fc
  .tuple(fc.bigInt(MIN_EPOCH_SECOND, MAX_EPOCH_SECOND), nanos)
  .map(([second, nano]) => Instant.of(second, nano));
serializerContract({
  type: types.instant(),
  length: 12,
  values: instants,
  arbitrary: anyInstant,
  wrong: [null, 0n, new Date(0), { epochSecond: 0n, nano: 0 }],
});
comparatorContract({ type: types.instant(), ascending: instants, arbitrary: anyInstant, normalizedKeyLength: 12 });

const dates = ['-999999999-01-01', '-0001-12-31', '0000-02-29', '1969-12-31', '1970-01-01', '2024-02-29', '2024-03-01']
  .concat('2024-12-31', '+10000-01-01', '+999999999-12-31')
  .map((text) => LocalDate.parse(text));
const anyDate = fc.integer({ min: -365_243_219_162, max: 365_241_780_471 }).map((day) => LocalDate.ofEpochDay(day));
serializerContract({
  type: types.localDate(),
  length: 6,
  values: dates,
  arbitrary: anyDate,
  wrong: [null, '2026-11-21', new Date(0), { year: 2026, month: 1, day: 1 }],
});
comparatorContract({ type: types.localDate(), ascending: dates, arbitrary: anyDate, normalizedKeyLength: 6 });

const times = ['00:00', '00:00:00.000000001', '00:00:01', '00:01', '12:00', '23:59:59.999999999'].map((text) =>
  LocalTime.parse(text),
);
const anyTime = fc
  .tuple(fc.nat(23), fc.nat(59), fc.nat(59), nanos)
  .map(([hour, minute, second, nano]) => LocalTime.of(hour, minute, second, nano));
serializerContract({
  type: types.localTime(),
  length: 7,
  values: times,
  arbitrary: anyTime,
  wrong: [null, '12:00', { hour: 0, minute: 0, second: 0, nano: 0 }],
});
comparatorContract({ type: types.localTime(), ascending: times, arbitrary: anyTime, normalizedKeyLength: 7 });

const dateTimes = dates.flatMap((date) => times.slice(0, 3).map((time) => LocalDateTime.of(date, time)));
const anyDateTime = fc.tuple(anyDate, anyTime).map(([date, time]) => LocalDateTime.of(date, time));
serializerContract({
  type: types.localDateTime(),
  length: 13,
  values: dateTimes,
  arbitrary: anyDateTime,
  wrong: [null, new Date(0), dates[0], times[0]],
});
comparatorContract({
  type: types.localDateTime(),
  ascending: dateTimes,
  arbitrary: anyDateTime,
  normalizedKeyLength: 13,
});
