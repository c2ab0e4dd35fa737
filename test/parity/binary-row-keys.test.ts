import { describe, expect, it } from 'vitest';
import { MemorySegment } from '../../lib/memory/memory-segment.ts';
import { BinaryRow } from '../../lib/rows/binary-row.ts';
import type { ColumnDescription, RowDescription } from '../../lib/rows/columns/column-description.ts';
import { BinaryRowComparator } from '../../lib/rows/keys/binary-row-comparator.ts';
import type { RowKeyDescription } from '../../lib/rows/keys/binary-row-comparator-description.ts';
import { disagreements } from './disagreements.ts';
import { readVectorLines, sectionsOf } from './vector-lines.ts';
import { bytesOfHex, hexOf } from './vectors.ts';

/** What SortUtil makes of one column, in several lengths. */
interface ColumnHead {
  readonly form: 'column';
  readonly type: RowDescription;
  readonly lengths: readonly number[];
}

interface ColumnVector {
  /** Of the row. */
  readonly bytes: string;
  readonly keys: readonly string[];
}

interface NullVector {
  readonly bytes: string;
  readonly least: readonly string[];
  readonly greatest: readonly string[];
}

/** What the code does that Flink's planner generates. */
interface OrdersHead {
  readonly form: 'orders';
  readonly type: RowDescription;
  readonly orders: readonly GeneratedOrder[];
}

interface GeneratedOrder {
  readonly keys: readonly RowKeyDescription[];
  /** At most 16; 0 when there is none. */
  readonly keyBytes: number;
  readonly invert: boolean;
  /** Whether rows with the same key are equal. */
  readonly complete: boolean;
}

interface RowVector {
  readonly bytes: string;
  /** For each order. */
  readonly keys: readonly string[];
}

interface PairVector {
  readonly pair: readonly [number, number];
  readonly signs: readonly number[];
}

type Head = ColumnHead | OrdersHead;
type Line = ColumnVector | NullVector | RowVector | PairVector;
const isHead = (line: Head | Line): line is Head => 'form' in line;
const sections = sectionsOf(readVectorLines<Head | Line>('vectors/binary-row-keys.jsonl'), isHead);
const named = ({ fields }: RowDescription) => fields.map(({ type }) => nameOf(type)).join(', ');

const columns = sections.flatMap(({ head, lines }) =>
  head.form === 'column'
    ? [
        {
          ...head,
          name: named(head.type),
          values: lines.filter((line) => 'keys' in line),
          nulls: lines.filter((line) => 'least' in line),
        },
      ]
    : [],
);
const orders = sections.flatMap(({ head, lines }) =>
  head.form === 'orders'
    ? [
        {
          ...head,
          name: named(head.type),
          rows: lines.filter((line) => 'keys' in line),
          pairs: lines.filter((line) => 'pair' in line),
        },
      ]
    : [],
);

const DIRECTIONS = [
  { descending: false, nullsLast: false },
  { descending: false, nullsLast: true },
  { descending: true, nullsLast: false },
  { descending: true, nullsLast: true },
];

describe.each(columns)('the key of a column, $name', ({ type, lengths, values, nulls }) => {
  it('is what SortUtil makes, cut or filled with zeros to every length', () => {
    expect(values.length).toBeGreaterThan(1);
    for (const direction of DIRECTIONS) {
      const comparator = comparatorOf(type, [{ field: 'f0', ...direction }]);
      expect(
        disagreements(values, ({ bytes, keys }) => {
          const row = rowOf(type, bytes);
          return keys.every((key, i) => keyOf(comparator, row, lengths[i] as number) === key);
        }),
      ).toEqual([]);
      expect(comparator.invertNormalizedKey).toBe(direction.descending);
    }
  });

  it.each(DIRECTIONS)('of a null is the least or the greatest, with %o', (direction) => {
    expect(nulls.length).toBe(1);
    const comparator = comparatorOf(type, [{ field: 'f0', ...direction }]);
    for (const { bytes, least, greatest } of nulls) {
      // Of keys that are read the other way round, the least comes last.
      const expected = direction.nullsLast === direction.descending ? least : greatest;
      lengths.forEach((length, i) => {
        // Here a key that is too long ends with zeros; Flink never asks for one of a null.
        const said = Math.min(length, comparator.normalizedKeyLength);
        const key = (expected[i] as string).slice(0, 2 * said).padEnd(2 * length, '0');
        expect(keyOf(comparator, rowOf(type, bytes), length)).toBe(key);
      });
    }
  });
});

