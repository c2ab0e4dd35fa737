import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { MemorySegment } from '../../lib/memory/memory-segment.ts';
import { BinaryArray } from '../../lib/rows/binary-array.ts';
import { BinaryMap } from '../../lib/rows/binary-map.ts';
import type { BinaryRow } from '../../lib/rows/binary-row.ts';
import { type BinaryRowType, binaryRowTypeOf } from '../../lib/rows/binary-row-type.ts';
import { BinaryRowWriter } from '../../lib/rows/binary-row-writer.ts';
import type { BinarySection } from '../../lib/rows/binary-section.ts';
import type { ColumnDescription, RowDescription } from '../../lib/rows/columns/column-description.ts';
import { DataInputDeserializer } from '../../lib/views/data-input-deserializer.ts';
import { DataOutputSerializer } from '../../lib/views/data-output-serializer.ts';
import { PagedOutputView } from '../../lib/views/paged-output-view.ts';
import { columnValueOfJson, rowOfJson } from './column-value-of-json.ts';
import { disagreements } from './disagreements.ts';
import type { Json } from './value-of-json.ts';
import { readVectorLines, sectionsOf } from './vector-lines.ts';
import { freshSegment, inputOf, writtenPages } from './vector-pages.ts';
import { bytesOfHex, hexOf } from './vectors.ts';

interface Head {
  readonly form: 'row' | 'array' | 'map' | 'updatable' | 'pages';
  readonly type: ColumnDescription;
}

interface SectionVector {
  readonly value: Json;
  readonly bytes: string;
  readonly hash: number;
}

interface PagesVector {
  readonly segmentSize: number;
  readonly values: readonly Json[];
  /** What serializeToPages returned. */
  readonly skips: readonly number[];
  readonly pages: readonly string[];
  /** The same rows in a stream. */
  readonly bytes: string;
}

const isHead = (line: Head | SectionVector | PagesVector): line is Head => 'form' in line;
const lines = readVectorLines<Head | SectionVector | PagesVector>('vectors/binary-rows.jsonl');
const sections = sectionsOf<Head, SectionVector | PagesVector>(lines, isHead);
const ofForm = (form: Head['form']) =>
  sections
    .filter(({ head }) => head.form === form)
    .map((section) => ({ type: section.head.type, vectors: section.lines as SectionVector[] }));

describe('binary rows against Flink', () => {
  const rows = ofForm('row').map(({ type, vectors }) => ({
    description: type as ColumnDescription & { kind: 'row' },
    vectors,
  }));

  it('writes the bytes that Flink writes, with the same hash code', () => {
    for (const { description, vectors } of rows) {
      const type = binaryRowTypeOf(description);
      expect(
        disagreements(vectors, ({ value, bytes, hash }) => {
          const row = type.encode(rowOfJson(description, value as Json[]));
          return hexOf(row.toBytes()) === bytes && row.hashCode() === hash;
        }),
        JSON.stringify(description),
      ).toEqual([]);
    }
  });

  it('reads the rows that Flink wrote, in one segment and in many', () => {
    for (const { description, vectors } of rows) {
      const type = binaryRowTypeOf(description);
      expect(
        disagreements(vectors, ({ value, bytes, hash }) => {
          const expected = rowOfJson(description, value as Json[]);
          const whole = type.createRow().pointTo(MemorySegment.wrap(bytesOfHex(bytes)), 0, bytes.length / 2);
          const split = type.createRow().pointTo(inSegments(bytes), 3, bytes.length / 2);
          return [whole, split].every(
            (row) => isDeepStrictEqual(type.toObject(row), expected) && row.hashCode() === hash,
          );
        }),
        JSON.stringify(description),
      ).toEqual([]);
    }
  });
});

