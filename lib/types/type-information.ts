import type { KeySpec } from './comparator-description.ts';
import type { TypeComparator } from './type-comparator.ts';
import type { TypeDescription, TypeKind } from './type-description.ts';
import type { TypeSerializer } from './type-serializer.ts';

/** A type of records or fields: what `types` makes. Immutable, and the source of serializers and comparators. */
export interface TypeInformation<T> {
  readonly kind: TypeKind;
  readonly description: TypeDescription;
  /** Whether values can be compared and hashed. */
  readonly isKeyType: boolean;
  createSerializer(): TypeSerializer<T>;
  /** Throws TypeDefinitionError when there is no such key, or it is of a type that has no order. */
  createComparator(order?: Order): TypeComparator<T>;
  /** The bytes of a value. Throws what `serialize` does. */
  encode(value: T): Uint8Array<ArrayBuffer>;
  /** The value in `bytes`, which hold it and nothing else. Throws what `deserialize` does, CorruptDataError for bytes behind it. */
  decode(bytes: Uint8Array): T;
  /** As it is written in a program: `row({ user: long, tags: list(string) })`. */
  toString(): string;
}

/**
 * `'user'`, `descending('user')` or `{ field: 'user' }`, several such keys, or the order of a value that is its own key. A field whose
 * name is that of an order is `ascending('ascending')`.
 */
export type Order = 'ascending' | 'descending' | KeySpec | readonly KeySpec[];

/** The values of a type: `ValueOf<typeof click>`, also the objects of a `binaryRowType`. */
export type ValueOf<Type> =
  Type extends TypeInformation<infer T> ? T : Type extends { toObject(row: never): infer T } ? T : never;
