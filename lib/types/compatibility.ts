import { TypeDefinitionError } from '../errors/type-errors.ts';
import { describeValue } from '../memory/argument-checks.ts';
import type { SerializerCompatibility, SerializerSnapshot } from './serializer-snapshot.ts';
import type { TypeDescription, TypeKind } from './type-description.ts';
import { typeOf } from './type-of.ts';
import type { TypeSerializer } from './type-serializer.ts';

/**
 * Whether bytes that were written when `snapshot` was made can be read with `serializer`. The snapshot may come from anywhere.
 * Throws TypeDefinitionError when it is none.
 */
export function checkCompatibility(
  snapshot: SerializerSnapshot,
  serializer: TypeSerializer<unknown>,
): SerializerCompatibility {
  const version: unknown = snapshot?.version;
  if (version !== 1) {
    throw new TypeDefinitionError({ reason: 'there is no such version of snapshots', version: describeValue(version) });
  }
  return compatibility(typeOf(snapshot.type).description, serializer.description, '');
}

const COMPATIBLE: SerializerCompatibility = Object.freeze({ result: 'compatible' });
const AFTER_MIGRATION: SerializerCompatibility = Object.freeze({ result: 'after-migration' });

/** The kinds that hold every value of a kind. */
const wider: ReadonlyMap<TypeKind, readonly TypeKind[]> = new Map<TypeKind, readonly TypeKind[]>([
  ['byte', ['short', 'int', 'long']],
  ['short', ['int', 'long']],
  ['int', ['long']],
  ['float', ['double']],
]);

/** `path` leads from the record to the part that is compared; empty for the record. */
function compatibility(old: TypeDescription, current: TypeDescription, path: string): SerializerCompatibility {
  if (old.kind !== current.kind) {
    return wider.get(old.kind)?.includes(current.kind) ? AFTER_MIGRATION : changed(old.kind, current.kind, path);
  }
  switch (current.kind) {
    case 'enum':
      return enumCompatibility((old as EnumDescription).constants, current.constants, path);
    default:
      return COMPATIBLE;
  }
}

type EnumDescription = Extract<TypeDescription, { readonly kind: 'enum' }>;

/** New constants may follow the old ones; in another order the bytes have to be written anew. */
function enumCompatibility(old: readonly string[], current: readonly string[], path: string): SerializerCompatibility {
  if (old.every((constant, ordinal) => constant === current[ordinal])) return COMPATIBLE;
  const known = new Set(current);
  const missing = old.find((constant) => !known.has(constant));
  if (missing === undefined) return AFTER_MIGRATION;
  return { result: 'incompatible', reason: `the enum has lost the constant ${describeValue(missing)}${at(path)}` };
}

function changed(old: string, current: string, path: string): SerializerCompatibility {
  return { result: 'incompatible', reason: `${old} has become ${current}${at(path)}` };
}

function at(path: string): string {
  return path === '' ? '' : ` at ${path}`;
}
