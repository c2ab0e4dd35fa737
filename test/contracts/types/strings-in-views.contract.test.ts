import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MemorySegment } from '../../../lib/memory/memory-segment.ts';
import { types } from '../../../lib/types/types.ts';
import { DataInputDeserializer } from '../../../lib/views/data-input-deserializer.ts';
import type { DataInputView } from '../../../lib/views/data-input-view.ts';
import { DataOutputSerializer } from '../../../lib/views/data-output-serializer.ts';
import { PagedInputView } from '../../../lib/views/paged-input-view.ts';
import { PagedOutputView } from '../../../lib/views/paged-output-view.ts';
import { failureOf } from '../failure.ts';

/** Strings and bigints where views have room in pieces, or too little of it. */

const serializer = types.string().createSerializer();
const numbers = types.bigint().createSerializer();

function pagesOf(sizeBytes: number): { readonly pages: MemorySegment[]; readonly output: PagedOutputView } {
  const pages: MemorySegment[] = [];
  const nextSegment = () => {
    const page = MemorySegment.wrap(new Uint8Array(sizeBytes));
    pages.push(page);
    return page;
  };
  return { pages, output: new PagedOutputView({ segmentSizeBytes: sizeBytes, nextSegment }) };
}

function readerOf(pages: readonly MemorySegment[], last: number): PagedInputView {
  let next = 0;
  return new PagedInputView({
    nextSegment: () => {
      const segment = pages[next++];
      return segment && { segment, limit: next === pages.length ? last : segment.size };
    },
  });
}

const text = fc
  .tuple(fc.constantFrom(0, 0x7f, 0x80, 0xffff), fc.array(fc.integer({ min: 0, max: 0x7f }), { maxLength: 300 }))
  .map(([last, codes]) => String.fromCharCode(...codes, last));

describe('strings and bigints in pages', () => {
  it.each([1, 2, 7, 64, 1024])('of %i bytes are the bytes of one output', (sizeBytes) => {
    fc.assert(
      fc.property(fc.array(fc.tuple(text, fc.bigInt()), { maxLength: 5 }), (records) => {
        const { pages, output } = pagesOf(sizeBytes);
        const whole = new DataOutputSerializer(1);
        for (const target of [output, whole]) {
          for (const [string, bigint] of records) {
            serializer.serialize(string, target);
            numbers.serialize(bigint, target);
          }
        }
        expect(output.bytesWritten).toBe(whole.length);
        if (records.length === 0) return;
        const input = readerOf(pages, output.positionInSegment);
        for (const [string, bigint] of records) {
          expect(serializer.deserialize(input)).toBe(string);
          expect(numbers.deserialize(input)).toBe(bigint);
        }
        expect(input.position).toBe(whole.length);
        const again = readerOf(pages, output.positionInSegment);
        const passed = pagesOf(3);
        for (const _ of records) {
          serializer.copyBytes(again, passed.output);
          numbers.copyBytes(again, passed.output);
        }
        const bytes = new Uint8Array(whole.length);
        readerOf(passed.pages, passed.output.positionInSegment).readFully(bytes);
        expect(bytes).toEqual(whole.copyOfBuffer());
      }),
    );
  });

  it('leave other strings alone that are written and read while the next page is fetched', () => {
    const record = `${'ä'.repeat(20_000)}${'b'.repeat(20_000)}`;
    const { pages, output } = pagesOf(4096);
    const disturbing = new PagedOutputView({
      segmentSizeBytes: 4096,
      nextSegment: () => {
        types.string().encode('ö'.repeat(20_000));
        output.advance();
        return pages.at(-1);
      },
    });
    serializer.serialize(record, disturbing);
    let next = 0;
    const input = new PagedInputView({
      nextSegment: () => {
        types.string().decode(types.string().encode('ü'.repeat(20_000)));
        const segment = pages[next++];
        return segment && { segment, limit: segment.size };
      },
    });
    expect(serializer.deserialize(input)).toBe(record);
  });
});

describe('strings in memory of the caller', () => {
  it('fill it to the last byte', () => {
    for (const string of [
      '',
      'a',
      'a'.repeat(40),
      'a'.repeat(126),
      'a'.repeat(127),
      'ä'.repeat(40),
      'a'.repeat(20_000),
    ]) {
      const expected = types.string().encode(string);
      const memory = new Uint8Array(expected.length);
      const output = new DataOutputSerializer(memory);
      serializer.serialize(string, output);
      expect([memory, output.length]).toEqual([expected, expected.length]);
    }
  });

  it('leave it as it was when they do not fit', () => {
    for (const string of [
      'a',
      'a'.repeat(40),
      'a'.repeat(126),
      'a'.repeat(127),
      'ä'.repeat(40),
      `${'a'.repeat(40)}ä`,
    ]) {
      const { length } = types.string().encode(string);
      const memory = new Uint8Array(length - 1).fill(0x5a);
      const output = new DataOutputSerializer(memory);
      expect(failureOf(() => serializer.serialize(string, output)).code).toBe('ERR_OUTPUT_FULL');
      expect([memory, output.length]).toEqual([new Uint8Array(length - 1).fill(0x5a), 0]);
    }
  });

  it('are read where the length takes more bytes than it needs, as in Flink', () => {
    for (const bytes of [
      [0x82, 0x00, 0x41],
      [0x82, 0x80, 0x00, 0x41],
    ]) {
      const input = new DataInputDeserializer(Uint8Array.from(bytes));
      expect(serializer.deserialize(input)).toBe('A');
      expect(input.available).toBe(0);
    }
  });

  it('are written and read by views that have no way of their own for them', () => {
    fc.assert(
      fc.property(text, (string) => {
        const output = new DataOutputSerializer(1);
        const plain = new Proxy(output, { get: (target, name) => plainly(target, name) });
        serializer.serialize(string, plain);
        expect(output.copyOfBuffer()).toEqual(types.string().encode(string));
        const input = new DataInputDeserializer(output.sharedBuffer, 0, output.length);
        const plainInput: DataInputView = new Proxy(input, { get: (target, name) => plainly(target, name) });
        expect(serializer.deserialize(plainInput)).toBe(string);
        expect(input.available).toBe(0);
      }),
    );
  });
});

/** Without the methods that a view may do without. */
function plainly(view: object, name: string | symbol): unknown {
  if (name === 'tryWriteAsciiString' || name === 'tryReadAsciiString') return undefined;
  const member: unknown = Reflect.get(view, name, view);
  return typeof member === 'function' ? member.bind(view) : member;
}
