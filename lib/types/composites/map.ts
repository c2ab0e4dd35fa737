import { isMap } from 'node:util/types';
import { CorruptDataError, NullFieldError, TypeDefinitionError } from '../../errors/type-errors.ts';
import { describeValue } from '../../memory/argument-checks.ts';
import type { DataInputView } from '../../views/data-input-view.ts';
import type { DataOutputView } from '../../views/data-output-view.ts';
import { defineType } from '../defined-type.ts';
import { KEYS_COLLIDE, KeyCollisions } from '../key-collisions.ts';
import type { TypeDescription } from '../type-description.ts';
import type { TypeInformation } from '../type-information.ts';
import type { TypeSerializer } from '../type-serializer.ts';
import { atStep, notWritable } from '../value-errors.ts';
import { CompositeSerializer, copyPart, readCount, requireCount } from './composite-serializer.ts';
import { partOf, requireType } from './part-type.ts';
import { readFlag } from './read-flag.ts';

export function mapType<K, V>(key: TypeInformation<K>, value: TypeInformation<V>): TypeInformation<Map<K, V>> {
  requireType(key, 'the keys');
  const part = partOf(value, 'the values');
  const description = { kind: 'map', key: key.description, value: value.description } as const;
  const text = `map(${key.toString()}, ${value.toString()})`;
  return defineType<Map<K, V>>({
    description,
    isKeyType: false,
    createSerializer() {
      const values = part.type.createSerializer() as TypeSerializer<V>;
      return new MapSerializer<K, V>(description, key.createSerializer(), values, part.nullable);
    },
    createComparator() {
      throw new TypeDefinitionError({ reason: `${text} has no order` });
    },
    toString: () => text,
  });
}

/** Flink's MapSerializer: an int, how many, and for each the key, a boolean, true where the value is null, and the value. */
class MapSerializer<K, V> extends CompositeSerializer<Map<K, V>> {
  readonly #keys: TypeSerializer<K>;
  readonly #values: TypeSerializer<V>;
  readonly #nullable: boolean;
  readonly #minEntryLength: number;

  constructor(description: TypeDescription, keys: TypeSerializer<K>, values: TypeSerializer<V>, nullable: boolean) {
    super(description, -1, 4);
    this.#keys = keys;
    this.#values = values;
    this.#nullable = nullable;
    this.#minEntryLength = keys.minLength + 1 + (nullable ? 0 : values.minLength);
  }

  createInstance(): Map<K, V> {
    return new Map();
  }

  copy(value: Map<K, V>): Map<K, V> {
    if (!isMap(value)) throw notWritable('a Map', value);
    const copied = new Map<K, V>();
    let at: unknown;
    try {
      for (const [key, part] of value as Map<K, V>) {
        at = key;
        copied.set(this.#keys.copy(key), copyPart(part, this.#values, this.#nullable) as V);
      }
    } catch (error) {
      throw atStep(error, `[${describeValue(at)}]`);
    }
    return copied;
  }

  protected write(value: Map<K, V>, target: DataOutputView): void {
    if (!isMap(value)) throw notWritable('a Map', value);
    const { size } = value;
    target.writeInt(requireCount(size, value));
    const collisions = KeyCollisions.forKeys(size);
    let at: unknown;
    let written = 0;
    try {
      for (const [key, part] of value as Map<K, V>) {
        at = key;
        if (written++ === size) break;
        // They could not be read.
        if (collisions?.add(key) === false)
          throw notWritable('a Map without many keys that fall on one another', value);
        this.#keys.serialize(key, target);
        const isNull = part === null || part === undefined;
        if (isNull && !this.#nullable) throw new NullFieldError({ path: '' });
        target.writeBoolean(isNull);
        if (!isNull) this.#values.serialize(part, target);
      }
    } catch (error) {
      throw atStep(error, `[${describeValue(at)}]`);
    }
    // Getters and iterators are the user's.
    if (written !== size) throw notWritable('a Map of as many entries as its size says', value);
  }

  deserialize(source: DataInputView): Map<K, V> {
    const count = readCount(source, this.#minEntryLength);
    const map = new Map<K, V>();
    const collisions = KeyCollisions.forKeys(count);
    for (let i = 0; i < count; i++) {
      const key = collisions === undefined ? this.#keys.deserialize(source) : this.#readKey(source, i, collisions);
      map.set(key, this.#readNull(source, i) ? (null as V) : this.#values.deserialize(source));
    }
    return map;
  }

  copyBytes(source: DataInputView, target: DataOutputView): void {
    const count = readCount(source, this.#minEntryLength);
    target.writeInt(count);
    for (let i = 0; i < count; i++) {
      this.#keys.copyBytes(source, target);
      const isNull = this.#readNull(source, i);
      target.writeBoolean(isNull);
      if (!isNull) this.#values.copyBytes(source, target);
    }
  }

  #readKey(source: DataInputView, index: number, collisions: KeyCollisions): K {
    const { position } = source;
    const key = this.#keys.deserialize(source);
    if (collisions.add(key)) return key;
    throw new CorruptDataError({ position, reason: KEYS_COLLIDE, entry: index });
  }

  #readNull(source: DataInputView, index: number): boolean {
    const { position } = source;
    const isNull = readFlag(source);
    if (!isNull || this.#nullable) return isNull;
    throw new CorruptDataError({
      position,
      reason: 'null, where the type is not nullable (types.nullable)',
      entry: index,
    });
  }
}
