import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { MemorySegment } from '../../lib/memory/memory-segment.ts';
import type { TypeComparator } from '../../lib/types/type-comparator.ts';
import type { TypeDescription } from '../../lib/types/type-description.ts';
import type { Order, TypeInformation } from '../../lib/types/type-information.ts';
import type { TypeSerializer } from '../../lib/types/type-serializer.ts';
import { DataInputDeserializer } from '../../lib/views/data-input-deserializer.ts';
import { DataOutputSerializer } from '../../lib/views/data-output-serializer.ts';
import { PagedOutputView } from '../../lib/views/paged-output-view.ts';
import { failureOf } from '../contracts/failure.ts';
import { disagreements } from './disagreements.ts';
import type { OrderVector, TypeVectors, ValueVector } from './typed-vectors.ts';
import { OutOfReach, valueOfJson } from './value-of-json.ts';
import { freshSegment, inputOf, writtenPages } from './vector-pages.ts';
import { bytesOfHex, hexOf } from './vectors.ts';

/**
 * Flink has no normalized keys of floats and doubles, and two orders: of values, and of bytes by `<`. Ours has keys, and the one of
 * values (docs/flink-parity.md). So where they are keys, Flink's keys are where ours begin, and its order of bytes is not asked.
 */
function hasFloatKey(type: TypeDescription, { order }: OrderVector): boolean {
  const keys = typeof order === 'string' ? [type] : order.map(({ path }) => typeAt(type, path));
  return keys.some((key) => isFloat(key.kind) || (key.kind === 'primitiveArray' && isFloat(key.element)));
}

function isFloat(kind: string): boolean {
  return kind === 'float' || kind === 'double';
}

function typeAt(type: TypeDescription, [name, ...rest]: readonly string[]): TypeDescription {
  if (type.kind === 'nullable') return typeAt(type.element, name === undefined ? [] : [name, ...rest]);
  if (name === undefined) return type;
  const part =
    type.kind === 'tuple'
      ? type.elements[Number(name)]
      : type.kind === 'row' || type.kind === 'pojo'
        ? type.fields.find((field) => field.name === name)?.type
        : undefined;
  if (part === undefined) throw new Error(`No part ${name} in ${type.kind}`);
  return typeAt(part, rest);
}

