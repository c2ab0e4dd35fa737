import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal } from '../../../lib/types/values/decimal.ts';
import { Instant, MAX_EPOCH_SECOND, MIN_EPOCH_SECOND } from '../../../lib/types/values/instant.ts';
import { LocalDate } from '../../../lib/types/values/local-date.ts';
import { LocalDateTime } from '../../../lib/types/values/local-date-time.ts';
import { LocalTime } from '../../../lib/types/values/local-time.ts';
import { SqlTimestamp } from '../../../lib/types/values/sql-timestamp.ts';
import { failureOf } from '../../contracts/failure.ts';

const date = LocalDate.of(2024, 2, 29);
const time = LocalTime.of(14, 30, 5, 123_000_000);

/** Texts: what java.time and java.math (JDK 17) parse and print. */
const classes = [
  {
    name: 'LocalDate',
    type: LocalDate,
    value: date,
    texts: [
      '2024-02-29',
      '2000-02-29',
      '0000-01-01',
      '-9999-01-01',
      '-10000-01-01',
      '+10000-01-01',
      '+999999999-12-31',
    ],
    others: [['+09999-01-01', '9999-01-01']],
    wrong: [
      '2023-02-29',
      '1900-02-29',
      '2024-04-31',
      '2024-00-01',
      '2024-13-01',
      '2024-01-00',
      '10000-01-01',
      '2024-1-1',
    ].concat('+2024-01-01', '-0000-01-01', '+0000-01-01', '+1000000000-01-01', ' 2024-01-01', '2024-01-01\n', ''),
  },
  {
    name: 'LocalTime',
    type: LocalTime,
    value: time,
    texts: ['00:00', '23:59:59.999999999', '12:00:01', '12:00:00.100', '12:00:00.000001', '12:00:00.000000001'],
    others: [
      ['12:00:00', '12:00'],
      ['12:00:00.1', '12:00:00.100'],
      ['12:00:00.', '12:00'],
    ],
    wrong: ['24:00', '12:60', '12:00:60', '12:0', '12', 'T12:00', '12:00:00,5', '12:00:00.1234567891', ''],
  },
  {
    name: 'LocalDateTime',
    type: LocalDateTime,
    value: LocalDateTime.of(date, time),
    texts: ['2024-02-29T14:30:05.123', '-999999999-01-01T00:00', '+999999999-12-31T23:59:59.999999999'],
    others: [['2024-01-01t00:00:00', '2024-01-01T00:00']],
    wrong: ['2024-01-01', '2024-01-01 00:00', '2024-01-01T', 'T00:00', '2023-02-29T00:00', '2024-01-01T00:00Z', ''],
  },
  {
    name: 'Instant',
    type: Instant,
    value: Instant.of(0n, 1),
    texts: ['1970-01-01T00:00:00Z', '1969-12-31T23:59:59.999999999Z', '-1000000000-01-01T00:00:00Z'].concat(
      '+1000000000-12-31T23:59:59.999999999Z',
      '-1000000000-02-29T00:00:00Z',
      '+999999999-12-31T23:59:59Z',
    ),
    others: [
      ['2024-01-01t00:00:00z', '2024-01-01T00:00:00Z'],
      ['2024-01-01T00:00:00.1Z', '2024-01-01T00:00:00.100Z'],
    ],
    wrong: [
      '2024-01-01T00:00:00',
      '+1000000001-01-01T00:00:00Z',
      '-1000000001-12-31T23:59:59Z',
      '2023-02-29T00:00:00Z',
    ].concat('+1000000000-02-30T00:00:00Z', '2024-01-01', ''),
  },
  {
    name: 'SqlTimestamp',
    type: SqlTimestamp,
    value: SqlTimestamp.of(-1),
    texts: ['1970-01-01T00:00:00Z', '1969-12-31T23:59:59.999999999Z'],
    others: [],
    wrong: ['+1000000000-01-01T00:00:00Z', '2024-01-01 00:00:00', ''],
  },
  {
    name: 'Decimal',
    type: Decimal,
    value: Decimal.of('12.34'),
    texts: ['0', '0.00', '-12.34', '1E+3', '0.000001', '1E-7', '1.5E-2147483646', '1E+2147483647', '0E-2147483647'],
    others: [
      ['.5', '0.5'],
      ['5.', '5'],
      ['-.5', '-0.5'],
      ['+5', '5'],
      ['1e00000005', '1E+5'],
      ['-0', '0'],
      ['00012.50', '12.50'],
    ],
    wrong: [
      '',
      '-',
      '.',
      '1e',
      '1e+-5',
      ' 1',
      '1 ',
      '1_0',
      '0x1',
      '1,5',
      'NaN',
      'Infinity',
      '1e99999999999',
      '1e-2147483648',
    ],
  },
] as const;

