import type { TypeDescription } from './type-description.ts';

/** A comparator as data; `comparatorOf` makes it from this anew. */
export interface ComparatorDescription {
  readonly type: TypeDescription;
  /** Where the keys are, in the order in which they decide. None: the value itself is the key. */
  readonly keys: readonly KeyDescription[];
  /** Of a value that is its own key. */
  readonly descending: boolean;
}

/** A key as `ascending` and `descending` make it. */
export interface KeyDescription {
  /** From the record to the key: names of fields, or positions in tuples as text. */
  readonly path: readonly string[];
  readonly descending: boolean;
  /** As of FieldKey. */
  readonly nullsLast?: boolean | undefined;
}

/** A key that is a field of the record. */
export interface FieldKey {
  readonly field: string;
  /** Default false. */
  readonly descending?: boolean | undefined;
  /**
   * Whether nulls come after all values. Default: nulls are less than all values, as in Flink: last when descending. Only binary
   * rows can have it otherwise.
   */
  readonly nullsLast?: boolean | undefined;
}

/** What every comparator takes as a key; a text is a path, as `ascending` takes it. */
export type KeySpec = KeyDescription | FieldKey | string;
