import { InvalidArgumentError } from '../errors/argument-errors.ts';
import { invalid } from '../memory/argument-checks.ts';
import { MemorySegment } from '../memory/memory-segment.ts';
import { BinaryArray } from './binary-array.ts';
import { BinaryFields, fartherIn } from './binary-fields.ts';
import { MAP_KEY_BYTES, MAP_KEYS } from './binary-map-layout.ts';
import { BinaryRow } from './binary-row.ts';
import {
  BinarySection,
  corrupt,
  placeCopy,
  placeIn,
  placeNowhere,
  placeWithin,
  type SectionMemory,
} from './binary-section.ts';

/** A map as bytes, in the layout of Flink's BinaryMapData: an array of keys and one of values. Keys are not looked up, but read. */
export class BinaryMap extends BinarySection {
  readonly #keys = new BinaryArray();
  readonly #values = new BinaryArray();

  /** The map of the two arrays, copied. Throws InvalidArgumentError when they differ in size. */
  static of(keys: BinaryArray, values: BinaryArray): BinaryMap {
    if (!(keys instanceof BinaryArray)) throw invalid('a BinaryArray', 'keys', keys);
    if (!(values instanceof BinaryArray)) throw invalid('a BinaryArray', 'values', values);
    if (keys.size !== values.size) {
      throw new InvalidArgumentError('Map has not as many keys as values', { keys: keys.size, values: values.size });
    }
    const sizeInBytes = MAP_KEYS + keys.sizeInBytes + values.sizeInBytes;
    const segment = MemorySegment.wrap(new Uint8Array(sizeInBytes));
    segment.putInt(MAP_KEY_BYTES, keys.sizeInBytes);
    keys.copyTo(segment, MAP_KEYS);
    values.copyTo(segment, MAP_KEYS + keys.sizeInBytes);
    return new BinaryMap().pointTo(segment, 0, sizeInBytes);
  }

  /** As of rows. Throws CorruptDataError when the bytes are not two arrays of one size, and then is nowhere. */
  pointTo(memory: SectionMemory, offset: number, sizeInBytes: number): this {
    placeIn(this, memory, offset, sizeInBytes);
    this.check();
    return this;
  }

  /** Also points keys and values to where they are. Not for users: `pointTo` asks it. */
  check(): void {
    try {
      this.#pointArrays();
    } catch (error) {
      this.pointNowhere();
      throw error;
    }
  }

  /** Not for users: what a map is pointed to whose bytes were refused. It has no entries. */
  pointNowhere(): void {
    placeNowhere(this);
    this.#keys.pointNowhere();
    this.#values.pointNowhere();
  }

  #pointArrays(): void {
    const { memory, offset, sizeInBytes } = this;
    if (sizeInBytes < MAP_KEYS) throw corrupt(this, offset, `${sizeInBytes} bytes are too few for a map`);
    const keyBytes = memory.getInt(offset + MAP_KEY_BYTES);
    const valueBytes = sizeInBytes - MAP_KEYS - keyBytes;
    if (keyBytes < 0 || valueBytes < 0) throw corrupt(this, offset, `${keyBytes} bytes of keys in ${sizeInBytes}`);
    placeWithin(this.#keys, memory, offset + MAP_KEYS, keyBytes);
    placeWithin(this.#values, memory, offset + MAP_KEYS + keyBytes, valueBytes);
    checkAt(this.#keys, MAP_KEYS);
    checkAt(this.#values, MAP_KEYS + keyBytes);
    if (this.#keys.size !== this.#values.size) {
      throw corrupt(this, offset, `${this.#keys.size} keys and ${this.#values.size} values`);
    }
  }

  /** Entries. */
  get size(): number {
    return this.#keys.size;
  }

  /** The keys, where they are; points elsewhere with the map. */
  get keyArray(): BinaryArray {
    return this.#keys;
  }

  /** The values, in the order of the keys. */
  get valueArray(): BinaryArray {
    return this.#values;
  }

  copy(): BinaryMap {
    const map = placeCopy(this, new BinaryMap());
    map.check();
    return map;
  }
}

function checkAt(array: BinaryArray, position: number): void {
  try {
    array.check();
  } catch (error) {
    throw fartherIn(position, error);
  }
}

// The one module that knows all three, and which is loaded with any writer or reader of the package.
BinaryFields.nested = { row: BinaryRow, array: BinaryArray, map: BinaryMap };
