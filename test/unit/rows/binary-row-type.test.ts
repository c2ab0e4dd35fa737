import { describe, expect, it } from 'vitest';
import {
  BinaryArrayWriter,
  type BinaryColumn,
  BinaryMap,
  BinaryRow,
  BinaryRowComparator,
  BinaryRowWriter,
  BinaryString,
  binaryRowType,
  binaryRowTypeOf,
  type CorruptDataError,
  columns,
  Decimal,
  Instant,
  LocalDate,
  LocalDateTime,
  LocalTime,
  MemorySegment,
} from '../../../lib/index.ts';

const type = binaryRowType({
  id: columns.long(),
  name: columns.string(),
  tags: columns.array(columns.nullable(columns.string())),
  place: columns.row({ x: columns.int(), near: columns.map(columns.string(), columns.int()) }),
});
const value = { id: 1n, name: 'n', tags: ['a', null], place: { x: 1, near: new Map([['b', 2]]) } };

describe('a type of rows', () => {
  it('is made anew from its description, as JSON', () => {
    const anew = binaryRowTypeOf(JSON.parse(JSON.stringify(type.description)));
    expect(anew.description).toEqual(type.description);
    expect(anew.toObject(type.encode(value))).toEqual(value);
  });

  it.each([
    ['id', { ...value, id: 1 }, { path: 'id', expected: 'long (bigint)', value: '1' }],
    ['id', { ...value, id: 2n ** 63n }, { path: 'id' }],
    ['name', { ...value, name: 7 }, { path: 'name', expected: 'string' }],
    ['tags', { ...value, tags: ['a', 5] }, { path: 'tags[1]' }],
    ['place', { ...value, place: 3 }, { path: 'place', expected: 'row (object)' }],
    ['place.x', { ...value, place: { ...value.place, x: 2 ** 31 } }, { path: 'place.x' }],
    ['place.near', { ...value, place: { x: 1, near: new Map([['b', 'c']]) } }, { path: 'place.near[0]' }],
    ['the row', 'text', { path: '', expected: 'row (object)' }],
  ])('names the path of a wrong value: %s', (_, wrong, fields) => {
    expect(() => type.encode(wrong as never)).toThrowError(expect.objectContaining({ code: 'ERR_TYPE_MISMATCH' }));
    expect(() => type.encode(wrong as never)).toThrowError(
      expect.objectContaining({ fields: expect.objectContaining(fields) }),
    );
  });

  it.each([
    ['name', { ...value, name: null }],
    ['id', { ...value, id: undefined }],
    ['place.near', { ...value, place: { x: 1 } }],
  ])('has no room for a null that the column does not take: %s', (path, wrong) => {
    expect(() => type.encode(wrong as never)).toThrowError(
      expect.objectContaining({ code: 'ERR_NULL_FIELD', fields: { path } }),
    );
  });

  it('does not read a null that the column does not take', () => {
    const row = type.encode(value);
    row.setNullAt(1);
    expect(() => type.toObject(row)).toThrowError(/columns\.nullable/);
  });

  it.each<[string, () => unknown]>([
    ['a precision of 39', () => columns.decimal(39, 0)],
    ['a scale above the precision', () => columns.decimal(3, 4)],
    ['10 fractional digits of a second', () => columns.timestamp(10)],
    ['what is no column', () => binaryRowType({ x: 5 as unknown as BinaryColumn<number> })],
    ['an element that is no column', () => columns.array('int' as unknown as BinaryColumn<number>)],
    ['a field whose name is a number', () => binaryRowType({ 1: columns.int() })],
    ['a row kind with the name of a field', () => binaryRowType({ op: columns.int() }, { kind: 'op' })],
    [
      'a field twice',
      () =>
        binaryRowTypeOf({
          fields: [
            { name: 'a', type: { kind: 'int' } },
            { name: 'a', type: { kind: 'int' } },
          ],
        }),
    ],
    ['a kind that is not known', () => binaryRowTypeOf({ fields: [{ name: 'a', type: { kind: 'x' } as never }] })],
    ['no fields', () => binaryRowTypeOf(undefined as never)],
    ['a comparator without keys', () => type.createComparator([])],
    ['a key that is no field', () => type.createComparator({ field: 'x' })],
    ['a key without order', () => new BinaryRowComparator({ type: type.description, keys: [{ field: 'tags' }] })],
    ['the position of no field', () => type.indexOf('x' as never)],
  ])('is not defined with %s', (_, define) => {
    expect(define).toThrowError(expect.objectContaining({ code: 'ERR_TYPE_DEFINITION' }));
  });

  it('keeps the row kind in the property that it is given', () => {
    const changes = binaryRowType({ id: columns.int() }, { kind: 'op' });
    const row = changes.encode({ id: 1, op: 'updateBefore' });
    expect(row.rowKind).toBe('updateBefore');
    expect(changes.toObject(row)).toEqual({ id: 1, op: 'updateBefore' });
    expect(() => changes.encode({ id: 1, op: 'upsert' as never })).toThrowError(/path=op/);
    row.memory.putByte(row.offset, 4);
    expect(() => row.rowKind).toThrowError(/no row kind/);
  });
});

