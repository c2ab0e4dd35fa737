import { describe, expect, it } from 'vitest';
import type { Addon } from '../../../lib/engine/addon.ts';
import type { Engine } from '../../../lib/engine/engine.ts';
import { binaryRowType, columns, Decimal, LocalDateTime } from '../../../lib/index.ts';
import { regionOf } from '../../../lib/memory/segment-region.ts';
import { failureOf } from '../../contracts/failure.ts';
import { loadedAddon, RawChunk } from '../../fixtures/addon.ts';
import { enginesUnderTest } from '../../fixtures/engines.ts';
import { LaidOutRows } from '../../fixtures/laid-out-rows.ts';

const type = binaryRowType({
  boolean: columns.boolean(),
  byte: columns.byte(),
  short: columns.short(),
  int: columns.int(),
  long: columns.long(),
  float: columns.float(),
  double: columns.double(),
  text: columns.string(),
  bytes: columns.bytes(),
  compact: columns.decimal(18, 2),
  millis: columns.timestamp(3),
  nanos: columns.nullable(columns.timestampLtz(9)),
  local: columns.timestamp(9),
  wide: columns.decimal(38, 2),
});
const VALUE = {
  boolean: true,
  byte: 1,
  short: 2,
  int: 3,
  long: 4n,
  float: 0.5,
  double: Number.NaN,
  text: 'more than seven bytes',
  bytes: Uint8Array.of(1, 2, 3),
  compact: Decimal.of(5n, 2),
  millis: LocalDateTime.parse('2001-02-03T04:05:06.007'),
  nanos: null,
  local: LocalDateTime.parse('2001-02-03T04:05:06.007008009'),
  wide: Decimal.of(-(10n ** 30n), 2),
};
const byAll = type.createComparator(type.names.map((field) => ({ field })));
const withoutWide = type.createComparator(type.names.slice(0, -1).map((field) => ({ field })));

describe.each(enginesUnderTest.filter(({ engine }) => engine?.rows !== undefined))(
  'row kernels of the $name engine',
  ({ engine }) => {
    const kernels = (engine as Engine).rows as NonNullable<Engine['rows']>;
    const layOut = (cuts: readonly number[] = []) =>
      new LaidOutRows(
        engine,
        Array.from({ length: 20 }, () => type.encode(VALUE).toBytes()),
        cuts,
      );
    const pagesOf = ({ segments }: LaidOutRows) => segments.map((segment) => regionOf(segment));

    it('do the work on keys of every kind, in one page and in many', async () => {
      for (const cuts of [[], [7, 100, 0, 1000]]) {
        using rows = layOut(cuts);
        const pages = pagesOf(rows);
        const hashes = new Int32Array(20);
        expect(await kernels.sort(pages, rows.positions, byAll.kernelOrder)).toBe(true);
        expect(kernels.hash(pages, rows.positions, type.arity, hashes)).toBe(true);
        expect(kernels.hashKeys(pages, rows.positions, withoutWide.kernelOrder, hashes)).toBe(true);
        expect(kernels.putKeys(pages, rows.positions, byAll.kernelOrder, 9, new Uint8Array(180))).toBe(true);
      }
    });

    it('refuse to hash wide decimals, and copies of rows that are larger than the pages', () => {
      using rows = layOut([7, 100, 0, 1000]);
      const pages = pagesOf(rows);
      expect(kernels.hashKeys(pages, rows.positions, byAll.kernelOrder, new Int32Array(20))).toBe(false);
      const first = rows.positions.slice(0, 2);
      const again = Int32Array.from({ length: 2 * 21 }, (_, i) => first[i % 2] as number);
      expect(kernels.hash(pages, again, type.arity, new Int32Array(21))).toBe(false);
      expect(kernels.hash(pages, again.subarray(2), type.arity, new Int32Array(20))).toBe(true);
    });

    it('refuse rows that no writer has written', async () => {
      using rows = layOut();
      // An inline text of 127 bytes.
      const slot = 8 + 8 * type.indexOf('text');
      rows.segments[0]?.putLongHighLow((rows.positions[10] as number) + slot, -1, 0);
      const before = rows.positions.slice();
      const pages = pagesOf(rows);
      expect(await kernels.sort(pages, rows.positions, byAll.kernelOrder)).toBe(false);
      expect(kernels.putKeys(pages, rows.positions, byAll.kernelOrder, 9, new Uint8Array(180))).toBe(false);
      expect(rows.positions).toEqual(before);
    });

    it('refuse chunks of other engines and freed ones', () => {
      using rows = layOut();
      const pages = pagesOf(rows);
      const hashes = new Int32Array(20);
      const forged = pages.map(({ chunk, offset, length }) => ({ chunk: { ...chunk }, offset, length }));
      expect(failureOf(() => kernels.hash(forged, rows.positions, 14, hashes))).toMatchObject({
        code: 'ERR_INVALID_ARGUMENT',
      });
      rows.segments[0]?.free();
      expect(failureOf(() => kernels.hash(pages, rows.positions, 14, hashes))).toMatchObject({
        code: 'ERR_SEGMENT_FREED',
      });
    });
  },
);

