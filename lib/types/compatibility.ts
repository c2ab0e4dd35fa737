import { TypeDefinitionError } from '../errors/type-errors.ts';
import { describeValue, invalid } from '../memory/argument-checks.ts';
import { readForeign } from './foreign-data.ts';
import { hasOwnNull } from './own-null.ts';
import type { SerializerCompatibility, SerializerSnapshot } from './serializer-snapshot.ts';
import type { DescriptionOf, FieldDescription, TypeDescription } from './type-description.ts';
import type { TypeInformation } from './type-information.ts';
import { typeOf } from './type-of.ts';
import type { TypeSerializer } from './type-serializer.ts';

/**
 * Whether bytes that were written when `snapshot` was made can be read with `serializer`. The snapshot may come from anywhere.
 * Throws TypeDefinitionError when it is none, and InvalidArgumentError when the other is no serializer.
 */
export function checkCompatibility(
  snapshot: SerializerSnapshot,
  serializer: TypeSerializer<unknown>,
): SerializerCompatibility {
  requireSerializer(serializer);
  return compatibilityOf(typeOfSnapshot(snapshot).description, serializer.description);
}

/** The type that `snapshot` was made of. Throws TypeDefinitionError when there is none. */
export function typeOfSnapshot(snapshot: SerializerSnapshot): TypeInformation<unknown> {
  return typeOf(readForeign(() => typeIn(snapshot)));
}

/** A type in its place has a description too. */
export function requireSerializer(value: unknown): asserts value is TypeSerializer<unknown> {
  const { serialize, deserialize, description } = (value ?? {}) as Partial<TypeSerializer<unknown>>;
  const isDescribed = typeof description === 'object' && description !== null;
  if (typeof serialize === 'function' && typeof deserialize === 'function' && isDescribed) return;
  throw invalid('a serializer, such as type.createSerializer()', 'serializer', value);
}

/** Of descriptions that are of types. */
export function compatibilityOf(old: TypeDescription, current: TypeDescription): SerializerCompatibility {
  return compatibility(old, current, '');
}

function typeIn(snapshot: SerializerSnapshot): TypeDescription {
  if (typeof snapshot !== 'object' || snapshot === null) {
    const reason = 'a snapshot is the object that serializer.snapshot() gives';
    throw new TypeDefinitionError({ reason, snapshot: describeValue(snapshot) });
  }
  const version: unknown = snapshot.version;
  if (version === 1) return snapshot.type;
  throw new TypeDefinitionError({ reason: 'there is no such version of snapshots', version: describeValue(version) });
}

const COMPATIBLE: SerializerCompatibility = Object.freeze({ result: 'compatible' });
const AFTER_MIGRATION: SerializerCompatibility = Object.freeze({ result: 'after-migration' });

/** `path` leads from the record to the part that is compared; empty for the record. */
function compatibility(old: TypeDescription, current: TypeDescription, path: string): SerializerCompatibility {
  if (old.kind !== current.kind) {
    if (current.kind === 'nullable') return inNullable(old, current, path);
    return changed(old.kind, current.kind, path);
  }
  switch (current.kind) {
    case 'enum':
      return enumCompatibility((old as DescriptionOf<'enum'>).constants, current.constants, path);
    case 'primitiveArray':
      return sameText((old as DescriptionOf<'primitiveArray'>).element, current.element, path);
    case 'value':
      return sameText((old as DescriptionOf<'value'>).name, current.name, path);
    case 'list':
      return compatibility((old as DescriptionOf<'list'>).element, current.element, `${path}[]`);
    case 'array':
      return partCompatibility((old as DescriptionOf<'array'>).element, current.element, `${path}[]`);
    case 'nullable':
      return compatibility((old as DescriptionOf<'nullable'>).element, current.element, path);
    case 'map':
      return worse(
        compatibility((old as DescriptionOf<'map'>).key, current.key, `${path}[key]`),
        partCompatibility((old as DescriptionOf<'map'>).value, current.value, `${path}[value]`),
      );
    case 'either':
      return worse(
        compatibility((old as DescriptionOf<'either'>).left, current.left, step(path, 'left')),
        compatibility((old as DescriptionOf<'either'>).right, current.right, step(path, 'right')),
      );
    case 'tuple':
      return tupleCompatibility((old as DescriptionOf<'tuple'>).elements, current.elements, path);
    case 'row':
      return rowCompatibility(old as DescriptionOf<'row'>, current, path);
    case 'pojo': {
      const { name, fields } = old as DescriptionOf<'pojo'>;
      return worse(sameText(name, current.name, path), fieldCompatibility(fields, current.fields, path, false));
    }
    default:
      return COMPATIBLE;
  }
}

