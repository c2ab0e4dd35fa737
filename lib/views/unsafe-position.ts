import { UnsafeIntegerError } from '../errors/unsafe-integer-error.ts';

/**
 * For readers that know where a value is in what they read: of a long that is no safe integer, memory knows only where it lay in
 * the memory. Other errors stay as they are.
 */
export function unsafeAt(position: number, error: unknown): unknown {
  if (!(error instanceof UnsafeIntegerError)) return error;
  return new UnsafeIntegerError({ position, value: error.fields['value'] });
}
