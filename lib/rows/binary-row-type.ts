import { TypeDefinitionError } from '../errors/type-errors.ts';
import { describeValue } from '../memory/argument-checks.ts';
import type { KeySpec } from '../types/comparator-description.ts';
import { BinaryRowBatch } from './batch/binary-row-batch.ts';
import { BinaryRow } from './binary-row.ts';
import { BinaryRowSerializer } from './binary-row-serializer.ts';
import { BinaryRowWriter, type BinaryWriterOptions, requireWriterOf } from './binary-row-writer.ts';
import type { SectionMemory } from './binary-section.ts';
import type { RowDescription } from './columns/column-description.ts';
import { type BinaryRowOptions, type RowFields, type RowObject, shapeFrom, shapeOf } from './columns/columns.ts';
import { BinaryRowComparator } from './keys/binary-row-comparator.ts';
import { rowKeysOf } from './keys/binary-row-comparator-description.ts';
import { requireRowOf } from './row-arity.ts';
import type { RowShape } from './row-shape.ts';

/**
 * The type of binary rows with named columns: makes rows of objects and objects of rows. Immutable; what it makes is not shared.
 *
 *     const order = binaryRowType({ id: columns.long(), name: columns.string(), price: columns.decimal(10, 2) });
 *     const row = order.encode({ id: 1n, name: 'tea', price: Decimal.of('4.99') });
 *     row.getText(order.indexOf('name'));
 */
export class BinaryRowType<T> {
  readonly #shape: RowShape;

  /** For `binaryRowType` and `binaryRowTypeOf`. */
  constructor(shape: RowShape) {
    this.#shape = shape;
  }

  /** The type as data: `binaryRowTypeOf` makes it anew. */
  get description(): RowDescription {
    return this.#shape.description;
  }

  get arity(): number {
    return this.#shape.columns.length;
  }

  get names(): readonly string[] {
    return this.#shape.names;
  }

  /** The position of a field. Throws TypeDefinitionError when there is none. */
  indexOf(name: keyof T & string): number {
    const index = this.#shape.indexOf(name);
    if (index === undefined)
      throw new TypeDefinitionError({ reason: 'there is no such field', field: describeValue(name) });
    return index;
  }

  /** A view to point to rows. */
  createRow(): BinaryRow {
    return new BinaryRow(this.arity);
  }

  createWriter(options: BinaryWriterOptions = {}): BinaryRowWriter {
    return new BinaryRowWriter(this.arity, options);
  }

  createSerializer(): BinaryRowSerializer {
    return new BinaryRowSerializer(this.arity);
  }

  /**
   * By one key or several: `'user'`, `descending('user')`, `{ field: 'user', descending: true }`. Throws TypeDefinitionError when there is no
   * such field, or none with an order.
   */
  createComparator(keys: KeySpec | readonly KeySpec[]): BinaryRowComparator {
    return new BinaryRowComparator({ type: this.description, keys: rowKeysOf(keys) });
  }

  /** Many rows where they lie: `positions` has offset and size in bytes of each. Throws InvalidArgumentError. */
  createBatch(memory: SectionMemory, positions: Int32Array): BinaryRowBatch {
    return new BinaryRowBatch(this.arity, memory, positions);
  }

  /**
   * Writes an object as the next row of the writer; the row lies in the memory of the writer until the one after it. Throws
   * TypeMismatchError and NullFieldError with the path of the value; what the writer held before is lost then too. Throws
   * InvalidArgumentError for a writer of rows of another arity.
   */
  write(value: T, writer: BinaryRowWriter, reuse?: BinaryRow): BinaryRow {
    requireWriterOf(this.arity, writer);
    if (reuse !== undefined) requireRowOf(this.arity, reuse, 'reuse');
    writer.reset();
    this.#shape.write(writer, value);
    return writer.complete(reuse);
  }

  /** An object as a row in memory of its own. */
  encode(value: T): BinaryRow {
    return this.write(value, this.createWriter());
  }

  /** All fields of a row as an object. Throws CorruptDataError; the object is never larger than the row allows. */
  toObject(row: BinaryRow): T {
    requireRowOf(this.arity, row);
    return this.#shape.read(row) as T;
  }
}

/** The objects of a type: `RowValue<typeof order>`; `ValueOf` gives them too. */
export type RowValue<Type> = Type extends BinaryRowType<infer T> ? T : never;

/** Throws TypeDefinitionError. */
export function binaryRowType<Fields extends RowFields, Kind extends string = never>(
  fields: Fields,
  options?: BinaryRowOptions<Kind>,
): BinaryRowType<RowObject<Fields, Kind>> {
  return new BinaryRowType(shapeOf(fields, options));
}

/** The type that a description, from another thread or process, stands for. Throws TypeDefinitionError. */
export function binaryRowTypeOf(description: RowDescription): BinaryRowType<Record<string, unknown>> {
  return new BinaryRowType(shapeFrom(description));
}
