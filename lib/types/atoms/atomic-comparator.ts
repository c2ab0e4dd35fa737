import { NullKeyFieldError, TypeMismatchError } from '../../errors/type-errors.ts';
import { describeValue } from '../../memory/argument-checks.ts';
import type { MemorySegment } from '../../memory/memory-segment.ts';
import type { DataInputView } from '../../views/data-input-view.ts';
import type { ComparatorDescription } from '../comparator-description.ts';
import type { TypeComparator } from '../type-comparator.ts';
import type { TypeDescription } from '../type-description.ts';

/** What comparators of values that are their own key have in common. */
export abstract class AtomicComparator<T> implements TypeComparator<T> {
  readonly description: ComparatorDescription;
  readonly invertNormalizedKey: boolean;
  readonly normalizedKeyLength: number;

  constructor(type: TypeDescription, descending: boolean, normalizedKeyLength: number) {
    this.description = Object.freeze({ type, keys: Object.freeze([]), descending });
    this.invertNormalizedKey = descending;
    this.normalizedKeyLength = normalizedKeyLength;
  }

  get supportsNormalizedKey(): boolean {
    return true;
  }

  /** Flink: a key says everything once it has its full length, and one that depends on the value never does. */
  isNormalizedKeyPrefixOnly(keyBytes: number): boolean {
    return keyBytes < this.normalizedKeyLength;
  }

  extractKeys(record: T): readonly unknown[] {
    return [record];
  }

  /** An order, in the direction of this comparator. */
  protected directed(order: number): number {
    return this.invertNormalizedKey ? 0 - order : order;
  }

  abstract hash(value: T): number;
  abstract compare(a: T, b: T): number;
  abstract compareSerialized(a: DataInputView, b: DataInputView): number;
  abstract putNormalizedKey(record: T, target: MemorySegment, offset: number, length: number): void;
}

/** What is wrong with a value that is to be compared or hashed: null, or of another type. */
export function notComparable(expected: string, value: unknown): NullKeyFieldError | TypeMismatchError {
  if (value === null || value === undefined) return new NullKeyFieldError();
  return new TypeMismatchError({ path: '', expected, value: describeValue(value) });
}
