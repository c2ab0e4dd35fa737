import { afterEach, describe, expect, it } from 'vitest';
import type { BinaryRow } from '../../lib/index.ts';
import { failureOf } from './failure.ts';
import { allKinds, loadMemoryModules, type Mode, type SegmentKind } from './segment-kinds.ts';

/** What rows do on every kind of memory, in checked mode and without it. */

const OFFSET = 5;
const cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const action of cleanUp.splice(0).reverse()) action();
});

for (const mode of ['checked', 'unchecked'] satisfies Mode[]) {
  const modules = await loadMemoryModules(mode);
  const library = await import('../../lib/index.ts');
  describe.each(allKinds(modules))(`rows on $name, ${mode}`, (kind) => rows(kind, library));
}

function rows(kind: SegmentKind, library: typeof import('../../lib/index.ts')): void {
  const { binaryRowType, columns, BinaryRowWriter, Decimal, Instant, LocalDateTime } = library;
  const KIND_VALUES = {
    boolean: true,
    byte: -128,
    short: -32768,
    int: -(2 ** 31),
    long: -(2n ** 63n),
    number: Number.MAX_SAFE_INTEGER,
    float: 0.5,
    double: Number.MIN_VALUE,
    short_text: 'seven77',
    long_text: 'acht Bytes: ü',
    bytes: Uint8Array.of(255, 0, 1),
    decimal: Decimal.of(-(10n ** 18n) + 1n, 2),
    wide: Decimal.of(10n ** 38n - 1n, 38),
    timestamp: LocalDateTime.parse('1969-12-31T23:59:59.999'),
    nanos: Instant.parse('1969-12-31T23:59:59.999999999Z'),
    nothing: null,
    list: [1, null, -1],
    map: new Map([['key', { x: 1, y: 'a text of the row inside' }]]),
  };
  const type = binaryRowType({
    boolean: columns.boolean(),
    byte: columns.byte(),
    short: columns.short(),
    int: columns.int(),
    long: columns.long(),
    number: columns.long({ as: 'number' }),
    float: columns.float(),
    double: columns.double(),
    short_text: columns.string(),
    long_text: columns.string(),
    bytes: columns.bytes(),
    decimal: columns.decimal(18, 2),
    wide: columns.decimal(38, 38),
    timestamp: columns.timestamp(3),
    nanos: columns.timestampLtz(9),
    nothing: columns.nullable(columns.string()),
    list: columns.array(columns.nullable(columns.int())),
    map: columns.map(columns.string(), columns.row({ x: columns.byte(), y: columns.string() })),
  });
  const sizeInBytes = type.encode(KIND_VALUES).sizeInBytes;

  const loan = () => kind.make(sizeInBytes + OFFSET + 3, cleanUp);
  const written = () => {
    const { segment, root, surroundingsAreIntact } = loan();
    segment.fill(0x77);
    const row = type.write(KIND_VALUES, new BinaryRowWriter(type.arity, { segment, offset: OFFSET }));
    return { segment, root, row, surroundingsAreIntact };
  };

  it('are written in place and read back, and nothing around them changes', () => {
    const { segment, row, surroundingsAreIntact } = written();
    expect(type.toObject(row)).toEqual(KIND_VALUES);
    expect(row.sizeInBytes).toBe(sizeInBytes);
    for (let i = 0; i < OFFSET; i++) expect(segment.getByte(i)).toBe(0x77);
    for (let i = OFFSET + sizeInBytes; i < segment.size; i++) expect(segment.getByte(i)).toBe(0x77);
    expect(surroundingsAreIntact()).toBe(true);
  });

  it('are the same as rows in memory of the writer', () => {
    const { row } = written();
    const own = type.encode(KIND_VALUES);
    expect(row.toBytes()).toEqual(own.toBytes());
    expect(row.equals(own)).toBe(true);
    expect(row.hashCode()).toBe(own.hashCode());
    const { segment } = loan();
    own.copyTo(segment, 8);
    expect(type.createRow().pointTo(segment, 8, sizeInBytes).equals(row)).toBe(true);
    expect(failureOf(() => own.copyTo(segment, 9))).toMatchObject({ code: 'ERR_INDEX_OUT_OF_BOUNDS' });
  });

  it('change their fields in place', () => {
    const { row, surroundingsAreIntact } = written();
    row.rowKind = 'updateAfter';
    row.setBoolean(0, false);
    row.setByte(1, 127);
    row.setShort(2, 32767);
    row.setInt(3, 7);
    row.setLong(4, 2n ** 63n - 1n);
    row.setLongAsNumber(5, -7);
    row.setFloat(6, -0.25);
    row.setDouble(7, -1e300);
    row.setDecimal(11, { unscaled: 1n, scale: 2 }, 18);
    row.setDecimal(12, { unscaled: -(2n ** 100n), scale: 38 }, 38);
    row.setTimestamp(13, { millisecond: 5, nanoOfMillisecond: 0 }, 3);
    row.setTimestamp(14, { millisecond: -5, nanoOfMillisecond: 1 }, 9);
    row.setNullAt(8);
    expect(row.rowKind).toBe('updateAfter');
    expect(row.isNullAt(8)).toBe(true);
    row.memory.putLong(row.slot(8), 0n);
    expect(row.getText(8)).toBe('');
    expect(read(row)).toEqual([
      false,
      127,
      32767,
      7,
      2n ** 63n - 1n,
      -7,
      -0.25,
      -1e300,
      { unscaled: 1n, scale: 2 },
      { unscaled: -(2n ** 100n), scale: 38 },
      { millisecond: 5, nanoOfMillisecond: 0 },
      { millisecond: -5, nanoOfMillisecond: 1 },
    ]);
    expect(surroundingsAreIntact()).toBe(true);
  });

  it('keep room for decimals and timestamps that become null and values again', () => {
    const { row } = written();
    row.setDecimal(12, null, 38);
    row.setTimestamp(14, null, 9);
    expect([row.isNullAt(12), row.isNullAt(14)]).toEqual([true, true]);
    row.setDecimal(12, { unscaled: -3n, scale: 38 }, 38);
    row.setTimestamp(14, { millisecond: 3, nanoOfMillisecond: 3 }, 9);
    expect([row.isNullAt(12), row.isNullAt(14)]).toEqual([false, false]);
    expect(row.getDecimal(12, 38, 38)).toEqual({ unscaled: -3n, scale: 38 });
    expect(row.getTimestamp(14, 9)).toEqual({ millisecond: 3, nanoOfMillisecond: 3 });
  });

  it('throw SegmentFreedError from every getter, setter and comparison once the memory is freed', () => {
    const { row, root } = written();
    const own = type.encode(KIND_VALUES);
    root.free();
    const uses: (() => unknown)[] = [
      () => row.isNullAt(0),
      () => row.getBoolean(0),
      () => row.getByte(1),
      () => row.getShort(2),
      () => row.getInt(3),
      () => row.getLong(4),
      () => row.getLongAsNumber(5),
      () => row.getFloat(6),
      () => row.getDouble(7),
      () => row.getString(8),
      () => row.getText(9),
      () => row.getBinary(10),
      () => row.getDecimal(12, 38, 38),
      () => row.getTimestamp(14, 9),
      () => row.getArray(16),
      () => row.getMap(17),
      () => row.setInt(3, 1),
      () => row.setNullAt(3),
      () => row.equals(own),
      () => own.equals(row),
      () => row.hashCode(),
      () => row.copy(),
      () => row.toBytes(),
      () => type.toObject(row),
    ];
    for (const use of uses) expect(failureOf(use)).toMatchObject({ code: 'ERR_SEGMENT_FREED' });
  });

  it('that do not fit into the segment are refused with OutputFullError, and the rest stays as it is', () => {
    const { segment, surroundingsAreIntact } = kind.make(sizeInBytes - 1, cleanUp);
    const writer = new BinaryRowWriter(type.arity, { segment });
    expect(failureOf(() => type.write(KIND_VALUES, writer))).toMatchObject({ code: 'ERR_OUTPUT_FULL' });
    expect(failureOf(() => new BinaryRowWriter(100, { segment }))).toMatchObject({ code: 'ERR_OUTPUT_FULL' });
    expect(surroundingsAreIntact()).toBe(true);
  });

  it('are not pointed outside of the segment', () => {
    const { segment } = loan();
    const row = type.createRow();
    for (const [offset, size] of [
      [-1, sizeInBytes],
      [OFFSET + 4, sizeInBytes],
      [0.5, sizeInBytes],
      [Number.NaN, sizeInBytes],
      [2 ** 31, sizeInBytes],
      [0, 2 ** 31],
    ] as const) {
      expect(failureOf(() => row.pointTo(segment, offset, size))).toMatchObject({ code: 'ERR_INDEX_OUT_OF_BOUNDS' });
      expect(failureOf(() => row.pointTo([segment], offset, size))).toMatchObject({ code: 'ERR_INDEX_OUT_OF_BOUNDS' });
    }
    expect(failureOf(() => row.pointTo(segment, 0, row.fixedBytes - 1))).toMatchObject({ code: 'ERR_CORRUPT_DATA' });
    expect(failureOf(() => row.pointTo(undefined as never, 0, sizeInBytes))).toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
    });
  });

  it('have no fields beyond their arity', () => {
    const { row } = written();
    for (const index of [-1, type.arity, 0.5, Number.NaN, 2 ** 32, '0' as never]) {
      expect(failureOf(() => row.getInt(index))).toMatchObject({ code: 'ERR_INDEX_OUT_OF_BOUNDS' });
      expect(failureOf(() => row.isNullAt(index))).toMatchObject({ code: 'ERR_INDEX_OUT_OF_BOUNDS' });
      expect(failureOf(() => row.setInt(index, 1))).toMatchObject({ code: 'ERR_INDEX_OUT_OF_BOUNDS' });
    }
  });

  it('do not read a value that lies outside of them, though it lies in the segment', () => {
    const { row } = written();
    // Text of 8 bytes, each time at another place: in front, in the fixed part, across the end, behind it, far away.
    for (const start of [-8, 0, row.fixedBytes - 1, sizeInBytes - 7, sizeInBytes, 2 ** 31 - 1]) {
      row.memory.putLongHighLow(row.slot(9), start & 0x7fffffff, 8);
      for (const read of [() => row.getText(9), () => row.getString(9), () => row.getBinary(9)]) {
        expect(failureOf(read)).toMatchObject({ code: 'ERR_CORRUPT_DATA', position: row.slot(9) - row.offset });
      }
    }
    row.memory.putLongHighLow(row.slot(9), row.fixedBytes, 0x80000000);
    expect(failureOf(() => row.getText(9))).toMatchObject({ code: 'ERR_CORRUPT_DATA' });
  });

  function read(row: BinaryRow): unknown[] {
    return [
      row.getBoolean(0),
      row.getByte(1),
      row.getShort(2),
      row.getInt(3),
      row.getLong(4),
      row.getLongAsNumber(5),
      row.getFloat(6),
      row.getDouble(7),
      row.getDecimal(11, 18, 2),
      row.getDecimal(12, 38, 38),
      row.getTimestamp(13, 3),
      row.getTimestamp(14, 9),
    ];
  }
}
