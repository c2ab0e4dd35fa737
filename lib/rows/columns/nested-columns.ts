import { isMap } from 'node:util/types';
import { CorruptDataError, NullFieldError } from '../../errors/type-errors.ts';
import { isArray } from '../../types/composites/composite-serializer.ts';
import { KEYS_COLLIDE, KeyCollisions } from '../../types/key-collisions.ts';
import { keepDepth } from '../../types/type-depth.ts';
import { BinaryArray } from '../binary-array.ts';
import { BinaryArrayWriter } from '../binary-array-writer.ts';
import { type BinaryFields, fartherIn } from '../binary-fields.ts';
import { BinaryMap } from '../binary-map.ts';
import { MAP_KEY_BYTES, MAP_KEYS } from '../binary-map-layout.ts';
import { BinaryRow } from '../binary-row.ts';
import { BinaryRowWriter, NestedPlace } from '../binary-row-writer.ts';
import type { BinaryWriter } from '../binary-writer.ts';
import type { RowShape } from '../row-shape.ts';
import {
  type BinaryColumn,
  countPart,
  inside,
  mismatch,
  OwnColumn,
  readColumn,
  requireColumn,
} from './binary-column.ts';
import type { ColumnDescription } from './column-description.ts';

/** Columns whose values lie behind the fixed part and have values inside. */
abstract class NestedColumn<T> extends OwnColumn<T> {
  readonly elementBytes = 8;
  readonly hasPart = true;
}

export class RowColumn extends NestedColumn<Record<string, unknown>> {
  readonly description: ColumnDescription;
  readonly #shape: RowShape;

  constructor(shape: RowShape) {
    super();
    this.#shape = shape;
    this.description = Object.freeze({ kind: 'row', ...shape.description });
    keepDepth(
      this.description,
      shape.columns.map(({ description }) => description),
    );
  }

  protected put(writer: BinaryWriter, index: number, value: Record<string, unknown>): void {
    const { columns } = this.#shape;
    const nested = writer.beginNested(
      (target, base) => new BinaryRowWriter(columns.length, new NestedPlace(target, base)),
    );
    this.#shape.write(nested, value);
    writer.endNested(index, nested.sizeInBytes);
  }

  protected get(fields: BinaryFields, index: number): Record<string, unknown> {
    const arity = this.#shape.columns.length;
    const row = fields.getRow(index, arity, new BinaryRow(arity));
    try {
      return this.#shape.read(row);
    } catch (error) {
      throw fartherIn(fields.partPosition(index), error);
    }
  }
}

export class ArrayColumn<T> extends NestedColumn<T[]> {
  readonly description: ColumnDescription;
  readonly element: BinaryColumn<T>;

  constructor(element: BinaryColumn<T>) {
    super();
    requireColumn(element, 'the element of an array');
    this.element = element;
    this.description = Object.freeze({ kind: 'array', element: element.description });
    keepDepth(this.description, [element.description]);
  }

  protected put(writer: BinaryWriter, index: number, value: T[]): void {
    if (!isArray(value)) throw mismatch('array', value);
    const nested = writer.beginNested((target, base) => {
      return new BinaryArrayWriter(value.length, this.element.elementBytes, new NestedPlace(target, base));
    });
    writeElements(this.element, nested, value);
    writer.endNested(index, nested.sizeInBytes);
  }

  protected get(fields: BinaryFields, index: number): T[] {
    const array = fields.getArray(index, new BinaryArray());
    try {
      return readElements(this.element, array);
    } catch (error) {
      throw fartherIn(fields.partPosition(index), error);
    }
  }
}

export class MapColumn<K, V> extends NestedColumn<Map<K, V>> {
  readonly description: ColumnDescription;
  readonly #key: BinaryColumn<K>;
  readonly #value: BinaryColumn<V>;

  constructor(key: BinaryColumn<K>, value: BinaryColumn<V>) {
    super();
    requireColumn(key, 'the key of a map');
    requireColumn(value, 'the value of a map');
    this.#key = key;
    this.#value = value;
    this.description = Object.freeze({ kind: 'map', key: key.description, value: value.description });
    keepDepth(this.description, [key.description, value.description]);
  }

