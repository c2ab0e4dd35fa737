import { NullFieldError, TypeMismatchError } from '../errors/type-errors.ts';
import { describeValue } from '../memory/argument-checks.ts';

/** What is wrong with a value that a serializer cannot write: null, or of another type. For atoms, whose path is empty. */
export function notWritable(expected: string, value: unknown): TypeMismatchError | NullFieldError {
  if (value === null || value === undefined) return new NullFieldError({ path: '' });
  return new TypeMismatchError({ path: '', expected, value: describeValue(value) });
}

/**
 * For composites: `error`, thrown by the serializer of a part, with the step to the part before its path; other errors as they
 * are. A name of a field, or a position, for `[2]`. Rethrow what it returns.
 */
export function atStep(error: unknown, step: string | number): unknown {
  if (error instanceof NullFieldError) {
    return new NullFieldError({ ...error.fields, path: joined(step, error.fields['path']) });
  }
  if (error instanceof TypeMismatchError) {
    const { expected, value } = error.fields;
    return new TypeMismatchError({
      ...error.fields,
      path: joined(step, error.fields['path']),
      expected: String(expected),
      value: String(value),
    });
  }
  return error;
}

function joined(step: string | number, rest: unknown): string {
  const first = typeof step === 'number' ? `[${step}]` : step;
  if (typeof rest !== 'string' || rest === '') return first;
  return rest.startsWith('[') ? `${first}${rest}` : `${first}.${rest}`;
}
