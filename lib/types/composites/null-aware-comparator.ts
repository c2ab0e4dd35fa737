import type { MemorySegment } from '../../memory/memory-segment.ts';
import type { DataInputView } from '../../views/data-input-view.ts';
import type { ComparatorDescription } from '../comparator-description.ts';
import { putIntKey } from '../normalized-key.ts';
import type { TypeComparator } from '../type-comparator.ts';

/**
 * Flink's NullAwareComparator, around the comparators of fields of rows: null is smaller than every value, so that it comes first
 * ascending and last descending. Normalized keys have a byte more in front, 0 for null and 1 for others. Null has the hash code 0.
 */
export class NullAwareComparator implements TypeComparator<unknown> {
  readonly #comparator: TypeComparator<unknown>;
  readonly #ofNull: number;

  constructor(comparator: TypeComparator<unknown>, descending: boolean) {
    this.#comparator = comparator;
    this.#ofNull = descending ? 1 : -1;
  }

  get description(): ComparatorDescription {
    return this.#comparator.description;
  }

  get supportsNormalizedKey(): boolean {
    return this.#comparator.supportsNormalizedKey;
  }

  get normalizedKeyLength(): number {
    return this.#comparator.normalizedKeyLength + 1;
  }

  get invertNormalizedKey(): boolean {
    return this.#comparator.invertNormalizedKey;
  }

  isNormalizedKeyPrefixOnly(keyBytes: number): boolean {
    return this.#comparator.isNormalizedKeyPrefixOnly(keyBytes - 1);
  }

  hash(value: unknown): number {
    return isNull(value) ? 0 : this.#comparator.hash(value);
  }

  compare(a: unknown, b: unknown): number {
    if (isNull(a) || isNull(b)) return this.compareNulls(isNull(a), isNull(b));
    return this.#comparator.compare(a, b);
  }

  /** Where at least one is null. */
  compareNulls(a: boolean, b: boolean): number {
    if (a === b) return 0;
    return a ? this.#ofNull : -this.#ofNull;
  }

  /** Of values that are not null: the nulls of a row are in its mask. */
  compareSerialized(a: DataInputView, b: DataInputView): number {
    return this.#comparator.compareSerialized(a, b);
  }

  extractKeys(record: unknown): readonly unknown[] {
    return isNull(record) ? [null] : this.#comparator.extractKeys(record);
  }

  putNormalizedKey(record: unknown, target: MemorySegment, offset: number, length: number): void {
    if (length === 0) return;
    if (isNull(record)) {
      for (let i = 0; i < length; i++) target.putByte(offset + i, 0);
      return;
    }
    this.#comparator.putNormalizedKey(record, target, offset + 1, length - 1);
    putIntKey(1, 1, target, offset, 1);
  }
}

function isNull(value: unknown): boolean {
  return value === null || value === undefined;
}
