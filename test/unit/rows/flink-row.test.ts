import { describe, expect, it } from 'vitest';
import { BinaryString, binaryRowType, columns, Decimal, LocalDateTime, MemorySegment } from '../../../lib/index.ts';

/** What RowDataSerializer.toBinaryRow of Flink 2.3.0 makes of VALUE, on a little-endian machine, and the hash codes there. */
const FLINK_ROW = [
  '0310060000000000fbffffffffffffff0f00000080000000f3010000000000000d00000090000000',
  '000000000000000018000000a000000044000000b800000040000000000100003f420f0040010000',
  '0000000000000000000000000000000001020304050607870100000000000000feff000000000000',
  '0000c03f0000000068c3a46c6c6f2077c3b6726c64203f00fe7116f0093c8c1f11b1c0f52e000000',
  '03000000020000000100000000000000030000000000000028000000020000000000000061000000',
  '000000810d000000180000006c6f6e67206b657920686572650000000200000000000000000000000',
  '000f03f0000000000000040000000000000000000000000010000000000000028000000180000000200',
  '00000000000061000000000000810c0000001800000062626262626262626262626200000000ffffff',
  'ffffffffff',
].join('');
const FLINK_ROW_HASH = 1794546051;

const type = binaryRowType(
  {
    id: columns.long(),
    name: columns.string(),
    price: columns.decimal(10, 2),
    wide: columns.decimal(30, 3),
    nothing: columns.nullable(columns.string()),
    list: columns.array(columns.nullable(columns.int())),
    map: columns.map(columns.string(), columns.double()),
    inner: columns.row({ x: columns.byte(), y: columns.array(columns.string()) }),
    time: columns.timestamp(9),
    noDecimal: columns.nullable(columns.decimal(30, 3)),
    noTime: columns.nullable(columns.timestamp(9)),
    seven: columns.bytes(),
    yes: columns.boolean(),
    small: columns.short(),
    float: columns.float(),
  },
  { kind: 'op' },
);

const VALUE = {
  id: -5n,
  name: 'hällo wörld \ud800',
  price: Decimal.of(499n, 2),
  wide: Decimal.of(-123456789012345678901234567890n, 3),
  nothing: null,
  list: [1, null, 3],
  map: new Map([
    ['a', 1],
    ['long key here', 2],
  ]),
  inner: { x: 1, y: ['a', 'bbbbbbbbbbbb'] },
  time: LocalDateTime.parse('1969-12-31T23:59:59.999999999'),
  noDecimal: null,
  noTime: null,
  seven: Uint8Array.of(1, 2, 3, 4, 5, 6, 7),
  yes: true,
  small: -2,
  float: 1.5,
  op: 'delete' as const,
};

describe("a row with every kind of field, as Flink's RowDataSerializer writes it", () => {
  it('is written as the same bytes', () => {
    expect(Buffer.from(type.encode(VALUE).toBytes()).toString('hex')).toBe(FLINK_ROW);
  });

  it('is read from the bytes, with a question mark for the lone surrogate', () => {
    const bytes = new Uint8Array(Buffer.from(FLINK_ROW, 'hex'));
    const row = type.createRow().pointTo(MemorySegment.wrap(bytes), 0, bytes.length);
    expect(type.toObject(row)).toEqual({ ...VALUE, name: 'hällo wörld ?' });
  });

  it('has the same hash codes, and its parts have', () => {
    const row = type.encode(VALUE);
    expect(row.hashCode()).toBe(FLINK_ROW_HASH);
    expect(row.getString(1).hashCode()).toBe(351106601);
    expect(row.getArray(5).hashCode()).toBe(521431928);
    expect(row.getMap(6).hashCode()).toBe(583110999);
    expect(row.getRow(7, 2).hashCode()).toBe(-846918501);
    expect(BinaryString.from('abcdefgé').hashCode()).toBe(137197525);
  });
});
