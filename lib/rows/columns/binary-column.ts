import { CorruptDataError, NullFieldError, TypeDefinitionError, TypeMismatchError } from '../../errors/type-errors.ts';
import { describeValue, invalid } from '../../memory/argument-checks.ts';
import type { ElementBytes } from '../binary-array-layout.ts';
import { BinaryFields } from '../binary-fields.ts';
import { SLOT_BYTES } from '../binary-slot.ts';
import { BinaryWriter } from '../binary-writer.ts';
import type { ColumnDescription } from './column-description.ts';

/** The type of a column: what `columns` makes. It writes and reads one field of a row, or the elements of an array. */
export interface BinaryColumn<T> {
  /** Frozen, with all that is in it. */
  readonly description: ColumnDescription;
  /** How wide the elements of an array of this type are. */
  readonly elementBytes: ElementBytes;
  /** Values may lie behind the fixed part. */
  readonly hasPart: boolean;
  readonly nullable: boolean;
  /** Throws TypeMismatchError with a path from the value on. */
  write(writer: BinaryWriter, index: number, value: T): void;
  /** Of a field that is not null. */
  read(fields: BinaryFields, index: number): T;
}

/** What `columns` makes, and nobody else: columns of others could write beside their field. */
export abstract class OwnColumn<T> implements BinaryColumn<T> {
  abstract readonly description: ColumnDescription;
  abstract readonly elementBytes: ElementBytes;
  abstract readonly hasPart: boolean;
  readonly nullable: boolean = false;
  protected abstract put(writer: BinaryWriter, index: number, value: T): void;
  protected abstract get(fields: BinaryFields, index: number): T;

  // What is no writer or no fields is found out once it has failed: whoever has one does not wait for the question.

  write(writer: BinaryWriter, index: number, value: T): void {
    try {
      this.put(writer, index, value);
    } catch (error) {
      if (writer instanceof BinaryWriter) throw error;
      throw invalid('a BinaryRowWriter or a BinaryArrayWriter', 'writer', writer);
    }
  }

  read(fields: BinaryFields, index: number): T {
    try {
      return this.get(fields, index);
    } catch (error) {
      if (fields instanceof BinaryFields) throw error;
      throw invalid('a BinaryRow or a BinaryArray', 'fields', fields);
    }
  }
}

/** Throws TypeDefinitionError; `what` names it in the message. */
export function requireColumn(column: unknown, what: string): asserts column is OwnColumn<unknown> {
  if (column instanceof OwnColumn) return;
  throw new TypeDefinitionError({
    reason: `${what} is no column, as columns.int() makes`,
    value: describeValue(column),
  });
}

/** The values of a column. */
export type ColumnValue<Column> = Column extends BinaryColumn<infer T> ? T : never;

/** Throws NullFieldError and TypeMismatchError, whose path begins with `name`. */
export function writeColumn(
  column: BinaryColumn<unknown>,
  writer: BinaryWriter,
  index: number,
  value: unknown,
  name: string,
): void {
  if (value === null || value === undefined) {
    if (!column.nullable) throw new NullFieldError({ path: name });
    writer.setNullAt(index);
    return;
  }
  try {
    column.write(writer, index, value);
  } catch (error) {
    throw inside(name, error);
  }
}

/** The value of a field, or null. */
export function readColumn(column: BinaryColumn<unknown>, fields: BinaryFields, index: number): unknown {
  if (!fields.isNullAt(index)) return column.read(fields, index);
  if (column.nullable) return null;
  throw new CorruptDataError({
    position: fields.nullPositionOf(index),
    reason: `null in field ${index}, whose type is not columns.nullable`,
  });
}

/**
 * Adds what a value takes behind the fixed part to what those before it take. Values that a writer has written do not overlap, so
 * that together they are no longer than what holds them; hostile bytes, which name the same long value in every field, would
 * otherwise become far more memory than they take.
 */
export function countPart(fields: BinaryFields, index: number, before: number): number {
  const sum = before + fields.partLength(index);
  if (sum <= fields.sizeInBytes) return sum;
  throw new CorruptDataError({
    position: fields.positionOf(index, SLOT_BYTES),
    reason: 'values overlap: together they are longer than what holds them',
  });
}

export function mismatch(expected: string, value: unknown, path = ''): TypeMismatchError {
  return new TypeMismatchError({ path, expected, value: describeValue(value) });
}

/** The same error, with a path that begins farther out. */
export function inside(name: string, error: unknown): unknown {
  if (error instanceof TypeMismatchError) {
    const { path, expected, value } = error.fields;
    return new TypeMismatchError({ path: join(name, path), expected: String(expected), value: String(value) });
  }
  if (error instanceof NullFieldError) return new NullFieldError({ path: join(name, error.fields.path) });
  return error;
}

function join(name: string, path: unknown): string {
  const rest = typeof path === 'string' ? path : '';
  return rest === '' || rest.startsWith('[') ? name + rest : `${name}.${rest}`;
}
