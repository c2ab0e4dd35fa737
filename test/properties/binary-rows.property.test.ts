import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BinaryRow,
  BinaryRowComparator,
  BinaryRowSerializer,
  BinaryRowWriter,
  binaryRowTypeOf,
  type ColumnDescription,
  DataInputDeserializer,
  DataOutputSerializer,
  type LocalDate,
  MemorySegment,
  RandomAccessInputView,
  RandomAccessOutputView,
} from '../../lib/index.ts';
import { RowPages } from '../fixtures/row-pages.ts';
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
      fc.property(typedRows, fc.nat({ max: 300 }), fc.nat({ max: 9 }), ({ description, values }, extra, header) => {
        const type = binaryRowTypeOf(description);
        const serializer = new BinaryRowSerializer(type.arity);
        const output = new DataOutputSerializer(16);
        const pages = new RowPages(header + type.createRow().fixedBytes + 4 + extra, header);
        let skipped = 0;
        for (const value of values) {
          serializer.serialize(type.encode(value), output);
          skipped += serializer.serializeToPages(type.encode(value), pages.output);
        }
        expect(pages.output.bytesWritten).toBe(output.length);
        const { segmentSizeBytes, positionInSegment } = pages.output;
        const used = (pages.segments.length - 1) * (segmentSizeBytes - header) + positionInSegment - header;
        expect(used).toBe(output.length + skipped);
        expect(pages.headersAreIntact).toBe(true);
        const input = new DataInputDeserializer(output.copyOfBuffer());
        const [mapped, copied, skipping] = [pages.reader(), pages.reader(), pages.reader()];
        for (const value of values) {
          expect(type.toObject(serializer.deserialize(input))).toEqual(value);
          expect(type.toObject(serializer.mapFromPages(mapped))).toEqual(value);
          expect(type.toObject(serializer.deserializeFromPages(copied))).toEqual(value);
          serializer.skipRecordFromPages(skipping);
          expect(skipping.position).toBe(mapped.position);
        }
        expect(input.available).toBe(0);
        for (const reader of [mapped, copied]) {
          expect(() => serializer.mapFromPages(reader)).toThrowError(
            expect.objectContaining({ code: 'ERR_END_OF_DATA' }),
          );
        }
      }),
    );
  });

  it('is written and read at any place of random-access pages, and passed on from view to view', () => {
    fc.assert(
      fc.property(typedRows, fc.integer({ min: 0, max: 3 }), ({ description, values }, larger) => {
        const type = binaryRowTypeOf(description);
        const serializer = new BinaryRowSerializer(type.arity);
        const rows = values.map((value) => type.encode(value));
        const pageBytes = 2 ** (Math.ceil(Math.log2(type.createRow().fixedBytes + 4)) + larger);
        const total = rows.reduce((sum, row) => sum + 2 * row.sizeInBytes + 2 * pageBytes, 0);
        const segments = Array.from({ length: Math.ceil(total / pageBytes) }, () =>
          MemorySegment.allocateHeap(pageBytes),
        );
        const output = new RandomAccessOutputView(segments, pageBytes);
        const starts = rows.map((row) => {
          const start = output.bytesWritten;
          serializer.serializeToPages(row, output);
          return start;
        });
        const input = new RandomAccessInputView(segments, pageBytes);
        const passed = new DataOutputSerializer(16);
        for (let i = rows.length - 1; i >= 0; i--) {
          input.setReadPosition(starts[i] as number);
          const row = serializer.mapFromPages(input);
          expect(type.toObject(row)).toEqual(values[i]);
          serializer.serialize(row, passed);
        }
        const back = new DataInputDeserializer(passed.copyOfBuffer());
        const again = new DataOutputSerializer(16);
        for (let i = 0; i < rows.length; i++) serializer.copyBytes(back, again);
        expect(again.copyOfBuffer()).toEqual(passed.copyOfBuffer());
      }),
    );
  });

  it('is not written to pages that its fixed part does not fit into', () => {
    const serializer = new BinaryRowSerializer(3);
    const pages = new RowPages(40, 5);
    expect(() => serializer.serializeToPages(new BinaryRowWriter(3).complete(), pages.output)).toThrowError(
      expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT' }),
    );
    expect(pages.segments).toHaveLength(0);
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
  if (typeof a === 'object') return (a as LocalDate).compareTo(b as LocalDate);
  if (Object.is(a, b)) return 0;
  if (Number.isNaN(a)) return 1;
  if (Number.isNaN(b)) return -1;
  if (a === b) return Object.is(a, -0) ? -1 : 1;
  return less(a as number, b as number);
}

function less<T>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
