import type { MemorySegment } from '../memory/memory-segment.ts';
import type { DataInputView } from '../views/data-input-view.ts';
import type { ComparatorDescription } from './comparator-description.ts';

/**
 * Orders values of one type, as objects, as bytes that its serializer wrote, and by normalized keys.
 *
 * Orders and hash codes are Flink's. A descending comparator inverts results; it does not change keys. A value that the serializer
 * of the type refuses has no place in the order: NullKeyFieldError for null, else TypeMismatchError or UnsafeIntegerError.
 */
export interface TypeComparator<T> {
  /** All that workers and native kernels need to make it anew. */
  readonly description: ComparatorDescription;
  /**
   * A 32-bit integer, the same for values that compare equal, but for decimals: as in Flink 1.0 and 1.00 compare equal and hash
   * apart.
   */
  hash(value: T): number;
  /** Negative, 0 or positive. A method: `array.sort((a, b) => comparator.compare(a, b))`; InvalidArgumentError without its comparator. */
  compare(a: T, b: T): number;
  /**
   * Compares what two views come to next. How far each view has moved afterwards is not defined. Throws NullKeyFieldError for a
   * null of the form, CorruptDataError and EndOfDataError as far as it reads. Longs and dates compare as the longs that they are,
   * as in Flink: a null before all dates, and also those that `deserialize` refuses.
   */
  compareSerialized(a: DataInputView, b: DataInputView): number;
  /** The key fields of a record in key order; the value itself when it is its own key. */
  extractKeys(record: T): readonly unknown[];
  /** Whether there are normalized keys. */
  readonly supportsNormalizedKey: boolean;
  /** Bytes of a key that says everything; Infinity when it depends on the value. */
  readonly normalizedKeyLength: number;
  /** Whether keys of so many bytes can be the same for values that differ. */
  isNormalizedKeyPrefixOnly(keyBytes: number): boolean;
  /** Whether to read the order of the keys, unsigned bytes from left to right, the other way round. */
  readonly invertNormalizedKey: boolean;
  /** Writes exactly `length` bytes: the key, its beginning, or the key and zeros. */
  putNormalizedKey(record: T, target: MemorySegment, offset: number, length: number): void;
}
