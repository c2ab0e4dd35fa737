import { TypeMismatchError } from '../../errors/type-errors.ts';
import { describeValue } from '../../memory/argument-checks.ts';

/** `value`, or a part of it, cannot be written as a generic value, or could not be read again. */
export function refused(value: unknown, reason: string): TypeMismatchError {
  return new TypeMismatchError({
    path: '',
    expected: 'what structured clone carries',
    value: describeValue(value),
    reason,
  });
}
