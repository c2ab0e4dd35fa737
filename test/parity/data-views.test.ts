import { describe, expect, it } from 'vitest';
import { DataInputDeserializer } from '../../lib/views/data-input-deserializer.ts';
import { DataOutputSerializer } from '../../lib/views/data-output-serializer.ts';
import { failureOf } from '../contracts/failure.ts';
import { bytesOfHex, doubleOfBits, floatOfBits, hexOf, readVectors, textOfUnits, unitsOfText } from './vectors.ts';

interface WriteVector {
  readonly method: string;
  /** A number, a boolean, a long as text, a float by its bits, a text by its units: the method says which. */
  readonly value: number | boolean | string;
  readonly bytes: string;
  /** After one write to an output that started with 4 bytes. */
  readonly capacity?: number;
}
interface ReadVector {
  readonly method: string;
  readonly bytes: string;
  /** Null: Java's null. */
  readonly value?: string | null;
  readonly position?: number;
  readonly failure?: 'EOFException' | 'UTFDataFormatException';
}

const writes = readVectors<WriteVector>('vectors/data-output-serializer.json').entries;
/** Without a line that the end of the input ends: of those Flink loses the last byte (docs/flink-parity.md). */
const reads = readVectors<ReadVector>('vectors/data-input-deserializer.json').entries.filter(
  ({ method, bytes }) => method !== 'readLine' || bytes === '' || bytes.includes('0a'),
);
const failures = { EOFException: 'ERR_END_OF_DATA', UTFDataFormatException: 'ERR_MALFORMED_UTF' };

/** The reader of what a method writes. Flink has no reader for bare chars. */
const readers: Readonly<Record<string, string>> = {
  writeBoolean: 'readBoolean',
  write: 'readByte',
  writeByte: 'readByte',
  writeShort: 'readShort',
  writeChar: 'readChar',
  writeInt: 'readInt',
  writeLong: 'readLong',
  writeFloat: 'readFloat',
  writeDouble: 'readDouble',
  writeUTF: 'readUTF',
  writeLongUTF: 'readLongUTF',
};

type Methods = Readonly<Record<string, (...args: unknown[]) => unknown>>;

describe('DataOutputSerializer against Flink', () => {
  it.each(writes)('$method $value', ({ method, value, bytes, capacity }) => {
    const output = new DataOutputSerializer(4);
    (output as unknown as Methods)[method]?.(argumentOf(method, value));
    expect(hexOf(output.copyOfBuffer())).toBe(bytes);
    // Flink's writeChars grows for a text that just fits.
    const grewForNothing = method === 'writeChars' && bytes.length === 2 * 4;
    if (capacity !== undefined && !grewForNothing) expect(output.capacity).toBe(capacity);
  });

  it.each(writes.filter(({ method }) => method in readers))('reads back $method $value', ({ method, bytes }) => {
    const input = new DataInputDeserializer(bytesOfHex(bytes));
    const value = (input as unknown as Methods)[readers[method] as string]?.();
    expect(input.available).toBe(0);
    const output = new DataOutputSerializer(4);
    (output as unknown as Methods)[method]?.(value);
    expect(hexOf(output.copyOfBuffer())).toBe(bytes);
  });
});

describe('DataInputDeserializer against Flink', () => {
  it.each(reads)('$method of $bytes', ({ method, bytes, value, position, failure }) => {
    const input = new DataInputDeserializer(bytesOfHex(bytes));
    const read = () => (input as unknown as Methods)[method]?.();
    if (failure !== undefined) {
      expect(failureOf(read).code).toBe(failures[failure]);
      expect(input.position).toBe(0);
      return;
    }
    const result = read();
    const isText = method === 'readUTF' || method === 'readLine';
    expect(isText ? unitsOrNull(result as string | undefined) : String(result)).toBe(value);
    expect(input.position).toBe(position);
  });
});

function argumentOf(method: string, value: number | boolean | string): unknown {
  if (typeof value !== 'string') return value;
  if (method === 'writeLong') return BigInt(value);
  if (method === 'writeFloat') return floatOfBits(value);
  return method === 'writeDouble' ? doubleOfBits(value) : textOfUnits(value);
}

function unitsOrNull(text: string | undefined): string | null {
  return text === undefined ? null : unitsOfText(text);
}
