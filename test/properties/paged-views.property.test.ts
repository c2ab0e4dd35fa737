import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EndOfDataError, IndexOutOfBoundsError, OutputFullError } from '../../lib/errors/index.ts';
import { MemorySegment } from '../../lib/memory/memory-segment.ts';
import { DataInputDeserializer } from '../../lib/views/data-input-deserializer.ts';
import type { DataInputView } from '../../lib/views/data-input-view.ts';
import { DataOutputSerializer } from '../../lib/views/data-output-serializer.ts';
import type { DataOutputView } from '../../lib/views/data-output-view.ts';
import { PagedInputView } from '../../lib/views/paged-input-view.ts';
import { PagedOutputView } from '../../lib/views/paged-output-view.ts';
import { RandomAccessInputView } from '../../lib/views/random-access-input-view.ts';
import { RandomAccessOutputView } from '../../lib/views/random-access-output-view.ts';

/** Paged views of any page size and header, against one growing piece of memory. */

interface Value {
  readonly name: string;
  readonly bytes: number;
  write(output: DataOutputView): void;
  read(input: DataInputView): unknown;
  readonly expected: unknown;
}

const text = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0x7f }), fc.integer({ min: 0, max: 0xffff })), { maxLength: 40 })
  .map((units) => String.fromCharCode(...units));
const utfBytes = (value: string): number =>
  2 + [...value.split('')].reduce((sum, c) => sum + (c > '\x7f' || c === '\0' ? (c > '\u07ff' ? 3 : 2) : 1), 0);

function value<T>(
  name: string,
  arbitrary: fc.Arbitrary<T>,
  bytes: number | ((value: T) => number),
  write: (output: DataOutputView, value: T) => void,
  read: (input: DataInputView, value: T) => unknown,
  expected: (value: T) => unknown = (value) => value,
): fc.Arbitrary<Value> {
  return arbitrary.map((v) => ({
    name: `${name}(${typeof v === 'bigint' ? v : JSON.stringify(v)})`,
    bytes: typeof bytes === 'number' ? bytes : bytes(v),
    write: (output) => write(output, v),
    read: (input) => read(input, v),
    expected: expected(v),
  }));
}

