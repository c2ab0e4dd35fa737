import type { RowKeyKind } from '../../engine/row-kernels.ts';
import type { MemorySegment } from '../../memory/memory-segment.ts';
import type { BinaryRow } from '../binary-row.ts';
import type { BinaryWriter } from '../binary-writer.ts';

/** Negative, 0 or positive. */
export type RowOrder = (a: BinaryRow, b: BinaryRow) => number;

/** Which column of a row, and in which direction. */
export interface KeyPlace {
  readonly index: number;
  /** Where the slot of the field begins, from the start of a row. */
  readonly slot: number;
  /** Bytes of a row before its variable-length part. */
  readonly fixedBytes: number;
  readonly descending: boolean;
}

/** How the values of one column are ordered, in rows where the field is not null. */
export interface KeyOrder {
  /** What kernels call it. */
  readonly kind: RowKeyKind;
  /**
   * A function of its own for each kind of column, which knows where the field is: one that asks an object for what to do would be
   * called with many kinds in a process, and then costs more than what it does. `next` orders the rows that are equal here.
   */
  orderOf(place: KeyPlace, next: RowOrder): RowOrder;
  /** Bytes of a normalized key; Infinity when it depends on the value, 0 when there is none. */
  readonly normalizedKeyLength: number;
  /** Writes exactly `length` bytes: the key, its beginning, or the key and zeros. */
  putNormalizedKey(row: BinaryRow, index: number, target: MemorySegment, offset: number, length: number): void;
  /** Writes the value as field `at` of another row; values that compare equal become the same bytes. */
  project(row: BinaryRow, index: number, writer: BinaryWriter, at: number): void;
}
