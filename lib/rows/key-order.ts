import type { MemorySegment } from '../memory/memory-segment.ts';
import type { BinaryRow } from './binary-row.ts';
import type { BinaryWriter } from './binary-writer.ts';

/** How the values of one column are ordered, in rows where the field is not null. */
export interface KeyOrder {
  /** Negative, 0 or positive. `slot`: where the slot of the field begins, from the start of a row. */
  compare(a: BinaryRow, b: BinaryRow, index: number, slot: number): number;
  /** Bytes of a normalized key; Infinity when it depends on the value, 0 when there is none. */
  readonly normalizedKeyLength: number;
  /** Writes exactly `length` bytes: the key, its beginning, or the key and zeros. */
  putNormalizedKey(row: BinaryRow, index: number, target: MemorySegment, offset: number, length: number): void;
  /** Writes the value as field `at` of another row; values that compare equal become the same bytes. */
  project(row: BinaryRow, index: number, writer: BinaryWriter, at: number): void;
}
