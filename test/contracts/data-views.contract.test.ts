import { afterEach, describe, expect, it } from 'vitest';
import { failureOf } from './failure.ts';
import { loadMemoryModules, rootKinds } from './segment-kinds.ts';

/** What the views on one piece of memory refuse, and what they leave then. Values: test/parity and test/contracts/flink. */

const cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const action of cleanUp.splice(0).reverse()) action();
});

const modules = await loadMemoryModules('checked');
const { DataInputDeserializer } = await import('../../lib/views/data-input-deserializer.ts');
const { DataOutputSerializer } = await import('../../lib/views/data-output-serializer.ts');
const { MemorySegment } = modules;
type Output = InstanceType<typeof DataOutputSerializer>;
type Input = InstanceType<typeof DataInputDeserializer>;

const invalid = 'ERR_INVALID_ARGUMENT';
const outOfBounds = 'ERR_INDEX_OUT_OF_BOUNDS';
const endOfData = 'ERR_END_OF_DATA';
const full = 'ERR_OUTPUT_FULL';
const notIntegers = [0.5, Number.NaN, '1', null, 1n] as unknown as number[];

/** Each write of a value of `bytes` bytes. */
const writes: readonly [name: string, bytes: number, write: (output: Output) => void][] = [
  ['write', 1, (output) => output.write(1)],
  ['writeBoolean', 1, (output) => output.writeBoolean(true)],
  ['writeByte', 1, (output) => output.writeByte(1)],
  ['writeShort', 2, (output) => output.writeShort(1)],
  ['writeChar', 2, (output) => output.writeChar(1)],
  ['writeInt', 4, (output) => output.writeInt(1)],
  ['writeLong', 8, (output) => output.writeLong(1n)],
  ['writeLongAsNumber', 8, (output) => output.writeLongAsNumber(1)],
  ['writeLongHighLow', 8, (output) => output.writeLongHighLow(1, 1)],
  ['writeFloat', 4, (output) => output.writeFloat(1)],
  ['writeFloat of NaN', 4, (output) => output.writeFloat(Number.NaN)],
  ['writeDouble', 8, (output) => output.writeDouble(1)],
  ['writeDouble of NaN', 8, (output) => output.writeDouble(Number.NaN)],
  ['writeBytes', 5, (output) => output.writeBytes('abcde')],
  ['writeBytes of a long text', 40, (output) => output.writeBytes('a'.repeat(40))],
  ['writeChars', 10, (output) => output.writeChars('abcde')],
  ['writeUTF', 10, (output) => output.writeUTF('aä€\0')],
  ['writeUTF of a long text', 42, (output) => output.writeUTF('a'.repeat(40))],
  ['writeLongUTF', 8, (output) => output.writeLongUTF('aäb')],
  ['write of bytes', 7, (output) => output.write(new Uint8Array(7).fill(1))],
  ['writeSegment', 6, (output) => output.writeSegment(MemorySegment.wrap(new Uint8Array(8).fill(1)), 1, 6)],
  ['write of a view', 3, (output) => output.write(new DataInputDeserializer(new Uint8Array(4).fill(1)), 3)],
  ['get of a segment', 6, (output) => MemorySegment.wrap(new Uint8Array(8).fill(1)).get(1, output, 6)],
];

const reads: readonly [name: string, bytes: number, read: (input: Input) => unknown][] = [
  ['readBoolean', 1, (input) => input.readBoolean()],
  ['readByte', 1, (input) => input.readByte()],
  ['readUnsignedByte', 1, (input) => input.readUnsignedByte()],
  ['readShort', 2, (input) => input.readShort()],
  ['readUnsignedShort', 2, (input) => input.readUnsignedShort()],
  ['readChar', 2, (input) => input.readChar()],
  ['readInt', 4, (input) => input.readInt()],
  ['readUnsignedInt', 4, (input) => input.readUnsignedInt()],
  ['readLong', 8, (input) => input.readLong()],
  ['readLongAsNumber', 8, (input) => input.readLongAsNumber()],
  ['readLongHighLow', 8, (input) => input.readLongHighLow({ high: 0, low: 0 })],
  ['readFloat', 4, (input) => input.readFloat()],
  ['readDouble', 8, (input) => input.readDouble()],
  ['readFully', 5, (input) => input.readFully(new Uint8Array(5))],
  ['skipBytesToRead', 5, (input) => input.skipBytesToRead(5)],
  ['readUTF', 2, (input) => input.readUTF()],
  ['readLongUTF', 4, (input) => input.readLongUTF()],
  ['readSegment', 5, (input) => input.readSegment(MemorySegment.wrap(new Uint8Array(8)), 1, 5)],
  ['put of a segment', 5, (input) => MemorySegment.wrap(new Uint8Array(8)).put(1, input, 5)],
];

