import { TypeDefinitionError } from '../../errors/type-errors.ts';
import type { KeyDescription } from '../comparator-description.ts';
import type { TypeDescription } from '../type-description.ts';

/**
 * Keys down to values without fields, as Flink flattens them: a key that is a tuple, row or pojo stands for all of its fields, and
 * no keys for all fields of the record. Throws TypeDefinitionError.
 */
export function flatKeys(
  description: TypeDescription,
  keys: readonly KeyDescription[],
  descending: boolean,
): readonly KeyDescription[] {
  const whole = keys.length === 0 ? [{ path: [], descending }] : keys;
  const flat: KeyDescription[] = [];
  for (const key of whole) flatten(find(description, key.path), key.path, key.descending, flat);
  return flat;
}

const MAX_FLAT_KEYS = 10_000;

function flatten(at: TypeDescription, path: readonly string[], descending: boolean, flat: KeyDescription[]): void {
  const parts = partsOf(at);
  if (parts === undefined) flat.push({ path, descending });
  else for (const [step, part] of parts) flatten(part, [...path, step], descending, flat);
  if (flat.length > MAX_FLAT_KEYS) {
    throw new TypeDefinitionError({ reason: `an order has at most ${MAX_FLAT_KEYS} keys` });
  }
}

function find(record: TypeDescription, path: readonly string[]): TypeDescription {
  let at = record;
  for (const step of path) {
    const parts = partsOf(at);
    const part = parts?.find(([name]) => name === step);
    if (part === undefined) {
      const reason = parts === undefined ? 'a key goes into a value that has no fields' : 'there is no such key';
      throw new TypeDefinitionError({ reason, path: path.join('.'), step });
    }
    at = part[1];
  }
  return at;
}

/** Undefined for values without fields. */
function partsOf(description: TypeDescription): readonly (readonly [string, TypeDescription])[] | undefined {
  switch (description.kind) {
    case 'nullable':
      return partsOf(description.element);
    case 'row':
    case 'pojo':
      return description.fields.map(({ name, type }) => [name, type]);
    case 'tuple':
      return description.elements.map((element, i) => [String(i), element]);
    default:
      return undefined;
  }
}
