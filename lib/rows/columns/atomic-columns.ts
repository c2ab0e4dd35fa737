import { isUint8Array } from 'node:util/types';
import type { ElementBytes } from '../binary-array-layout.ts';
import type { BinaryFields } from '../binary-fields.ts';
import type { BinaryWriter } from '../binary-writer.ts';
import { type BinaryColumn, mismatch, OwnColumn } from './binary-column.ts';
import type { ColumnDescription } from './column-description.ts';

const MAX_LONG = 2n ** 63n - 1n;
const MIN_LONG = -(2n ** 63n);

/** A column from how it tells its values from others, writes and reads them. */
export class AtomicColumn<T> extends OwnColumn<T> {
  readonly description: ColumnDescription;
  readonly elementBytes: ElementBytes;
  readonly hasPart: boolean;
  readonly #expected: string;
  readonly #accepts: (value: unknown) => boolean;
  readonly #put: (writer: BinaryWriter, index: number, value: T) => void;
  readonly #get: (fields: BinaryFields, index: number) => T;

  constructor(kind: {
    readonly description: ColumnDescription;
    readonly elementBytes: ElementBytes;
    readonly hasPart?: boolean;
    readonly expected: string;
    readonly accepts: (value: unknown) => boolean;
    readonly write: (writer: BinaryWriter, index: number, value: T) => void;
    readonly read: (fields: BinaryFields, index: number) => T;
  }) {
    super();
    this.description = Object.freeze(kind.description);
    this.elementBytes = kind.elementBytes;
    this.hasPart = kind.hasPart ?? false;
    this.#expected = kind.expected;
    this.#accepts = kind.accepts;
    this.#put = kind.write;
    this.#get = kind.read;
  }

  protected put(writer: BinaryWriter, index: number, value: T): void {
    if (!this.#accepts(value)) throw mismatch(this.#expected, value);
    this.#put(writer, index, value);
  }

  protected get(fields: BinaryFields, index: number): T {
    return this.#get(fields, index);
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

export const intColumn = integer('int', 4, 32, {
  write: (writer, index, value) => writer.writeInt(index, value),
  read: (fields, index) => fields.getInt(index),
});

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

function integer(
  kind: 'byte' | 'short' | 'int',
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
