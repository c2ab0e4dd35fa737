import { IndexOutOfBoundsError, InvalidArgumentError } from '../errors/argument-errors.ts';
import { describeValue } from './argument-checks.ts';

type Method = (this: unknown, ...args: unknown[]) => unknown;

/** `getInt`, `putLongBigEndian` and so on; not `get`, `put`, `getAscii` and `putAscii`, which check everything themselves. */
const SCALAR_ACCESSOR = /^(get|put)(?!Ascii)[A-Z]/;

/** Reads half of a long, and without the checked mode checks no more than that half. */
const HALF_LONG_ACCESSOR = /^getLong(High|Low)/;

/**
 * Checked mode: every method and getter of a class ends the stale segments it meets before it looks at them, its receiver or
 * arguments, so that they are refused as freed ones are. Scalar accessors also refuse offsets that are not integers, which
 * a DataView would round or take for zero, and halves of longs that lie outside in part. Done to the prototype once, so that the class and its shape stay one.
 *
 * `endStale` takes anything, and changes nothing but a stale segment.
 */
export function checkAccesses(prototype: object, endStale: (value: unknown) => void): void {
  const properties = Object.getOwnPropertyDescriptors(prototype) as Record<string | symbol, PropertyDescriptor>;
  for (const name of Reflect.ownKeys(properties)) {
    const property = properties[name] as PropertyDescriptor;
    if (name === 'constructor') continue;
    if (property.get !== undefined) {
      Object.defineProperty(prototype, name, { ...property, get: generationChecked(property.get, endStale) });
    } else if (typeof property.value === 'function') {
      const isScalar = typeof name === 'string' && SCALAR_ACCESSOR.test(name);
      const value = isScalar
        ? offsetChecked(name, property.value, endStale)
        : generationChecked(property.value, endStale);
      Object.defineProperty(prototype, name, { ...property, value });
    }
  }
}

function generationChecked(method: Method, endStale: (value: unknown) => void): Method {
  return function (this: unknown, ...args: unknown[]): unknown {
    endStale(this);
    for (const argument of args) endStale(argument);
    return method.apply(this, args);
  };
}

/** No argument of a scalar accessor can be a segment. */
function offsetChecked(name: string, access: Method, endStale: (value: unknown) => void): Method {
  const isHalf = HALF_LONG_ACCESSOR.test(name);
  return function (this: unknown, offset: unknown, ...rest: unknown[]): unknown {
    if (!Number.isInteger(offset)) {
      throw new InvalidArgumentError('Offset is not an integer', { method: name, offset: describeValue(offset) });
    }
    endStale(this);
    const value = access.call(this, offset, ...rest);
    if (isHalf) requireLong(offset as number, (this as { readonly size: number }).size);
    return value;
  };
}

function requireLong(offset: number, size: number): void {
  if (offset < 0 || offset > size - 8) throw new IndexOutOfBoundsError({ offset, width: 8, size });
}
