import { TypeDefinitionError } from '../errors/type-errors.ts';
import { describeValue } from '../memory/argument-checks.ts';
import type { KeyDescription } from './comparator-description.ts';
import { copyOfList } from './foreign-data.ts';

/**
 * A key from small to large. `path`: a field, a field of a field (`'address.city'`), or the steps one by one where names have dots
 * in them (`['address', 'city']`); positions in tuples as text or as numbers. Throws TypeDefinitionError.
 */
export function ascending(path: KeyPath): KeyDescription {
  return keyOf(path, false);
}

/** A key from large to small; see `ascending`. */
export function descending(path: KeyPath): KeyDescription {
  return keyOf(path, true);
}

export type KeyPath = string | number | readonly (string | number)[];

/** Deeper than any record that a person has written; hostile descriptions could be. */
const MAX_STEPS = 100;
/** More keys than this order nothing any more. */
const MAX_KEYS = 1000;

function keyOf(path: KeyPath, descending: boolean): KeyDescription {
  const steps = typeof path === 'string' ? path.split('.', MAX_STEPS + 1) : typeof path === 'number' ? [path] : path;
  if (!Array.isArray(steps) || steps.length === 0) throw noPath(path);
  const copy = copyOfList(steps, MAX_STEPS, 'steps of a path').map((step) => stepOf(step, path));
  return Object.freeze({ path: Object.freeze(copy), descending });
}

function stepOf(step: unknown, path: unknown): string {
  if (typeof step === 'string' && step !== '') return step;
  if (typeof step === 'number' && Number.isSafeInteger(step) && step >= 0) return String(step);
  throw noPath(path);
}

function noPath(path: unknown): TypeDefinitionError {
  return new TypeDefinitionError({ reason: 'a key is a path of names of fields', value: describeValue(path) });
}

/** An order in full, checked as far as it can be without the type. */
export function readOrder(order: unknown = 'ascending'): {
  readonly keys: readonly KeyDescription[];
  readonly descending: boolean;
} {
  if (order === 'ascending') return { keys: [], descending: false };
  if (order === 'descending') return { keys: [], descending: true };
  const keys = Array.isArray(order) ? order : [order];
  if (keys.length === 0) throw new TypeDefinitionError({ reason: 'an order has at least one key' });
  const copy = copyOfList(keys, MAX_KEYS, 'keys of an order').map(readKey);
  return { keys: Object.freeze(copy), descending: false };
}

function readKey(key: unknown): KeyDescription {
  if (typeof key === 'object' && key !== null) {
    const { path, descending } = key as Partial<KeyDescription>;
    if (Array.isArray(path) && typeof descending === 'boolean') return keyOf(path, descending);
  }
  throw new TypeDefinitionError({
    reason: "an order is 'ascending', 'descending', or keys of ascending() and descending()",
    value: describeValue(key),
  });
}
