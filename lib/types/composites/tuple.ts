import { TypeDefinitionError } from '../../errors/type-errors.ts';
import type { DataInputView } from '../../views/data-input-view.ts';
import type { DataOutputView } from '../../views/data-output-view.ts';
import { defineType } from '../defined-type.ts';
import type { TypeDescription } from '../type-description.ts';
import type { TypeInformation } from '../type-information.ts';
import type { TypeSerializer } from '../type-serializer.ts';
import { atStep, notWritable } from '../value-errors.ts';
import { CompositeSerializer, isArray } from './composite-serializer.ts';
import { keyedComparator } from './keyed-comparator.ts';
import { requireType } from './part-type.ts';

/** Flink has no longer tuples. */
const MAX_ELEMENTS = 25;

export function tupleType(elements: readonly TypeInformation<unknown>[]): TypeInformation<unknown[]> {
  if (!Array.isArray(elements) || elements.length === 0 || elements.length > MAX_ELEMENTS) {
    throw new TypeDefinitionError({ reason: `a tuple has 1 to ${MAX_ELEMENTS} elements`, elements: elements?.length });
  }
  const parts: readonly TypeInformation<unknown>[] = Array.from(elements, (element, i) => {
    requireType(element, `element ${i}`);
    return element;
  });
  const description = { kind: 'tuple', elements: parts.map((part) => part.description) } as const;
  const fields = parts.map((type, i) => ({ step: i, type, nullable: true }));
  return defineType<unknown[]>({
    description,
    isKeyType: parts.every((part) => part.isKeyType),
    createSerializer: () => new TupleSerializer(description, parts),
    createComparator: (keys, descending) => keyedComparator<unknown[]>('tuple', description, fields, keys, descending),
    toString: () => `tuple(${parts.join(', ')})`,
  });
}

/** Flink's TupleSerializer: the elements in order. */
class TupleSerializer extends CompositeSerializer<unknown[]> {
  readonly #serializers: readonly TypeSerializer<unknown>[];
  readonly #expected: string;

  constructor(description: TypeDescription, parts: readonly TypeInformation<unknown>[]) {
    const serializers = parts.map((part) => part.createSerializer());
    const fixed = serializers.every(({ length }) => length >= 0);
    const minLength = serializers.reduce((sum, serializer) => sum + serializer.minLength, 0);
    super(description, fixed ? minLength : -1, minLength);
    this.#serializers = serializers;
    this.#expected = `an array of ${serializers.length}`;
  }

  createInstance(): unknown[] {
    return this.#serializers.map((serializer) => serializer.createInstance());
  }

  copy(value: unknown[]): unknown[] {
    const parts = this.#checked(value);
    return this.#serializers.map((serializer, i) => {
      try {
        return serializer.copy(parts[i]);
      } catch (error) {
        throw atStep(error, i);
      }
    });
  }

  protected write(value: unknown[], target: DataOutputView): void {
    this.#checked(value);
    const count = this.#serializers.length;
    let i = 0;
    try {
      for (; i < count; i++) this.#serializers[i]?.serialize(value[i], target);
    } catch (error) {
      throw atStep(error, i);
    }
  }

  deserialize(source: DataInputView): unknown[] {
    const elements: unknown[] = [];
    for (const serializer of this.#serializers) elements.push(serializer.deserialize(source));
    return elements;
  }

  copyBytes(source: DataInputView, target: DataOutputView): void {
    for (const serializer of this.#serializers) serializer.copyBytes(source, target);
  }

  #checked(value: unknown): readonly unknown[] {
    if (isArray(value) && value.length === this.#serializers.length) return value;
    throw notWritable(this.#expected, value);
  }
}