describe('a value of a class', () => {
  const values = binaryRowType({
    price: columns.decimal(6, 2),
    day: columns.date(),
    clock: columns.time(),
    at: columns.timestamp(3),
    seen: columns.timestampLtz(9),
  });
  const value = {
    price: Decimal.of('4.99'),
    day: LocalDate.of(1969, 12, 31),
    clock: LocalTime.of(23, 59, 59, 999_000_000),
    at: LocalDateTime.parse('2026-11-21T14:30:05.123'),
    seen: Instant.parse('1969-12-31T23:59:59.999999999Z'),
  };

  it('is what rows are written from and read as', () => {
    const row = values.encode(value);
    const read = values.toObject(row);
    expect(read).toEqual(value);
    for (const name of values.names as (keyof typeof value)[]) expect(read[name].equals(value[name])).toBe(true);
    expect([row.getInt(1), row.getInt(2), row.getLongAsNumber(3)]).toEqual([-1, 86_399_999, 1795271405123]);
    expect(row.getTimestamp(4, 9)).toEqual({ millisecond: -1, nanoOfMillisecond: 999_999 });
  });

  it('gets the scale of its column where that loses nothing', () => {
    expect(values.toObject(values.encode({ ...value, price: Decimal.of('5') })).price.toString()).toBe('5.00');
    expect(values.toObject(values.encode({ ...value, price: Decimal.of('5e2') })).price.toString()).toBe('500.00');
  });

  it.each([
    ['more fractional digits', { ...value, price: Decimal.of('4.999') }],
    ['more digits', { ...value, price: Decimal.of('12345') }],
    ['a scale that is far away', { ...value, price: Decimal.of(1n, -(2 ** 31)) }],
    ['a number for a decimal', { ...value, price: 4.99 }],
    ['a number for a date', { ...value, day: 1 }],
    ['a date beyond 2^31 days', { ...value, day: LocalDate.of(9_999_999, 1, 1) }],
    ['parts of a millisecond in a time', { ...value, clock: LocalTime.of(1, 2, 3, 4) }],
    ['parts of a millisecond in a timestamp', { ...value, at: LocalDateTime.parse('2026-11-21T14:30:05.123456') }],
    ['an instant for a local time', { ...value, at: value.seen }],
    ['a year that is far away', { ...value, at: LocalDateTime.parse('+300000-01-01T00:00:00') }],
    ['an instant that is far away', { ...value, seen: Instant.of(10n ** 13n) }],
  ])('is refused with %s', (_, wrong) => {
    expect(() => values.encode(wrong as never)).toThrowError(expect.objectContaining({ code: 'ERR_TYPE_MISMATCH' }));
  });

  it('is not read from milliseconds that no day has', () => {
    const row = values.encode(value);
    for (const millis of [-1, 86_400_000]) {
      row.setInt(2, millis);
      expect(() => values.toObject(row)).toThrowError(
        expect.objectContaining({ code: 'ERR_CORRUPT_DATA', fields: expect.objectContaining({ position: 8 + 2 * 8 }) }),
      );
    }
  });
});

