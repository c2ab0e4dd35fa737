import { type RowKernelOrder, rowKernelOrder } from '../../engine/row-kernels.ts';
import { NullKeyFieldError, TypeDefinitionError } from '../../errors/type-errors.ts';
import { requireInteger, requireRange } from '../../memory/argument-checks.ts';
import type { MemorySegment } from '../../memory/memory-segment.ts';
import { readForeign } from '../../types/foreign-data.ts';
import { unbound } from '../../types/unbound-comparator.ts';
import { requireSegment } from '../../views/view-arguments.ts';
import type { BinaryRow } from '../binary-row.ts';
import { rowFixedBytes, rowNullBitsBytes } from '../binary-row-layout.ts';
import { BinaryRowWriter, requireWriterOf } from '../binary-row-writer.ts';
import { SLOT_BYTES } from '../binary-slot.ts';
import { shapeFrom } from '../columns/columns.ts';
import { requireRowOf } from '../row-arity.ts';
import type { RowShape } from '../row-shape.ts';
import {
  type BinaryRowComparatorDescription,
  type RowKeyDescription,
  rowKeysOf,
} from './binary-row-comparator-description.ts';
import type { KeyOrder, KeyPlace, RowOrder } from './key-order.ts';
import { keyOrderOf } from './key-orders.ts';

interface RowKey extends KeyPlace {
  readonly name: string;
  readonly order: KeyOrder;
  readonly nullable: boolean;
  readonly nullsLast: boolean;
}

/**
 * Orders rows by key columns, which it reads where they lie: nothing is deserialized.
 *
 * Order of the kinds: numbers by value, with -0 before 0 and NaN after all; texts and bytes by unsigned bytes. Normalized keys are
 * Flink's (SortUtil): unsigned bytes from left to right say the order, as far as they go. There are none for decimals above 18
 * digits and timestamps above 3 fractional ones, nor for the keys after them, after a nullable one,
 * or from one on whose direction differs from the first.
 */
export class BinaryRowComparator {
  readonly description: BinaryRowComparatorDescription;
  /** Bytes of a key that says all it can; Infinity when it depends on the value, 0 when there is none. */
  readonly normalizedKeyLength: number;
  /** Whether to read the order of the keys the other way round. */
  readonly invertNormalizedKey: boolean;
  /** The keys as kernels take them. Not for users. */
  readonly kernelOrder: RowKernelOrder;
  readonly #arity: number;
  readonly #keys: readonly RowKey[];
  /** Of the keys, how many are in the normalized key. */
  readonly #normalized: number;
  readonly #projection: BinaryRowWriter;
  readonly #order: RowOrder;

  /** Throws TypeDefinitionError when there is no such field, or none with an order. */
  constructor(description: BinaryRowComparatorDescription) {
    const shape = shapeFrom(description?.type);
    const keys = readForeign(() => rowKeysOf(description.keys));
    this.description = Object.freeze({ type: shape.description, keys });
    this.#arity = shape.columns.length;
    this.#keys = readForeign(() => keys.map((key) => rowKey(shape, key)));
    const descending = this.#keys[0]?.descending as boolean;
    this.invertNormalizedKey = descending;
    let length = 0;
    let normalized = 0;
    for (const key of this.#keys) {
      if (key.descending !== descending || key.order.normalizedKeyLength === 0 || length === Number.POSITIVE_INFINITY)
        break;
      length += key.order.normalizedKeyLength;
      normalized += 1;
      // A null looks like the least or the greatest value: bytes behind it would decide between the two.
      if (key.nullable) break;
    }
    this.normalizedKeyLength = length;
    this.#normalized = normalized;
    this.#projection = new BinaryRowWriter(this.#keys.length);
    this.kernelOrder = rowKernelOrder(
      this.#arity,
      this.#keys.map(({ order, ...key }) => ({ kind: order.kind, ...key })),
    );
    this.#order = this.#keys.reduceRight<RowOrder>((next, key) => orderBy(key, next), equal);
  }

  /** The number of fields of the rows. */
  get arity(): number {
    return this.#arity;
  }

  get supportsNormalizedKey(): boolean {
    return this.normalizedKeyLength > 0;
  }