/** The vectors of one type: that we read and write what Flink writes, and see the same order. */
export function describeTypeParity(title: string, type: () => TypeInformation<unknown>, vectors: TypeVectors): void {
  const { values, pairs, orders } = vectors;
  describe(title, () => {
    it('has the length that Flink has', () => {
      expect(type().createSerializer().length).toBe(vectors.length);
    });

    it('reads what Flink writes', () => {
      const { decode } = boundTo(type());
      expect(
        disagreements(values, (vector) => {
          const bytes = bytesOfHex(vector.bytes);
          const value = valueIn(vectors, vector);
          if (value === OUT_OF_REACH) return OUT_OF_REACH_CODES.includes(failureOf(() => decode(bytes)).code);
          return isDeepStrictEqual(comparable(decode(bytes)), comparable(value));
        }),
      ).toEqual([]);
    });

    it('writes what Flink writes', () => {
      const { encode } = boundTo(type());
      expect(
        disagreements(values, (vector) => {
          const value = valueIn(vectors, vector);
          if (value === OUT_OF_REACH) return true;
          return hexOf(encode(value)) === vector.bytes;
        }),
      ).toEqual([]);
    });

    it('writes and reads the same bytes across pages', () => {
      const serializer = type().createSerializer();
      expect(
        disagreements(values, (vector) => {
          const value = valueIn(vectors, vector);
          if (value === OUT_OF_REACH) return true;
          const pages = pagesOf(serializer, [withoutPayloads(serializer, vector)], PAGE_BYTES, 0);
          const read = serializer.deserialize(inputOf(cut(vector.bytes, PAGE_BYTES)));
          return pages.join('') === vector.bytes && isDeepStrictEqual(comparable(read), comparable(value));
        }),
      ).toEqual([]);
    });

    // A page cannot be compared without the values in it that are out of reach.
    const paged = vectors.paged
      .map((pages) => ({ ...pages, written: values.slice(0, pages.paged).map((vector) => valueIn(vectors, vector)) }))
      .filter(({ written }) => !written.includes(OUT_OF_REACH));
    if (paged.length > 0) {
      it('writes and reads the pages that Flink writes', () => {
        const serializer = type().createSerializer();
        for (const { segmentSize, headerLength, pages, written } of paged) {
          const values = vectors.values.slice(0, written.length).map((vector) => withoutPayloads(serializer, vector));
          expect(pagesOf(serializer, values, segmentSize, headerLength)).toEqual(pages);
          const input = inputOf(pages, headerLength);
          const read = written.map(() => comparable(serializer.deserialize(input)));
          expect(isDeepStrictEqual(read, written.map(comparable))).toBe(true);
        }
      });
    }

    it('passes on what Flink writes, and not a byte more', () => {
      const serializer = type().createSerializer();
      const output = new DataOutputSerializer(16);
      expect(
        disagreements(values, (vector) => {
          if (valueIn(vectors, vector) === OUT_OF_REACH) return true;
          const input = new DataInputDeserializer(bytesOfHex(`${vector.bytes}5a5a`));
          output.clear();
          serializer.copyBytes(input, output);
          return hexOf(output.copyOfBuffer()) === vector.bytes && input.available === 2;
        }),
      ).toEqual([]);
    });

    if (vectors.otherForms.length > 0) {
      it('reads the forms that Flink writes of equal objects', () => {
        const { decode } = boundTo(type());
        for (const { otherForm, bytes } of vectors.otherForms) {
          expect(decode(bytesOfHex(bytes))).toEqual(valueOfJson(vectors.type, otherForm));
        }
      });
    }

    if (vectors.foreign.length > 0) {
      it('refuses the bytes of other classes', () => {
        const { decode } = boundTo(type());
        for (const { bytes } of vectors.foreign) {
          expect(failureOf(() => decode(bytesOfHex(bytes))).code).toBe('ERR_CORRUPT_DATA');
        }
      });
    }

    orders.forEach((order, place) => {
      const name = typeof order.order === 'string' ? order.order : order.order.map(nameOf).join(', ');
      const floats = hasFloatKey(vectors.type, order);
      const lengths = (order.lengths ?? []).filter((length) => !floats || length <= (order.keyBytes ?? length));
      const comparator = () => type().createComparator(order.order as Order);
      // What the descending order would repeat has been left out.
      const source = order.order === 'descending' ? 0 : place;

      it(`has Flink's hash codes (${name})`, () => {
        const made = comparator();
        expect(
          disagreements(values, (vector) => {
            if (vector.hash === undefined) return true;
            const value = valueIn(vectors, vector);
            if (value === OUT_OF_REACH) return true;
            const hash = vector.hash[source];
            if (hash === null) return failureOf(() => made.hash(value)).code === 'ERR_NULL_KEY_FIELD';
            return made.hash(value) === hash;
          }),
        ).toEqual([]);
      });

      it(`has Flink's normalized keys (${name})`, () => {
        const made = comparator();
        if (!floats) expect(propertiesOf(made, order)).toEqual(propertiesIn(order));
        expect(
          disagreements(values, (vector) => {
            const value = valueIn(vectors, vector);
            if (value === OUT_OF_REACH) return true;
            return hasKeys(made, value, lengths, vector.keys?.[source]);
          }),
        ).toEqual([]);
      });

      it(`orders as Flink does (${name})`, () => {
        const made = comparator();
        expect(
          disagreements(pairs, ({ pair, signs, signsOfBytes = signs }) => {
            const [a, b] = pair.map((index) => values[index] as ValueVector) as [ValueVector, ValueVector];
            const [first, second] = [valueIn(vectors, a), valueIn(vectors, b)];
            if (first === OUT_OF_REACH || second === OUT_OF_REACH) return true;
            const compare = () => Math.sign(made.compare(first, second));
            const compareBytes = () => Math.sign(made.compareSerialized(bytesIn(a), bytesIn(b)));
            if (signs[place] === null) {
              return (
                failureOf(compare).code === 'ERR_NULL_KEY_FIELD' &&
                failureOf(compareBytes).code === 'ERR_NULL_KEY_FIELD'
              );
            }
            const ofBytes = floats ? signs : signsOfBytes;
            return Object.is(compare() + 0, signs[place]) && Object.is(compareBytes() + 0, ofBytes[place]);
          }),
        ).toEqual([]);
      });
    });
  });
}

