import { describe, expect, it } from 'vitest';
import type { Engine } from '../../lib/engine/engine.ts';
import {
  BinaryRowBatch,
  BinaryRowComparator,
  binaryRowType,
  binaryRowTypeOf,
  columns,
  Decimal,
  LocalDateTime,
  MemorySegment,
} from '../../lib/index.ts';
import { enginesUnderTest } from '../fixtures/engines.ts';
import { LaidOutRows } from '../fixtures/laid-out-rows.ts';
import { failureOf } from './failure.ts';

/** What batches of rows do, by native kernels and in JavaScript. */

const visit = binaryRowType({
  url: columns.string(),
  user: columns.nullable(columns.long({ as: 'number' })),
  price: columns.nullable(columns.decimal(30, 2)),
  at: columns.timestamp(9),
  number: columns.int(),
});
type Visit = ReturnType<typeof visit.toObject>;

/** More than the kernels sort at once. */
const MANY = 6000;
const COMMON_BEGINNING = 'https://example.com/';

function visits(count: number): Visit[] {
  return Array.from({ length: count }, (_, i) => {
    const drawn = Math.imul(i + 1, 0x9e3779b1) >>> 0;
    return {
      url: drawn % 7 === 0 ? '' : `${COMMON_BEGINNING}${drawn % 50}${'\0'.repeat(drawn % 3)}`,
      user: drawn % 5 === 0 ? null : (drawn % 11) - 5,
      price: drawn % 13 === 0 ? null : Decimal.of(BigInt(drawn % 17) - 8n, 2),
      at: LocalDateTime.parse(`1969-12-31T23:59:59.99999999${drawn % 10}`),
      number: i,
    };
  });
}

const places: readonly { readonly name: string; readonly engine: Engine | undefined; readonly skip: boolean }[] = [
  ...enginesUnderTest.map(({ name, engine, missing }) => ({
    name: `off-heap on the ${name} engine${missing}`,
    engine,
    skip: engine === undefined,
  })),
  { name: 'on the heap', engine: undefined, skip: false },
];

for (const { name, engine, skip } of places) {
  describe.skipIf(skip)(`a batch of rows ${name}`, () => batches(engine));
}

