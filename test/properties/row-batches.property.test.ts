import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../lib/engine/engine.ts';
import {
  type BinaryRow,
  BinaryRowComparator,
  binaryRowTypeOf,
  MemorySegment,
  type OffheapError,
  type RowDescription,
} from '../../lib/index.ts';
import { enginesUnderTest } from '../fixtures/engines.ts';
import { LaidOutRows } from '../fixtures/laid-out-rows.ts';
import { keyRows } from '../fixtures/row-values.ts';

const cuts = fc.array(fc.nat({ max: 90 }), { maxLength: 8 });
const directions = fc.array(fc.record({ descending: fc.boolean(), nullsLast: fc.boolean() }), {
  minLength: 6,
  maxLength: 6,
});
/** Which of the drawn values the rows have: few different ones, so that keys tie. */
const draws = fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 60 });

/** Overwrites bytes, mostly with what is dangerous as an offset, a length or a mark. */
const damage = fc.array(
  fc.tuple(
    fc.nat({ max: 400 }),
    fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 9 }),
      fc
        .constantFrom(0, -1, 2 ** 31 - 1, -(2 ** 31), 8, 16, 1000)
        .map((int) => new Uint8Array(Int32Array.of(int).buffer)),
    ),
  ),
  { maxLength: 4 },
);
const shifts = fc.array(fc.tuple(fc.nat({ max: 119 }), fc.integer({ min: -9, max: 9 })), { maxLength: 2 });

const native = enginesUnderTest.flatMap(({ engine }) => (engine?.rows === undefined ? [] : [engine]));

function comparatorOf(type: RowDescription, keys: readonly { descending: boolean; nullsLast: boolean }[]) {
  return new BinaryRowComparator({ type, keys: type.fields.map(({ name }, i) => ({ field: name, ...keys[i] })) });
}

describe.each(enginesUnderTest)('a batch of any rows on the $name engine$missing', ({ engine }) => {
  it.skipIf(engine === undefined)('is sorted, hashed and keyed as the comparator does it row by row', async () => {
    await fc.assert(
      fc.asyncProperty(
        keyRows,
        directions,
        draws,
        cuts,
        fc.nat({ max: 20 }),
        async ({ description, values }, keys, drawn, sizes, keyBytes) => {
          const type = binaryRowTypeOf(description);
          const comparator = comparatorOf(description, keys);
          const encoded = drawn.map((i) => type.encode(values[i % values.length] as Record<string, unknown>));
          using rows = new LaidOutRows(
            engine,
            encoded.map((row) => row.toBytes()),
            sizes,
          );
          const batch = type.createBatch(rows.segments, rows.positions);
          expect([...batch.hashCodes()]).toEqual(encoded.map((row) => row.hashCode()));
          expect([...batch.keyHashes(comparator)]).toEqual(encoded.map((row) => comparator.hash(row)));
          const written = MemorySegment.allocateHeap(keyBytes * encoded.length);
          const expected = MemorySegment.allocateHeap(keyBytes * encoded.length);
          batch.putNormalizedKeys(comparator, keyBytes, written);
          encoded.forEach((row, i) => {
            comparator.putNormalizedKey(row, expected, i * keyBytes, keyBytes);
          });
          expect(written.equalTo(expected, 0, 0, written.size)).toBe(true);
          const starts = startsOf(rows.positions);
          await batch.sort(comparator);
          const order = encoded.map((_, i) => i).sort((a, b) => comparator.compare(at(encoded, a), at(encoded, b)));
          expect(startsOf(rows.positions)).toEqual(order.map((i) => starts[i]));
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe.skipIf(native.length === 0)('a batch of damaged rows', () => {
  it('gives the same on every engine as on the heap: results, or the same error, and nothing changed', async () => {
    await fc.assert(
      fc.asyncProperty(
        keyRows,
        directions,
        draws,
        cuts,
        damage,
        shifts,
        async ({ description, values }, keys, drawn, sizes, changes, moves) => {
          const type = binaryRowTypeOf(description);
          const encoded = drawn.map((i) => type.encode(values[i % values.length] as Record<string, unknown>).toBytes());
          for (const [start, change] of changes) {
            const row = encoded[start % encoded.length] as Uint8Array;
            const offset = start % row.length;
            row.set(change.subarray(0, row.length - offset), offset);
          }
          const inJavaScript = await outcomes(undefined);
          for (const engine of native) expect(await outcomes(engine)).toEqual(inJavaScript);

          async function outcomes(engine: Engine | undefined): Promise<unknown[]> {
            using rows = new LaidOutRows(engine, encoded, sizes);
            for (const [index, by] of moves) {
              const { positions } = rows;
              positions[index % positions.length] = (positions[index % positions.length] as number) + by;
            }
            const before = [...rows.positions];
            const comparator = comparatorOf(description, keys);
            const batch = type.createBatch(rows.segments, rows.positions);
            const target = MemorySegment.allocateHeap(drawn.length * 11);
            const results = [
              await outcome(() => [...batch.hashCodes()]),
              await outcome(() => [...batch.keyHashes(comparator)]),
              await outcome(() => batch.putNormalizedKeys(comparator, 11, target)),
              await outcome(() => batch.sort(comparator)),
            ];
            if (results[3] !== undefined) expect([...rows.positions]).toEqual(before);
            const bytes = Array.from({ length: target.size }, (_, i) => target.getByte(i));
            return [...results, bytes, [...rows.positions]];
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});

async function outcome(act: () => unknown): Promise<unknown> {
  try {
    return await act();
  } catch (error) {
    const { code, fields } = error as OffheapError;
    if (typeof code !== 'string' || !code.startsWith('ERR_')) throw error;
    return { code, ...fields };
  }
}

function startsOf(positions: Int32Array): number[] {
  return [...positions].filter((_, i) => i % 2 === 0);
}

function at(rows: readonly BinaryRow[], index: number): BinaryRow {
  return rows[index] as BinaryRow;
}