/** So that values of more than a byte lie across pages. */
const PAGE_BYTES = 13;

/** Two NaNs are the same, whatever they carry: arrays of floats would be compared by their bytes. */
function comparable(value: unknown): unknown {
  return value instanceof Float32Array || value instanceof Float64Array ? Array.from(value) : value;
}

const OUT_OF_REACH = Symbol('out of reach');
/** Of dates that JavaScript does not have, and of longs that are to be numbers. */
const OUT_OF_REACH_CODES = ['ERR_CORRUPT_DATA', 'ERR_UNSAFE_INTEGER'];

function valueIn(vectors: TypeVectors, vector: ValueVector): unknown {
  try {
    return valueOfJson(vectors.type, vector.value);
  } catch (error) {
    if (error instanceof OutOfReach) return OUT_OF_REACH;
    throw error;
  }
}

function boundTo(type: TypeInformation<unknown>) {
  return { encode: (value: unknown) => type.encode(value), decode: (bytes: Uint8Array) => type.decode(bytes) };
}

/** The value as its bytes have it: pages keep what a NaN carries, which JavaScript may change at any time. */
function withoutPayloads(serializer: TypeSerializer<unknown>, vector: ValueVector): unknown {
  return serializer.deserialize(bytesIn(vector));
}

/** What the values become, one after another. */
function pagesOf(
  serializer: TypeSerializer<unknown>,
  values: readonly unknown[],
  segmentSizeBytes: number,
  headerLengthBytes: number,
): string[] {
  const segments: MemorySegment[] = [];
  const nextSegment = () => freshSegment(segments, segmentSizeBytes);
  const output = new PagedOutputView({ segmentSizeBytes, headerLengthBytes, nextSegment });
  output.advance();
  for (const value of values) serializer.serialize(value, output);
  return writtenPages(segments, output);
}

/** Bytes in hex in pages of so many. */
function cut(bytes: string, pageBytes: number): string[] {
  const count = Math.max(1, Math.ceil(bytes.length / 2 / pageBytes));
  return Array.from({ length: count }, (_, i) => bytes.slice(2 * pageBytes * i, 2 * pageBytes * (i + 1)));
}

function bytesIn(vector: ValueVector): DataInputDeserializer {
  return new DataInputDeserializer(bytesOfHex(vector.bytes));
}

function nameOf({ path, descending }: { readonly path: readonly string[]; readonly descending: boolean }): string {
  return `${descending ? '-' : '+'}${path.join('.')}`;
}

function propertiesOf(comparator: TypeComparator<unknown>, { lengths }: OrderVector): object {
  if (!comparator.supportsNormalizedKey) return { supported: false };
  return {
    supported: true,
    keyBytes: comparator.normalizedKeyLength,
    invert: comparator.invertNormalizedKey,
    prefixOnly: lengths?.map((length) => comparator.isNormalizedKeyPrefixOnly(length)),
  };
}

function propertiesIn({ keyBytes, invert, prefixOnly, lengths }: OrderVector): object {
  if (lengths === undefined) return { supported: false };
  return { supported: true, keyBytes: keyBytes ?? Number.POSITIVE_INFINITY, invert, prefixOnly };
}

/** The bytes beside a key. */
const BESIDE = '5a5a';

function hasKeys(
  comparator: TypeComparator<unknown>,
  value: unknown,
  lengths: readonly number[],
  keys: readonly string[] | null | undefined,
): boolean {
  return lengths.every((length, i) => {
    const memory = new Uint8Array(length + 4).fill(0x5a);
    const put = () => comparator.putNormalizedKey(value, MemorySegment.wrap(memory), 2, length);
    if (keys === null) return failureOf(put).code === 'ERR_NULL_KEY_FIELD';
    put();
    return hexOf(memory) === `${BESIDE}${keys?.[i]}${BESIDE}`;
  });
}
