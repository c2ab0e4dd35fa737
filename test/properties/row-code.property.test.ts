import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DataInputDeserializer, DataOutputSerializer, MemorySegment, types } from '../../lib/index.ts';
import { failureOf } from '../contracts/failure.ts';

/** Every kind that generated code writes in line; segments are written without it. */
const type = types.row({
  byte: types.byte(),
  short: types.nullable(types.short()),
  int: types.int(),
  long: types.long(),
  number: types.nullable(types.long({ as: 'number' })),
  double: types.double(),
  boolean: types.boolean(),
  string: types.nullable(types.string()),
  ints: types.list(types.int()),
  numbers: types.nullable(types.list(types.long({ as: 'number' }))),
  'a name': types.string(),
});

const text = fc.oneof(
  fc.string({ maxLength: 200 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.nat(300).map((length) => 'x'.repeat(length)),
);
const rows = fc.record({
  byte: fc.integer({ min: -128, max: 127 }),
  short: fc.option(fc.integer({ min: -32768, max: 32767 })),
  int: fc.integer(),
  long: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  number: fc.option(fc.maxSafeInteger()),
  double: fc.double(),
  boolean: fc.boolean(),
  string: fc.option(text),
  ints: fc.array(fc.integer()),
  numbers: fc.option(fc.array(fc.maxSafeInteger())),
  'a name': text,
});

it('writes and reads rows in arrays as it does in segments', () => {
  const serializer = type.createSerializer();
  fc.assert(
    fc.property(rows, (row) => {
      const inArray = new DataOutputSerializer(1);
      serializer.serialize(row, inArray);
      const segment = MemorySegment.wrap(new Uint8Array(16 * 1024));
      const inSegment = new DataOutputSerializer(segment);
      serializer.serialize(row, inSegment);
      expect(inArray.copyOfBuffer()).toEqual(inSegment.copyOfBuffer());
      const fromArray = serializer.deserialize(new DataInputDeserializer(inArray.copyOfBuffer()));
      const fromSegment = serializer.deserialize(new DataInputDeserializer(segment, 0, inSegment.length));
      expect(fromArray).toEqual(row);
      expect(fromSegment).toEqual(row);
    }),
  );
});

it('refuses the same bytes in arrays as in segments, with the same errors', () => {
  const serializer = type.createSerializer();
  const outcome = (memory: Uint8Array | MemorySegment): unknown => {
    try {
      return serializer.deserialize(new DataInputDeserializer(memory));
    } catch (error) {
      return failureOf(() => {
        throw error;
      });
    }
  };
  fc.assert(
    fc.property(
      rows,
      fc.nat(),
      fc.nat({ max: 255 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (row, at, byte, part) => {
        const bytes = type.encode(row);
        bytes[at % bytes.length] = byte;
        const cut = bytes.slice(0, Math.ceil(bytes.length * part));
        const segment = MemorySegment.allocate(Math.max(1, cut.length));
        segment.put(0, cut);
        if (cut.length > 0) expect(outcome(cut)).toEqual(outcome(segment));
        segment.free();
      },
    ),
  );
});

it('writes nothing of a row that does not fit into an array', () => {
  const small = types.row({ a: types.int(), b: types.string() });
  const output = new DataOutputSerializer(new Uint8Array(7));
  small.createSerializer().serialize({ a: 1, b: 'x' }, output);
  expect(output.length).toBe(7);
  expect(failureOf(() => small.createSerializer().serialize({ a: 1, b: 'x' }, output)).code).toBe('ERR_OUTPUT_FULL');
});

it('reads texts of every length, whichever character is not ASCII', () => {
  const texts = types.row({ text: types.string(), next: types.int() });
  for (let length = 0; length <= 70; length++) {
    const plain = Array.from({ length }, (_, i) => String.fromCharCode((i * 37) & 0x7f));
    const all = [plain, ...plain.map((_, at) => plain.with(at, 'é')), ...plain.map((_, at) => plain.with(at, '漢'))];
    for (const units of all) {
      const row = { text: units.join(''), next: length };
      expect(texts.decode(texts.encode(row))).toEqual(row);
    }
  }
});

it('reads long texts that are not ASCII', () => {
  const texts = types.row({ text: types.string(), next: types.int() });
  for (const length of [36, 37, 40, 41, 126, 127, 128, 1023, 1024, 1025, 20_000]) {
    for (const unit of ['é', '漢', '\ud800', '\uffff']) {
      for (const text of [
        unit.repeat(length),
        `${'x'.repeat(length - 1)}${unit}`,
        `${unit}${'x'.repeat(length - 1)}`,
      ]) {
        const row = { text, next: length };
        expect(texts.decode(texts.encode(row)).text === row.text).toBe(true);
        expect(texts.decode(texts.encode(row)).next).toBe(length);
      }
    }
  }
});

it('reads texts that follow one another, whichever is null, long or not ASCII', () => {
  const texts = types.row({
    a: types.string(),
    b: types.nullable(types.string()),
    c: types.string(),
    number: types.int(),
    d: types.nullable(types.string()),
    e: types.nullable(types.string()),
    f: types.string(),
  });
  const rowsOfTexts = fc.record({
    a: text,
    b: fc.option(text),
    c: text,
    number: fc.integer(),
    d: fc.option(text),
    e: fc.option(text),
    f: text,
  });
  const serializer = texts.createSerializer();
  fc.assert(
    fc.property(rowsOfTexts, fc.double({ min: 0, max: 1, noNaN: true }), (row, part) => {
      const bytes = texts.encode(row);
      expect(texts.decode(bytes)).toEqual(row);
      const cut = bytes.slice(0, Math.floor((bytes.length - 1) * part));
      const input = new DataInputDeserializer(cut);
      expect(failureOf(() => serializer.deserialize(input)).code).toBe('ERR_END_OF_DATA');
    }),
  );
});

it('reads texts that stay as they are when the bytes change', () => {
  const texts = types.row({ a: types.string(), b: types.string() });
  const bytes = texts.encode({ a: 'a'.repeat(60), b: 'b'.repeat(60) });
  const read = texts.decode(bytes);
  bytes.fill(0);
  expect(read).toEqual({ a: 'a'.repeat(60), b: 'b'.repeat(60) });
});

it('reads lists of every length', () => {
  const lists = types.row({ ints: types.list(types.int()), doubles: types.list(types.double()) });
  for (let length = 0; length <= 20; length++) {
    const ints = Array.from({ length }, (_, i) => i - 3);
    const row = { ints, doubles: ints.map((value) => value / 2) };
    expect(lists.decode(lists.encode(row))).toEqual(row);
  }
});

it('writes no byte beyond the row', () => {
  const texts = types.row({ text: types.string() });
  const serializer = texts.createSerializer();
  for (const unit of ['x', 'é', 'ჰ', '漢', '\ud800']) {
    for (const length of [1, 40, 200]) {
      const memory = new Uint8Array(1024).fill(0xaa);
      const output = new DataOutputSerializer(memory);
      serializer.serialize({ text: 'x'.repeat(length) + unit }, output);
      expect(memory.subarray(output.length).every((byte) => byte === 0xaa)).toBe(true);
    }
  }
});
