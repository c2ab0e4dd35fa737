import { CorruptDataError } from '../../errors/type-errors.ts';
import { EndOfDataError } from '../../errors/view-errors.ts';
import type { DataInputView } from '../../views/data-input-view.ts';
import { AtomicSerializer } from '../atoms/atomic-serializer.ts';

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