describe.each(rootKinds(modules))('DataOutputSerializer on memory that is $name', (kind) => {
  it.each(writes)('%s takes room for all of it, or nothing', (_, bytes, write) => {
    const { segment, surroundingsAreIntact } = kind.make(bytes + 1, cleanUp);
    const output = new DataOutputSerializer(segment);
    write(output);
    expect([output.length, output.capacity, surroundingsAreIntact()]).toEqual([bytes, bytes + 1, true]);
    const before = output.copyOfBuffer();
    output.setPosition(0);
    output.skipBytesToWrite(2);
    expect(failureOf(() => write(output))).toEqual({
      code: full,
      position: 2,
      requested: bytes,
      available: bytes - 1,
    });
    expect(output.length).toBe(2);
    output.setPositionUnsafe(bytes);
    expect(output.copyOfBuffer()).toEqual(before);
  });

  it.each(writes)('%s says of freed memory that it is freed', (_, bytes, write) => {
    const { segment } = kind.make(bytes + 1, cleanUp);
    const output = new DataOutputSerializer(segment);
    segment.free();
    expect(failureOf(() => write(output)).code).toBe('ERR_SEGMENT_FREED');
    expect(output.length).toBe(0);
  });

  it('does not hand out the memory of a segment', () => {
    const output = new DataOutputSerializer(kind.make(8, cleanUp).segment);
    output.writeInt(7);
    expect([...output.copyOfBuffer()]).toEqual([0, 0, 0, 7]);
    expect(failureOf(() => output.sharedBuffer).code).toBe(invalid);
    expect(failureOf(() => output.wrapAsBytes()).code).toBe(invalid);
  });
});

describe.each(rootKinds(modules))('DataInputDeserializer on memory that is $name', (kind) => {
  it.each(reads)('%s reads all of it, or nothing', (_, bytes, read) => {
    const { segment } = kind.make(bytes + 6, cleanUp);
    const input = new DataInputDeserializer(segment, 3, bytes);
    read(input);
    expect([input.position, input.available]).toEqual([3 + bytes, 0]);
    input.setBuffer(segment, 3, bytes - 1);
    expect(failureOf(() => read(input))).toEqual({
      code: endOfData,
      position: 3,
      requested: bytes,
      available: bytes - 1,
    });
    expect([input.position, input.available]).toEqual([3, bytes - 1]);
  });

  it.each(reads)('%s says of freed memory that it is freed', (name, bytes, read) => {
    const { segment } = kind.make(bytes, cleanUp);
    const input = new DataInputDeserializer(segment);
    segment.free();
    if (name === 'skipBytesToRead') return;
    expect(failureOf(() => read(input)).code).toBe('ERR_SEGMENT_FREED');
    expect(input.position).toBe(0);
  });

  it('reads lines, without their ends, and a last line without one', () => {
    const { segment } = kind.make(16, cleanUp);
    segment.put(0, Buffer.from('ab\r\nc\xe9\n\nd\re', 'latin1'));
    const input = new DataInputDeserializer(segment, 0, 11);
    const lines: (string | undefined)[] = [];
    do lines.push(input.readLine());
    while (lines.at(-1) !== undefined);
    expect(lines).toEqual(['ab', 'cé', '', 'd\re', undefined]);
    expect(input.available).toBe(0);
  });
});

