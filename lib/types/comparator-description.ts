import type { TypeDescription } from './type-description.ts';

/** A comparator as data; `comparatorOf` makes it from this anew. */
export interface ComparatorDescription {
  readonly type: TypeDescription;
  /** Where the keys are, in the order in which they decide. None: the value itself is the key. */
  readonly keys: readonly KeyDescription[];
  /** Of a value that is its own key. */
  readonly descending: boolean;
}

export interface KeyDescription {
  /** From the record to the key: names of fields, or positions in tuples as text. */
  readonly path: readonly string[];
  readonly descending: boolean;
}