describe.each(orders)('the order of rows of $name', ({ type, orders: generated, rows, pairs }) => {
  it('has the keys of the generated code, apart from its byte before values of fixed size', () => {
    generated.forEach(({ keys, keyBytes }, i) => {
      expect(
        disagreements(
          rows,
          ({ bytes, keys: found }) => flinkKeyOf(type, keys, keyBytes, rowOf(type, bytes)) === found[i],
        ),
        JSON.stringify(keys),
      ).toEqual([]);
    });
  });

  it('is read from the keys as in Flink', () => {
    for (const { keys, keyBytes, invert, complete } of generated) {
      const comparator = comparatorOf(type, keys);
      const all = comparator.normalizedKeyLength;
      if (keyBytes > 0) expect(comparator.invertNormalizedKey).toBe(invert);
      else expect(comparator.supportsNormalizedKey).toBe(isCompactLtz(type, keys));
      // Here a null looks like a value, so that only Flink's byte before the values says all.
      const nullable = keys.some(({ field }) => typeOf(type, field).kind === 'nullable');
      const isCut = all > 16 - keys.length;
      if (keyBytes > 0 && !isCut) expect(comparator.isNormalizedKeyPrefixOnly(all)).toBe(nullable || !complete);
    }
  });

  it('never differs between keys and rows', () => {
    for (const { keys } of generated) {
      const comparator = comparatorOf(type, keys);
      if (!comparator.supportsNormalizedKey) continue;
      const length = Math.min(comparator.normalizedKeyLength, 16);
      const keysOfRows = rows.map(({ bytes }) => keyOf(comparator, rowOf(type, bytes), length));
      expect(
        disagreements(pairs, ({ pair: [a, b] }) => {
          const [left, right] = [keysOfRows[a] as string, keysOfRows[b] as string];
          if (left === right) return true;
          const less = left < right !== comparator.invertNormalizedKey;
          return compare(comparator, type, rows, a, b) < 0 === less;
        }),
        JSON.stringify(keys),
      ).toEqual([]);
    }
  });

  it('is that of the generated code, apart from NaN and zeros, which it takes for equal', () => {
    generated.forEach(({ keys }, i) => {
      const whole = comparatorOf(type, keys);
      const parts = keys.map((key) => ({ field: key.field, comparator: comparatorOf(type, [key]) }));
      expect(
        disagreements(pairs, ({ pair: [a, b], signs }) => {
          const ours = parts.map(({ comparator }) => compare(comparator, type, rows, a, b));
          const flinks = ours.map((sign, at) => {
            const { field } = parts[at] as (typeof parts)[number];
            return isTieInFlink(type, field, rows[a] as RowVector, rows[b] as RowVector) ? 0 : sign;
          });
          const decided = (found: readonly number[]) => found.find((sign) => sign !== 0) ?? 0;
          return compare(whole, type, rows, a, b) === decided(ours) && decided(flinks) === signs[i];
        }),
        JSON.stringify(keys),
      ).toEqual([]);
    });
  });
});

describe('where the order of floats and doubles is not that of the generated code', () => {
  it.each(['float', 'double'] as const)('-0 is before 0 and NaN after all %ss, as the keys of Flink say', (kind) => {
    const section = orders.find(({ type }) => named(type) === kind) as (typeof orders)[number];
    const { type, rows, pairs } = section;
    const comparator = comparatorOf(type, [{ field: 'f0' }]);
    const flinksKeys = rows.map(({ keys }) => keys[0] as string);
    let ties = 0;
    for (const { pair, signs } of pairs) {
      const [a, b] = pair;
      const sign = compare(comparator, type, rows, a, b);
      const [left, right] = [flinksKeys[a] as string, flinksKeys[b] as string];
      expect(sign).toBe(left === right ? 0 : left < right ? -1 : 1);
      if (sign === signs[0]) continue;
      ties += 1;
      expect(signs[0]).toBe(0);
      expect(isTieInFlink(type, 'f0', rows[a] as RowVector, rows[b] as RowVector)).toBe(true);
    }
    expect(ties).toBeGreaterThan(0);
  });
});