function batches(engine: Engine | undefined): void {
  const layOut = (values: readonly Visit[], cuts?: readonly number[]) =>
    new LaidOutRows(
      engine,
      values.map((value) => visit.encode(value).toBytes()),
      cuts,
    );
  const batchOf = ({ segments, positions }: LaidOutRows) => visit.createBatch(segments, positions);

  const byAll = visit.createComparator([
    { field: 'url' },
    { field: 'user', descending: true },
    { field: 'price', nullsLast: true },
    { field: 'at', descending: true },
  ]);

  it.each([
    ['few rows', 300, undefined],
    ['many rows, off the event loop', MANY, undefined],
    ['rows that lie in several segments', 300, [7, 50, 0, 3000, 1]],
    ['one row', 1, undefined],
    ['no row', 0, undefined],
  ] as const)('sorts %s as the comparator orders them, and keeps the order of equal ones', async (_, count, cuts) => {
    const values = visits(count);
    using rows = layOut(values, cuts);
    await batchOf(rows).sort(byAll);
    const encoded = values.map((value) => visit.encode(value));
    const expected = encoded.toSorted((a, b) => byAll.compare(a, b)).map((row) => Buffer.from(row.toBytes()));
    expect(Buffer.concat(rows.inOrder).equals(Buffer.concat(expected))).toBe(true);
  });

  it('sorts by each key alone', async () => {
    const values = visits(200);
    for (const field of visit.names) {
      for (const descending of [false, true]) {
        using rows = layOut(values);
        const comparator = visit.createComparator({ field, descending });
        await batchOf(rows).sort(comparator);
        const expected = values
          .map((value) => visit.encode(value))
          .sort((a, b) => comparator.compare(a, b))
          .map((row) => row.getInt(4));
        const sorted = batchOf(rows);
        expect(Array.from({ length: sorted.size }, (_, i) => sorted.row(i).getInt(4))).toEqual(expected);
      }
    }
  });

  it('gives each row its hash code, and that of its keys', () => {
    const values = visits(300);
    for (const cuts of [[], [7, 50, 0, 3000, 1]]) {
      using rows = layOut(values, cuts);
      const batch = batchOf(rows);
      const encoded = values.map((value) => visit.encode(value));
      expect([...batch.hashCodes()]).toEqual(encoded.map((row) => row.hashCode()));
      const byUser = visit.createComparator([{ field: 'user' }, { field: 'at' }, { field: 'url' }]);
      for (const comparator of [byUser, byAll]) {
        expect([...batch.keyHashes(comparator)]).toEqual(encoded.map((row) => comparator.hash(row)));
      }
    }
  });

  it.each([0, 1, 5, 8, 30])('writes normalized keys of %i bytes one behind the other', (keyBytes) => {
    const values = visits(100);
    using rows = layOut(values, [333]);
    using target = MemorySegment.allocate(100 * keyBytes + 10);
    for (const keys of [
      [{ field: 'number', descending: true }, { field: 'url' }],
      [{ field: 'url' }, { field: 'number' }],
      [{ field: 'user', nullsLast: true }],
      [{ field: 'price' }],
    ]) {
      const comparator = visit.createComparator(keys);
      target.fill(0x5a);
      batchOf(rows).putNormalizedKeys(comparator, keyBytes, target, 4);
      const expected = MemorySegment.allocateHeap(target.size);
      expected.fill(0x5a);
      values.forEach((value, i) => {
        comparator.putNormalizedKey(visit.encode(value), expected, 4 + i * keyBytes, keyBytes);
      });
      expect(target.equalTo(expected, 0, 0, target.size)).toBe(true);
    }
  });

  it('writes the keys over the rows themselves', () => {
    const values = visits(20);
    using rows = layOut(values);
    const byNumber = visit.createComparator({ field: 'number' });
    batchOf(rows).putNormalizedKeys(byNumber, 4, rows.segments[0] as MemorySegment);
    for (let i = 0; i < 20; i++) expect(rows.segments[0]?.getIntBigEndian(4 * i)).toBe((i ^ -0x80000000) | 0);
  });

  it('refuses a row that does not lie in the memory, and says which', async () => {
    for (const [offset, size] of [
      [-8, 56],
      [2 ** 31 - 1, 2 ** 31 - 1],
      [10_000, 56],
    ] as const) {
      for (const cuts of [[], [100]]) {
        using rows = layOut(visits(30), cuts);
        rows.positions.set([offset, size], 2 * 17);
        await expectRefusal(rows, { code: 'ERR_INDEX_OUT_OF_BOUNDS', row: 17, offset });
      }
    }
  });

  it('refuses a row that is too short for its fields, and says which', async () => {
    for (const size of [40, 0, -8]) {
      for (const cuts of [[], [100]]) {
        using rows = layOut(visits(30), cuts);
        rows.positions[2 * 17 + 1] = size;
        await expectRefusal(rows, { code: 'ERR_CORRUPT_DATA', row: 17, position: 0 });
      }
    }
  });

  it('refuses a key that no writer has written, and says in which row', async () => {
    const url = 8 + 8 * visit.indexOf('url');
    for (const [high, low] of [
      [0, 8],
      [48, 100_000],
      [0x7fffffff, 8],
      [48, 0xffffffff],
      [0x88000000, 0],
    ] as const) {
      using rows = layOut(visits(30));
      const segment = rows.segments[0] as MemorySegment;
      segment.putLongHighLow((rows.positions[2 * 9] as number) + url, high, low);
      await expectRefusal(rows, { code: 'ERR_CORRUPT_DATA', row: 9, position: url }, ['sort', 'keys', 'keyHashes']);
    }
  });

  it('refuses a null in a key that is not nullable', async () => {
    using rows = layOut(visits(30));
    const at = rows.positions[2 * 3] as number;
    rows.segments[0]?.putByte(at + 1, 1);
    await expectRefusal(rows, { code: 'ERR_NULL_KEY_FIELD', row: 3, field: 'url', index: 0 }, ['sort', 'keys']);
  });

  it('orders rows as the comparator does where bytes are behind the end of a short text', async () => {
    const type = binaryRowType({ text: columns.string(), number: columns.int() });
    const bytes = ['a', 'ab', 'b', ''].map((text, number) => type.encode({ text, number }));
    bytes[0]?.memory.putByte(8 + 2, 0x7f);
    using rows = new LaidOutRows(
      engine,
      bytes.map((row) => row.toBytes()),
    );
    const comparator = type.createComparator({ field: 'text' });
    const batch = type.createBatch(rows.segments, rows.positions);
    await batch.sort(comparator);
    const numbers = Array.from({ length: 4 }, (_, i) => batch.row(i).getInt(1));
    expect(numbers).toEqual(bytes.toSorted((a, b) => comparator.compare(a, b)).map((row) => row.getInt(1)));
  });

  it('throws SegmentFreedError when a segment is freed, without rows too', async () => {
    for (const count of [0, 30]) {
      using rows = layOut(visits(count), [0, 100]);
      const batch = batchOf(rows);
      rows.segments[1]?.free();
      const before = rows.positions.slice();
      await expect(batch.sort(byAll)).rejects.toMatchObject({ code: 'ERR_SEGMENT_FREED' });
      expect(rows.positions).toEqual(before);
      expect(failureOf(() => batch.hashCodes())).toMatchObject({ code: 'ERR_SEGMENT_FREED' });
      expect(failureOf(() => batch.keyHashes(byAll))).toMatchObject({ code: 'ERR_SEGMENT_FREED' });
      const target = MemorySegment.allocateHeap(30 * 8);
      expect(failureOf(() => batch.putNormalizedKeys(byAll, 8, target))).toMatchObject({ code: 'ERR_SEGMENT_FREED' });
    }
  });

  it('leaves positions as they are when the memory is freed, or they are detached, during the sort', async () => {
    using rows = layOut(visits(MANY));
    const before = rows.positions.slice();
    const sorting = batchOf(rows).sort(byAll);
    rows.segments[0]?.free();
    await expect(sorting).rejects.toMatchObject({ code: 'ERR_SEGMENT_FREED' });
    expect(rows.positions).toEqual(before);

    using others = layOut(visits(MANY));
    const detached = batchOf(others).sort(byAll);
    structuredClone(others.positions, { transfer: [others.positions.buffer as ArrayBuffer] });
    await expect(detached).rejects.toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
  });

  it('reads positions at the call and writes them when all is sorted', async () => {
    using rows = layOut(visits(MANY));
    const before = rows.positions.slice();
    const batch = batchOf(rows);
    const sorting = batch.sort(byAll);
    expect(rows.positions).toEqual(before);
    rows.positions.fill(-1);
    await sorting;
    const [left, right] = [visit.createRow(), visit.createRow()];
    for (let i = 1; i < batch.size; i++) {
      expect(byAll.compare(batch.row(i - 1, left), batch.row(i, right))).toBeLessThanOrEqual(0);
    }
  });

  it('loses and doubles no position when rows are written during the sort', async () => {
    using rows = layOut(visits(MANY));
    const segment = rows.segments[0] as MemorySegment;
    const written = new Uint8Array(segment.size);
    segment.get(0, written);
    const before = sortedPairs(rows.positions);
    const batch = batchOf(rows);
    for (let round = 0; round < 20; round++) {
      segment.put(0, written);
      const sorting = batch.sort(byAll).catch((error: unknown) => error);
      for (let i = 0; i < 100 * round; i++) {
        const drawn = Math.imul(round * 2000 + i + 1, 0x9e3779b1) >>> 0;
        segment.putIntBigEndian(drawn % (segment.size - 4), drawn);
      }
      const error = await sorting;
      if (error !== undefined) expect(error).toMatchObject({ code: expect.stringMatching(/^ERR_/) });
      expect(sortedPairs(rows.positions)).toEqual(before);
    }
  });

  it('takes memory of several kinds', async () => {
    const values = visits(100);
    using rows = layOut(values, [500, 501]);
    const mixed = [rows.segments[0], MemorySegment.allocateHeap(501), rows.segments[2]] as MemorySegment[];
    rows.segments[1]?.copyTo(0, mixed[1] as MemorySegment, 0, 501);
    const expected = rows.positions.slice();
    await visit.createBatch(mixed, rows.positions).sort(byAll);
    const sorted = rows.positions.slice();
    rows.positions.set(expected);
    await batchOf(rows).sort(byAll);
    expect(sorted).toEqual(rows.positions);
  });

  it('refuses arguments of other types', async () => {
    using rows = layOut(visits(3));
    const { segments, positions } = rows;
    const wrong: (() => unknown)[] = [
      () => new BinaryRowBatch(-1, segments, positions),
      () => new BinaryRowBatch(5, undefined as never, positions),
      () => new BinaryRowBatch(5, [{ size: 8 } as never], positions),
      () => new BinaryRowBatch(5, segments, [0, 8] as never),
      () => new BinaryRowBatch(5, segments, new Int32Array(3)),
      () => new BinaryRowBatch(5, segments, new Uint32Array(2) as never),
      () => new BinaryRowBatch(4, segments, positions).keyHashes(byAll),
      () => new BinaryRowBatch(4, segments, positions).putNormalizedKeys(byAll, 1, segments[0] as MemorySegment),
      () => batchOf(rows).keyHashes(undefined as never),
      () => batchOf(rows).putNormalizedKeys(byAll, -1, segments[0] as MemorySegment),
      () => batchOf(rows).putNormalizedKeys(byAll, 0.5, segments[0] as MemorySegment),
      () => batchOf(rows).putNormalizedKeys(byAll, 1, undefined as never),
    ];
    for (const call of wrong) expect(failureOf(call)).toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
    await expect(new BinaryRowBatch(4, segments, positions).sort(byAll)).rejects.toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
    });
    for (const index of [-1, 3, 0.5]) {
      expect(failureOf(() => batchOf(rows).row(index))).toMatchObject({ code: 'ERR_INDEX_OUT_OF_BOUNDS' });
    }
    const small = MemorySegment.allocateHeap(11);
    for (const offset of [-1, 0, 12]) {
      const put = () => batchOf(rows).putNormalizedKeys(byAll, 4, small, offset);
      expect(failureOf(put)).toMatchObject({ code: 'ERR_INDEX_OUT_OF_BOUNDS' });
    }
  });

  it('sorts by a comparator that came as data, as from another thread', async () => {
    const values = visits(300);
    using rows = layOut(values);
    const { description } = visit;
    const comparator = new BinaryRowComparator(structuredClone(byAll.description));
    await binaryRowTypeOf(structuredClone(description)).createBatch(rows.segments, rows.positions).sort(comparator);
    const sorted = rows.positions.slice();
    await batchOf(rows).sort(byAll);
    expect(sorted).toEqual(rows.positions);
  });

  function sortedPairs(positions: Int32Array): string[] {
    return Array.from({ length: positions.length / 2 }, (_, i) => `${positions[2 * i]} ${positions[2 * i + 1]}`).sort();
  }

  type Operation = 'sort' | 'keys' | 'keyHashes' | 'hashCodes';
  const ALL: readonly Operation[] = ['sort', 'keys', 'keyHashes', 'hashCodes'];

  /** From each operation, which changes nothing. */
  async function expectRefusal(rows: LaidOutRows, failure: object, operations = ALL): Promise<void> {
    const batch = batchOf(rows);
    const before = rows.positions.slice();
    const target = MemorySegment.allocateHeap(30 * 8);
    const calls: Record<Operation, () => unknown> = {
      sort: () => batch.sort(byAll),
      keys: () => batch.putNormalizedKeys(byAll, 8, target),
      keyHashes: () => batch.keyHashes(byAll),
      hashCodes: () => batch.hashCodes(),
    };
    for (const operation of operations) {
      const error = await Promise.resolve()
        .then(calls[operation])
        .catch((thrown: unknown) => thrown);
      const { code, fields } = error as { code: string; fields: object };
      expect({ code, ...fields }, operation).toMatchObject(failure);
    }
    expect(rows.positions).toEqual(before);
    for (let i = 0; i < target.size; i++) expect(target.getByte(i)).toBe(0);
  }
}
