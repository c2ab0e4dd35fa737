import { CorruptDataError } from '../../errors/type-errors.ts';
import { EndOfDataError } from '../../errors/view-errors.ts';
import type { DataInputView } from '../../views/data-input-view.ts';
import type { DataOutputView } from '../../views/data-output-view.ts';
import { AtomicSerializer } from '../atoms/atomic-serializer.ts';
import { notWritable } from '../value-errors.ts';

/** What serializers of values with parts have in common: the values can change, so that `copy` makes new ones. */
export abstract class CompositeSerializer<T> extends AtomicSerializer<T> {
  override get immutable(): boolean {
    return false;
  }

  abstract override copy(value: T): T;
}

/**
 * How many elements follow, each of at least `minLength` bytes. What is returned never stands for more than the view holds, where
 * the view knows that; where it does not, make room only for what has been read.
 */
export function readCount(source: DataInputView, minLength: number): number {
  const { position } = source;
  const count = source.readInt();
  if (count < 0) throw new CorruptDataError({ position, reason: 'a negative number of elements', count });
  const { available } = source;
  if (available !== undefined && count * minLength > available) {
    throw new EndOfDataError({ position: source.position, requested: count * minLength, available });
  }
  return count;
}

/** Writes how many elements an array has, and returns it. Throws TypeMismatchError or NullFieldError. */
export function writeCount(value: unknown, target: DataOutputView): number {
  requireElements(value);
  const { length } = value;
  // A sparse array may have more, and a proxy of one whatever it says.
  if ((length | 0) !== length || length < 0) throw notWritable('an array of at most 2^31 - 1 elements', value);
  target.writeInt(length);
  return length;
}

export function requireElements(value: unknown): asserts value is unknown[] {
  let is = false;
  try {
    is = Array.isArray(value);
  } catch {
    // A revoked proxy.
  }
  if (!is) throw notWritable('an array', value);
}
