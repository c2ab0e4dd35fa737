import { TypeDefinitionError } from '../errors/type-errors.ts';
import { describeValue } from '../memory/argument-checks.ts';

/** What longs are in JavaScript. Throws TypeDefinitionError. */
export function requireLongAs(as: unknown): 'bigint' | 'number' {
  if (as === 'bigint' || as === 'number') return as;
  throw new TypeDefinitionError({ reason: 'a long is a bigint or a number', as: describeValue(as) });
}