const anyLong = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const anyValue: fc.Arbitrary<Value> = fc.oneof(
  value(
    'boolean',
    fc.boolean(),
    1,
    (o, v) => o.writeBoolean(v),
    (i) => i.readBoolean(),
  ),
  value(
    'byte',
    fc.integer({ min: -128, max: 127 }),
    1,
    (o, v) => o.writeByte(v),
    (i) => i.readByte(),
  ),
  value(
    'unsigned byte',
    fc.integer({ min: 0, max: 255 }),
    1,
    (o, v) => o.write(v),
    (i) => i.readUnsignedByte(),
  ),
  value(
    'short',
    fc.integer({ min: -32768, max: 32767 }),
    2,
    (o, v) => o.writeShort(v),
    (i) => i.readShort(),
  ),
  value(
    'char',
    fc.integer({ min: 0, max: 65535 }),
    2,
    (o, v) => o.writeChar(v),
    (i) => i.readChar(),
  ),
  value(
    'unsigned short',
    fc.integer({ min: 0, max: 65535 }),
    2,
    (o, v) => o.writeShort(v),
    (i) => i.readUnsignedShort(),
  ),
  value(
    'int',
    fc.integer(),
    4,
    (o, v) => o.writeInt(v),
    (i) => i.readInt(),
  ),
  value(
    'unsigned int',
    fc.nat(),
    4,
    (o, v) => o.writeInt(v),
    (i) => i.readUnsignedInt(),
  ),
  value(
    'long',
    anyLong,
    8,
    (o, v) => o.writeLong(v),
    (i) => i.readLong(),
  ),
  value(
    'safe long',
    fc.maxSafeInteger(),
    8,
    (o, v) => o.writeLongAsNumber(v),
    (i) => i.readLongAsNumber(),
  ),
  value(
    'halves',
    fc.record({ high: fc.integer(), low: fc.nat() }),
    8,
    (o, v) => o.writeLongHighLow(v.high, v.low),
    (i) => ({ ...i.readLongHighLow({ high: 0, low: 0 }) }),
    (v) => ({ ...v }),
  ),
  value(
    'float',
    fc.float({ noNaN: true }),
    4,
    (o, v) => o.writeFloat(v),
    (i) => i.readFloat(),
  ),
  value(
    'double',
    fc.double({ noNaN: true }),
    8,
    (o, v) => o.writeDouble(v),
    (i) => i.readDouble(),
  ),
  value(
    'utf',
    text,
    utfBytes,
    (o, v) => o.writeUTF(v),
    (i) => i.readUTF(),
  ),
  value(
    'bytes',
    fc.uint8Array({ maxLength: 50 }),
    (v) => v.length,
    (o, v) => o.write(v),
    (i, v) => {
      const bytes = new Uint8Array(v.length);
      i.readFully(bytes);
      return [...bytes];
    },
    (v) => [...v],
  ),
  value(
    'bytes by way of a segment',
    fc.uint8Array({ maxLength: 50 }),
    (v) => v.length,
    (o, v) => MemorySegment.wrap(v).get(0, o, v.length),
    (i, v) => {
      const segment = MemorySegment.wrap(new Uint8Array(v.length));
      segment.put(0, i, v.length);
      const bytes = new Uint8Array(v.length);
      segment.get(0, bytes);
      return [...bytes];
    },
    (v) => [...v],
  ),
  value(
    'bytes of a view',
    fc.uint8Array({ maxLength: 50 }),
    (v) => v.length,
    (o, v) => {
      if (o instanceof DataOutputSerializer) o.write(v);
      else o.write(new DataInputDeserializer(v), v.length);
    },
    (i, v) => {
      const bytes = new Uint8Array(v.length);
      return v.length === 0 ? [] : [i.read(bytes), ...bytes];
    },
    (v) => (v.length === 0 ? [] : [v.length, ...v]),
  ),
  value(
    'latin1',
    fc.string({ maxLength: 40 }),
    (v) => v.length,
    (o, v) => o.writeBytes(v),
    (i, v) => i.skipBytes(v.length),
    (v) => v.length,
  ),
  value(
    'chars',
    fc.string({ maxLength: 20 }),
    (v) => 2 * v.length,
    (o, v) => o.writeChars(v),
    (i, v) => i.skipBytesToRead(2 * v.length),
    () => undefined,
  ),
);

const anyPaging = fc.record({ payload: fc.integer({ min: 1, max: 40 }), header: fc.integer({ min: 0, max: 9 }) });

function pagedOutput(segmentSizeBytes: number, headerLengthBytes: number, maxPages = Infinity) {
  const pages: MemorySegment[] = [];
  const view = new PagedOutputView({
    segmentSizeBytes,
    headerLengthBytes,
    nextSegment(full, positionInSegment) {
      expect(full).toBe(pages.at(-1));
      if (full !== undefined) expect(positionInSegment).toBe(segmentSizeBytes);
      if (pages.length === maxPages) return undefined;
      pages.push(MemorySegment.wrap(new Uint8Array(segmentSizeBytes).fill(0xee)));
      return pages.at(-1);
    },
  });
  return { pages, view };
}

function pagedInput(pages: readonly MemorySegment[], headerLengthBytes: number, lastLimit: number): PagedInputView {
  let index = -1;
  return new PagedInputView({
    headerLengthBytes,
    nextSegment(read) {
      expect(read).toBe(pages[index]);
      const segment = pages[index + 1];
      if (segment === undefined) return undefined;
      index += 1;
      return { segment, limit: index === pages.length - 1 ? lastLimit : segment.size };
    },
  });
}

/** All bytes beside the headers, which must be untouched. */
function payloadOf(pages: readonly MemorySegment[], headerLengthBytes: number, count: number): number[] {
  const bytes: number[] = [];
  for (const page of pages) {
    for (let i = 0; i < page.size; i++) {
      const byte = page.getByte(i) & 0xff;
      if (i >= headerLengthBytes) bytes.push(byte);
      else expect(byte).toBe(0xee);
    }
  }
  return bytes.slice(0, count);
}

