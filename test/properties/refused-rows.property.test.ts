import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BinaryArray,
  BinaryArrayWriter,
  BinaryMap,
  BinaryRow,
  BinaryRowSerializer,
  BinaryRowWriter,
  DataInputDeserializer,
  MemorySegment,
} from '../../lib/index.ts';
import { failureOf } from '../contracts/failure.ts';

/** Views that were pointed to good bytes, then to hostile ones: none reads the one or the other after a refusal. */

const GOOD_FIELDS = 2;

function goodRow(): BinaryRow {
  const writer = new BinaryRowWriter(GOOD_FIELDS);
  for (let i = 0; i < GOOD_FIELDS; i++) writer.writeLong(i, 7n);
  return writer.complete();
}

function goodArray(): BinaryArray {
  const writer = new BinaryArrayWriter(3, 8);
  for (let i = 0; i < 3; i++) writer.writeLong(i, 7n);
  return writer.complete();
}

const fieldReads: readonly ((fields: BinaryRow | BinaryArray, index: number) => unknown)[] = [
  (fields, i) => fields.isNullAt(i),
  (fields, i) => fields.getBoolean(i),
  (fields, i) => fields.getByte(i),
  (fields, i) => fields.getShort(i),
  (fields, i) => fields.getInt(i),
  (fields, i) => fields.getLong(i),
  (fields, i) => fields.getLongAsNumber(i),
  (fields, i) => fields.getFloat(i),
  (fields, i) => fields.getDouble(i),
  (fields, i) => fields.getString(i),
  (fields, i) => fields.getText(i),
  (fields, i) => fields.getBinary(i),
  (fields, i) => fields.getDecimal(i, 10, 2),
  (fields, i) => fields.getDecimal(i, 30, 2),
  (fields, i) => fields.getTimestamp(i, 3),
  (fields, i) => fields.getTimestamp(i, 9),
  (fields, i) => fields.getRow(i, 1),
  (fields, i) => fields.getArray(i),
  (fields, i) => fields.getMap(i),
];

function expectNowhere(fields: BinaryRow | BinaryArray): void {
  expect(fields.sizeInBytes).toBe(0);
  for (const index of [0, 1, 2]) {
    for (const read of fieldReads) expect(failureOf(() => read(fields, index)).code).toBe('ERR_INDEX_OUT_OF_BOUNDS');
  }
}

function expectNoRow(row: BinaryRow): void {
  expectNowhere(row);
  expect(failureOf(() => row.rowKind).code).toBe('ERR_INDEX_OUT_OF_BOUNDS');
  expect(failureOf(() => row.anyNull()).code).toBe('ERR_INDEX_OUT_OF_BOUNDS');
}

function expectNoArray(array: BinaryArray): void {
  expectNowhere(array);
  expect([array.size, array.anyNull()]).toEqual([0, false]);
}

function expectNoMap(map: BinaryMap): void {
  expect([map.size, map.sizeInBytes]).toEqual([0, 0]);
  expectNoArray(map.keyArray);
  expectNoArray(map.valueArray);
}

/** True when it was refused. */
function refused(read: () => unknown): boolean {
  try {
    read();
    return false;
  } catch (error) {
    const { code } = failureOf(() => {
      throw error;
    });
    expect(code).toMatch(/^ERR_(CORRUPT_DATA|END_OF_DATA)$/);
    return true;
  }
}

const hostileByte = fc.oneof(fc.constantFrom(0, 0, 0, 1, 2, 8, 16, 24, 0x7f, 0x80, 0xff), fc.nat({ max: 255 }));
const hostile = fc.array(hostileByte, { minLength: 24, maxLength: 96 }).map((codes) => Uint8Array.from(codes));
/** As one segment, or as two that meet at `cut`. */
const cuts = fc.option(fc.nat({ max: 23 }), { nil: undefined });

function memoryOf(bytes: Uint8Array, cut: number | undefined): MemorySegment | MemorySegment[] {
  if (cut === undefined) return MemorySegment.wrap(bytes);
  return [MemorySegment.wrap(bytes.slice(0, cut)), MemorySegment.wrap(bytes.slice(cut))];
}

describe('a view of hostile bytes that were refused', () => {
  it('is nowhere when it was to be pointed to a value inside', () => {
    fc.assert(
      fc.property(hostile, cuts, fc.nat({ max: 1 }), (bytes, cut, index) => {
        const outer = new BinaryRow(GOOD_FIELDS).pointTo(memoryOf(bytes, cut), 0, bytes.length);
        const row = goodRow();
        const array = goodArray();
        const map = BinaryMap.of(goodArray(), goodArray());
        if (refused(() => outer.getRow(index, GOOD_FIELDS, row))) expectNoRow(row);
        if (refused(() => outer.getArray(index, array))) expectNoArray(array);
        if (refused(() => outer.getMap(index, map))) expectNoMap(map);
      }),
    );
  });

  it('is nowhere when it was to be pointed there itself', () => {
    fc.assert(
      fc.property(hostile, cuts, fc.nat({ max: 24 }), (bytes, cut, size) => {
        const memory = memoryOf(bytes, cut);
        const row = goodRow();
        const array = goodArray();
        const map = BinaryMap.of(goodArray(), goodArray());
        if (refused(() => row.pointTo(memory, 0, size))) expectNoRow(row);
        if (refused(() => array.pointTo(memory, 0, size))) expectNoArray(array);
        if (refused(() => map.pointTo(memory, 0, size))) expectNoMap(map);
      }),
    );
  });

  it('is nowhere when it was to be read from a view', () => {
    const serializer = new BinaryRowSerializer(GOOD_FIELDS);
    fc.assert(
      fc.property(hostile, (bytes) => {
        const row = goodRow();
        if (refused(() => serializer.deserialize(new DataInputDeserializer(bytes), row))) expectNoRow(row);
      }),
    );
  });

  it('is nowhere when its values are refused after its keys', () => {
    const map = BinaryMap.of(goodArray(), goodArray());
    const bytes = map.toBytes();
    const valueCount = bytes.length / 2 + 2;
    new DataView(bytes.buffer).setInt32(valueCount, -1, true);
    expect(failureOf(() => map.pointTo(MemorySegment.wrap(bytes), 0, bytes.length))).toMatchObject({
      code: 'ERR_CORRUPT_DATA',
      position: valueCount,
    });
    expectNoMap(map);
  });

  it('can be pointed to good bytes again', () => {
    const array = goodArray();
    const bytes = array.toBytes();
    expect(refused(() => array.pointTo(MemorySegment.wrap(bytes), 0, 8))).toBe(true);
    expect(array.pointTo(MemorySegment.wrap(bytes), 0, bytes.length).getLong(2)).toBe(7n);
  });
});
