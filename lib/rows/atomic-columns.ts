import { isUint8Array } from 'node:util/types';
import { TypeDefinitionError } from '../errors/type-errors.ts';
import type { ElementBytes } from './binary-array-layout.ts';
import { type BinaryColumn, mismatch } from './binary-column.ts';
import type { BinaryFields } from './binary-fields.ts';
import type { BinaryWriter } from './binary-writer.ts';
import type { ColumnDescription } from './column-description.ts';
import { type DecimalValue, fitsPrecision, isCompactDecimal, MAX_DECIMAL_PRECISION } from './decimal-bytes.ts';
import {
  isCompactTimestamp,
  MAX_NANO_OF_MILLISECOND,
  MAX_TIMESTAMP_PRECISION,
  type TimestampValue,
} from './timestamp-value.ts';

const MAX_LONG = 2n ** 63n - 1n;
const MIN_LONG = -(2n ** 63n);

/** A column from how it tells its values from others, writes and reads them. */
class AtomicColumn<T> implements BinaryColumn<T> {
  readonly description: ColumnDescription;
  readonly elementBytes: ElementBytes;
  readonly hasPart: boolean;
  readonly nullable = false;
  readonly #expected: string;
  readonly #accepts: (value: unknown) => boolean;
  readonly #put: (writer: BinaryWriter, index: number, value: T) => void;
  readonly read: (fields: BinaryFields, index: number) => T;

  constructor(kind: {
    readonly description: ColumnDescription;
    readonly elementBytes: ElementBytes;
    readonly hasPart?: boolean;
    readonly expected: string;
    readonly accepts: (value: unknown) => boolean;
    readonly write: (writer: BinaryWriter, index: number, value: T) => void;
    readonly read: (fields: BinaryFields, index: number) => T;
  }) {
    this.description = kind.description;
    this.elementBytes = kind.elementBytes;
    this.hasPart = kind.hasPart ?? false;
    this.#expected = kind.expected;
    this.#accepts = kind.accepts;
    this.#put = kind.write;
    this.read = kind.read;
  }

