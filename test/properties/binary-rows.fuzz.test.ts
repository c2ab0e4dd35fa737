import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BinaryRowComparator,
  BinaryRowSerializer,
  binaryRowTypeOf,
  DataInputDeserializer,
  MemorySegment,
  OffheapError,
  type RowDescription,
} from '../../lib/index.ts';
import { RowPages } from '../fixtures/row-pages.ts';
import { keyRows, typedRows } from '../fixtures/row-values.ts';

/** Overwrites some bytes, mostly of the fixed part, with values that are dangerous as offsets and lengths. */
const damage = fc.array(
  fc.tuple(
    fc.oneof(fc.nat({ max: 64 }), fc.nat({ max: 600 })),
    fc.oneof(fc.uint8Array({ minLength: 1, maxLength: 9 }), fc.constantFrom(...dangerous())),
  ),
  { minLength: 1, maxLength: 6 },
);

function dangerous(): Uint8Array[] {
  return [0, -1, 2 ** 31 - 1, -(2 ** 31), 8, 16, 1000].map((value) => new Uint8Array(Int32Array.of(value).buffer));
}

describe('a row of damaged bytes', () => {
  it('gives a value or an error with a code, and never shows what lies around it', () => {
    fc.assert(
      fc.property(typedRows, damage, fc.boolean(), ({ description, values }, changes, cut) => {
        const type = binaryRowTypeOf(description);
        const bytes = type.encode(values[0] as Record<string, unknown>).toBytes();
        for (const [at, change] of changes)
          bytes.set(change.subarray(0, Math.max(0, bytes.length - at)), Math.min(at, bytes.length));
        // The same row in two different neighbourhoods.
        const seen = [0x11, 0xee].map((around) => {
          const all = new Uint8Array(bytes.length + 1000).fill(around);
          all.set(bytes, 500);
          const memory = MemorySegment.wrap(all);
          const place = cut ? [memory.wrap(0, 517), memory.wrap(517, all.length - 517)] : memory;
          return outcome(() => type.toObject(type.createRow().pointTo(place, 500, bytes.length)));
        });
        expect(seen[0]).toEqual(seen[1]);
      }),
      { numRuns: 500 },
    );
  });

  it('is compared, hashed and keyed without reading around it', () => {
    fc.assert(
      fc.property(keyRows, damage, ({ description, values }, changes) => {
        const type = binaryRowTypeOf(description);
        const comparator = new BinaryRowComparator({
          type: description,
          keys: description.fields.map(({ name }) => ({ field: name })),
        });
        const whole = type.encode(values.at(-1) as Record<string, unknown>);
        const bytes = type.encode(values[0] as Record<string, unknown>).toBytes();
        for (const [at, change] of changes)
          bytes.set(change.subarray(0, Math.max(0, bytes.length - at)), Math.min(at, bytes.length));
        const seen = [0x11, 0xee].map((around) => {
          const all = new Uint8Array(bytes.length + 1000).fill(around);
          all.set(bytes, 500);
          const row = type.createRow().pointTo(MemorySegment.wrap(all), 500, bytes.length);
          const key = MemorySegment.allocateHeap(24);
          return [
            outcome(() => comparator.compare(row, whole)),
            outcome(() => comparator.hash(row)),
            outcome(() => comparator.putNormalizedKey(row, key, 0, 24)),
            Array.from({ length: 24 }, (_, i) => key.getByte(i)),
          ];
        });
        expect(seen[0]).toEqual(seen[1]);
      }),
      { numRuns: 300 },
    );
  });

  it('makes no more of the same bytes than they are: values that overlap are refused', () => {
    const names = Array.from({ length: 200 }, (_, i) => `f${i}`);
    const type = binaryRowTypeOf({ fields: names.map((name) => ({ name, type: { kind: 'string' } })) });
    const row = type.encode(Object.fromEntries(names.map((name, i) => [name, i === 0 ? 'x'.repeat(100_000) : ''])));
    const [high, low] = [row.memory.getLongHigh(row.slot(0)), row.memory.getLongLow(row.slot(0))];
    for (let i = 1; i < names.length; i++) row.memory.putLongHighLow(row.slot(i), high, low);
    expect(() => type.toObject(row)).toThrowError(/values overlap/);
    expect(row.getText(199)).toHaveLength(100_000);
  });
});

describe('serialized rows of damaged bytes', () => {
  const description: RowDescription = { fields: [{ name: 'text', type: { kind: 'string' } }] };
  const serializer = new BinaryRowSerializer(description.fields.length);

  it.each([-1, 0, 15, -(2 ** 31)])('are refused with a length of %i', (length) => {
    const bytes = Buffer.alloc(40);
    bytes.writeInt32BE(length);
    const input = new DataInputDeserializer(new Uint8Array(bytes));
    expect(() => serializer.deserialize(input)).toThrowError(/too few for a row of 1 fields/);
  });

  it('make no room for a length that the input does not have', () => {
    const bytes = Buffer.alloc(40);
    bytes.writeInt32BE(2 ** 31 - 1);
    const known = new DataInputDeserializer(new Uint8Array(bytes));
    expect(() => serializer.deserialize(known)).toThrowError(expect.objectContaining({ code: 'ERR_END_OF_DATA' }));
    // One that does not know how much it has.
    const pages = new RowPages(32);
    pages.output.write(new Uint8Array(bytes), 0, bytes.length);
    for (const read of [serializer.deserializeFromPages, serializer.mapFromPages]) {
      expect(() => read.call(serializer, pages.reader())).toThrowError(
        expect.objectContaining({ code: 'ERR_END_OF_DATA' }),
      );
    }
  });
});

function outcome(read: () => unknown): unknown {
  try {
    return { value: read() };
  } catch (error) {
    if (!(error instanceof OffheapError)) throw error;
    return { error: error.toString() };
  }
}
