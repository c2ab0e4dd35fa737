import { IndexOutOfBoundsError } from '../errors/argument-errors.ts';
import { describeValue } from '../memory/argument-checks.ts';

/** Whether it is the index of one of `count` fields or elements; false for whatever is no number. */
export function isIndex(index: unknown, count: number): index is number {
  return typeof index === 'number' && index >>> 0 === index && index < count;
}

/** For what is no index of a row of `arity` fields. */
export function noField(index: unknown, arity: number): IndexOutOfBoundsError {
  const hint = typeof index === 'string' ? 'type.indexOf(name) gives the position of a field' : undefined;
  return new IndexOutOfBoundsError({ index: described(index), arity, hint });
}

/** For what is no index of one of `size` elements, rows or bytes. */
export function noElement(index: unknown, size: number): IndexOutOfBoundsError {
  return new IndexOutOfBoundsError({ index: described(index), size });
}

/** For what is no range of `length` bytes from `offset` in a memory of `size` bytes. */
export function noRange(offset: unknown, length: unknown, size: number): IndexOutOfBoundsError {
  return new IndexOutOfBoundsError({ offset: described(offset), length: described(length), size });
}

function described(index: unknown): number | string {
  return typeof index === 'number' ? index : describeValue(index);
}
