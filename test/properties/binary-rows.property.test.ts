import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BinaryRow,
  BinaryRowComparator,
  BinaryRowSerializer,
  binaryRowTypeOf,
  type ColumnDescription,
  DataInputDeserializer,
  DataOutputSerializer,
  MemorySegment,
  type TimestampValue,
} from '../../lib/index.ts';
import { asInput, asOutput, PagedRowPages, PagedRowReader } from '../fixtures/paged-rows.ts';
import { keyRows, typedRows } from '../fixtures/row-values.ts';

describe('a row of any type', () => {
  it('gives back the object that was written, with any writer and after a copy', () => {
    fc.assert(
      fc.property(typedRows, ({ description, values }) => {
        const type = binaryRowTypeOf(description);
        const writer = type.createWriter();
        for (const value of values) {
          const row = type.write(value, writer);
          expect(type.toObject(row)).toEqual(value);
          // Nothing of the row before is left in the bytes.
          const fresh = type.encode(value);
          expect(row.equals(fresh)).toBe(true);
          expect(row.hashCode()).toBe(fresh.copy().hashCode());
          expect(row.sizeInBytes % 8).toBe(0);
        }
      }),
    );
  });

  it('reads, compares and hashes the same however it is split over segments', () => {
    fc.assert(
      fc.property(
        typedRows,
        fc.nat({ max: 20 }),
        fc.array(fc.nat({ max: 40 }), { maxLength: 12 }),
        ({ description, values }, before, cuts) => {
          const type = binaryRowTypeOf(description);
          const whole = type.encode(values[0] as Record<string, unknown>);
          const segments = split(whole.toBytes(), before, cuts);
          const row = type.createRow().pointTo(segments, before, whole.sizeInBytes);
          expect(type.toObject(row)).toEqual(values[0]);
          expect(row.hashCode()).toBe(whole.hashCode());
          expect(row.anyNull()).toBe(whole.anyNull());
          expect(row.equals(whole)).toBe(true);
          expect(whole.equals(row)).toBe(true);
          expect(row.toBytes()).toEqual(whole.toBytes());
        },
      ),
    );
  });

  it('passes through views, and through pages of any size', () => {
    fc.assert(
      fc.property(typedRows, fc.integer({ min: 0, max: 300 }), ({ description, values }, extra) => {
        const type = binaryRowTypeOf(description);
        const serializer = new BinaryRowSerializer(type.arity);
        const output = new DataOutputSerializer(16);
        const pages = new PagedRowPages(type.createRow().fixedBytes + 4 + extra);
        let skipped = 0;
        for (const value of values) {
          serializer.serialize(type.encode(value), output);
          skipped += serializer.serializeToPages(type.encode(value), asOutput(pages));
        }
        expect(pages.written).toBe(output.length + skipped);
        const input = new DataInputDeserializer(output.copyOfBuffer());
        const mapped = new PagedRowReader(pages);
        const copied = new PagedRowReader(pages);
        const skipping = new PagedRowReader(pages);
        for (const value of values) {
          expect(type.toObject(serializer.deserialize(input))).toEqual(value);
          expect(type.toObject(serializer.mapFromPages(asInput(mapped)))).toEqual(value);
          expect(type.toObject(serializer.deserializeFromPages(asInput(copied)))).toEqual(value);
          serializer.skipRecordFromPages(asInput(skipping));
          expect(skipping.position).toBe(mapped.position);
        }
        expect(input.available).toBe(0);
      }),
    );
  });
});

describe('a comparator of rows', () => {
  it('orders rows as their values, and normalized keys as far as they go', () => {
    fc.assert(
      fc.property(
        keyRows,
        fc.array(fc.record({ descending: fc.boolean(), nullsLast: fc.boolean() }), { minLength: 6, maxLength: 6 }),
        fc.integer({ min: 1, max: 40 }),
        ({ description, values }, directions, keyBytes) => {
          const type = binaryRowTypeOf(description);
          const keys = description.fields.map(({ name }, i) => ({ field: name, ...directions[i] }));
          const comparator = new BinaryRowComparator(structuredClone({ type: description, keys }));
          const rows = values.map((value) => ({
            value,
            row: type.encode(value),
            key: MemorySegment.allocateHeap(keyBytes),
          }));
          for (const { row, key } of rows) comparator.putNormalizedKey(row, key, 0, keyBytes);
          for (const a of rows) {
            for (const b of rows) {
              const order = Math.sign(comparator.compare(a.row, b.row));
              expect(order).toBe(modelOrder(description.fields, keys, a.value, b.value));
              expect(Math.sign(comparator.compare(splitRow(a.row), b.row))).toBe(order);
              if (order === 0) expect(comparator.hash(a.row)).toBe(comparator.hash(b.row));
              if (!comparator.supportsNormalizedKey) continue;
              const byKey = a.key.compare(b.key, 0, 0, keyBytes) * (comparator.invertNormalizedKey ? -1 : 1);
              if (byKey !== 0) expect(byKey).toBe(order);
              else if (!comparator.isNormalizedKeyPrefixOnly(keyBytes)) expect(order).toBe(0);
            }
          }
        },
      ),
    );
  });
});

/** The bytes behind `before` others, in segments of which all but the last have the sizes of `cuts`. */
function split(bytes: Uint8Array, before: number, cuts: readonly number[]): MemorySegment[] {
  const all = new Uint8Array(before + bytes.length + 3).fill(0xee);
  all.set(bytes, before);
  const segments: MemorySegment[] = [];
  let start = 0;
  for (const cut of [...cuts, all.length]) {
    const end = Math.min(all.length, start + cut);
    segments.push(MemorySegment.wrap(all.slice(start, end)));
    start = end;
  }
  return segments;
}

function splitRow(row: BinaryRow): BinaryRow {
  return row.copy().pointTo(split(row.toBytes(), 3, [1, 7, 13, 2]), 3, row.sizeInBytes);
}

type Key = { readonly field: string; readonly descending?: boolean; readonly nullsLast?: boolean };

function modelOrder(
  fields: readonly { readonly name: string; readonly type: ColumnDescription }[],
  keys: readonly Key[],
  a: Record<string, unknown>,
  b: Record<string, unknown>,
): number {
  for (const { field, descending = false, nullsLast = descending } of keys) {
    const type = fields.find(({ name }) => name === field)?.type as ColumnDescription;
    const [left, right] = [a[field], b[field]];
    if (left === null || right === null) {
      if (left === right) continue;
      return (left === null) === nullsLast ? 1 : -1;
    }
    const order = valueOrder(type.kind === 'nullable' ? type.element : type, left, right);
    if (order !== 0) return descending ? -order : order;
  }
  return 0;
}

function valueOrder(type: ColumnDescription, a: unknown, b: unknown): number {
  if (type.kind === 'string') return Math.sign(Buffer.compare(Buffer.from(a as string), Buffer.from(b as string)));
  if (type.kind === 'bytes') return Math.sign(Buffer.compare(a as Uint8Array, b as Uint8Array));
  if (type.kind === 'decimal') return less((a as { unscaled: bigint }).unscaled, (b as { unscaled: bigint }).unscaled);
  if (type.kind === 'timestamp') {
    const [left, right] = [a as TimestampValue, b as TimestampValue];
    return less(left.millisecond, right.millisecond) || less(left.nanoOfMillisecond, right.nanoOfMillisecond);
  }
  if (Object.is(a, b)) return 0;
  if (Number.isNaN(a)) return 1;
  if (Number.isNaN(b)) return -1;
  if (a === b) return Object.is(a, -0) ? -1 : 1;
  return less(a as number, b as number);
}

function less<T>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