/** The key that the generated code makes, from ours: a value of fixed size has a byte 1 before it, where a null begins already. */
function flinkKeyOf(
  type: RowDescription,
  keys: readonly RowKeyDescription[],
  keyBytes: number,
  row: BinaryRow,
): string {
  let whole = '';
  for (const key of keys) {
    const rest = keyBytes - whole.length / 2;
    if (rest === 0) break;
    const comparator = comparatorOf(type, [key]);
    if (comparator.normalizedKeyLength === Number.POSITIVE_INFINITY) {
      whole += keyOf(comparator, row, rest);
      continue;
    }
    const value = keyOf(comparator, row, comparator.normalizedKeyLength);
    const isNull = row.isNullAt(indexOf(type, key.field));
    whole += `${isNull ? value.slice(0, 2) : '01'}${value}`.slice(0, 2 * rest);
  }
  return whole;
}

/** Flink compares floats by `<` and `>` alone. */
function isTieInFlink(type: RowDescription, field: string, a: RowVector, b: RowVector): boolean {
  const index = indexOf(type, field);
  const { kind } = withoutNull(typeOf(type, field));
  if (kind !== 'float' && kind !== 'double') return false;
  const rows = [a, b].map(({ bytes }) => rowOf(type, bytes));
  if (rows.some((row) => row.isNullAt(index))) return false;
  const numbers = rows.map((row) => (kind === 'float' ? row.getFloat(index) : row.getDouble(index)));
  return numbers.some(Number.isNaN) || numbers.every((number) => number === 0);
}

/** Flink has no keys of TIMESTAMP_LTZ; here they are those of TIMESTAMP. */
function isCompactLtz(type: RowDescription, [key]: readonly RowKeyDescription[]): boolean {
  const column = withoutNull(typeOf(type, (key as RowKeyDescription).field));
  return column.kind === 'timestampLtz' && column.precision <= 3;
}

function compare(
  comparator: BinaryRowComparator,
  type: RowDescription,
  rows: readonly RowVector[],
  a: number,
  b: number,
): number {
  const [left, right] = [rows[a] as RowVector, rows[b] as RowVector];
  return Math.sign(comparator.compare(rowOf(type, left.bytes), rowOf(type, right.bytes))) + 0;
}

function comparatorOf(type: RowDescription, keys: readonly RowKeyDescription[]): BinaryRowComparator {
  return new BinaryRowComparator({ type, keys });
}

function rowOf({ fields }: RowDescription, hex: string): BinaryRow {
  return new BinaryRow(fields.length).pointTo(MemorySegment.wrap(bytesOfHex(hex)), 0, hex.length / 2);
}

/** The key, and nothing written beside it. */
function keyOf(comparator: BinaryRowComparator, row: BinaryRow, length: number): string {
  const bytes = new Uint8Array(length + 2).fill(0x5a);
  comparator.putNormalizedKey(row, MemorySegment.wrap(bytes), 1, length);
  expect([bytes[0], bytes[length + 1]]).toEqual([0x5a, 0x5a]);
  return hexOf(bytes.subarray(1, length + 1));
}

function indexOf({ fields }: RowDescription, field: string): number {
  return fields.findIndex(({ name }) => name === field);
}

function typeOf(type: RowDescription, field: string): ColumnDescription {
  return (type.fields[indexOf(type, field)] as RowDescription['fields'][number]).type;
}

function withoutNull(type: ColumnDescription): ColumnDescription {
  return type.kind === 'nullable' ? type.element : type;
}

function nameOf(type: ColumnDescription): string {
  if (type.kind === 'nullable') return `nullable ${nameOf(type.element)}`;
  return 'precision' in type ? `${type.kind}(${type.precision})` : type.kind;
}
