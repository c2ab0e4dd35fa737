import { OffheapError } from '../errors/offheap-error.ts';
import { TypeDefinitionError } from '../errors/type-errors.ts';
import { describeValue } from '../memory/argument-checks.ts';

/** Reading descriptions that anybody may have made: with getters, proxies and lists that say they are endless. */

/** What `read` gives. Whatever the data throw becomes a TypeDefinitionError. */
export function readForeign<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof OffheapError) throw error;
    throw new TypeDefinitionError({ reason: 'the description cannot be read', error: describeValue(error) });
  }
}

/** A copy of a list, by its length and places: what it says of iterating does not matter. */
export function copyOfList(list: readonly unknown[], most: number, what: string): unknown[] {
  const { length } = list;
  if (length > most) throw new TypeDefinitionError({ reason: `${what}: more than ${most}`, length });
  const copy: unknown[] = [];
  for (let i = 0; i < length; i++) copy.push(list[i]);
  return copy;
}
