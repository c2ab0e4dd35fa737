import { describe, expect, it } from 'vitest';
import {
  BinaryArrayWriter,
  type BinaryColumn,
  type BinaryRow,
  BinaryRowWriter,
  BinaryString,
  binaryRowType,
  columns,
  Decimal,
  Instant,
  LocalDate,
  LocalDateTime,
  LocalTime,
  OffheapError,
  types,
} from '../../../lib/index.ts';

/** A value that is refused leaves every byte of the row as it was. */

const int = columns.int();
const cases: readonly (readonly [string, BinaryColumn<never>, unknown, readonly unknown[]])[] = [
  ['boolean', columns.boolean() as never, true, [1, 'true', Object(true), {}]],
  ['byte', columns.byte() as never, -128, [128, -129, 1.5, Number.NaN, '1', 1n, Infinity]],
  ['short', columns.short() as never, 32767, [32768, -32769, 0.1, '1', 1n]],
  ['int', int as never, -(2 ** 31), [2 ** 31, -(2 ** 31) - 1, 1e300, -0.5, '1', 1n, true, Symbol('1')]],
  ['long', columns.long() as never, 2n ** 63n - 1n, [2n ** 63n, -(2n ** 63n) - 1n, 1, '1', Object(1n)]],
  ['long as number', columns.long({ as: 'number' }) as never, 2 ** 53 - 1, [2 ** 53, 0.5, Number.NaN, 1n, '1']],
  ['float', columns.float() as never, 0.5, ['0.5', 1n, Object(0.5)]],
  ['double', columns.double() as never, 0.1, ['0.1', 1n, Object(0.1)]],
  ['string', columns.string() as never, 'a text that is long', [7, Object('text'), Uint8Array.of(65)]],
  ['bytes', columns.bytes() as never, new Uint8Array(20), ['text', [1, 2], new Uint16Array(4), new ArrayBuffer(4)]],
  ['date', columns.date() as never, LocalDate.of(2026, 1, 1), [LocalDate.of(9_999_999, 1, 1), new Date(0), 1]],
  ['time', columns.time() as never, LocalTime.of(1, 2), [LocalTime.of(1, 2, 3, 4), 1, new Date(0)]],
  [
    'decimal(5, 2)',
    columns.decimal(5, 2) as never,
    Decimal.of('999.99'),
    [Decimal.of('1000'), Decimal.of('0.001'), 1, 1n],
  ],
  ['decimal(38, 0)', columns.decimal(38, 0) as never, Decimal.of(10n ** 38n - 1n), [Decimal.of(10n ** 38n), '1']],
  ['timestamp(3)', columns.timestamp(3) as never, LocalDateTime.parse('2026-01-01T00:00'), [Instant.of(0n), 0]],
  ['timestampLtz(9)', columns.timestampLtz(9) as never, Instant.of(1n, 1), [Instant.of(10n ** 13n), new Date(0)]],
  ['array', columns.array(int) as never, [1, 2], [[1, 2 ** 31], [1, null], Int32Array.of(1), 'ab', { length: 1 }]],
  [
    'map',
    columns.map(columns.string(), int) as never,
    new Map([['a', 1]]),
    [new Map([['b', 'c']]), new Proxy(new Map(), {}), {}],
  ],
  ['row', columns.row({ x: int }) as never, { x: 1 }, [{ x: 1.5 }, { x: null }, {}, 'x']],
];

describe.each(cases)('a column of %s', (_, column, good, wrong) => {
  it('refuses what it has no room for before anything of the row changes', () => {
    const row = binaryRowType({ before: columns.string(), value: column as BinaryColumn<unknown>, after: int });
    const writer = row.createWriter();
    const before = row.write({ before: 'a text before it', value: good, after: 7 }, writer).toBytes();
    for (const value of wrong) {
      expect(() => column.write(writer, 1, value as never)).toThrowError(OffheapError);
      expect(writer.complete().toBytes(), String(value?.constructor?.name)).toEqual(before);
      expect(() => row.encode({ before: '', value, after: 7 })).toThrowError(
        expect.objectContaining({ code: expect.stringMatching(/^ERR_(TYPE_MISMATCH|NULL_FIELD)$/) }),
      );
    }
    expect(row.toObject(writer.complete())).toEqual({ before: 'a text before it', value: good, after: 7 });
  });
});

const wide = binaryRowType({ a: columns.decimal(38, 0), b: columns.timestampLtz(9), c: int });
const invalid = { code: 'ERR_INVALID_ARGUMENT' };

