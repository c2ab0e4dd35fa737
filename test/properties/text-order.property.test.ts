import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BinaryRow, BinaryRowComparator, binaryRowType, columns, MemorySegment } from '../../lib/index.ts';
import { failureOf } from '../contracts/failure.ts';

const type = binaryRowType({ before: columns.int(), text: columns.string(), tie: columns.long({ as: 'number' }) });
const ascending = new BinaryRowComparator({ type: type.description, keys: [{ field: 'text' }] });
const descending = new BinaryRowComparator({ type: type.description, keys: [{ field: 'text', descending: true }] });
const withTie = new BinaryRowComparator({ type: type.description, keys: [{ field: 'text' }, { field: 'tie' }] });

/** Of every length, and with beginnings in common; a text of zeros has words that are equal as numbers and differ as bytes. */
const part = fc.constantFrom(
  '',
  'a',
  'b',
  '\0',
  '\0\0\0\0\0\0\0\0',
  'é',
  '漢',
  '\u{1f600}',
  'abcdefg',
  'abcdefgh',
  'x'.repeat(31),
);
const text = fc.oneof(
  fc.array(part, { maxLength: 12 }).map((parts) => parts.join('')),
  fc.tuple(fc.nat(100), fc.array(part, { maxLength: 3 })).map(([length, parts]) => 'p'.repeat(length) + parts.join('')),
);
const tie = fc.integer({ min: -1, max: 1 });
const encoder = new TextEncoder();

function rowOf(value: string, last: number): BinaryRow {
  return type.encode({ before: 7, text: value, tie: last });
}

/** The same row where it lies in several segments. */
function spread(row: BinaryRow, at: number): BinaryRow {
  const bytes = row.toBytes();
  const cut = Math.min(at, bytes.length);
  const segments = [bytes.slice(0, cut), bytes.slice(cut)].map((piece) => MemorySegment.wrap(piece));
  return type.createRow().pointTo(segments, 0, bytes.length);
}

describe('texts of rows', () => {
  it('are in the order of their bytes, wherever they lie', () => {
    fc.assert(
      fc.property(text, text, tie, tie, fc.nat(120), (one, other, oneTie, otherTie, cut) => {
        const bytes = Math.sign(Buffer.compare(encoder.encode(one), encoder.encode(other)));
        const a = rowOf(one, oneTie);
        const b = rowOf(other, otherTie);
        expect(Math.sign(ascending.compare(a, b))).toBe(bytes);
        expect(Math.sign(ascending.compare(b, a))).toBe(0 - bytes);
        expect(Math.sign(descending.compare(a, b))).toBe(0 - bytes);
        expect(Math.sign(withTie.compare(a, b))).toBe(bytes === 0 ? Math.sign(oneTie - otherTie) : bytes);
        expect(Math.sign(ascending.compare(spread(a, cut), b))).toBe(bytes);
        expect(Math.sign(ascending.compare(a, spread(b, cut)))).toBe(bytes);
        expect(Math.sign(ascending.compare(spread(a, cut), spread(b, cut + 3)))).toBe(bytes);
      }),
      { numRuns: 1000 },
    );
  });

  it('are in the order of their bytes where the first difference is anywhere', () => {
    for (let length = 1; length <= 80; length++) {
      const low = rowOf('m'.repeat(length), 0);
      for (let at = 0; at < length; at++) {
        for (const [unit, sign] of [
          ['a', 1],
          ['\0', 1],
          ['z', -1],
        ] as const) {
          const units = 'm'.repeat(length).split('').with(at, unit).join('');
          expect(Math.sign(ascending.compare(low, rowOf(units, 0)))).toBe(sign);
        }
      }
    }
  });

  it('are refused when the memory of either row is freed', () => {
    for (const value of ['short', 'a text of more than seven bytes']) {
      const live = rowOf(value, 0);
      const segment = MemorySegment.allocate(live.sizeInBytes);
      segment.put(0, live.toBytes());
      const freed = type.createRow().pointTo(segment, 0, live.sizeInBytes);
      expect(ascending.compare(freed, live)).toBe(0);
      segment.free();
      expect(failureOf(() => ascending.compare(freed, live)).code).toBe('ERR_SEGMENT_FREED');
      expect(failureOf(() => withTie.compare(live, freed)).code).toBe('ERR_SEGMENT_FREED');
    }
  });
});
