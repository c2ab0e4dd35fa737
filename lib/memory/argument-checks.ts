import { isUint8Array } from 'node:util/types';
import { IndexOutOfBoundsError, InvalidArgumentError } from '../errors/argument-errors.ts';

/** Checks of the bulk operations, made in every mode. Offsets of scalars are checked by the DataView itself. */

export function requireInteger(argument: string, value: unknown): asserts value is number {
  if (!Number.isInteger(value)) throw invalid('an integer', argument, value);
}

export function requireSize(argument: string, value: unknown): asserts value is number {
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw invalid('a size in bytes', argument, value);
}

export function requireByteArray(argument: string, value: unknown): asserts value is Uint8Array {
  if (!isUint8Array(value)) throw invalid('a Uint8Array', argument, value);
}

export function requireOptions(value: unknown): void {
  if (typeof value !== 'object' || value === null) throw invalid('an options object', 'options', value);
}

/** Only the outline: engines are made by this package alone. */
export function requireEngine(value: unknown): void {
  const { allocate, attach, trim } = (value ?? {}) as { allocate?: unknown; attach?: unknown; trim?: unknown };
  if (typeof allocate === 'function' && typeof attach === 'function' && typeof trim === 'function') return;
  throw invalid('an engine, such as currentEngine() or loadEngine(name).engine', 'engine', value);
}

/** `argument` names the offset in the message; both numbers must be integers already. */
export function requireRange(argument: string, offset: number, length: number, size: number): void {
  if (offset >= 0 && length >= 0 && offset <= size - length) return;
  throw new IndexOutOfBoundsError({ argument, offset, length, size });
}

/** The length that a range has by default: all from `offset`. What is wrong with either is for the checks to say. */
export function rest(size: unknown, offset: unknown): number {
  return typeof size === 'number' && typeof offset === 'number' ? size - offset : 0;
}

export function invalid(expected: string, argument: string, value: unknown): InvalidArgumentError {
  return new InvalidArgumentError(`Argument is not ${expected}`, { argument, value: describeValue(value) });
}

/** What was passed, short enough for a message whatever it is. Whatever an object does when it is asked, this does not throw. */
export function describeValue(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value.length > 32 ? `${value.slice(0, 32)}…` : value);
    case 'object':
      return value === null ? 'null' : (className(value) ?? 'object');
    case 'function':
      return 'function';
    case 'bigint':
      // To write down a long one takes longer than anybody waits for a message.
      return BigInt.asIntN(256, value) === value ? String(value) : 'a bigint of more than 256 bits';
    case 'symbol':
      return String(value).slice(0, 64);
    default:
      return String(value);
  }
}

/** Undefined where it has none, or one that is not to be had: what is described is the user's, an error has to come out all the same. */
export function className(value: object): string | undefined {
  try {
    const { name } = value.constructor;
    return typeof name === 'string' && name !== '' ? name.slice(0, 64) : undefined;
  } catch {
    return undefined;
  }
}
