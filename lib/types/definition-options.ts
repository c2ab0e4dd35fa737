import { TypeDefinitionError } from '../errors/type-errors.ts';
import { describeValue } from '../memory/argument-checks.ts';

/** The options of a definition, which have no other names than `known`; undefined is none. Throws TypeDefinitionError. */
export function definitionOptions<Name extends string>(
  options: unknown,
  known: readonly Name[],
): { readonly [name in Name]?: unknown } {
  const given = options === undefined ? {} : options;
  if (typeof given !== 'object' || given === null) {
    throw new TypeDefinitionError({ reason: 'options are an object', value: describeValue(given) });
  }
  const other = Object.keys(given).find((name) => !known.includes(name as Name));
  if (other !== undefined) {
    const reason = `there is no such option, but ${known.join(', ')}`;
    throw new TypeDefinitionError({ reason, option: describeValue(other) });
  }
  return given as { readonly [name in Name]?: unknown };
}
