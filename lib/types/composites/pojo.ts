import { NullFieldError, TypeDefinitionError } from '../../errors/type-errors.ts';
import { describeValue } from '../../memory/argument-checks.ts';
import type { DataInputView } from '../../views/data-input-view.ts';
import type { DataOutputView } from '../../views/data-output-view.ts';
import { defineType } from '../defined-type.ts';
import { OwnNullSerializer } from '../own-null.ts';
import type { TypeDescription } from '../type-description.ts';
import type { TypeInformation } from '../type-information.ts';
import type { TypeSerializer } from '../type-serializer.ts';
import { atStep, notWritable } from '../value-errors.ts';
import {
  copyFields,
  describeFields,
  type Field,
  type FieldSerializer,
  fieldsOfObject,
  minLengthOf,
  partAt,
  putPart,
  readFields,
  serializersOf,
  textOf,
} from './fields.ts';
import { keyedComparator } from './keyed-comparator.ts';
import { nullAt, POJO_IS_NULL, POJO_NO_SUBCLASS, readFieldIsNull, readPojoFlags } from './pojo-form.ts';
import type { RowRecord } from './row.ts';

export function pojoType(name: string, fields: unknown): TypeInformation<RowRecord> {
  return definePojo(name, fieldsOfObject(fields, 'pojo'));
}

export function pojoTypeOf(
  name: unknown,
  fields: readonly (readonly [name: unknown, type: unknown])[],
): TypeInformation<RowRecord> {
  return definePojo(name, readFields(fields, 'pojo'));
}

function definePojo(name: unknown, unsorted: readonly Field[]): TypeInformation<RowRecord> {
  if (typeof name !== 'string' || name === '') {
    throw new TypeDefinitionError({ reason: 'a pojo has the name of a class', name: describeValue(name) });
  }
  // As java.lang.String.compareTo: by UTF-16 units.
  const fields = unsorted.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const description = { kind: 'pojo', name, fields: describeFields(fields) } as const;
  const keyed = fields.map((field) => ({ step: field.name, type: field.type, nullable: field.nullable }));
  return defineType<RowRecord>({
    description,
    isKeyType: fields.length > 0 && fields.every(({ type }) => type.isKeyType),
    createSerializer: () => new PojoSerializer(description, name, serializersOf(fields)),
    createComparator: (keys, descending) => keyedComparator<RowRecord>('pojo', description, keyed, keys, descending),
    toString: () => `pojo(${JSON.stringify(name)}, ${textOf(fields)})`,
  });
}

/** Flink's PojoSerializer: a byte of flags, and for each field, by name, a boolean, true for null, and the value. */
class PojoSerializer extends OwnNullSerializer<RowRecord> {
  readonly #name: string;
  readonly #fields: readonly FieldSerializer[];
  readonly #null: boolean;

  constructor(description: TypeDescription, name: string, fields: readonly FieldSerializer[], nullable = false) {
    super(description, -1, nullable ? 1 : 1 + fields.length + minLengthOf(fields), nullable);
    this.#name = name;
    this.#fields = fields;
    this.#null = nullable;
  }

  override get immutable(): boolean {
    return false;
  }

  createInstance(): RowRecord {
    const pojo: RowRecord = {};
    for (const field of this.#fields) putPart(pojo, field, field.nullable ? null : field.serializer.createInstance());
    return pojo;
  }

  override copy(value: RowRecord): RowRecord {
    return copyFields(value, this.#fields);
  }

  withNull(): TypeSerializer<RowRecord | null> {
    const serializer = new PojoSerializer(this.description, this.#name, this.#fields, true);
    return serializer as TypeSerializer<RowRecord | null>;
  }

  protected writeNull(target: DataOutputView): void {
    target.writeByte(POJO_IS_NULL);
  }

  protected writeValue(value: RowRecord, target: DataOutputView): void {
    if (typeof value !== 'object') throw notWritable('an object', value);
    target.writeByte(POJO_NO_SUBCLASS);
    let at = '';
    try {
      for (const field of this.#fields) {
        at = field.name;
        const part = partAt(value, field);
        const isNull = part === null || part === undefined;
        if (isNull && !field.nullable) throw new NullFieldError({ path: '' });
        target.writeBoolean(isNull);
        if (!isNull) field.serializer.serialize(part, target);
      }
    } catch (error) {
      throw atStep(error, at);
    }
  }

  protected readValue(source: DataInputView): RowRecord | null {
    if (readPojoFlags(source, this.#name)) return null;
    const pojo: RowRecord = {};
    for (const field of this.#fields) {
      const isNull = readFieldIsNull(source, field.name, field.nullable);
      putPart(pojo, field, isNull ? null : field.serializer.deserialize(source));
    }
    return pojo;
  }

  copyBytes(source: DataInputView, target: DataOutputView): void {
    const { position } = source;
    if (readPojoFlags(source, this.#name)) {
      if (!this.#null) throw nullAt(position);
      target.writeByte(POJO_IS_NULL);
      return;
    }
    target.writeByte(POJO_NO_SUBCLASS);
    for (const { name, nullable, serializer } of this.#fields) {
      const isNull = readFieldIsNull(source, name, nullable);
      target.writeBoolean(isNull);
      if (!isNull) serializer.copyBytes(source, target);
    }
  }
}
