import { CorruptDataError, NullFieldError, TypeDefinitionError } from '../../errors/type-errors.ts';
import type { DataInputView } from '../../views/data-input-view.ts';
import type { DataOutputView } from '../../views/data-output-view.ts';
import { defineType } from '../defined-type.ts';
import type { TypeDescription } from '../type-description.ts';
import type { TypeInformation } from '../type-information.ts';
import type { TypeSerializer } from '../type-serializer.ts';
import { atStep } from '../value-errors.ts';
import { CompositeSerializer, copyElements, readCount, writeCount } from './composite-serializer.ts';
import { ListSerializer } from './list.ts';
import { partOf } from './part-type.ts';
import { readFlag } from './read-flag.ts';

export function arrayType<T>(element: TypeInformation<T>): TypeInformation<T[]> {
  const part = partOf(element, 'the elements');
  const description = { kind: 'array', element: element.description } as const;
  const text = `array(${element.toString()})`;
  return defineType<T[]>({
    description,
    isKeyType: false,
    createSerializer() {
      // Flink's StringArraySerializer leaves null to the strings, and is then of the form of lists.
      if (part.type.kind === 'string') return new ListSerializer<T>(description, element.createSerializer());
      const serializer = part.type.createSerializer() as TypeSerializer<T>;
      return new ArraySerializer<T>(description, serializer, part.nullable);
    },
    createComparator() {
      throw new TypeDefinitionError({ reason: `${text} has no order` });
    },
    toString: () => text,
  });
}

/** Flink's GenericArraySerializer: an int, how many, and for each element a boolean, true where it is not null, and the value. */
class ArraySerializer<T> extends CompositeSerializer<T[]> {
  readonly #serializer: TypeSerializer<T>;
  readonly #nullable: boolean;
  readonly #minElementLength: number;

  constructor(description: TypeDescription, serializer: TypeSerializer<T>, nullable: boolean) {
    super(description, -1, 4);
    this.#serializer = serializer;
    this.#nullable = nullable;
    this.#minElementLength = 1 + (nullable ? 0 : serializer.minLength);
  }

  createInstance(): T[] {
    return [];
  }

  copy(value: T[]): T[] {
    return copyElements(value, this.#serializer, this.#nullable);
  }

  protected write(value: T[], target: DataOutputView): void {
    const count = writeCount(value, target);
    let i = 0;
    try {
      for (; i < count; i++) {
        const element = value[i] as T;
        const there = !isNull(element);
        if (!there && !this.#nullable) throw new NullFieldError({ path: '' });
        target.writeBoolean(there);
        if (there) this.#serializer.serialize(element, target);
      }
    } catch (error) {
      throw atStep(error, i);
    }
  }

  deserialize(source: DataInputView): T[] {
    const count = readCount(source, this.#minElementLength);
    const elements: T[] = [];
    for (let i = 0; i < count; i++) {
      elements.push(this.#readThere(source, i) ? this.#serializer.deserialize(source) : (null as T));
    }
    return elements;
  }

  copyBytes(source: DataInputView, target: DataOutputView): void {
    const count = readCount(source, this.#minElementLength);
    target.writeInt(count);
    for (let i = 0; i < count; i++) {
      const there = this.#readThere(source, i);
      target.writeBoolean(there);
      if (there) this.#serializer.copyBytes(source, target);
    }
  }

  #readThere(source: DataInputView, index: number): boolean {
    const { position } = source;
    const there = readFlag(source);
    if (there || this.#nullable) return there;
    throw new CorruptDataError({
      position,
      reason: 'null, where the type is not nullable (types.nullable)',
      element: index,
    });
  }
}

function isNull(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}
