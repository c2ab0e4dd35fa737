import { CorruptDataError } from '../../errors/type-errors.ts';
import { EndOfDataError } from '../../errors/view-errors.ts';
import type { DataInputView } from '../../views/data-input-view.ts';
import type { DataOutputView } from '../../views/data-output-view.ts';
import { AtomicSerializer } from '../atoms/atomic-serializer.ts';
import { backTo, markOf } from '../output-mark.ts';
import type { TypeSerializer } from '../type-serializer.ts';
import { atStep, notWritable } from '../value-errors.ts';

/** What serializers of values with parts have in common: the values can change, so that `copy` makes new ones. */
export abstract class CompositeSerializer<T> extends AtomicSerializer<T> {
  override get immutable(): boolean {
    return false;
  }

  abstract override copy(value: T): T;

  serialize(value: T, target: DataOutputView): void {
    const mark = markOf(target);
    try {
      this.write(value, target);
    } catch (error) {
      backTo(mark, target);
      throw error;
    }
  }

  /** As `serialize`, and what has been written when it throws is taken back. Reads each part of the value once. */
  protected abstract write(value: T, target: DataOutputView): void;
}

/** Java has no more elements in anything. */
const MAX_COUNT = 2 ** 31 - 1;

/** How many elements `value` says that it has: a Proxy or a class of the user's may say anything, a sparse array more. */
export function requireCount(count: unknown, value: unknown): number {
  if (typeof count === 'number' && count >>> 0 === count && count <= MAX_COUNT) return count;
  throw notWritable(`of 0 to ${MAX_COUNT} elements`, value);
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

/** The elements, each copied; null for null where `nullable`, else the serializer refuses it. */
export function copyElements<T>(value: unknown, serializer: TypeSerializer<T>, nullable: boolean): T[] {
  requireElements(value);
  const count = requireCount(value.length, value);
  const copied: T[] = [];
  let i = 0;
  try {
    for (; i < count; i++) copied.push(copyPart(value[i], serializer, nullable) as T);
  } catch (error) {
    throw atStep(error, i);
  }
  return copied;
}

/** A part whose null the composite says. Throws NullFieldError where it is null and not `nullable`. */
export function copyPart<T>(part: unknown, serializer: TypeSerializer<T>, nullable: boolean): T | null {
  return nullable && (part === null || part === undefined) ? null : serializer.copy(part as T);
}

/** Writes how many elements an array has, and returns it. Throws TypeMismatchError or NullFieldError. */
export function writeCount(value: unknown, target: DataOutputView): number {
  requireElements(value);
  const count = requireCount(value.length, value);
  target.writeInt(count);
  return count;
}

function requireElements(value: unknown): asserts value is unknown[] {
  if (!isArray(value)) throw notWritable('an array', value);
}

export function isArray(value: unknown): value is unknown[] {
  try {
    return Array.isArray(value);
  } catch {
    // A revoked proxy.
    return false;
  }
}