  /** Negative, 0 or positive. A method: `rows.sort((a, b) => comparator.compare(a, b))`. Throws InvalidArgumentError for rows of another arity. */
  compare(a: BinaryRow, b: BinaryRow): number {
    if (this === undefined) throw unbound();
    // Makes sure of all slots at once: a row that points somewhere has its fixed part.
    if (a?.arity !== this.#arity || b?.arity !== this.#arity) this.#refuse(a, b);
    // Never -0.
    return this.#order(a, b) + 0;
  }

  /**
   * Throws what comparing the row would throw, and NullKeyFieldError for a null that may not be. Not for users: batches
   * ask before they change anything.
   */
  check(row: BinaryRow): void {
    requireRowOf(this.#arity, row);
    for (const { index, name, nullable } of this.#keys) {
      if (!nullable && row.isNullAt(index)) throw new NullKeyFieldError({ field: name, index });
    }
    // Equal in every key, so that every key is read.
    this.compare(row, row);
  }

  /** The hash code of a row of the keys alone: what Flink partitions rows by. The same for rows that compare equal. */
  hash(row: BinaryRow): number {
    return this.projectKeys(row, this.#projection).hashCode();
  }

  /**
   * A row of the keys alone, in key order: what Flink's key selectors make. `writer` has as many fields as there are keys; the row
   * lies in its memory until its next row.
   */
  projectKeys(row: BinaryRow, writer: BinaryRowWriter = new BinaryRowWriter(this.#keys.length)): BinaryRow {
    requireRowOf(this.#arity, row);
    requireWriterOf(this.#keys.length, writer);
    writer.reset();
    this.#keys.forEach(({ index, order }, at) => {
      if (row.isNullAt(index)) writer.setNullAt(at);
      else order.project(row, index, writer, at);
    });
    return writer.complete();
  }

  /** Whether keys of so many bytes can be the same for rows that differ. */
  isNormalizedKeyPrefixOnly(keyBytes: number): boolean {
    // A null has the key of the least or the greatest value.
    const complete = this.#normalized === this.#keys.length && this.#keys.every((key) => !key.nullable);
    return !complete || keyBytes < this.normalizedKeyLength;
  }

  /** Writes exactly `length` bytes: the key, its beginning, or the key and zeros. Throws NullKeyFieldError for a null that may not be. */
  putNormalizedKey(row: BinaryRow, target: MemorySegment, offset: number, length: number): void {
    requireRowOf(this.#arity, row);
    requireSegment(target);
    requireInteger('offset', offset);
    requireInteger('length', length);
    requireRange('offset', offset, length, target.size);
    let done = 0;
    for (let i = 0; i < this.#normalized && done < length; i++) {
      const key = this.#keys[i] as RowKey;
      const count = Math.min(key.order.normalizedKeyLength, length - done);
      putKey(key, row, target, offset + done, count);
      done += count;
    }
    if (done < length) target.fill(0, offset + done, length - done);
  }

  #refuse(a: BinaryRow, b: BinaryRow): void {
    requireRowOf(this.#arity, a, 'a');
    requireRowOf(this.#arity, b, 'b');
  }
}

function rowKey(shape: RowShape, { field, descending = false, nullsLast = descending }: RowKeyDescription): RowKey {
  const index = shape.indexOf(field);
  const column = shape.columns[index ?? -1];
  if (index === undefined || column === undefined) throw new TypeDefinitionError({ reason: `no field ${field}` });
  const slot = rowNullBitsBytes(shape.columns.length) + SLOT_BYTES * index;
  const fixedBytes = rowFixedBytes(shape.columns.length);
  const order = keyOrderOf(column.description);
  return { name: field, index, slot, fixedBytes, order, nullable: column.nullable, descending, nullsLast };
}

function equal(): number {
  return 0;
}

/** The rows by one key, and those that it does not tell apart by `next`. */
function orderBy(key: RowKey, next: RowOrder): RowOrder {
  const values = key.order.orderOf(key, next);
  if (!key.nullable) return values;
  const { index } = key;
  const nullFirst = key.nullsLast ? 1 : -1;
  return (a, b) => {
    const aNull = a.isNullAt(index);
    if (aNull !== b.isNullAt(index)) return aNull ? nullFirst : -nullFirst;
    return aNull ? next(a, b) : values(a, b);
  };
}

function putKey(key: RowKey, row: BinaryRow, target: MemorySegment, offset: number, length: number): void {
  if (!row.isNullAt(key.index)) key.order.putNormalizedKey(row, key.index, target, offset, length);
  else if (!key.nullable) throw new NullKeyFieldError({ field: key.name, index: key.index });
  // Of keys that are read the other way round, the greatest comes first.
  else target.fill(key.nullsLast !== key.descending ? 0xff : 0, offset, length);
}