describe.each(['array', 'map'] as const)('binary %ss against Flink', (form) => {
  /** As the only field of a row. */
  const inRow = (type: ColumnDescription): BinaryRowType<Record<string, unknown>> =>
    binaryRowTypeOf({ fields: [{ name: 'it', type }] });
  const sectionOf = (row: BinaryRow): BinaryArray | BinaryMap => (form === 'array' ? row.getArray(0) : row.getMap(0));
  const emptySection = (): BinaryArray | BinaryMap => (form === 'array' ? new BinaryArray() : new BinaryMap());

  it('writes the bytes that Flink writes, with the same hash code', () => {
    for (const { type, vectors } of ofForm(form)) {
      expect(
        disagreements(vectors, ({ value, bytes, hash }) => {
          const section = sectionOf(inRow(type).encode({ it: columnValueOfJson(type, value) }));
          return hexOf(section.toBytes()) === bytes && section.hashCode() === hash;
        }),
        JSON.stringify(type),
      ).toEqual([]);
    }
  });

  it('reads what Flink wrote, in one segment and in many', () => {
    for (const { type, vectors } of ofForm(form)) {
      expect(
        disagreements(vectors, ({ value, bytes, hash }) => {
          const expected = { it: columnValueOfJson(type, value) };
          const whole = emptySection().pointTo(MemorySegment.wrap(bytesOfHex(bytes)), 0, bytes.length / 2);
          const split = emptySection().pointTo(inSegments(bytes), 3, bytes.length / 2);
          return [whole, split].every(
            (section) =>
              section.hashCode() === hash && isDeepStrictEqual(inRow(type).toObject(rowWith(section)), expected),
          );
        }),
        JSON.stringify(type),
      ).toEqual([]);
    }
  });
});

describe('nulls that can be set later', () => {
  it('keep the room that Flink keeps', () => {
    for (const { vectors } of ofForm('updatable')) {
      for (const { bytes, hash } of vectors) {
        const writer = new BinaryRowWriter(3);
        writer.writeDecimal(0, null, 30);
        writer.writeTimestamp(1, null, 9);
        writer.writeInt(2, 7);
        const row = writer.complete();
        expect(hexOf(row.toBytes())).toBe(bytes);
        expect(row.hashCode()).toBe(hash);
      }
    }
  });
});

describe('rows in pages against Flink', () => {
  const groups = sections
    .filter(({ head }) => head.form === 'pages')
    .map(({ head, lines: vectors }) => ({ type: head.type as RowDescription, vectors: vectors as PagesVector[] }));

  it('writes the pages and the stream that Flink writes', () => {
    for (const { type: description, vectors } of groups) {
      const type = binaryRowTypeOf(description);
      const serializer = type.createSerializer();
      expect(
        disagreements(vectors, ({ segmentSize, values, skips, pages, bytes }) => {
          const segments: MemorySegment[] = [];
          const output = new PagedOutputView({
            segmentSizeBytes: segmentSize,
            nextSegment: () => freshSegment(segments, segmentSize),
          });
          output.advance();
          const stream = new DataOutputSerializer(64);
          const skipped = values.map((value) => {
            const row = type.encode(rowOfJson(description, value as Json[]));
            serializer.serialize(row, stream);
            return serializer.serializeToPages(row, output);
          });
          return (
            isDeepStrictEqual(skipped, skips) &&
            isDeepStrictEqual(writtenPages(segments, output), pages) &&
            hexOf(stream.copyOfBuffer()) === bytes
          );
        }),
      ).toEqual([]);
    }
  });

  it('reads them: copied, where they lie, and from the stream', () => {
    for (const { type: description, vectors } of groups) {
      const type = binaryRowTypeOf(description);
      const serializer = type.createSerializer();
      expect(
        disagreements(vectors, ({ values, pages, bytes }) => {
          const copied = inputOf(pages);
          const mapped = inputOf(pages);
          const stream = new DataInputDeserializer(bytesOfHex(bytes));
          return values.every((value) => {
            const expected = rowOfJson(description, value as Json[]);
            const rows = [
              serializer.deserializeFromPages(copied),
              serializer.mapFromPages(mapped),
              serializer.deserialize(stream),
            ];
            return rows.every((row) => isDeepStrictEqual(type.toObject(row), expected));
          });
        }),
      ).toEqual([]);
    }
  });
});

/** The bytes from offset 3 of segments of 16 bytes. */
function inSegments(bytes: string): MemorySegment[] {
  const shifted = bytesOfHex(`5a5a5a${bytes}`);
  const count = Math.max(1, Math.ceil(shifted.length / 16));
  return Array.from({ length: count }, (_, i) => {
    const segment = new Uint8Array(16);
    segment.set(shifted.subarray(i * 16, i * 16 + 16));
    return MemorySegment.wrap(segment);
  });
}

function rowWith(section: BinarySection): BinaryRow {
  const writer = new BinaryRowWriter(1);
  writer.writeNested(0, section);
  return writer.complete();
}