describe('the position of what is corrupt', () => {
  const nested = binaryRowType({
    first: columns.string(),
    second: columns.row({ x: columns.int(), texts: columns.array(columns.string()) }),
    third: columns.map(columns.string(), columns.int()),
  });
  const long = 'a text behind the fixed part';
  const row = () => nested.encode({ first: long, second: { x: 1, texts: [long, long] }, third: new Map([[long, 1]]) });
  const positionOf = (damaged: ReturnType<typeof row>) => {
    try {
      nested.toObject(damaged);
    } catch (error) {
      return (error as CorruptDataError).fields.position;
    }
    return undefined;
  };

  it('of a null is the byte with its bit, also in what lies inside', () => {
    const outer = row();
    outer.setNullAt(2);
    expect(positionOf(outer)).toBe(1);
    const inner = row();
    const second = inner.getRow(1, 2);
    second.setNullAt(1);
    expect(positionOf(inner)).toBe(second.offset + 1);
    const element = row();
    const texts = element.getRow(1, 2).getArray(1);
    texts.setNullElement(1, 8);
    expect(positionOf(element)).toBe(texts.offset + 4);
    const entry = row();
    const { valueArray } = entry.getMap(2);
    valueArray.setNullElement(0, 4);
    expect(positionOf(entry)).toBe(valueArray.offset + 4);
  });

  it('of overlapping values is the slot of the one that is too much', () => {
    const outer = row();
    const [start, length] = [outer.fixedBytes, outer.sizeInBytes - outer.fixedBytes];
    outer.memory.putLongHighLow(outer.slot(0), start, length);
    expect(positionOf(outer)).toBe(8 + 8);
    const inner = row();
    const texts = inner.getRow(1, 2).getArray(1);
    for (const i of [0, 1]) inner.memory.putLongHighLow(texts.slot(i), texts.fixedBytes, texts.sizeInBytes - 24);
    expect(positionOf(inner)).toBe(texts.slot(1));
  });

  it('of a value that lies elsewhere is its slot, also in what lies inside', () => {
    const damaged = row();
    const { keyArray } = damaged.getMap(2);
    damaged.memory.putLongHighLow(keyArray.slot(0), 2 ** 30, 8);
    expect(positionOf(damaged)).toBe(keyArray.slot(0));
    const count = row();
    const { offset } = count.getMap(2).valueArray;
    count.memory.putInt(offset, -1);
    expect(positionOf(count)).toBe(offset);
  });
});

describe('the layout', () => {
  it.each([
    [0, 8],
    [56, 8],
    [57, 16],
    [120, 16],
    [121, 24],
  ])('of %i fields has %i bytes of null bits, as in BinaryRowDataTest', (arity, bytes) => {
    expect(new BinaryRow(arity).fixedBytes).toBe(bytes + 8 * arity);
  });

  it('holds 7 bytes in the slot, and 8 behind the fixed part', () => {
    const text = binaryRowType({ text: columns.string() });
    expect(text.encode({ text: '1234567' }).sizeInBytes).toBe(16);
    expect(text.encode({ text: '12345678' }).sizeInBytes).toBe(24);
    expect(text.encode({ text: '123456789' }).sizeInBytes).toBe(32);
  });

  it('tells rows with the same values written in another order apart, as Flink does', () => {
    const write = (order: readonly number[]) => {
      const writer = new BinaryRowWriter(2);
      for (const index of order) writer.writeText(index, index === 0 ? 'the first text' : 'the second text');
      return writer.complete();
    };
    expect(write([0, 1]).equals(write([0, 1]))).toBe(true);
    expect(write([0, 1]).equals(write([1, 0]))).toBe(false);
    expect([write([1, 0]).getText(0), write([1, 0]).getText(1)]).toEqual(['the first text', 'the second text']);
  });

  it('of an array is as wide as its elements, and refuses others', () => {
    const writer = new BinaryArrayWriter(33, 2);
    for (let i = 0; i < 33; i++) writer.writeShort(i, -i);
    writer.setNullAt(32);
    const array = writer.complete();
    expect(array.sizeInBytes).toBe(80);
    expect([array.size, array.getShort(31), array.isNullAt(32), array.anyNull()]).toEqual([33, -31, true, true]);
    expect(() => writer.writeInt(0, 1)).toThrowError(/not as wide/);
    expect(() => array.getLong(32)).toThrowError(/33 elements of 8 bytes/);
    array.setShort(32, 5);
    expect([array.getShort(32), array.anyNull()]).toEqual([5, false]);
    array.setNullElement(32, 2);
    expect([array.getShort(32), array.isNullAt(32)]).toEqual([0, true]);
    expect(array.copy().equals(array)).toBe(true);
  });

  it('of a map is two arrays of one size', () => {
    const keys = new BinaryArrayWriter(1, 4);
    keys.writeInt(0, 7);
    const values = new BinaryArrayWriter(1, 8);
    values.writeText(0, 'a value of the map');
    const map = BinaryMap.of(keys.complete(), values.complete());
    expect([map.size, map.keyArray.getInt(0), map.valueArray.getText(0)]).toEqual([1, 7, 'a value of the map']);
    expect(map.copy().equals(map)).toBe(true);
    expect(() => BinaryMap.of(keys.complete(), new BinaryArrayWriter(2, 8).complete())).toThrowError(/as many keys/);
    map.memory.putInt(0, map.sizeInBytes);
    expect(() => map.pointTo(map.memory as MemorySegment, 0, map.sizeInBytes)).toThrowError(/bytes of keys/);
  });

  it.each([-1, 1, 2 ** 31 - 1])('of an array does not have %i elements in 4 bytes', (count) => {
    const segment = MemorySegment.allocateHeap(64);
    segment.putInt(8, count);
    expect(() => type.createRow().getArray(2)).toThrowError();
    const array = new BinaryArrayWriter(0, 1).complete();
    expect(() => array.pointTo(segment, 8, 4)).toThrowError(expect.objectContaining({ code: 'ERR_CORRUPT_DATA' }));
    expect(array.size).toBe(0);
  });
});

