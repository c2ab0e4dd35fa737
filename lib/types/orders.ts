import { TypeDefinitionError } from '../errors/type-errors.ts';
import { describeValue } from '../memory/argument-checks.ts';
import type { FieldKey, KeyDescription } from './comparator-description.ts';
import { definitionOptions } from './definition-options.ts';
import { copyOfList, readForeign } from './foreign-data.ts';

/**
 * A key from small to large. `path`: a field, a field of a field (`'address.city'`), or the steps one by one where names have dots
 * in them (`['address', 'city']`); positions in tuples as text or as numbers. Throws TypeDefinitionError.
 */
export function ascending(path: KeyPath, options: KeyOptions = {}): KeyDescription {
  return keyOf(path, false, options);
}

/** A key from large to small; see `ascending`. */
export function descending(path: KeyPath, options: KeyOptions = {}): KeyDescription {
  return keyOf(path, true, options);
}

/** Where a key is: a field or a position, `'home.zip'` for one in another, or the steps one by one where names have dots in them. */
export type KeyPath = string | number | readonly (string | number)[];

/** What a key says beside its path and its direction. */
export type KeyOptions = Pick<FieldKey, 'nullsLast'>;

/** Deeper than any record that a person has written; hostile descriptions could be. */
const MAX_STEPS = 100;
/** More keys than this order nothing any more. */
const MAX_KEYS = 1000;

function keyOf(path: KeyPath, descending: boolean, options: KeyOptions): KeyDescription {
  const { nullsLast } = readForeign(() => definitionOptions(options, ['nullsLast']));
  requireSwitch('nullsLast', nullsLast);
  const steps = Object.freeze(stepsOf(path));
  return Object.freeze(nullsLast === undefined ? { path: steps, descending } : { path: steps, descending, nullsLast });
}

function stepsOf(path: unknown): string[] {
  const steps = typeof path === 'string' ? path.split('.', MAX_STEPS + 1) : typeof path === 'number' ? [path] : path;
  if (!Array.isArray(steps) || steps.length === 0) throw noPath(path);
  return copyOfList(steps, MAX_STEPS, 'steps of a path').map((step) => stepOf(step, path));
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
  const keys = readKeys(order).map(({ path, descending, nullsLast }) => {
    if (nullsLast === descending) return Object.freeze({ path, descending });
    const reason = 'nulls are first in this order and last where it is descending; binary rows can have them elsewhere';
    throw new TypeDefinitionError({ reason, path: path.join('.'), nullsLast });
  });
  return { keys: Object.freeze(keys), descending: false };
}

/** A key with all that it says. */
interface Key {
  readonly path: readonly string[];
  readonly descending: boolean;
  readonly nullsLast: boolean;
}

/** One key or several in full, checked as far as they can be without the type. Throws TypeDefinitionError. */
export function readKeys(keys: unknown): readonly Key[] {
  return readForeign(() => {
    const list: readonly unknown[] = Array.isArray(keys) ? copyOfList(keys, MAX_KEYS, 'keys of an order') : [keys];
    if (list.length === 0) throw new TypeDefinitionError({ reason: 'an order has at least one key' });
    return list.map(readKey);
  });
}

const KEY_PROPERTIES = ['path', 'field', 'descending', 'nullsLast'] as const;

function readKey(key: unknown): Key {
  if (typeof key === 'string') return { path: Object.freeze(stepsOf(key)), descending: false, nullsLast: false };
  if (typeof key !== 'object' || key === null) throw noKey(key);
  const { path, field, descending = false, nullsLast = descending } = definitionOptions(key, KEY_PROPERTIES);
  const isPath = Array.isArray(path) && field === undefined;
  if (!isPath && !(typeof field === 'string' && path === undefined)) throw noKey(key);
  requireSwitch('descending', descending);
  requireSwitch('nullsLast', nullsLast);
  return {
    path: Object.freeze(stepsOf(isPath ? path : [field])),
    descending: descending === true,
    nullsLast: nullsLast === true,
  };
}

function requireSwitch(name: string, value: unknown): asserts value is boolean | undefined {
  if (value === undefined || typeof value === 'boolean') return;
  throw new TypeDefinitionError({ reason: `${name} of a key is true or false`, value: describeValue(value) });
}

function noKey(value: unknown): TypeDefinitionError {
  return new TypeDefinitionError({
    reason:
      "an order is 'ascending', 'descending', or keys: 'user', ascending('user'), descending('user') or { field: 'user' }",
    value: describeValue(value),
  });
}
