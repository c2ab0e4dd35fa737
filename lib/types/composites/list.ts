import { TypeDefinitionError } from '../../errors/type-errors.ts';
import type { DataInputView } from '../../views/data-input-view.ts';
import type { DataOutputView } from '../../views/data-output-view.ts';
import { defineType } from '../defined-type.ts';
import type { TypeDescription } from '../type-description.ts';
import type { TypeInformation } from '../type-information.ts';
import type { TypeSerializer } from '../type-serializer.ts';
import { atStep } from '../value-errors.ts';
import { CompositeSerializer, copyElements, readCount, writeCount } from './composite-serializer.ts';
import { requireType } from './part-type.ts';

export function listType<T>(element: TypeInformation<T>): TypeInformation<T[]> {
  requireType(element, 'the elements');
  const description = { kind: 'list', element: element.description } as const;
  const text = `list(${element.toString()})`;
  return defineType<T[]>({
    description,
    isKeyType: false,
    createSerializer: () => new ListSerializer(description, element.createSerializer()),
    createComparator() {
      throw new TypeDefinitionError({ reason: `${text} has no order` });
    },
    toString: () => text,
  });
}

/** Flink's ListSerializer: an int, how many, and the elements. */
export class ListSerializer<T> extends CompositeSerializer<T[]> {
  readonly #serializer: TypeSerializer<T>;

  constructor(description: TypeDescription, serializer: TypeSerializer<T>) {
    super(description, -1, 4);
    this.#serializer = serializer;
  }

  createInstance(): T[] {
    return [];
  }

  copy(value: T[]): T[] {
    return copyElements(value, this.#serializer, false);
  }

  protected write(value: T[], target: DataOutputView): void {
    const count = writeCount(value, target);
    let i = 0;
    try {
      for (; i < count; i++) this.#serializer.serialize(value[i] as T, target);
    } catch (error) {
      throw atStep(error, i);
    }
  }

  deserialize(source: DataInputView): T[] {
    const count = readCount(source, this.#serializer.minLength);
    const elements: T[] = [];
    for (let i = 0; i < count; i++) elements.push(this.#serializer.deserialize(source));
    return elements;
  }

  copyBytes(source: DataInputView, target: DataOutputView): void {
    const count = readCount(source, this.#serializer.minLength);
    target.writeInt(count);
    for (let i = 0; i < count; i++) this.#serializer.copyBytes(source, target);
  }
}