describe('a setter', () => {
  const row = () => {
    const made = wide.encode({ a: Decimal.of(1n), b: Instant.of(1n), c: 1 });
    made.setDecimal(0, null, 38);
    made.setTimestamp(1, null, 9);
    made.setNullAt(2);
    return made;
  };

  it.each<[string, (row: BinaryRow) => void, object]>([
    ['a symbol as an int', (it) => it.setInt(2, Symbol('1') as never), invalid],
    ['a bigint as a byte', (it) => it.setByte(2, 1n as never), invalid],
    ['a bigint as a short', (it) => it.setShort(2, 1n as never), invalid],
    ['a bigint as a float', (it) => it.setFloat(2, 1n as never), invalid],
    ['a bigint as a double', (it) => it.setDouble(2, 1n as never), invalid],
    ['a number as a long', (it) => it.setLong(2, 1 as never), invalid],
    ['half a long', (it) => it.setLongAsNumber(2, 0.5), invalid],
    ['a long that is no safe integer', (it) => it.setLongAsNumber(2, 2 ** 53), { code: 'ERR_UNSAFE_INTEGER' }],
    ['a field that there is not', (it) => it.setInt(3, 1), { code: 'ERR_INDEX_OUT_OF_BOUNDS' }],
    ['a decimal of no bigint', (it) => it.setDecimal(0, { unscaled: 1 as never, scale: 0 }, 38), invalid],
    ['a decimal that is a text', (it) => it.setDecimal(0, '1' as never, 38), invalid],
    ['a decimal left out', (it) => it.setDecimal(0, undefined as never, 38), invalid],
    ['a decimal of too many digits', (it) => it.setDecimal(0, { unscaled: 10n ** 38n, scale: 0 }, 38), invalid],
    ['null as a decimal of 39 digits', (it) => it.setDecimal(0, null, 39), invalid],
    ['a timestamp left out', (it) => it.setTimestamp(1, undefined as never, 9), invalid],
    [
      'a timestamp of half a millisecond',
      (it) => it.setTimestamp(1, { millisecond: 0.5, nanoOfMillisecond: 0 }, 9),
      invalid,
    ],
    [
      'a timestamp of 10^6 nanoseconds',
      (it) => it.setTimestamp(1, { millisecond: 0, nanoOfMillisecond: 1e6 }, 9),
      invalid,
    ],
    [
      'a timestamp of 10 fractional digits',
      (it) => it.setTimestamp(1, { millisecond: 0, nanoOfMillisecond: 0 }, 10),
      invalid,
    ],
  ])('refuses %s, and the null stays', (_, set, error) => {
    const changed = row();
    const before = changed.toBytes();
    expect(() => set(changed)).toThrowError(expect.objectContaining(error));
    expect(changed.toBytes()).toEqual(before);
  });

  it('of an array refuses too, and the null stays', () => {
    const writer = new BinaryArrayWriter(2, 4);
    writer.setNullAt(0);
    const array = writer.complete();
    const before = array.toBytes();
    expect(() => array.setInt(0, 1n as never)).toThrowError(expect.objectContaining(invalid));
    expect(() => array.setInt(2, 1)).toThrowError(expect.objectContaining({ code: 'ERR_INDEX_OUT_OF_BOUNDS' }));
    expect(array.toBytes()).toEqual(before);
  });
});

describe('a writer', () => {
  it.each<[string, (writer: BinaryRowWriter) => void]>([
    ['a text that is none', (it) => it.writeText(0, 5 as never)],
    ['a section that is a text', (it) => it.writeString(0, 'text' as never)],
    ['a row that is an object', (it) => it.writeNested(0, {} as never)],
    ['bytes that are a list', (it) => it.writeBinary(0, [1] as never)],
    ['a decimal that is a number', (it) => it.writeDecimal(0, 1 as never, 38)],
    ['a timestamp that is a number', (it) => it.writeTimestamp(0, 1 as never, 9)],
    ['a row kind that there is not', (it) => it.writeRowKind('upsert' as never)],
  ])('refuses %s, and the row is as it was', (_, write) => {
    const writer = new BinaryRowWriter(1);
    writer.writeText(0, 'a text that is long');
    const before = writer.complete().toBytes();
    expect(() => write(writer)).toThrowError(expect.objectContaining(invalid));
    expect(writer.complete().toBytes()).toEqual(before);
  });
});

describe('a lone surrogate', () => {
  it.each([
    ['\ud800', '?'],
    ['a\udc00b', 'a?b'],
    ['\udc00\ud800', '??'],
    [`${'long '.repeat(20)}\ud83d`, `${'long '.repeat(20)}?`],
    ['\ud83d\ude00', '\ud83d\ude00'],
  ])('becomes a question mark in a column, as in Flink, and stays in typed rows: %j', (text, read) => {
    const type = binaryRowType({ text: columns.string(), list: columns.array(columns.string()) });
    const row = type.encode({ text, list: [text] });
    expect(type.toObject(row)).toEqual({ text: read, list: [read] });
    expect(row.getString(0).equals(BinaryString.from(text))).toBe(true);
    expect(types.string().decode(types.string().encode(text))).toBe(text);
  });
});