describe.each(classes)('$name', ({ type, value, texts, others, wrong }) => {
  it('prints what it parses', () => {
    for (const text of texts) expect(String(type.parse(text))).toBe(text);
    for (const [text, printed] of others) expect(String(type.parse(text))).toBe(printed);
  });

  it('refuses other texts, and what is no text', () => {
    for (const text of [...wrong, null, undefined, 1, 1n, {}, ['2024-01-01'], Symbol('x')]) {
      expect(failureOf(() => type.parse(text as string)).code, String(text)).toBe('ERR_INVALID_ARGUMENT');
    }
  });

  it('does not change', () => {
    const before = String(value);
    expect(Object.isFrozen(value)).toBe(true);
    for (const field of Object.keys(value)) expect(() => Object.assign(value, { [field]: 1 })).toThrow(TypeError);
    expect(String(value)).toBe(before);
  });

  it('is its text in JSON', () => {
    expect(JSON.parse(JSON.stringify({ value }))).toEqual({ value: String(value) });
  });

  it('equals what has the same text, and nothing else', () => {
    expect(value.equals(type.parse(String(value)))).toBe(true);
    expect(value.compareTo(type.parse(String(value)) as never)).toBe(0);
    for (const other of [null, undefined, {}, String(value), { ...value }]) expect(value.equals(other)).toBe(false);
  });
});

describe('parts that there are not', () => {
  it.each([
    () => LocalDate.of(2023, 2, 29),
    () => LocalDate.of(2024, 2, 30),
    () => LocalDate.of(1e9, 1, 1),
    () => LocalDate.of(2024.5, 1, 1),
    () => LocalDate.of(Number.NaN, 1, 1),
    () => LocalDate.of('2024' as never, 1, 1),
    () => LocalDate.ofEpochDay(1e15),
    () => LocalDate.ofEpochDay(0.5),
    () => LocalTime.of(24, 0),
    () => LocalTime.of(0, 0, 0, 1e9),
    () => LocalTime.of(0, 0, -1),
    () => LocalTime.of(undefined as never, 0),
    () => LocalDateTime.of({ year: 1, month: 1, day: 1 } as never, time),
    () => LocalDateTime.of(date, undefined as never),
    () => Instant.of(MIN_EPOCH_SECOND - 1n),
    () => Instant.of(MAX_EPOCH_SECOND + 1n),
    () => Instant.of(0 as never),
    () => Instant.of(0n, -1),
    () => Instant.of(0n, 1e9),
    () => Instant.ofEpochMilli(Number.NaN),
    () => Instant.ofEpochMilli(0.5),
    () => SqlTimestamp.of(2 ** 53),
    () => SqlTimestamp.of(Number.NaN),
    () => SqlTimestamp.of(1, 0),
    () => SqlTimestamp.of(0, 1e9),
    () => Decimal.of(1n, 2 ** 31),
    () => Decimal.of(1n, 0.5),
    () => Decimal.of(1 as never),
    () => Decimal.of(null as never),
  ])('are refused: %s', (make) => {
    expect(failureOf(make).code).toBe('ERR_INVALID_ARGUMENT');
  });
});

describe('days', () => {
  it('are those of the calendar that Date has, forth and back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -100_000_000, max: 100_000_000 }), (day) => {
        const there = LocalDate.ofEpochDay(day);
        const expected = new Date(day * 86_400_000);
        expect([there.year, there.month, there.day]).toEqual([
          expected.getUTCFullYear(),
          expected.getUTCMonth() + 1,
          expected.getUTCDate(),
        ]);
        expect(there.toEpochDay()).toBe(day);
      }),
    );
  });
});

describe('instants', () => {
  it('print what they parse, to both ends', () => {
    const far = fc.constantFrom(MIN_EPOCH_SECOND, MAX_EPOCH_SECOND - 40_000_000n);
    const second = fc.oneof(
      fc.bigInt(MIN_EPOCH_SECOND, MAX_EPOCH_SECOND),
      fc.tuple(far, fc.bigInt(0n, 40_000_000n)).map(([a, b]) => a + b),
    );
    fc.assert(
      fc.property(second, fc.integer({ min: 0, max: 999_999_999 }), (epochSecond, nano) => {
        const instant = Instant.of(epochSecond, nano);
        expect(Instant.parse(String(instant)).equals(instant)).toBe(true);
      }),
    );
  });
});
