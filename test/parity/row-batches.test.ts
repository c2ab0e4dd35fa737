import { describe, expect, it } from 'vitest';
import { type BinaryRowType, binaryRowTypeOf, type ColumnDescription, MemorySegment } from '../../lib/index.ts';
import { enginesUnderTest } from '../fixtures/engines.ts';
import { LaidOutRows } from '../fixtures/laid-out-rows.ts';
import { readVectorLines, sectionsOf } from './vector-lines.ts';
import { bytesOfHex } from './vectors.ts';

interface Head {
  readonly form: string;
  readonly type: ColumnDescription & { kind: 'row' };
}

interface RowVector {
  readonly bytes: string;
  readonly hash: number;
}

const isHead = (line: Head | RowVector): line is Head => 'form' in line;
const lines = readVectorLines<Head | RowVector>('vectors/binary-rows.jsonl');
const groups = sectionsOf<Head, RowVector>(lines, isHead).filter(({ head }) => head.form === 'row');

describe.each(enginesUnderTest)('batches of the rows that Flink wrote, on the $name engine$missing', ({ engine }) => {
  it.skipIf(engine === undefined)('have the hash codes that Flink gives them', () => {
    expect(groups.length).toBeGreaterThan(0);
    for (const { head, lines: vectors } of groups) {
      using rows = new LaidOutRows(
        engine,
        vectors.map(({ bytes }) => bytesOfHex(bytes)),
        [13, 100],
      );
      const batch = binaryRowTypeOf(head.type).createBatch(rows.segments, rows.positions);
      expect([...batch.hashCodes()], JSON.stringify(head.type)).toEqual(vectors.map(({ hash }) => hash));
    }
  });

  it.skipIf(engine === undefined)('hash by all of their columns as rows do that are inserts', () => {
    for (const { head, lines: vectors } of groups) {
      const type = binaryRowTypeOf(head.type);
      const inserts = vectors.filter(({ bytes }) => bytes.startsWith('00'));
      const { fields } = head.type;
      if (fields.length === 0 || !fields.every(({ type: field }) => hasOrder(field))) continue;
      using rows = new LaidOutRows(
        engine,
        inserts.map(({ bytes }) => bytesOfHex(bytes)),
      );
      const comparator = type.createComparator(type.names.map((field) => ({ field })));
      const hashes = type.createBatch(rows.segments, rows.positions).keyHashes(comparator);
      // NaNs of other bits are one key: those rows have another hash code.
      const differing = inserts.filter(({ bytes, hash }, i) => hash !== hashes[i] && !hasNaN(type, bytesOfHex(bytes)));
      expect(differing, JSON.stringify(head.type)).toEqual([]);
    }
  });
});

function hasNaN(type: BinaryRowType<Record<string, unknown>>, bytes: Uint8Array): boolean {
  const row = type.createRow().pointTo(MemorySegment.wrap(bytes), 0, bytes.length);
  return Object.values(type.toObject(row)).some((value) => Number.isNaN(value));
}

function hasOrder(type: ColumnDescription): boolean {
  if (type.kind === 'nullable') return hasOrder(type.element);
  return !['array', 'map', 'row'].includes(type.kind);
}
