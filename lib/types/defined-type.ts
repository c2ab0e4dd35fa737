import { CorruptDataError } from '../errors/type-errors.ts';
import { DataInputDeserializer } from '../views/data-input-deserializer.ts';
import { DataOutputSerializer } from '../views/data-output-serializer.ts';
import type { KeyDescription } from './comparator-description.ts';
import { readOrder } from './orders.ts';
import type { TypeComparator } from './type-comparator.ts';
import { keepDepth, partsOf } from './type-depth.ts';
import type { TypeDescription } from './type-description.ts';
import type { Order, TypeInformation } from './type-information.ts';
import type { TypeSerializer } from './type-serializer.ts';

/** What a kind of type has to say of itself; `defineType` adds the rest. */
export interface TypeDefinition<T> {
  /** Plain data, made by the kind itself; it is frozen. */
  readonly description: TypeDescription;
  readonly isKeyType: boolean;
  createSerializer(): TypeSerializer<T>;
  /** `keys` is empty where the value itself is the key, and `descending` is of that. Throws TypeDefinitionError. */
  createComparator(keys: readonly KeyDescription[], descending: boolean): TypeComparator<T>;
  toString(): string;
}

/** The one way to make a type: immutable, with the whole of TypeInformation. */
export function defineType<T>(definition: TypeDefinition<T>): TypeInformation<T> {
  return new DefinedType(definition);
}

const START_BYTES = 64;
/** An output that grew beyond this for one value is not kept for the next. */
const MAX_KEPT_BYTES = 64 * 1024;

class DefinedType<T> implements TypeInformation<T> {
  readonly kind: TypeDescription['kind'];
  readonly description: TypeDescription;
  readonly isKeyType: boolean;
  readonly #definition: TypeDefinition<T>;
  /** Undefined while in use: an `encode` within an `encode` takes another. */
  #codec: Codec<T> | undefined;

  constructor(definition: TypeDefinition<T>) {
    this.#definition = definition;
    keepDepth(definition.description, partsOf(definition.description));
    this.description = freezeDeeply(definition.description);
    this.kind = this.description.kind;
    this.isKeyType = definition.isKeyType;
    Object.freeze(this);
  }

  createSerializer(): TypeSerializer<T> {
    return this.#definition.createSerializer();
  }

  createComparator(order?: Order): TypeComparator<T> {
    const { keys, descending } = readOrder(order);
    return this.#definition.createComparator(keys, descending);
  }

  encode(value: T): Uint8Array<ArrayBuffer> {
    const codec = this.#takeCodec();
    const { output } = codec;
    try {
      codec.serializer.serialize(value, output);
      return output.copyOfBuffer();
    } finally {
      output.clear();
      if (output.capacity > MAX_KEPT_BYTES) codec.output = new DataOutputSerializer(START_BYTES);
      this.#codec = codec;
    }
  }

  decode(bytes: Uint8Array): T {
    const codec = this.#takeCodec();
    const { input } = codec;
    try {
      input.setBuffer(bytes);
      const value = codec.serializer.deserialize(input);
      if (input.available > 0) {
        throw new CorruptDataError({ position: input.position, reason: 'bytes follow the value' });
      }
      return value;
    } finally {
      input.release();
      this.#codec = codec;
    }
  }

  toString(): string {
    return this.#definition.toString();
  }

  #takeCodec(): Codec<T> {
    const codec = this.#codec ?? {
      serializer: this.createSerializer(),
      output: new DataOutputSerializer(START_BYTES),
      input: new DataInputDeserializer(),
    };
    this.#codec = undefined;
    return codec;
  }
}

interface Codec<T> {
  readonly serializer: TypeSerializer<T>;
  output: DataOutputSerializer;
  readonly input: DataInputDeserializer;
}

function freezeDeeply<Value extends object>(value: Value): Value {
  if (Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) {
    if (typeof part === 'object' && part !== null) freezeDeeply(part);
  }
  return Object.freeze(value);
}

export function isType(value: unknown): value is TypeInformation<unknown> {
  return value instanceof DefinedType;
}
