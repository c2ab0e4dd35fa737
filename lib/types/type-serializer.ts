import type { DataInputView } from '../views/data-input-view.ts';
import type { DataOutputView } from '../views/data-output-view.ts';
import type { SerializerSnapshot } from './serializer-snapshot.ts';
import type { TypeDescription } from './type-description.ts';

/**
 * Writes values of one type as Flink's serializer of that type does, and reads them; `generic` and `value` have forms that Flink does
 * not know.
 *
 * Not to be used by two calls at once (a `serialize` from within a `serialize`), since it may keep scratch memory; a type makes as
 * many serializers as are wanted. It keeps nothing of the values.
 *
 * Values are checked, views are not, since that would cost each record: what is no view is a TypeError of JavaScript.
 */
export interface TypeSerializer<T> {
  readonly description: TypeDescription;
  /** Bytes of each value; -1 when they differ. */
  readonly length: number;
  /** Bytes of the shortest value: what a reader checks a count against before it makes room. */
  readonly minLength: number;
  /** Values do not change: `copy` gives them back as they are. */
  readonly immutable: boolean;
  /** An empty value of the type: 0, '', no elements. */
  createInstance(): T;
  /**
   * A value that shares nothing with `value` that could change. Throws TypeMismatchError and NullFieldError, with the path, for what
   * `serialize` refuses in the shape: null, a record, list, Map, array or Date that is none, constants of enums. Does not look at
   * numbers, texts, bigints, booleans and values of our classes, nor at the elements of primitive arrays.
   */
  copy(value: T): T;
  /**
   * What is written of a record is of one reading of its properties. Throws TypeMismatchError, NullFieldError, UnsafeIntegerError for
   * `long({ as: 'number' })`, what a `value` of yours throws, and what the view throws. Then a
   * view that can go back, DataOutputSerializer or RandomAccessOutputView, is where it was before the value; any other holds a part
   * of it.
   */
  serialize(value: T, target: DataOutputView): void;
  /** Throws CorruptDataError, EndOfDataError where the bytes end too early, UnsafeIntegerError for `long({ as: 'number' })`. */
  deserialize(source: DataInputView): T;
  /**
   * Passes one value on as it is, without making it. Reads no byte more. Checks lengths, as `deserialize` does, but not whether
   * the bytes between them are a value. Throws as `deserialize` does, and what the view throws: the target then holds a part of the
   * value, whatever view it is. Mark its position before, and go back, where that part may not stay.
   */
  copyBytes(source: DataInputView, target: DataOutputView): void;
  /**
   * Whether `other` is a serializer of the same form: of an equal description. User-defined types are the same when their names
   * are, since a thread has one definition of a name.
   */
  equals(other: unknown): boolean;
  /** What has to be kept beside the bytes, to find out later whether they can still be read. */
  snapshot(): SerializerSnapshot;
}
