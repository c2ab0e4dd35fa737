import type { RowDescription } from './column-description.ts';

/** A comparator of rows as data; `new BinaryRowComparator(description)` makes it from this anew. */
export interface BinaryRowComparatorDescription {
  readonly type: RowDescription;
  /** In the order in which they decide; at least one. */
  readonly keys: readonly RowKeyDescription[];
}

export interface RowKeyDescription {
  readonly field: string;
  /** Default false. */
  readonly descending?: boolean;
  /** Whether nulls come after all values. Default: nulls are less than all values, as in Flink: last when descending. */
  readonly nullsLast?: boolean;
}