describe('DataOutputSerializer', () => {
  it('grows to twice its capacity, or to what is needed beyond that', () => {
    const capacityAfter = (...lengths: number[]) => {
      const output = new DataOutputSerializer(4);
      for (const length of lengths) output.write(new Uint8Array(length));
      return output.capacity;
    };
    expect([capacityAfter(4), capacityAfter(5), capacityAfter(3, 3), capacityAfter(100)]).toEqual([4, 9, 8, 104]);
  });

  it('keeps what it has when it grows, and leaves the old array behind', () => {
    const output = new DataOutputSerializer(4);
    output.writeInt(0x01020304);
    const old = output.sharedBuffer;
    output.writeByte(5);
    expect([...output.copyOfBuffer()]).toEqual([1, 2, 3, 4, 5]);
    expect([...output.wrapAsBytes()]).toEqual([1, 2, 3, 4, 5]);
    expect([old.length, output.sharedBuffer.length, output.sharedBuffer === old]).toEqual([4, 8, false]);
  });

  it('grows up to its limit and not beyond', () => {
    const output = new DataOutputSerializer(4, { maxSizeBytes: 10 });
    output.write(new Uint8Array(9));
    expect(output.capacity).toBe(10);
    expect(failureOf(() => output.writeShort(1))).toEqual({ code: full, position: 9, requested: 2, available: 1 });
    output.writeByte(1);
    expect(output.length).toBe(10);
  });

  it('writes into an array of the caller’s and does not grow', () => {
    const array = new Uint8Array(6);
    const output = new DataOutputSerializer(array);
    output.writeInt(-1);
    expect([...array]).toEqual([255, 255, 255, 255, 0, 0]);
    expect(output.sharedBuffer).toBe(array);
    expect(failureOf(() => output.writeInt(1)).code).toBe(full);
  });

  it('refuses impossible sizes and memory', () => {
    for (const bad of [0, -1, 0.5, Number.NaN, 2 ** 31]) {
      expect(failureOf(() => new DataOutputSerializer(bad)).code).toBe(invalid);
    }
    for (const bad of [0, -1, 0.5, '8' as never]) {
      expect(failureOf(() => new DataOutputSerializer(1, { maxSizeBytes: bad })).code).toBe(invalid);
    }
    for (const bad of [undefined, null, 'text', {}, new Uint16Array(4)] as unknown as Uint8Array[]) {
      expect(failureOf(() => new DataOutputSerializer(bad)).code).toBe(invalid);
    }
  });

  it('begins anew after clear, and says where it is', () => {
    const output = new DataOutputSerializer(8);
    output.writeInt(1);
    expect(String(output)).toBe('[pos=4 cap=8]');
    output.clear();
    expect([output.length, output.copyOfBuffer().length, output.sharedBuffer[3]]).toEqual([0, 0, 1]);
  });

  it('goes back to a position it has reached, and with setPositionUnsafe to any of its capacity', () => {
    const output = new DataOutputSerializer(8);
    output.writeInt(1);
    for (const bad of [-1, 5, ...notIntegers]) expect(failureOf(() => output.setPosition(bad)).code).toBe(invalid);
    for (const bad of [-1, 9]) expect(failureOf(() => output.setPositionUnsafe(bad)).code).toBe(outOfBounds);
    output.setPosition(2);
    expect(output.length).toBe(2);
    output.setPositionUnsafe(8);
    expect([...output.copyOfBuffer()]).toEqual([0, 0, 0, 1, 0, 0, 0, 0]);
  });

  it('writes an int at any position of its capacity, and stays where it is', () => {
    const output = new DataOutputSerializer(8);
    output.writeIntUnsafe(7, 4);
    expect([output.length, [...output.sharedBuffer]]).toEqual([0, [0, 0, 0, 0, 0, 0, 0, 7]]);
    for (const bad of [-1, 5, 2 ** 31]) expect(failureOf(() => output.writeIntUnsafe(1, bad)).code).toBe(outOfBounds);
  });

  it('does not grow for what is skipped or comes from a view', () => {
    const output = new DataOutputSerializer(4);
    expect(failureOf(() => output.skipBytesToWrite(5))).toEqual({
      code: full,
      position: 0,
      requested: 5,
      available: 4,
    });
    expect(failureOf(() => output.write(new DataInputDeserializer(new Uint8Array(9)), 5)).code).toBe(full);
    for (const bad of [-1, ...notIntegers]) {
      expect(failureOf(() => output.skipBytesToWrite(bad)).code).toBe(invalid);
      expect(failureOf(() => output.write(new DataInputDeserializer(new Uint8Array(9)), bad)).code).toBe(invalid);
    }
    expect([output.length, output.capacity]).toEqual([0, 4]);
  });

  it('takes nothing of a view that ends early', () => {
    const output = new DataOutputSerializer(8);
    const input = new DataInputDeserializer(Uint8Array.of(1, 2, 3));
    expect(failureOf(() => output.write(input, 4)).code).toBe(endOfData);
    expect([output.length, input.position, [...output.sharedBuffer]]).toEqual([0, 0, Array(8).fill(0)]);
  });

  it('refuses ranges outside of an array or a segment, and what is neither', () => {
    const output = new DataOutputSerializer(8);
    const array = new Uint8Array(4);
    const segment = MemorySegment.wrap(array);
    for (const [offset, length] of [
      [-1, 1],
      [0, 5],
      [5, 0],
      [0, -1],
    ] as const) {
      expect(failureOf(() => output.write(array, offset, length)).code).toBe(outOfBounds);
      expect(failureOf(() => output.writeSegment(segment, offset, length)).code).toBe(outOfBounds);
    }
    for (const bad of notIntegers) {
      expect(failureOf(() => output.write(array, bad)).code).toBe(invalid);
      expect(failureOf(() => output.write(array, 0, bad)).code).toBe(invalid);
    }
    for (const bad of [undefined, null, 'text', {}, [1]] as never[]) {
      expect(failureOf(() => output.write(bad)).code).toBe(invalid);
      expect(failureOf(() => output.writeSegment(bad, 0, 0)).code).toBe(invalid);
      if (bad !== 'text') expect(failureOf(() => output.writeUTF(bad)).code).toBe(invalid);
    }
    expect(output.length).toBe(0);
  });

  it('refuses values that cannot be converted, and longs that lose digits', () => {
    const output = new DataOutputSerializer(8);
    expect(failureOf(() => output.writeInt(1n as never)).code).toBe(invalid);
    expect(failureOf(() => output.writeLong(1 as never)).code).toBe(invalid);
    expect(failureOf(() => output.writeLongAsNumber(2 ** 53)).code).toBe('ERR_UNSAFE_INTEGER');
    output.writeLong(2n ** 53n);
    const input = new DataInputDeserializer(output.wrapAsBytes());
    expect(failureOf(() => input.readLongAsNumber()).code).toBe('ERR_UNSAFE_INTEGER');
    expect(input.readLong()).toBe(2n ** 53n);
  });

  it('refuses a text of more than 65535 bytes, which writeLongUTF takes', () => {
    const output = new DataOutputSerializer(4);
    const tooLong = 'ä'.repeat(32_768);
    expect(failureOf(() => output.writeUTF(tooLong))).toEqual({
      code: 'ERR_ENCODED_TEXT_TOO_LONG',
      bytes: 65_536,
      maxBytes: 65_535,
    });
    expect(output.length).toBe(0);
    output.writeUTF(tooLong.slice(1));
    output.writeLongUTF(tooLong);
    const input = new DataInputDeserializer(output.sharedBuffer, 0, output.length);
    expect([input.readUTF() === tooLong.slice(1), input.readLongUTF() === tooLong, input.available]).toEqual([
      true,
      true,
      0,
    ]);
  });
});

