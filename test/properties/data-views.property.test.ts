import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EncodedTextTooLongError, EndOfDataError, MalformedUtfError } from '../../lib/errors/index.ts';
import { DataInputDeserializer } from '../../lib/views/data-input-deserializer.ts';
import { DataOutputSerializer } from '../../lib/views/data-output-serializer.ts';

/** Any sequence of calls, against an array of bytes and a DataView. */

type Call = (output: DataOutputSerializer, model: Model) => void;

/** The bytes so far, and those beyond the position that Flink's memory would still hold. */
class Model {
  bytes: number[] = [];
  push(...bytes: number[]): void {
    this.bytes.push(...bytes);
  }
  pushView(length: number, fill: (view: DataView) => void): void {
    const view = new DataView(new ArrayBuffer(length));
    fill(view);
    this.push(...new Uint8Array(view.buffer));
  }
}

const scalarCalls: fc.Arbitrary<Call>[] = [
  fc.integer().map(
    (value): Call =>
      (output, model) => {
        output.writeByte(value);
        model.push(value & 0xff);
      },
  ),
  fc.integer().map(
    (value): Call =>
      (output, model) => {
        output.writeShort(value);
        model.pushView(2, (view) => view.setInt16(0, value));
      },
  ),
  fc.integer().map(
    (value): Call =>
      (output, model) => {
        output.writeInt(value);
        model.pushView(4, (view) => view.setInt32(0, value));
      },
  ),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(
    (value): Call =>
      (output, model) => {
        output.writeLong(value);
        model.pushView(8, (view) => view.setBigInt64(0, value));
      },
  ),
  fc.maxSafeInteger().map(
    (value): Call =>
      (output, model) => {
        output.writeLongAsNumber(value);
        model.pushView(8, (view) => view.setBigInt64(0, BigInt(value)));
      },
  ),
  fc.tuple(fc.integer(), fc.integer()).map(
    ([high, low]): Call =>
      (output, model) => {
        output.writeLongHighLow(high, low);
        model.pushView(8, (view) => {
          view.setInt32(0, high);
          view.setInt32(4, low);
        });
      },
  ),
  fc.double({ noNaN: true }).map(
    (value): Call =>
      (output, model) => {
        output.writeDouble(value);
        model.pushView(8, (view) => view.setFloat64(0, value));
      },
  ),
];
const bulkCalls: fc.Arbitrary<Call>[] = [
  fc.uint8Array({ maxLength: 70 }).map(
    (bytes): Call =>
      (output, model) => {
        output.write(bytes);
        model.push(...bytes);
      },
  ),
  fc.uint8Array({ minLength: 1, maxLength: 70 }).map(
    (bytes): Call =>
      (output, model) => {
        const fits = bytes.length <= output.capacity - output.length;
        const source = new DataInputDeserializer(bytes);
        if (fits) output.write(source, bytes.length);
        else expect(() => output.write(source, bytes.length)).toThrow('no room');
        if (fits) model.push(...bytes);
      },
  ),
  fc.string({ unit: 'binary', maxLength: 40 }).map(
    (text): Call =>
      (output, model) => {
        output.writeChars(text);
        for (let i = 0; i < text.length; i++) model.push(text.charCodeAt(i) >> 8, text.charCodeAt(i) & 0xff);
      },
  ),
  fc.string({ unit: 'binary', maxLength: 40 }).map(
    (text): Call =>
      (output, model) => {
        output.writeBytes(text);
        for (let i = 0; i < text.length; i++) model.push(text.charCodeAt(i) & 0xff);
      },
  ),
];
const positionCalls: fc.Arbitrary<Call>[] = [
  fc.double({ min: 0, max: 1, noNaN: true }).map(
    (part): Call =>
      (output, model) => {
        output.setPosition(Math.floor(part * output.length));
        model.bytes.length = output.length;
      },
  ),
  fc.constant<Call>((output, model) => {
    output.clear();
    model.bytes.length = 0;
  }),
];

/** Any UTF-16 units, lone surrogates among them. */
const anyText = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0x7f }), fc.integer({ min: 0, max: 0xffff })), { maxLength: 200 })
  .map((units) => String.fromCharCode(...units));

describe('DataOutputSerializer', () => {
  it('holds after any calls what an array would', () => {
    const calls = fc.array(
      fc.oneof(
        { weight: 5, arbitrary: fc.oneof(...scalarCalls) },
        { weight: 3, arbitrary: fc.oneof(...bulkCalls) },
        { weight: 1, arbitrary: fc.oneof(...positionCalls) },
      ),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), calls, (startSizeBytes, sequence) => {
        const output = new DataOutputSerializer(startSizeBytes);
        const model = new Model();
        for (const call of sequence) {
          call(output, model);
          expect([...output.copyOfBuffer()]).toEqual(model.bytes);
          expect(output.capacity).toBeGreaterThanOrEqual(output.length);
        }
      }),
    );
  });
});

describe('texts', () => {
  it('come back as they were, whatever their units', () => {
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 8 }), (texts) => {
        const output = new DataOutputSerializer(1);
        for (const text of texts) {
          output.writeUTF(text);
          output.writeLongUTF(text);
        }
        const input = new DataInputDeserializer(output.wrapAsBytes());
        for (const text of texts) expect([input.readUTF(), input.readLongUTF()]).toEqual([text, text]);
        expect(input.available).toBe(0);
      }),
    );
  });

  it('are read from any bytes, or refused with a position among them', () => {
    const likelyBytes = fc.oneof(
      fc.constantFrom(0x41, 0x80, 0xbf, 0xc2, 0xe0, 0xed, 0xf0, 0xff),
      fc.integer({ min: 0, max: 255 }),
    );
    fc.assert(
      fc.property(fc.array(likelyBytes, { maxLength: 40 }), (bytes) => {
        const prefixed = Uint8Array.of(0, bytes.length, ...bytes);
        const input = new DataInputDeserializer(prefixed);
        try {
          expect(input.readUTF().length).toBeLessThanOrEqual(bytes.length);
          expect(input.available).toBe(0);
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedUtfError);
          const { position } = (error as MalformedUtfError).fields;
          expect(position).toBeGreaterThanOrEqual(2);
          expect(position).toBeLessThan(prefixed.length);
          expect(input.position).toBe(0);
        }
      }),
    );
  });

  it('are refused when they are cut off', () => {
    fc.assert(
      fc.property(anyText, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (text, part) => {
        const output = new DataOutputSerializer(1);
        output.writeUTF(text);
        const length = Math.floor(part * output.length);
        const input = new DataInputDeserializer(output.sharedBuffer, 0, length);
        expect(() => input.readUTF()).toThrow(EndOfDataError);
        expect(input.position).toBe(0);
      }),
    );
  });

  it('are refused by writeUTF exactly when they take more than 65535 bytes', () => {
    for (const [text, fits] of [
      ['a'.repeat(65_535), true],
      ['a'.repeat(65_536), false],
      [`${'€'.repeat(21_845)}`, true],
      [`${'€'.repeat(21_845)}a`, false],
      ['\0'.repeat(32_768), false],
    ] as const) {
      const output = new DataOutputSerializer(1);
      if (fits) output.writeUTF(text);
      else expect(() => output.writeUTF(text)).toThrow(EncodedTextTooLongError);
      expect(output.length).toBe(fits ? 65_537 : 0);
    }
  });
});
