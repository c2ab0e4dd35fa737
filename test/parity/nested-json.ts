import type { Json } from './value-of-json.ts';

/** How the generator says what has values inside, of types and of columns. */

/** Fields in the order of the type; before them the row's kind, if it is kept. */
export function recordOfJson<Type>(
  fields: readonly { readonly name: string; readonly type: Type }[],
  rowKind: string | undefined,
  json: readonly Json[],
  read: (type: Type, json: Json) => unknown,
): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  const first = rowKind === undefined ? 0 : 1;
  fields.forEach(({ name, type }, i) => {
    record[name] = read(type, json[first + i] as Json);
  });
  if (rowKind !== undefined) record[rowKind] = json[0];
  return record;
}

/** Pairs of key and value. */
export function mapOfJson<Type>(
  key: Type,
  value: Type,
  json: Json,
  read: (type: Type, json: Json) => unknown,
): Map<unknown, unknown> {
  return new Map((json as [Json, Json][]).map(([from, to]) => [read(key, from), read(value, to)]));
}