describe.skipIf(loadedAddon === undefined)('the exports for batches of rows', () => {
  const addon = loadedAddon?.addon as Addon;
  const ORDER = Int32Array.of(1, 3, 0, 0);
  const NONE = new Float64Array(0);
  const NOTHING = new Int32Array(0);

  it('refuse arguments of other types', () => {
    using chunk = new RawChunk(addon, 64);
    const page = Float64Array.of(chunk.id, chunk.generation, 0, 64);
    const wrong: (() => unknown)[] = [
      () => addon.sortRows([] as never, NOTHING, ORDER),
      () => addon.sortRows(new Float32Array(4) as never, NOTHING, ORDER),
      () => addon.sortRows(page.subarray(1), NOTHING, ORDER),
      () => addon.sortRows(Float64Array.of(chunk.id, chunk.generation, 0.5, 8), NOTHING, ORDER),
      () => addon.sortRows(Float64Array.of(chunk.id, chunk.generation, -1, 8), NOTHING, ORDER),
      () => addon.sortRows(Float64Array.of(Number.NaN, chunk.generation, 0, 8), NOTHING, ORDER),
      () => addon.sortRows(page, new Uint32Array(2) as never, ORDER),
      () => addon.sortRows(page, new Int32Array(1), ORDER),
      () => addon.sortRows(page, NOTHING, undefined as never),
      () => addon.sortRows(page, NOTHING, ORDER.subarray(1)),
      () => addon.sortRows(page, NOTHING, Int32Array.of(1, 10, 0, 0)),
      () => addon.sortRows(page, NOTHING, Int32Array.of(1, 3, 1, 0)),
      () => addon.hashRows(page, NOTHING, -1, NOTHING),
      () => addon.hashRows(page, NOTHING, 2 ** 24 + 1, NOTHING),
      () => addon.hashRows(page, Int32Array.of(0, 16), 1, NOTHING),
      () => addon.hashRows(page, Int32Array.of(0, 16), 1, new Float32Array(1) as never),
      () => addon.hashRowKeys(page, Int32Array.of(0, 16), ORDER, new Int32Array(2)),
      () => addon.putRowKeys(page, Int32Array.of(0, 16), ORDER, 4, new Uint8Array(5)),
      () => addon.putRowKeys(page, Int32Array.of(0, 16), ORDER, -1, new Uint8Array(4)),
      () => addon.putRowKeys(page, Int32Array.of(0, 16, 16, 16), ORDER, 2 ** 52, new Uint8Array(0)),
      () => addon.putRowKeys(page, Int32Array.of(0, 16), ORDER, 4, new Int8Array(4) as never),
    ];
    for (const call of wrong) expect(failureOf(call)).toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
  });

  it('refuse pages that do not lie in their chunk', () => {
    using chunk = new RawChunk(addon, 64);
    for (const [offset, length] of [
      [1, 64],
      [65, 0],
      [0, 2 ** 53 - 1],
    ] as const) {
      const page = Float64Array.of(chunk.id, chunk.generation, offset, length);
      const hash = () => addon.hashRows(page, NOTHING, 0, NOTHING);
      expect(failureOf(hash)).toMatchObject({ code: 'ERR_INDEX_OUT_OF_BOUNDS', size: 64 });
    }
  });

  it('work on nothing', () => {
    expect(addon.sortRows(NONE, NOTHING, ORDER)).toBe(true);
    expect(addon.hashRows(NONE, NOTHING, 0, NOTHING)).toBe(true);
    expect(addon.putRowKeys(NONE, NOTHING, ORDER, 8, new Uint8Array(0))).toBe(true);
    expect(addon.hashRows(NONE, Int32Array.of(0, 8), 0, new Int32Array(1))).toBe(false);
  });
});