describe('a text', () => {
  it('is ordered by its bytes, which is by code points and not by UTF-16 units', () => {
    const [low, high] = [BinaryString.from('\uffff'), BinaryString.from('\u{10000}')];
    expect(low.compareTo(high)).toBe(-1);
    expect('\uffff' < '\u{10000}').toBe(false);
    expect(BinaryString.from('ab').compareTo(BinaryString.from('a'))).toBe(1);
    expect(BinaryString.from('ab').compareTo(BinaryString.from('ab'))).toBe(0);
  });

  it('has a question mark for each lone surrogate, as in Java', () => {
    expect(BinaryString.from('\ud800x\udc00').toString()).toBe('?x?');
    expect(BinaryString.from('\u{1f600}').sizeInBytes).toBe(4);
    expect(BinaryString.from(`${'x'.repeat(30_000)}\ud800`).toString()).toBe(`${'x'.repeat(30_000)}?`);
  });

  it('is passed from row to row without being decoded', () => {
    const writer = new BinaryRowWriter(2);
    writer.writeString(0, BinaryString.from('short'));
    writer.writeString(1, BinaryString.from('a text that is longer'));
    const row = writer.complete();
    const other = new BinaryRowWriter(2);
    other.writeString(1, row.getString(1));
    other.writeString(0, row.getString(0));
    expect([other.complete().getText(0), other.complete().getText(1)]).toEqual(['short', 'a text that is longer']);
    expect(row.getString(0).byteAt(0)).toBe(0x73);
    expect(() => row.getString(0).byteAt(5)).toThrowError(expect.objectContaining({ code: 'ERR_INDEX_OUT_OF_BOUNDS' }));
    expect(row.getString(1).copy().equals(row.getString(1))).toBe(true);
  });
});

describe('a normalized key', () => {
  it('ends with the first key that may be null, since a null looks like a value', () => {
    const bytes = binaryRowType({ a: columns.nullable(columns.byte()), b: columns.byte() });
    const comparator = bytes.createComparator([{ field: 'a', nullsLast: true }, { field: 'b' }]);
    const [value, nothing] = [bytes.encode({ a: 127, b: 1 }), bytes.encode({ a: null, b: 0 })];
    const keys = [value, nothing].map((row) => {
      const key = MemorySegment.allocateHeap(2);
      comparator.putNormalizedKey(row, key, 0, 2);
      return [key.getByte(0), key.getByte(1)];
    });
    expect(comparator.compare(value, nothing)).toBe(-1);
    expect(keys).toEqual([
      [-1, 0],
      [-1, 0],
    ]);
    expect(comparator.isNormalizedKeyPrefixOnly(2)).toBe(true);
  });
});

describe('a decimal', () => {
  it.each([0n, 1n, -1n, 127n, 128n, -128n, -129n, 255n, 2n ** 64n, -(2n ** 64n), 10n ** 38n - 1n, 1n - 10n ** 38n])(
    'of %d survives in 16 bytes',
    (unscaled) => {
      const writer = new BinaryRowWriter(1);
      writer.writeDecimal(0, { unscaled, scale: 0 }, 38);
      expect(writer.complete().getDecimal(0, 38, 0)).toEqual({ unscaled, scale: 0 });
    },
  );

  it('of more digits than its type is refused', () => {
    const writer = new BinaryRowWriter(1);
    expect(() => writer.writeDecimal(0, { unscaled: 100n, scale: 0 }, 2)).toThrowError(/more digits/);
    expect(() => writer.writeDecimal(0, { unscaled: 100n, scale: 0 }, 39)).toThrowError(/1 to 38/);
    expect(() => writer.complete().setDecimal(0, { unscaled: 10n ** 20n, scale: 0 }, 20)).toThrowError();
  });
});
