import { TypeDefinitionError } from '../../errors/type-errors.ts';
import { describeValue } from '../../memory/argument-checks.ts';
import type { DataInputView } from '../../views/data-input-view.ts';
import type { DataOutputView } from '../../views/data-output-view.ts';
import { defineType, isType } from '../defined-type.ts';
import { hasOwnNull } from '../own-null.ts';
import type { TypeDescription } from '../type-description.ts';
import type { TypeInformation } from '../type-information.ts';
import type { TypeSerializer } from '../type-serializer.ts';
import { CompositeSerializer } from './composite-serializer.ts';
import { NullableComparator } from './nullable-comparator.ts';
import { readFlag } from './read-flag.ts';

const elements = new WeakMap<TypeInformation<unknown>, TypeInformation<unknown>>();

/** What a nullable type is without null; undefined for other types. */
export function nullableElement(type: TypeInformation<unknown>): TypeInformation<unknown> | undefined {
  return elements.get(type);
}

export function nullableType<T>(element: TypeInformation<T>): TypeInformation<T | null> {
  if (!isType(element)) {
    throw new TypeDefinitionError({ reason: 'what is nullable is a type', value: describeValue(element) });
  }
  if (element.kind === 'void') throw new TypeDefinitionError({ reason: 'void is null already' });
  if (elements.has(element)) return element;
  const description = { kind: 'nullable', element: element.description } as const;
  const createSerializer = (): TypeSerializer<T | null> => {
    const serializer = element.createSerializer();
    if (hasOwnNull(serializer)) return new OwnNullableSerializer<T>(description, serializer.withNull());
    return new NullableSerializer<T>(description, serializer);
  };
  const type = defineType<T | null>({
    description,
    isKeyType: element.isKeyType,
    createSerializer,
    createComparator(keys, descending) {
      const order = keys.length > 0 ? keys : descending ? 'descending' : 'ascending';
      return new NullableComparator(description, element.createComparator(order), createSerializer);
    },
    toString: () => `nullable(${element.toString()})`,
  });
  elements.set(type, element);
  return type;
}

/** What the two forms of null have in common. */
abstract class NullSerializer<T> extends CompositeSerializer<T | null> {
  protected readonly serializer: TypeSerializer<T>;

  constructor(description: TypeDescription, serializer: TypeSerializer<T>, length: number, minLength: number) {
    super(description, length, minLength);
    this.serializer = serializer;
  }

  override get immutable(): boolean {
    return this.serializer.immutable;
  }

  createInstance(): null {
    return null;
  }

  copy(value: T | null): T | null {
    return value === null || value === undefined ? null : this.serializer.copy(value);
  }
}

/** Flink's NullableSerializer without padding: a boolean, true for null, and the value. */
class NullableSerializer<T> extends NullSerializer<T> {
  constructor(description: TypeDescription, serializer: TypeSerializer<T>) {
    super(description, serializer, -1, 1);
  }

  protected write(value: T | null, target: DataOutputView): void {
    if (value === null || value === undefined) {
      target.writeBoolean(true);
      return;
    }
    target.writeBoolean(false);
    this.serializer.serialize(value, target);
  }

  deserialize(source: DataInputView): T | null {
    return readFlag(source) ? null : this.serializer.deserialize(source);
  }

  copyBytes(source: DataInputView, target: DataOutputView): void {
    const isNull = readFlag(source);
    target.writeBoolean(isNull);
    if (!isNull) this.serializer.copyBytes(source, target);
  }
}

/** A form that says null itself, under the description of the nullable type. */
class OwnNullableSerializer<T> extends NullSerializer<T> {
  constructor(description: TypeDescription, serializer: TypeSerializer<T | null>) {
    super(description, serializer as TypeSerializer<T>, serializer.length, serializer.minLength);
  }

  protected write(value: T | null, target: DataOutputView): void {
    this.serializer.serialize(value as T, target);
  }

  deserialize(source: DataInputView): T | null {
    return this.serializer.deserialize(source);
  }

  copyBytes(source: DataInputView, target: DataOutputView): void {
    this.serializer.copyBytes(source, target);
  }
}
