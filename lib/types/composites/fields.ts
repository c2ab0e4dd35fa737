import { TypeDefinitionError } from '../../errors/type-errors.ts';
import { describeValue } from '../../memory/argument-checks.ts';
import type { FieldDescription } from '../type-description.ts';
import type { TypeInformation } from '../type-information.ts';
import type { TypeSerializer } from '../type-serializer.ts';
import { atStep, notWritable } from '../value-errors.ts';
import { copyPart } from './composite-serializer.ts';
import { type Part, partOf } from './part-type.ts';
import { isInherited, readInherited, setProperty } from './properties.ts';

/** A field of a row or a pojo, or an element of a tuple. */
export interface Field extends Part {
  readonly name: string;
  /** With `nullable` where it is. */
  readonly declared: TypeInformation<unknown>;
}

/** What a serializer keeps of a field. */
export interface FieldSerializer {
  readonly name: string;
  /** Of a property that every object has: see `properties.ts`. */
  readonly inherited: boolean;
  readonly nullable: boolean;
  readonly serializer: TypeSerializer<unknown>;
}

/** Fields by name, in the order in which they are written. Throws TypeDefinitionError. */
export function readFields(fields: readonly (readonly [name: unknown, type: unknown])[], of: string): readonly Field[] {
  const seen = new Set<string>();
  return fields.map(([name, declared]) => {
    if (typeof name !== 'string' || name === '') {
      throw new TypeDefinitionError({ reason: `no name for a field of a ${of}`, field: describeValue(name) });
    }
    if (seen.has(name)) throw new TypeDefinitionError({ reason: `a ${of} has each field once`, field: name });
    seen.add(name);
    const part = partOf(declared, name);
    return { ...part, name, declared: declared as TypeInformation<unknown> };
  });
}

/** Names that objects list before all others, by number. */
const INDEX_NAME = /^(0|[1-9]\d*)$/;

/** The fields of an object such as `{ user: types.long() }`, in its order. Throws TypeDefinitionError. */
export function fieldsOfObject(fields: unknown, of: string): readonly Field[] {
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) {
    throw new TypeDefinitionError({ reason: `a ${of} is made from an object of types`, value: describeValue(fields) });
  }
  const entries = Object.entries(fields);
  requireKeptPlaces(
    entries.map(([name]) => name),
    of,
  );
  return readFields(entries, of);
}

/** Throws TypeDefinitionError for names that are numbers; `path` leads to the object. */
export function requireKeptPlaces(names: Iterable<string>, of: string, path = ''): void {
  for (const name of names) {
    if (!INDEX_NAME.test(name)) continue;
    const reason = `an object does not keep the place of a field of a ${of} that is named by a number`;
    throw new TypeDefinitionError(path === '' ? { reason, field: name } : { reason, field: name, path });
  }
}

export function describeFields(fields: readonly Field[]): readonly FieldDescription[] {
  return fields.map(({ name, declared }) => ({ name, type: declared.description }));
}

export function serializersOf(fields: readonly Field[]): readonly FieldSerializer[] {
  return fields.map(({ name, nullable, type }) => {
    return { name, inherited: isInherited(name), nullable, serializer: type.createSerializer() };
  });
}

/** The value of a field in a record; null and undefined for none. */
export function partAt(record: object, { name, inherited }: FieldSerializer): unknown {
  return inherited ? readInherited(record, name) : (record as Record<string, unknown>)[name];
}

/** Gives a record that is being made the value of a field. */
export function putPart(record: object, { name, inherited }: FieldSerializer, part: unknown): void {
  if (inherited) setProperty(record, name, part);
  else (record as Record<string, unknown>)[name] = part;
}

/** A record with the fields alone, each copied. Throws TypeMismatchError or NullFieldError. */
export function copyFields(record: unknown, fields: readonly FieldSerializer[]): Record<string, unknown> {
  if (typeof record !== 'object' || record === null) throw notWritable('an object', record);
  const copied: Record<string, unknown> = {};
  let at = '';
  try {
    for (const field of fields) {
      at = field.name;
      putPart(copied, field, copyPart(partAt(record, field), field.serializer, field.nullable));
    }
  } catch (error) {
    throw atStep(error, at);
  }
  return copied;
}

/** Of the fields that are there in every value. */
export function minLengthOf(fields: readonly FieldSerializer[]): number {
  return fields.reduce((sum, { nullable, serializer }) => sum + (nullable ? 0 : serializer.minLength), 0);
}

const PLAIN_NAME = /^[A-Za-z_$][\w$]*$/;

export function textOf(fields: readonly Field[]): string {
  const texts = fields.map(({ name, declared }) => {
    return `${nameText(name)}: ${declared.toString()}`;
  });
  return texts.length === 0 ? '{}' : `{ ${texts.join(', ')} }`;
}

function nameText(name: string): string {
  // Without brackets it would be the prototype of the fields.
  if (name === '__proto__') return `['__proto__']`;
  return PLAIN_NAME.test(name) ? name : JSON.stringify(name);
}