describe('paged views', () => {
  it('write the bytes of one growing output, beside the headers, and read the values again', () => {
    fc.assert(
      fc.property(anyPaging, fc.array(anyValue, { maxLength: 40 }), ({ payload, header }, values) => {
        const whole = new DataOutputSerializer(1);
        const { pages, view } = pagedOutput(payload + header, header);
        for (const each of values) {
          each.write(whole);
          each.write(view);
          expect(view.bytesWritten).toBe(whole.length);
        }
        expect(payloadOf(pages, header, whole.length)).toEqual([...whole.copyOfBuffer()]);

        const input = pagedInput(pages, header, view.positionInSegment);
        for (const each of values) {
          const { position } = input;
          expect(each.read(input), each.name).toEqual(each.expected);
          expect(input.position - position, each.name).toBe(each.bytes);
        }
        for (let again = 0; again < 2; again++) {
          expect(() => input.readByte()).toThrow(EndOfDataError);
          expect(input.position).toBe(whole.length);
        }
        expect(input.read(new Uint8Array(1))).toBe(-1);
        expect(input.readLine()).toBeUndefined();
      }),
    );
  });

  it('end where the pages end, with every scalar whole or not there', () => {
    const scalar = anyValue.filter(
      ({ bytes, name }) =>
        bytes > 0 &&
        bytes <= 8 &&
        !name.startsWith('bytes') &&
        !name.startsWith('utf') &&
        !name.startsWith('latin1') &&
        !name.startsWith('chars'),
    );
    fc.assert(
      fc.property(
        fc.integer({ min: 8, max: 24 }),
        fc.integer({ min: 0, max: 5 }),
        fc.array(scalar, { minLength: 1, maxLength: 40 }),
        (payload, header, values) => {
          const pageCount = 2;
          const { pages, view } = pagedOutput(payload + header, header, pageCount);
          const written: Value[] = [];
          for (const each of values) {
            const { bytesWritten } = view;
            if (bytesWritten + each.bytes <= pageCount * payload) {
              each.write(view);
              written.push(each);
            } else {
              expect(() => each.write(view)).toThrow(OutputFullError);
              expect(view.bytesWritten).toBe(bytesWritten);
            }
          }
          const input = pagedInput(pages, header, view.positionInSegment);
          for (const each of written) expect(each.read(input)).toEqual(each.expected);
        },
      ),
    );
  });
});

describe('random access views', () => {
  it('read at any position what was written there', () => {
    const places = fc.array(fc.record({ part: fc.double({ min: 0, max: 1, noNaN: true }), value: anyValue }), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 1, max: 5 }), places, (bits, count, writes) => {
        const size = 2 ** bits;
        const segments = Array.from({ length: count }, () => MemorySegment.wrap(new Uint8Array(size)));
        const model = new Uint8Array(size * count);
        const output = new RandomAccessOutputView(segments, size);
        const input = new RandomAccessInputView(segments, size);
        expect([output.sizeBytes, input.sizeBytes]).toEqual([model.length, model.length]);
        for (const { part, value: each } of writes) {
          const position = Math.floor(part * model.length);
          if (position + each.bytes > model.length) continue;
          output.setWritePosition(position);
          input.setReadPosition(position);
          expect([output.bytesWritten, input.position]).toEqual([position, position]);
          each.write(output);
          const bytes = new DataOutputSerializer(1);
          each.write(bytes);
          model.set(bytes.copyOfBuffer(), position);
          expect(each.read(input), each.name).toEqual(each.expected);
          expect(input.available).toBe(model.length - position - each.bytes);
        }
        const all = new Uint8Array(model.length);
        input.setReadPosition(0);
        input.readFully(all);
        expect(all).toEqual(model);
      }),
    );
  });

  it('go to the end, not beyond it, and take what they read last from there', () => {
    const segments = [0, 1].map(() => MemorySegment.wrap(new Uint8Array(8)));
    const output = new RandomAccessOutputView(segments, 8);
    const input = new RandomAccessInputView(segments, 8, { limitInLastSegment: 3 });
    output.setWritePosition(16);
    expect(() => output.writeByte(1)).toThrow(OutputFullError);
    input.setReadPosition(11);
    expect(() => input.readByte()).toThrow(EndOfDataError);
    input.setReadPosition(8);
    input.setReadPosition(10);
    expect([input.readByte(), input.available]).toEqual([0, 0]);
    for (const position of [-1, 17]) expect(() => output.setWritePosition(position)).toThrow(IndexOutOfBoundsError);
    for (const position of [-1, 12]) expect(() => input.setReadPosition(position)).toThrow(IndexOutOfBoundsError);
    expect(input.position).toBe(11);
  });
});