describe('DataInputDeserializer', () => {
  it('is empty without memory, and after release', () => {
    const input = new DataInputDeserializer();
    expect([input.available, input.position]).toEqual([0, 0]);
    input.setBuffer(Uint8Array.of(1, 2));
    expect([input.available, input.readByte()]).toEqual([2, 1]);
    input.release();
    expect([input.available, input.position]).toEqual([0, 0]);
    expect(failureOf(() => input.readByte()).code).toBe(endOfData);
  });

  it('refuses ranges outside and what is no memory, and keeps what it had', () => {
    const input = new DataInputDeserializer(Uint8Array.of(1, 2, 3));
    const array = new Uint8Array(4);
    for (const [offset, length] of [
      [1, 9],
      [-1, 2],
      [0, -1],
      [5, 0],
    ] as const) {
      expect(failureOf(() => input.setBuffer(array, offset, length)).code).toBe(outOfBounds);
    }
    for (const bad of [null, 'text', {}, new Uint16Array(4), 8] as never[]) {
      expect(failureOf(() => input.setBuffer(bad)).code).toBe(invalid);
    }
    expect([input.available, input.readByte()]).toEqual([3, 1]);
  });

  it('reads another range of the same array, and an array that was detached not at all', () => {
    const array = Uint8Array.of(1, 2, 3, 4);
    const input = new DataInputDeserializer(array, 0, 2);
    input.setBuffer(array, 2, 2);
    expect([input.position, input.readShort()]).toEqual([2, 0x0304]);
    input.setBuffer(array);
    structuredClone(array, { transfer: [array.buffer] });
    expect(failureOf(() => input.readByte()).code).toBe('ERR_SEGMENT_FREED');
    expect(failureOf(() => input.setBuffer(array)).code).toBe(invalid);
  });

  it('reads as much as there is, and -1 at the end', () => {
    const input = new DataInputDeserializer(Uint8Array.of(1, 2, 3));
    const target = new Uint8Array(4);
    expect([input.read(target, 1, 2), input.read(target), input.read(target), input.read(target, 4)]).toEqual([
      2, 1, -1, 0,
    ]);
    expect([...target]).toEqual([3, 1, 2, 0]);
    for (const method of ['read', 'readFully'] as const) {
      expect(failureOf(() => input[method](target, 3, 2)).code).toBe(outOfBounds);
      expect(failureOf(() => input[method](target, -1, 2)).code).toBe(outOfBounds);
      expect(failureOf(() => input[method](target, 0, -1)).code).toBe(outOfBounds);
      expect(failureOf(() => input[method](null as never)).code).toBe(invalid);
    }
  });

  it('skips as much as there is, never back', () => {
    const input = new DataInputDeserializer(Uint8Array.of(1, 2, 3));
    expect([input.skipBytes(2), input.skipBytes(5), input.skipBytes(5)]).toEqual([2, 1, 0]);
    for (const bad of [-1, ...notIntegers]) {
      expect(failureOf(() => input.skipBytes(bad)).code).toBe(invalid);
      expect(failureOf(() => input.skipBytesToRead(bad)).code).toBe(invalid);
    }
    expect(input.position).toBe(3);
  });

  it('names the position of a character that cannot be read, and stays before the text', () => {
    const malformed: [string, number, string][] = [
      ['ff0002 61c2', 4, 'incomplete character'],
      ['ff0003 61e080', 4, 'incomplete character'],
      ['ff0003 61c241', 4, 'no continuation of a character'],
      ['ff0004 61e0803f', 4, 'no continuation of a character'],
      ['ff0003 616180', 5, 'no first byte of a character'],
      ['ff0001 f0', 3, 'no first byte of a character'],
    ];
    for (const [hex, position, reason] of malformed) {
      const input = new DataInputDeserializer(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
      input.readByte();
      expect(failureOf(() => input.readUTF())).toEqual({ code: 'ERR_MALFORMED_UTF', position, reason });
      expect(input.position).toBe(1);
    }
  });

  it('refuses a negative length of a text, and one that is longer than the input, before it takes memory', () => {
    const input = new DataInputDeserializer(Buffer.from('ffffffff', 'hex'));
    expect(failureOf(() => input.readLongUTF())).toEqual({
      code: 'ERR_MALFORMED_UTF',
      position: 0,
      reason: 'negative length',
    });
    input.setBuffer(Buffer.from('7fffffff61', 'hex'));
    expect(failureOf(() => input.readLongUTF()).code).toBe(endOfData);
  });

  it('gives a segment its bytes, or none', () => {
    const input = new DataInputDeserializer(Uint8Array.of(1, 2, 3));
    const segment = MemorySegment.allocateHeap(8);
    expect(failureOf(() => segment.put(0, input, 4)).code).toBe(endOfData);
    expect([segment.getLong(0), input.position]).toEqual([0n, 0]);
    segment.put(1, input, 2);
    expect([segment.getIntBigEndian(0), input.position]).toEqual([0x00010200, 2]);
  });
});
