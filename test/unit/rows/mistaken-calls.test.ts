import { describe, expect, it } from 'vitest';
import { binaryRowType, columns, DataOutputSerializer, MemorySegment } from '../../../lib/index.ts';
import { failureOf } from '../../contracts/failure.ts';

const visit = binaryRowType({ url: columns.string(), user: columns.int() });

describe('calls that mistake one thing for another', () => {
  it('are told that an object is no row', () => {
    const serialize = () =>
      visit.createSerializer().serialize({ url: '/', user: 1 } as never, new DataOutputSerializer(8));
    expect(failureOf(serialize).code).toBe('ERR_INVALID_ARGUMENT');
    expect(serialize).toThrowError(/not a BinaryRow: argument=row, value=Object/);
    expect(() => visit.toObject({} as never)).toThrowError(/not a BinaryRow/);
    expect(() => visit.toObject(undefined as never)).toThrowError(/not a BinaryRow/);
  });

  it('are told to ask indexOf for the position of a field', () => {
    const row = visit.encode({ url: '/', user: 1 });
    for (const get of [() => row.getText('url' as never), () => row.isNullAt('url' as never)]) {
      expect(failureOf(get).code).toBe('ERR_INDEX_OUT_OF_BOUNDS');
      expect(get).toThrowError(/hint=type\.indexOf\(name\) gives the position of a field/);
    }
    expect(failureOf(() => row.getText(2)).code).toBe('ERR_INDEX_OUT_OF_BOUNDS');
  });

  it('are told that positions are being sorted already, and the first sort ends as it would have', async () => {
    const sizeInBytes = visit.encode({ url: '', user: 0 }).sizeInBytes;
    const page = MemorySegment.wrap(new Uint8Array(8 * 1024));
    const positions = Int32Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? (i / 2) * sizeInBytes : sizeInBytes));
    for (let i = 0; i < 50; i++) {
      const writer = visit.createWriter({ segment: page, offset: i * sizeInBytes });
      visit.write({ url: '', user: (i * 7) % 50 }, writer);
    }
    const batch = visit.createBatch(page, positions);
    const byUser = visit.createComparator('user');
    const first = batch.sort(byUser);
    const again = visit.createBatch(page, positions).sort(byUser);
    await expect(again).rejects.toThrowError(/being sorted already/);
    await first;
    expect(Array.from({ length: 50 }, (_, i) => batch.row(i).getInt(1))).toEqual(
      Array.from({ length: 50 }, (_, i) => i),
    );
    await batch.sort(byUser);
  });
});