  write(writer: BinaryWriter, index: number, value: T): void {
    if (!this.#accepts(value)) throw mismatch(this.#expected, value);
    this.#put(writer, index, value);
  }
}

export const booleanColumn: BinaryColumn<boolean> = new AtomicColumn<boolean>({
  description: { kind: 'boolean' },
  elementBytes: 1,
  expected: 'boolean',
  accepts: (value) => typeof value === 'boolean',
  write: (writer, index, value) => writer.writeBoolean(index, value),
  read: (fields, index) => fields.getBoolean(index),
});

export const byteColumn = integer('byte', 1, 8, {
  write: (writer, index, value) => writer.writeByte(index, value),
  read: (fields, index) => fields.getByte(index),
});

export const shortColumn = integer('short', 2, 16, {
  write: (writer, index, value) => writer.writeShort(index, value),
  read: (fields, index) => fields.getShort(index),
});

const asInt: Pick<BinaryColumn<number>, 'write' | 'read'> = {
  write: (writer, index, value) => writer.writeInt(index, value),
  read: (fields, index) => fields.getInt(index),
};
export const intColumn = integer('int', 4, 32, asInt);
/** Days since 1970-01-01. */
export const dateColumn = integer('date', 4, 32, asInt);
/** Milliseconds of the day. */
export const timeColumn = integer('time', 4, 32, asInt);

export const longColumn: BinaryColumn<bigint> = new AtomicColumn<bigint>({
  description: { kind: 'long', as: 'bigint' },
  elementBytes: 8,
  expected: 'long (bigint)',
  accepts: (value) => typeof value === 'bigint' && value >= MIN_LONG && value <= MAX_LONG,
  write: (writer, index, value) => writer.writeLong(index, value),
  read: (fields, index) => fields.getLong(index),
});

export const longAsNumberColumn: BinaryColumn<number> = new AtomicColumn<number>({
  description: { kind: 'long', as: 'number' },
  elementBytes: 8,
  expected: 'long (safe integer)',
  accepts: (value) => Number.isSafeInteger(value),
  write: (writer, index, value) => writer.writeLongAsNumber(index, value),
  read: (fields, index) => fields.getLongAsNumber(index),
});

export const floatColumn: BinaryColumn<number> = new AtomicColumn<number>({
  description: { kind: 'float' },
  elementBytes: 4,
  expected: 'float (number)',
  accepts: (value) => typeof value === 'number',
  write: (writer, index, value) => writer.writeFloat(index, value),
  read: (fields, index) => fields.getFloat(index),
});

export const doubleColumn: BinaryColumn<number> = new AtomicColumn<number>({
  description: { kind: 'double' },
  elementBytes: 8,
  expected: 'double (number)',
  accepts: (value) => typeof value === 'number',
  write: (writer, index, value) => writer.writeDouble(index, value),
  read: (fields, index) => fields.getDouble(index),
});

export const stringColumn: BinaryColumn<string> = new AtomicColumn<string>({
  description: { kind: 'string' },
  elementBytes: 8,
  hasPart: true,
  expected: 'string',
  accepts: (value) => typeof value === 'string',
  write: (writer, index, value) => writer.writeText(index, value),
  read: (fields, index) => fields.getText(index),
});

export const bytesColumn: BinaryColumn<Uint8Array> = new AtomicColumn<Uint8Array>({
  description: { kind: 'bytes' },
  elementBytes: 8,
  hasPart: true,
  expected: 'bytes (Uint8Array)',
  accepts: isUint8Array,
  write: (writer, index, value) => writer.writeBinary(index, value),
  read: (fields, index) => fields.getBinary(index),
});

/** Throws TypeDefinitionError. */
export function decimalColumn(precision: number, scale: number): BinaryColumn<DecimalValue> {
  requireDefinition(isFrom(precision, 1, MAX_DECIMAL_PRECISION), `precision ${precision} is not from 1 to 38`);
  requireDefinition(isFrom(scale, 0, precision), `scale ${scale} is not from 0 to ${precision}`);
  return new AtomicColumn<DecimalValue>({
    description: { kind: 'decimal', precision, scale },
    elementBytes: 8,
    hasPart: !isCompactDecimal(precision),
    expected: `decimal(${precision}, ${scale})`,
    accepts: (value) => isDecimal(value) && value.scale === scale && fitsPrecision(value.unscaled, precision),
    write: (writer, index, value) => writer.writeDecimal(index, value, precision),
    read: (fields, index) => fields.getDecimal(index, precision, scale),
  });
}

/** Throws TypeDefinitionError. */
export function timestampColumn(precision: number): BinaryColumn<TimestampValue> {
  requireDefinition(isFrom(precision, 0, MAX_TIMESTAMP_PRECISION), `precision ${precision} is not from 0 to 9`);
  return new AtomicColumn<TimestampValue>({
    description: { kind: 'timestamp', precision },
    elementBytes: 8,
    // The slot says the nanoseconds, not a length: what lies behind the fixed part has always 8 bytes.
    hasPart: false,
    expected: `timestamp(${precision})`,
    accepts: (value) => isTimestamp(value) && (value.nanoOfMillisecond === 0 || !isCompactTimestamp(precision)),
    write: (writer, index, value) => writer.writeTimestamp(index, value, precision),
    read: (fields, index) => fields.getTimestamp(index, precision),
  });
}

function integer(
  kind: 'byte' | 'short' | 'int' | 'date' | 'time',
  elementBytes: ElementBytes,
  bits: number,
  { write, read }: Pick<BinaryColumn<number>, 'write' | 'read'>,
): BinaryColumn<number> {
  const bound = 2 ** (bits - 1);
  return new AtomicColumn<number>({
    description: { kind },
    elementBytes,
    expected: `${kind} (integer of ${bits} bits)`,
    accepts: (value) => Number.isInteger(value) && (value as number) >= -bound && (value as number) < bound,
    write,
    read,
  });
}

function isDecimal(value: unknown): value is DecimalValue {
  const { unscaled, scale } = (value ?? {}) as Partial<DecimalValue>;
  return typeof unscaled === 'bigint' && typeof scale === 'number';
}

function isTimestamp(value: unknown): value is TimestampValue {
  const { millisecond, nanoOfMillisecond } = (value ?? {}) as Partial<TimestampValue>;
  return Number.isSafeInteger(millisecond) && isFrom(nanoOfMillisecond as number, 0, MAX_NANO_OF_MILLISECOND);
}

function isFrom(value: number, first: number, last: number): boolean {
  return Number.isInteger(value) && value >= first && value <= last;
}

function requireDefinition(holds: boolean, reason: string): void {
  if (!holds) throw new TypeDefinitionError({ reason });
}
