import type { MemorySegment } from '../../memory/memory-segment.ts';
import type { DataInputView } from '../../views/data-input-view.ts';
import type { ComparatorDescription } from '../comparator-description.ts';
import type { TypeComparator } from '../type-comparator.ts';
import type { TypeDescription } from '../type-description.ts';
import type { TypeSerializer } from '../type-serializer.ts';
import { unbound } from '../unbound-comparator.ts';

/** Compares the values of a nullable type as their own type does. Null has no place among them: NullKeyFieldError. */
export class NullableComparator<T> implements TypeComparator<T | null> {
  readonly description: ComparatorDescription;
  readonly #comparator: TypeComparator<T>;
  readonly #makeSerializer: () => TypeSerializer<T | null>;
  #serializer: TypeSerializer<T | null> | undefined;

  constructor(type: TypeDescription, comparator: TypeComparator<T>, makeSerializer: () => TypeSerializer<T | null>) {
    this.description = Object.freeze({ ...comparator.description, type });
    this.#comparator = comparator;
    this.#makeSerializer = makeSerializer;
  }

  get supportsNormalizedKey(): boolean {
    return this.#comparator.supportsNormalizedKey;
  }

  get normalizedKeyLength(): number {
    return this.#comparator.normalizedKeyLength;
  }

  get invertNormalizedKey(): boolean {
    return this.#comparator.invertNormalizedKey;
  }

  isNormalizedKeyPrefixOnly(keyBytes: number): boolean {
    return this.#comparator.isNormalizedKeyPrefixOnly(keyBytes);
  }

  hash(value: T | null): number {
    return this.#comparator.hash(value as T);
  }

  compare(a: T | null, b: T | null): number {
    if (this === undefined) throw unbound();
    return this.#comparator.compare(a as T, b as T);
  }

  /** As values: only their serializer knows how each form says null. */
  compareSerialized(a: DataInputView, b: DataInputView): number {
    this.#serializer ??= this.#makeSerializer();
    return this.compare(this.#serializer.deserialize(a), this.#serializer.deserialize(b));
  }

  extractKeys(record: T | null): readonly unknown[] {
    return this.#comparator.extractKeys(record as T);
  }

  putNormalizedKey(record: T | null, target: MemorySegment, offset: number, length: number): void {
    this.#comparator.putNormalizedKey(record as T, target, offset, length);
  }
}
