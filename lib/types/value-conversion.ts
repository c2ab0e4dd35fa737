import { CorruptDataError } from '../errors/type-errors.ts';
import { UnsafeIntegerError } from '../errors/unsafe-integer-error.ts';
import { readProperty, setProperty } from './composites/properties.ts';
import { KEYS_COLLIDE, KeyCollisions } from './key-collisions.ts';
import type { DescriptionOf, FieldDescription, TypeDescription } from './type-description.ts';

/** What a value of one type is in another. Positions in errors are that of the value, 0. */
export type Conversion = (value: unknown) => unknown;

/** Between types that `compatibilityOf` does not find incompatible. Undefined: the values are the same. */
export function conversionOf(old: TypeDescription, current: TypeDescription): Conversion | undefined {
  if (current.kind === 'nullable') return ofNullable(old, current.element);
  switch (current.kind) {
    case 'long':
      return ofLong((old as DescriptionOf<'long'>).as, current.as);
    case 'primitiveArray':
      return ofLongArray((old as DescriptionOf<'primitiveArray'>).as, current.as);
    case 'list':
    case 'array': {
      const element = conversionOf((old as DescriptionOf<'list'>).element, current.element);
      return element && ((value) => (value as readonly unknown[]).map(element));
    }
    case 'tuple': {
      const elements = (old as DescriptionOf<'tuple'>).elements.map((element, i) => {
        return conversionOf(element, current.elements[i] as TypeDescription);
      });
      if (elements.every((element) => element === undefined)) return undefined;
      return (value) => (value as readonly unknown[]).map((part, i) => applied(elements[i], part));
    }
    case 'map':
      return ofMap(old as DescriptionOf<'map'>, current);
    case 'either':
      return ofEither(old as DescriptionOf<'either'>, current);
    case 'row':
      return ofRow(old as DescriptionOf<'row'>, current);
    case 'pojo':
      return ofFields((old as DescriptionOf<'pojo'>).fields, current.fields);
    default:
      return undefined;
  }
}

function applied(conversion: Conversion | undefined, value: unknown): unknown {
  return conversion === undefined ? value : conversion(value);
}

function ofNullable(old: TypeDescription, element: TypeDescription): Conversion | undefined {
  if (old.kind === 'void') return undefined;
  const there = conversionOf(old.kind === 'nullable' ? old.element : old, element);
  return there && ((value) => (value === null ? null : there(value)));
}

function ofLong(old: 'bigint' | 'number', current: 'bigint' | 'number'): Conversion | undefined {
  if (old === current) return undefined;
  return current === 'number' ? (value) => safeNumber(value as bigint) : (value) => BigInt(value as number);
}

function safeNumber(value: bigint): number {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  throw new UnsafeIntegerError({ value });
}

function ofLongArray(old = 'bigint', current = 'bigint'): Conversion | undefined {
  if (old === current) return undefined;
  if (current === 'number') return (value) => Array.from(value as BigInt64Array, safeNumber);
  return (value) => BigInt64Array.from(value as readonly number[], BigInt);
}

function ofMap(old: DescriptionOf<'map'>, current: DescriptionOf<'map'>): Conversion | undefined {
  const key = conversionOf(old.key, current.key);
  const part = conversionOf(old.value, current.value);
  if (key === undefined && part === undefined) return undefined;
  return (value) => {
    const old = value as ReadonlyMap<unknown, unknown>;
    const collisions = KeyCollisions.forKeys(old.size);
    const converted = new Map<unknown, unknown>();
    for (const [oldName, entry] of old) {
      const name = applied(key, oldName);
      if (collisions?.add(name) === false) throw new CorruptDataError({ position: 0, reason: KEYS_COLLIDE });
      converted.set(name, applied(part, entry));
    }
    return converted;
  };
}

function ofEither(old: DescriptionOf<'either'>, current: DescriptionOf<'either'>): Conversion | undefined {
  const left = conversionOf(old.left, current.left);
  const right = conversionOf(old.right, current.right);
  if (left === undefined && right === undefined) return undefined;
  return (value) => {
    const either = value as { readonly left: unknown } | { readonly right: unknown };
    return 'left' in either ? { left: applied(left, either.left) } : { right: applied(right, either.right) };
  };
}

function ofRow(old: DescriptionOf<'row'>, current: DescriptionOf<'row'>): Conversion | undefined {
  const fields = ofFields(old.fields, current.fields);
  const [before, now] = [old.rowKind, current.rowKind];
  if (before === now && (fields === undefined || now === undefined)) return fields;
  const all = fields ?? copyOf(current.fields);
  return (value) => {
    const row = all(value) as object;
    // Rows of types that keep no kinds are inserts.
    if (now !== undefined) {
      setProperty(row, now, before === undefined ? 'insert' : readProperty(value as object, before));
    }
    return row;
  };
}

function ofFields(old: readonly FieldDescription[], current: readonly FieldDescription[]): Conversion | undefined {
  const before = new Map(old.map(({ name, type }) => [name, type]));
  const fields = current.map(({ name, type }) => {
    const was = before.get(name);
    return { name, isNew: was === undefined, conversion: was && conversionOf(was, type) };
  });
  const same = old.length === current.length && old.every(({ name }, i) => name === current[i]?.name);
  if (same && fields.every(({ conversion }) => conversion === undefined)) return undefined;
  return (value) => {
    const record = {};
    for (const { name, isNew, conversion } of fields) {
      setProperty(record, name, isNew ? null : applied(conversion, readProperty(value as object, name)));
    }
    return record;
  };
}

function copyOf(fields: readonly FieldDescription[]): Conversion {
  return (value) => {
    const record = {};
    for (const { name } of fields) setProperty(record, name, readProperty(value as object, name));
    return record;
  };
}
