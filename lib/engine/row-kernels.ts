import type { ChunkRegion } from './engine.ts';

/**
 * How kernels read and order the values of a key, by the number that they know it by (`KeyKind` in native/rows/row_order.h). `int`
 * stands for dates and times too, `long` for decimals and timestamps that are one, `text` for bytes.
 */
const ROW_KEY_KINDS = Object.freeze({
  boolean: 0,
  byte: 1,
  short: 2,
  int: 3,
  long: 4,
  float: 5,
  double: 6,
  text: 7,
  wideDecimal: 8,
  wideTimestamp: 9,
});

export type RowKeyKind = keyof typeof ROW_KEY_KINDS;

/** A key of a comparator of rows as data. */
interface RowKernelKey {
  /** The field's position. */
  readonly index: number;
  readonly kind: RowKeyKind;
  readonly nullable: boolean;
  readonly descending: boolean;
  readonly nullsLast: boolean;
}

/** The number of fields of a row, then kind, field and flags of each key. */
export type RowKernelOrder = Int32Array;

const NULLABLE = 1;
const DESCENDING = 2;
const NULLS_LAST = 4;

export function rowKernelOrder(arity: number, keys: readonly RowKernelKey[]): RowKernelOrder {
  const ints = keys.flatMap(({ index, kind, nullable, descending, nullsLast }) => [
    ROW_KEY_KINDS[kind],
    index,
    (nullable ? NULLABLE : 0) | (descending ? DESCENDING : 0) | (nullsLast ? NULLS_LAST : 0),
  ]);
  return Int32Array.of(arity, ...ints);
}

/**
 * Work on many binary rows in one call (docs/formats/binary-row.md), which lie in `pages` as if these were one memory. `positions`
 * are an offset and a length for each row.
 *
 * Kernels trust neither positions nor rows: everything is checked before it is read. False means that they refuse: a row is none that
 * a writer has written, or the work is none of theirs. Nothing has changed then, and the caller does the work in JavaScript, which
 * finds the error if there is one. SegmentFreedError when a chunk is freed, OutOfMemoryError when there is no memory to work
 * in.
 */
export interface RowKernels {
  /**
   * Orders positions by the keys of their rows; equal ones keep their order. Many rows are sorted off the event loop; then pages
   * stay pinned, and positions are read at the call and written at the end.
   */
  sort(pages: readonly ChunkRegion[], positions: Int32Array, order: RowKernelOrder): boolean | Promise<boolean>;
  /** For each row `BinaryRow.hashCode`. `hashes` holds anything after a refusal, as below. */
  hash(pages: readonly ChunkRegion[], positions: Int32Array, arity: number, hashes: Int32Array): boolean;
  /** For each row `BinaryRowComparator.hash`. Refuses decimals of more than 18 digits. */
  hashKeys(pages: readonly ChunkRegion[], positions: Int32Array, order: RowKernelOrder, hashes: Int32Array): boolean;
  /** For each row `BinaryRowComparator.putNormalizedKey`, `keyBytes` long, one behind the other. */
  putKeys(
    pages: readonly ChunkRegion[],
    positions: Int32Array,
    order: RowKernelOrder,
    keyBytes: number,
    target: Uint8Array,
  ): boolean;
}
