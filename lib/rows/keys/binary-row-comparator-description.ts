import { TypeDefinitionError } from '../../errors/type-errors.ts';
import type { FieldKey } from '../../types/comparator-description.ts';
import { readKeys } from '../../types/orders.ts';
import type { RowDescription } from '../columns/column-description.ts';

/** A comparator of rows as data; `new BinaryRowComparator(description)` makes it from this anew. */
export interface BinaryRowComparatorDescription {
  readonly type: RowDescription;
  /** In the order in which they decide; at least one. */
  readonly keys: readonly RowKeyDescription[];
}

/** A key of binary rows as data, with all that it says. */
export type RowKeyDescription = FieldKey;

/** One key or several, of either form, as frozen descriptions in full. Throws TypeDefinitionError. */
export function rowKeysOf(keys: unknown): readonly Required<RowKeyDescription>[] {
  const described = readKeys(keys).map(({ path, descending, nullsLast }) => {
    const [field, ...inside] = path as [string, ...string[]];
    if (inside.length === 0) return Object.freeze({ field, descending, nullsLast });
    throw new TypeDefinitionError({
      reason: 'a key of binary rows is a field of the row itself',
      path: path.join('.'),
    });
  });
  return Object.freeze(described);
}
