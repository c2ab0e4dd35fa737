import { TypeDefinitionError } from '../../errors/type-errors.ts';
import type { DataInputView } from '../../views/data-input-view.ts';
import type { DataOutputView } from '../../views/data-output-view.ts';
import { defineType } from '../defined-type.ts';
import type { TypeDescription } from '../type-description.ts';
import type { TypeInformation } from '../type-information.ts';
import type { TypeSerializer } from '../type-serializer.ts';
import { atStep, notWritable } from '../value-errors.ts';
import { CompositeSerializer } from './composite-serializer.ts';
import { requireType } from './part-type.ts';
import { readFlag } from './read-flag.ts';

/** One of two: an object with one of two properties. */
export type Either<L, R> = { readonly left: L } | { readonly right: R };

export function eitherType<L, R>(left: TypeInformation<L>, right: TypeInformation<R>): TypeInformation<Either<L, R>> {
  requireType(left, 'left');
  requireType(right, 'right');
  const description = { kind: 'either', left: left.description, right: right.description } as const;
  const text = `either(${left.toString()}, ${right.toString()})`;
  return defineType<Either<L, R>>({
    description,
    isKeyType: false,
    createSerializer: () => new EitherSerializer(description, left.createSerializer(), right.createSerializer()),
    createComparator() {
      throw new TypeDefinitionError({ reason: `${text} has no order` });
    },
    toString: () => text,
  });
}

const EXPECTED = 'an object with either left or right';

/** Flink's EitherSerializer: a boolean, true for left, and the value. */
class EitherSerializer<L, R> extends CompositeSerializer<Either<L, R>> {
  readonly #left: TypeSerializer<L>;
  readonly #right: TypeSerializer<R>;

  constructor(description: TypeDescription, left: TypeSerializer<L>, right: TypeSerializer<R>) {
    super(description, -1, 1 + Math.min(left.minLength, right.minLength));
    this.#left = left;
    this.#right = right;
  }

  /** Of the right, as in Flink. */
  createInstance(): Either<L, R> {
    return { right: this.#right.createInstance() };
  }

  copy(value: Either<L, R>): Either<L, R> {
    requireEither(value);
    const left = isLeft(value);
    try {
      if (left) return { left: this.#left.copy(value.left) };
      return { right: this.#right.copy(value.right) };
    } catch (error) {
      throw atStep(error, left ? 'left' : 'right');
    }
  }

  protected write(value: Either<L, R>, target: DataOutputView): void {
    requireEither(value);
    const left = isLeft(value);
    target.writeBoolean(left);
    try {
      if (left) this.#left.serialize(value.left, target);
      else this.#right.serialize(value.right, target);
    } catch (error) {
      throw atStep(error, left ? 'left' : 'right');
    }
  }

  deserialize(source: DataInputView): Either<L, R> {
    if (readFlag(source)) return { left: this.#left.deserialize(source) };
    return { right: this.#right.deserialize(source) };
  }

  copyBytes(source: DataInputView, target: DataOutputView): void {
    const left = readFlag(source);
    target.writeBoolean(left);
    if (left) this.#left.copyBytes(source, target);
    else this.#right.copyBytes(source, target);
  }
}

function requireEither(value: unknown): void {
  if (typeof value !== 'object' || value === null || 'left' in value === 'right' in value) {
    throw notWritable(EXPECTED, value);
  }
}

function isLeft<L, R>(value: Either<L, R>): value is { readonly left: L } {
  return 'left' in value;
}