  protected put(writer: BinaryWriter, index: number, value: Map<K, V>): void {
    if (!isMap(value)) throw mismatch('map (Map)', value);
    const names = [...value.keys()];
    // They could not be read.
    if (collisionIn(names) >= 0) throw mismatch('map (Map) without many keys that fall on one another', value);
    const [keyBytes, valueBytes] = writer.beginNested((target, base) => {
      const keysAt = base + MAP_KEYS;
      const keyPlace = new NestedPlace(target, keysAt);
      const keys = new BinaryArrayWriter(value.size, this.#key.elementBytes, keyPlace);
      writeElements(this.#key, keys, names);
      target.segment.putInt(base + MAP_KEY_BYTES, keys.sizeInBytes);
      const valuePlace = new NestedPlace(target, keysAt + keys.sizeInBytes);
      const values = new BinaryArrayWriter(value.size, this.#value.elementBytes, valuePlace);
      writeElements(this.#value, values, [...value.values()]);
      return [keys.sizeInBytes, values.sizeInBytes];
    });
    writer.endNested(index, MAP_KEYS + (keyBytes as number) + (valueBytes as number));
  }

  protected get(fields: BinaryFields, index: number): Map<K, V> {
    const map = fields.getMap(index, new BinaryMap());
    let start = fields.partPosition(index) + MAP_KEYS;
    try {
      const keys = readElements(this.#key, map.keyArray);
      const collision = collisionIn(keys);
      if (collision >= 0) {
        const position = map.keyArray.positionOf(collision, this.#key.elementBytes);
        throw new CorruptDataError({ position, reason: KEYS_COLLIDE });
      }
      start += map.keyArray.sizeInBytes;
      const values = readElements(this.#value, map.valueArray);
      return new Map(keys.map((key, i) => [key, values[i] as V]));
    } catch (error) {
      throw fartherIn(start, error);
    }
  }
}

/** The first key that takes too many steps to be found among those before it; -1 where none does. */
function collisionIn(keys: readonly unknown[]): number {
  const collisions = KeyCollisions.forKeys(keys.length);
  return collisions === undefined ? -1 : keys.findIndex((key) => !collisions.add(key));
}

/** A column whose values may be null. */
export class NullableColumn<T> extends OwnColumn<T | null> {
  readonly description: ColumnDescription;
  readonly column: BinaryColumn<T>;
  override readonly nullable = true;
  readonly elementBytes: BinaryColumn<T>['elementBytes'];
  readonly hasPart: boolean;

  constructor(column: BinaryColumn<T>) {
    super();
    requireColumn(column, 'what can be null');
    this.column = column;
    this.elementBytes = column.elementBytes;
    this.hasPart = column.hasPart;
    const { description } = column;
    this.description =
      description.kind === 'nullable' ? description : Object.freeze({ kind: 'nullable', element: description });
    if (this.description !== description) keepDepth(this.description, [description]);
  }

  protected put(writer: BinaryWriter, index: number, value: T | null): void {
    this.column.write(writer, index, value as T);
  }

  protected get(fields: BinaryFields, index: number): T | null {
    return this.column.read(fields, index);
  }
}

function writeElements<T>(element: BinaryColumn<T>, writer: BinaryArrayWriter, values: readonly T[]): void {
  let i = 0;
  try {
    for (; i < values.length; i++) {
      const value = values[i];
      if (value !== null && value !== undefined) element.write(writer, i, value);
      else if (element.nullable) writer.setNullAt(i);
      else throw new NullFieldError({ path: '' });
    }
  } catch (error) {
    throw inside(`[${i}]`, error);
  }
}

function readElements<T>(element: BinaryColumn<T>, array: BinaryArray): T[] {
  const values = new Array<T>(array.size);
  let parts = 0;
  for (let i = 0; i < values.length; i++) {
    if (element.hasPart) parts = countPart(array, i, parts);
    values[i] = readColumn(element as BinaryColumn<unknown>, array, i) as T;
  }
  return values;
}
