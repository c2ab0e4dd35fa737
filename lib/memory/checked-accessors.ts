import { InvalidArgumentError } from '../errors/argument-errors.ts';
import { describeValue } from './argument-checks.ts';

type Accessor = (this: unknown, offset: unknown, ...rest: unknown[]) => unknown;

/** `getInt`, `putLongBigEndian` and so on; not the bulk `get` and `put`, which check everything themselves. */
const SCALAR_ACCESSOR = /^(get|put)[A-Z]/;

/**
 * Checked mode: replaces the scalar accessors of a class by ones that refuse offsets that are not integers, which a DataView
 * would round or take for zero. Done to the prototype once, so that the class and its shape stay one.
 */
export function checkOffsets(prototype: object): void {
  for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    if (SCALAR_ACCESSOR.test(name) && typeof property.value === 'function') {
      Object.defineProperty(prototype, name, { ...property, value: checked(name, property.value) });
    }
  }
}

function checked(method: string, access: Accessor): Accessor {
  return function (this: unknown, offset: unknown, ...rest: unknown[]): unknown {
    if (!Number.isInteger(offset)) {
      throw new InvalidArgumentError('Offset is not an integer', { method, offset: describeValue(offset) });
    }
    return access.call(this, offset, ...rest);
  };
}