/** What was not nullable is now: a form around the value, unless it has a null of its own. */
function inNullable(old: TypeDescription, current: DescriptionOf<'nullable'>, path: string): SerializerCompatibility {
  if (old.kind === 'void') return AFTER_MIGRATION;
  const form = hasOwnNull(typeOf(old).createSerializer()) ? COMPATIBLE : AFTER_MIGRATION;
  return worse(form, compatibility(old, current.element, path));
}

function tupleCompatibility(
  old: readonly TypeDescription[],
  current: readonly TypeDescription[],
  path: string,
): SerializerCompatibility {
  if (old.length !== current.length) return changed(`a tuple of ${old.length}`, `one of ${current.length}`, path);
  return old
    .map((element, i) => compatibility(element, current[i] as TypeDescription, `${path}[${i}]`))
    .reduce(worse, COMPATIBLE);
}

function rowCompatibility(
  old: DescriptionOf<'row'>,
  current: DescriptionOf<'row'>,
  path: string,
): SerializerCompatibility {
  // The kind is in the mask whether it is kept or not; rows whose kind would be lost cannot be read.
  const kind = old.rowKind !== undefined && current.rowKind === undefined ? AFTER_MIGRATION : COMPATIBLE;
  return worse(kind, fieldCompatibility(old.fields, current.fields, path, true));
}

/** `ordered`: the fields are written in this order, not by name. */
function fieldCompatibility(
  old: readonly FieldDescription[],
  current: readonly FieldDescription[],
  path: string,
  ordered: boolean,
): SerializerCompatibility {
  const before = new Map(old.map(({ name, type }) => [name, type]));
  let result: SerializerCompatibility = COMPATIBLE;
  for (const { name, type } of current) {
    const at = step(path, name);
    const was = before.get(name);
    if (was !== undefined) result = worse(result, partCompatibility(was, type, at));
    else if (type.kind === 'nullable' || type.kind === 'void') result = worse(result, AFTER_MIGRATION);
    else result = worse(result, { result: 'incompatible', reason: `${at} is new and not nullable` });
  }
  const names = current.map(({ name }) => name);
  const same = old.length === current.length && (!ordered || old.every(({ name }, i) => name === names[i]));
  return same ? result : worse(result, AFTER_MIGRATION);
}

/** Of a field whose null is the composite's to say: that it becomes nullable changes no byte. */
function partCompatibility(old: TypeDescription, current: TypeDescription, path: string): SerializerCompatibility {
  if (current.kind === 'nullable') {
    if (old.kind === 'void') return COMPATIBLE;
    return compatibility(old.kind === 'nullable' ? old.element : old, current.element, path);
  }
  if (old.kind === 'nullable') {
    return { result: 'incompatible', reason: `${path} is not nullable any more` };
  }
  return compatibility(old, current, path);
}

function worse(a: SerializerCompatibility, b: SerializerCompatibility): SerializerCompatibility {
  if (a.result === 'incompatible' || b.result === 'compatible') return a;
  return b.result === 'incompatible' || a.result === 'compatible' ? b : a;
}

function sameText(old: string, current: string, path: string): SerializerCompatibility {
  return old === current ? COMPATIBLE : changed(old, current, path);
}

function step(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

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
