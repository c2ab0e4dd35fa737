import { CorruptDataError, NullFieldError } from '../errors/type-errors.ts';
import type { DataInputView } from '../views/data-input-view.ts';
import type { DataOutputView } from '../views/data-output-view.ts';
import { AtomicSerializer } from './atoms/atomic-serializer.ts';
import { backTo, markOf } from './output-mark.ts';
import type { TypeDescription } from './type-description.ts';
import type { TypeSerializer } from './type-serializer.ts';

/**
 * A serializer whose form has a null of its own, which it neither writes nor reads unless it was made `withNull`. Flink's
 * NullableSerializer.wrapIfNullIsNotSupported leaves such serializers as they are.
 */
export abstract class OwnNullSerializer<T> extends AtomicSerializer<T> {
  readonly #nullable: boolean;

  constructor(description: TypeDescription, length: number, minLength: number, nullable: boolean) {
    super(description, length, minLength);
    this.#nullable = nullable;
  }

  serialize(value: T, target: DataOutputView): void {
    const there = value !== null && value !== undefined;
    if (!there && !this.#nullable) throw new NullFieldError({ path: '' });
    const mark = markOf(target);
    try {
      if (there) this.writeValue(value, target);
      else this.writeNull(target);
    } catch (error) {
      backTo(mark, target);
      throw error;
    }
  }

  deserialize(source: DataInputView): T {
    const { position } = source;
    const value = this.readValue(source);
    if (value !== null || this.#nullable) return value as T;
    throw unexpectedNull(position);
  }

  /** Forms with and without null have one description. */
  override equals(other: unknown): boolean {
    return super.equals(other) && other instanceof OwnNullSerializer && this.#nullable === other.#nullable;
  }

  /** The same form, with its null; for `types.nullable`. */
  abstract withNull(): TypeSerializer<T | null>;
  protected abstract writeNull(target: DataOutputView): void;
  protected abstract writeValue(value: T, target: DataOutputView): void;
  /** Null where the form says so. */
  protected abstract readValue(source: DataInputView): T | null;
}

export function hasOwnNull<T>(serializer: TypeSerializer<T>): serializer is OwnNullSerializer<T> {
  return serializer instanceof OwnNullSerializer;
}

/** For readers of forms that can say null, of types that cannot be. */
function unexpectedNull(position: number): CorruptDataError {
  return new CorruptDataError({ position, reason: 'null, where the type is not nullable (types.nullable)' });
}
