import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TypeInformation } from '../../lib/types/type-information.ts';
import { typeOf } from '../../lib/types/type-of.ts';
import { DataInputDeserializer } from '../../lib/views/data-input-deserializer.ts';
import { DataOutputSerializer } from '../../lib/views/data-output-serializer.ts';
import { failureOf } from './failure.ts';

export interface SerializerCase<T> {
  /** For the titles; default: the type's `toString()`. */
  readonly name?: string;
  readonly type: TypeInformation<T>;
  /** Bytes of each value, or -1. */
  readonly length: number;
  /** Values of every form that the type writes, edges among them. */
  readonly values: readonly T[];
  /** Any value. Where `values` are all that there are, it may be left out. */
  readonly arbitrary?: fc.Arbitrary<T>;
  /** Values of other types, and null: what may not be written. */
  readonly wrong?: readonly unknown[];
}

const BEFORE = 0x1122334455667788n;
const AFTER = 0x7766554433221100n;

/** What Flink's SerializerTestBase asks of every serializer, and what hostile bytes ask. Call it at the top of a test file. */
export function serializerContract<T>({
  name,
  type,
  length,
  values,
  arbitrary,
  wrong = [null],
}: SerializerCase<T>): void {
  describe(`serializer of ${name ?? type.toString()}`, () => {
    const serializer = type.createSerializer();
    const written = (value: T): Uint8Array => {
      const output = new DataOutputSerializer(1);
      serializer.serialize(value, output);
      return output.copyOfBuffer();
    };
    const samples = (): readonly T[] => {
      return arbitrary === undefined ? values : [...values, ...fc.sample(arbitrary, 50)];
    };
    const holdsForAll = (property: (value: T) => void): void => {
      for (const value of values) property(value);
      if (arbitrary !== undefined) fc.assert(fc.property(arbitrary, property));
    };

    it('gives an instance that can be written', () => {
      const instance = serializer.createInstance();
      expect(type.decode(type.encode(instance))).toEqual(instance);
    });

    it('says how long values are', () => {
      expect(serializer.length).toBe(length);
      if (length >= 0) expect(serializer.minLength).toBe(length);
      holdsForAll((value) => {
        const bytes = written(value);
        if (length >= 0) expect(bytes.length).toBe(length);
        expect(bytes.length).toBeGreaterThanOrEqual(serializer.minLength);
      });
      expect(Math.min(...samples().map((value) => written(value).length))).toBe(serializer.minLength);
    });

    it('reads what it has written', () => {
      holdsForAll((value) => {
        const input = new DataInputDeserializer(written(value));
        expect(serializer.deserialize(input)).toEqual(value);
        expect(input.available).toBe(0);
      });
    });

    it('reads no byte before or after', () => {
      holdsForAll((value) => {
        const output = new DataOutputSerializer(1);
        output.writeLong(BEFORE);
        serializer.serialize(value, output);
        serializer.serialize(value, output);
        output.writeLong(AFTER);
        const input = new DataInputDeserializer(output.sharedBuffer, 0, output.length);
        expect(input.readLong()).toBe(BEFORE);
        expect(serializer.deserialize(input)).toEqual(value);
        expect(serializer.deserialize(input)).toEqual(value);
        expect([input.readLong(), input.available]).toEqual([AFTER, 0]);
      });
    });

    it('encodes and decodes the same bytes', () => {
      holdsForAll((value) => {
        const bytes = type.encode(value);
        expect(bytes).toEqual(written(value));
        expect(type.decode(bytes)).toEqual(value);
      });
    });

    it('copies values', () => {
      holdsForAll((value) => {
        const before = written(value);
        const copy = serializer.copy(value);
        expect(copy).toEqual(value);
        expect(written(copy)).toEqual(before);
        if (serializer.immutable) expect(copy).toBe(value);
        else if (typeof value === 'object' && value !== null) expect(copy).not.toBe(value);
      });
    });

    it('passes bytes on as they are', () => {
      holdsForAll((value) => {
        const bytes = written(value);
        const input = new DataInputDeserializer(Buffer.concat([bytes, Buffer.from([0x5a])]));
        const output = new DataOutputSerializer(1);
        serializer.copyBytes(input, output);
        expect(output.copyOfBuffer()).toEqual(bytes);
        expect(input.available).toBe(1);
      });
    });

    it('writes the same bytes when it is made anew from its description', () => {
      const { description } = serializer;
      expect(description).toEqual(type.description);
      for (const carried of [JSON.parse(JSON.stringify(description)), structuredClone(description)]) {
        const again = typeOf(carried);
        expect([again.description, again.toString(), again.kind]).toEqual([description, type.toString(), type.kind]);
        expect([again.createSerializer().length, again.isKeyType]).toEqual([length, type.isKeyType]);
        for (const value of samples()) {
          expect(again.encode(value)).toEqual(written(value));
          expect(again.decode(written(value))).toEqual(value);
        }
      }
    });

    it('is equal to one that is made anew, here or from its description', () => {
      const { description } = serializer;
      expect(serializer.equals(serializer)).toBe(true);
      expect(serializer.equals(type.createSerializer())).toBe(true);
      expect(serializer.equals(typeOf(JSON.parse(JSON.stringify(description))).createSerializer())).toBe(true);
      for (const other of [undefined, null, description, { ...serializer }, type]) {
        expect(serializer.equals(other)).toBe(false);
      }
    });

    it('keeps its description in the snapshot', () => {
      expect(serializer.snapshot()).toEqual({ version: 1, type: type.description });
    });

    it('is of a type that nobody changes', () => {
      expect([Object.isFrozen(type), Object.isFrozen(type.description)]).toEqual([true, true]);
    });

    it('says of bytes that are cut off that they are', () => {
      for (const value of samples()) {
        const bytes = written(value);
        for (const end of ends(bytes.length)) {
          const cut = bytes.slice(0, end);
          const expected = /^ERR_(END_OF_DATA|CORRUPT_DATA)$/;
          expect(failureOf(() => serializer.deserialize(new DataInputDeserializer(cut))).code).toMatch(expected);
          expect(failureOf(() => type.decode(cut)).code).toMatch(expected);
          const output = new DataOutputSerializer(1);
          expect(failureOf(() => serializer.copyBytes(new DataInputDeserializer(cut), output)).code).toMatch(expected);
        }
      }
    });

    it('says of bytes too many that they are', () => {
      for (const value of values) {
        const bytes = written(value);
        const more = Buffer.concat([bytes, Buffer.from([0])]);
        expect(failureOf(() => type.decode(more))).toEqual({
          code: 'ERR_CORRUPT_DATA',
          position: bytes.length,
          reason: 'bytes follow the value',
        });
      }
    });

    it('reads whatever bytes, or says why not', () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
          let value: T;
          const input = new DataInputDeserializer(bytes);
          try {
            value = serializer.deserialize(input);
          } catch (error) {
            const code = failureOf(() => {
              throw error;
            }).code;
            expect(code).toMatch(/^ERR_(END_OF_DATA|CORRUPT_DATA|UNSAFE_INTEGER|MALFORMED_UTF)$/);
            return;
          }
          const read = input.position;
          expect(read).toBeGreaterThanOrEqual(serializer.minLength);
          expect(type.decode(type.encode(value))).toEqual(value);
          const passing = new DataInputDeserializer(bytes);
          serializer.copyBytes(passing, new DataOutputSerializer(1));
          expect(passing.position).toBe(read);
        }),
      );
    });

    it.each(wrong.map((value) => [value]))('does not write %s', (value) => {
      const code = value === null || value === undefined ? /^ERR_NULL_FIELD$/ : /^ERR_(TYPE_MISMATCH|UNSAFE_INTEGER)$/;
      expect(failureOf(() => type.encode(value as T)).code).toMatch(code);
      // Nothing of it is left for the next value.
      const [first] = values as [T];
      expect(type.encode(first)).toEqual(written(first));
    });
  });
}

/** Every place to cut at, or enough of them. */
function ends(length: number): readonly number[] {
  const all = Array.from({ length }, (_, end) => end);
  return length <= 100 ? all : all.filter((end) => end < 40 || end > length - 40 || end % 37 === 0);
}
