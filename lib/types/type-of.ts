import { TypeDefinitionError } from '../errors/type-errors.ts';
import { describeValue } from '../memory/argument-checks.ts';
import { enumType } from './atoms/enum.ts';
import type { ComparatorDescription } from './comparator-description.ts';
import { arrayType } from './composites/array.ts';
import { eitherType } from './composites/either.ts';
import { listType } from './composites/list.ts';
import { mapType } from './composites/map.ts';
import { nullableType } from './composites/nullable.ts';
import { pojoTypeOf } from './composites/pojo.ts';
import { primitiveArrayType } from './composites/primitive-array.ts';
import { rowTypeOf } from './composites/row.ts';
import { tupleType } from './composites/tuple.ts';
import { registeredValueType } from './composites/value.ts';
import { copyOfList, readForeign } from './foreign-data.ts';
import { requireLongAs } from './long-as.ts';
import type { TypeComparator } from './type-comparator.ts';
import { requireDepth } from './type-depth.ts';
import type { TypeDescription, TypeKind } from './type-description.ts';
import type { TypeInformation } from './type-information.ts';
import { type LongOptions, types } from './types.ts';

/**
 * The type that `description` describes, whoever has written it: a file, another thread, somebody hostile. Throws
 * TypeDefinitionError when there is no such type.
 */
export function typeOf(description: TypeDescription): TypeInformation<unknown> {
  return readForeign(() => new DescriptionReader().read(description, 0));
}

/** The comparator that `description` describes, as `typeOf`. */
export function comparatorOf(description: ComparatorDescription): TypeComparator<unknown> {
  return readForeign(() => readComparator(description));
}

function readComparator(description: unknown): TypeComparator<unknown> {
  const { type, keys, descending } = requireObject(description, 'comparator');
  if (!Array.isArray(keys) || typeof descending !== 'boolean') {
    throw new TypeDefinitionError({ reason: 'the description of a comparator has keys and a direction' });
  }
  const keyed = typeOf(type as TypeDescription);
  return keyed.createComparator(keys.length > 0 ? keys : descending ? 'descending' : 'ascending');
}

/** Of one description. One object in many places counts each time. */
const MAX_TYPES = 100_000;

class DescriptionReader {
  #read = 0;

  read(description: unknown, depth: number): TypeInformation<unknown> {
    requireDepth(depth);
    this.#read += 1;
    if (this.#read > MAX_TYPES) {
      throw new TypeDefinitionError({ reason: `there are more than ${MAX_TYPES} types in one` });
    }
    const parts = requireObject(description, 'type');
    const kind = parts['kind'] as TypeKind;
    switch (kind) {
      case 'boolean':
      case 'byte':
      case 'short':
      case 'char':
      case 'int':
      case 'float':
      case 'double':
      case 'string':
      case 'bigint':
      case 'decimal':
      case 'date':
      case 'instant':
      case 'localDate':
      case 'localTime':
      case 'localDateTime':
      case 'sqlDate':
      case 'sqlTime':
      case 'sqlTimestamp':
      case 'void':
        return types[kind]();
      case 'long':
        return types.long({ as: requireLongAs(parts['as']) } as LongOptions<'bigint'>);
      case 'enum':
        return enumType(parts['constants'] as readonly string[]);
      case 'primitiveArray':
        return primitiveArrayType(parts['element'], parts['as']);
      case 'array':
        return arrayType(this.read(parts['element'], depth + 1));
      case 'list':
        return listType(this.read(parts['element'], depth + 1));
      case 'nullable':
        return nullableType(this.read(parts['element'], depth + 1));
      case 'map':
        return mapType(this.read(parts['key'], depth + 1), this.read(parts['value'], depth + 1)) as AnyType;
      case 'either':
        return eitherType(this.read(parts['left'], depth + 1), this.read(parts['right'], depth + 1)) as AnyType;
      case 'tuple':
        return tupleType(requireArray(parts['elements']).map((part) => this.read(part, depth + 1))) as AnyType;
      case 'row':
        return rowTypeOf(this.#fields(parts['fields'], depth), parts['rowKind']) as AnyType;
      case 'pojo':
        return pojoTypeOf(parts['name'], this.#fields(parts['fields'], depth)) as AnyType;
      case 'value':
        return registeredValueType(parts['name']);
      case 'generic':
        return types.generic();
      default:
        throw new TypeDefinitionError({ reason: 'there is no such kind of type', kind: describeValue(kind) });
    }
  }

  #fields(fields: unknown, depth: number): readonly (readonly [name: unknown, type: AnyType])[] {
    return requireArray(fields).map((field) => {
      const { name, type } = requireObject(field, 'field');
      return [name, this.read(type, depth + 1)];
    });
  }
}

type AnyType = TypeInformation<unknown>;

function requireArray(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return copyOfList(value, MAX_TYPES, 'parts of a type');
  throw new TypeDefinitionError({ reason: 'the parts of a type are in an array', value: describeValue(value) });
}

function requireObject(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  throw new TypeDefinitionError({ reason: `the description of a ${what} is an object`, value: describeValue(value) });
}
