import { describe, expect, it } from 'vitest';
import { MemorySegment } from '../../../lib/memory/memory-segment.ts';
import { BinaryArray } from '../../../lib/rows/binary-array.ts';
import { BinaryArrayWriter } from '../../../lib/rows/binary-array-writer.ts';
import { BinaryRow } from '../../../lib/rows/binary-row.ts';
import { BinaryRowSerializer } from '../../../lib/rows/binary-row-serializer.ts';
import { BinaryRowWriter } from '../../../lib/rows/binary-row-writer.ts';
import { DataInputDeserializer } from '../../../lib/views/data-input-deserializer.ts';
import { failureOf } from '../../contracts/failure.ts';

const UNSAFE = 2n ** 53n;
const BEFORE = 5;

/** The bytes behind five others, in one segment and in two that meet anywhere. */
function places(bytes: Uint8Array): (readonly MemorySegment[])[] {
  const all = new Uint8Array(BEFORE + bytes.length);
  all.set(bytes, BEFORE);
  const cuts = Array.from({ length: bytes.length - 1 }, (_, i) => BEFORE + 1 + i);
  return [
    [MemorySegment.wrap(all)],
    ...cuts.map((cut) => [MemorySegment.wrap(all.slice(0, cut)), MemorySegment.wrap(all.slice(cut))]),
  ];
}

/** From the start of the row to its second slot. */
const SECOND_SLOT = 16;
const unsafe = { code: 'ERR_UNSAFE_INTEGER', value: String(UNSAFE) };

describe('a long that no number holds', () => {
  it('is at its slot, from the start of the row, wherever the row lies', () => {
    const writer = new BinaryRowWriter(3);
    writer.writeLong(0, 1n);
    writer.writeLong(1, UNSAFE);
    writer.writeTimestamp(2, { millisecond: 5, nanoOfMillisecond: 1 }, 9);
    const bytes = writer.complete().toBytes();
    // Of the timestamp, behind the slots.
    const millisecond = 8 + 3 * 8;
    new DataView(bytes.buffer).setBigInt64(millisecond, UNSAFE, true);
    const row = new BinaryRow(3);
    for (const memory of places(bytes)) {
      row.pointTo(memory, BEFORE, bytes.length);
      expect(failureOf(() => row.getLongAsNumber(1))).toEqual({ ...unsafe, position: SECOND_SLOT });
      expect(failureOf(() => row.getTimestamp(1, 3))).toEqual({ ...unsafe, position: SECOND_SLOT });
      expect(failureOf(() => row.getTimestamp(2, 9))).toEqual({ ...unsafe, position: millisecond });
      const set = failureOf(() => row.setLongAsNumber(0, 2 ** 53));
      expect(set).toEqual({ code: 'ERR_UNSAFE_INTEGER', offset: row.offset + 8, value: 2 ** 53 });
      expect(row.getLong(0)).toBe(1n);
    }
  });

  it('is at its element, from the start of the array', () => {
    const writer = new BinaryArrayWriter(2, 8);
    writer.writeLong(0, 1n);
    writer.writeLong(1, UNSAFE);
    const bytes = writer.complete().toBytes();
    const array = new BinaryArray();
    for (const memory of places(bytes)) {
      array.pointTo(memory, BEFORE, bytes.length);
      expect(failureOf(() => array.getLongAsNumber(1))).toEqual({ ...unsafe, position: SECOND_SLOT });
    }
  });
});

it('a row that is cut off says where its bytes begin and how many were asked for', () => {
  const serializer = new BinaryRowSerializer(1);
  const source = new DataInputDeserializer(new Uint8Array([9, 0, 0, 0, 24, 1, 2, 3]), 1);
  expect(failureOf(() => serializer.deserialize(source))).toEqual({
    code: 'ERR_END_OF_DATA',
    position: 5,
    requested: 24,
    available: 3,
  });
});
