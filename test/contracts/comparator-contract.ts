import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MemorySegment } from '../../lib/memory/memory-segment.ts';
import type { TypeComparator } from '../../lib/types/type-comparator.ts';
import type { Order, TypeInformation } from '../../lib/types/type-information.ts';
import { comparatorOf } from '../../lib/types/type-of.ts';
import { DataInputDeserializer } from '../../lib/views/data-input-deserializer.ts';
import { failureOf } from './failure.ts';

export interface ComparatorCase<T> {
  /** For the titles; default: the type's `toString()`. */
  readonly name?: string;
  readonly type: TypeInformation<T>;
  /** The order, and the same the other way round. Default: the value itself is the key. */
  readonly order?: readonly [order: Order, inverted: Order];
  /** Values that differ in their keys, from small to large. */
  readonly ascending: readonly T[];
  /** Pairs of equal keys that are not the same value, or not the same object. */
  readonly equal?: readonly (readonly [T, T])[];
  /** Whether two values that compare equal have one hash code; default: all of them. */
  readonly hashAlike?: (a: T, b: T) => boolean;
  /** Any value. */
  readonly arbitrary?: fc.Arbitrary<T>;
  /** As `normalizedKeyLength`; 0: there is no normalized key. */
  readonly normalizedKeyLength: number;
  /** What `extractKeys` gives; default: the value itself. */
  readonly keysOf?: (value: T) => readonly unknown[];
}

/** What Flink's ComparatorTestBase asks of every comparator. Call it at the top of a test file. */
export function comparatorContract<T>(given: ComparatorCase<T>): void {
  const { name, type, order = ['ascending', 'descending'], normalizedKeyLength } = given;
  const { keysOf = (value: T): readonly unknown[] => [value], hashAlike = () => true } = given;

  describe.each([
    ['ascending', order[0], 1],
    ['descending', order[1], -1],
  ] as const)(`comparator of ${name ?? type.toString()}, %s`, (_, ordered, sign) => {
    const comparator = type.createComparator(ordered);
    const values = sign > 0 ? given.ascending : given.ascending.toReversed();
    const pairs = values.flatMap((a, i) => values.map((b, j) => [a, b, Math.sign(i - j)] as const));

    const holdsForAll = (property: (a: T, b: T) => void): void => {
      for (const [a, b] of pairs) property(a, b);
      for (const [a, b] of given.equal ?? []) property(a, b);
      if (given.arbitrary === undefined) return;
      const near = fc.tuple(given.arbitrary, fc.oneof(given.arbitrary, fc.constantFrom(...values)));
      fc.assert(fc.property(near, ([a, b]) => property(a, b)));
    };

    it('orders values', () => {
      for (const [a, b, expected] of pairs) expect(Math.sign(comparator.compare(a, b))).toBe(expected);
      for (const [a, b] of given.equal ?? []) expect(comparator.compare(a, b)).toBe(0);
    });

    it('orders any two values one way', () => {
      holdsForAll((a, b) => {
        expect(sgn(comparator.compare(a, b))).toBe(sgn(-comparator.compare(b, a)));
        expect(comparator.compare(a, a)).toBe(0);
      });
    });

    it('orders what is serialized as the values', () => {
      holdsForAll((a, b) => {
        const [left, right] = [type.encode(a), type.encode(b)];
        const inputs = [new DataInputDeserializer(left), new DataInputDeserializer(right)] as const;
        expect(sgn(comparator.compareSerialized(...inputs))).toBe(sgn(comparator.compare(a, b)));
      });
    });

    it('has one hash code for values that are equal', () => {
      holdsForAll((a, b) => {
        const hash = comparator.hash(a);
        expect(hash).toBe(hash | 0);
        expect(comparator.hash(type.decode(type.encode(a)))).toBe(hash);
        if (comparator.compare(a, b) === 0 && hashAlike(a, b)) expect(comparator.hash(b)).toBe(hash);
      });
    });

    it('extracts the keys', () => {
      for (const value of values) expect(comparator.extractKeys(value)).toEqual(keysOf(value));
    });

    it('says what its normalized keys are', () => {
      expect(comparator.supportsNormalizedKey).toBe(normalizedKeyLength > 0);
      expect(comparator.normalizedKeyLength).toBe(normalizedKeyLength);
      if (normalizedKeyLength > 0) expect(comparator.isNormalizedKeyPrefixOnly(normalizedKeyLength - 1)).toBe(true);
    });

    if (normalizedKeyLength > 0) {
      const full = Number.isFinite(normalizedKeyLength) ? normalizedKeyLength : 64;
      const lengths = [...new Set([full, Math.ceil(full / 2), 1, full + 7])];

      it.each(lengths)('orders normalized keys of %i bytes as the values', (length) => {
        holdsForAll((a, b) => {
          const byKeys = sgn(Buffer.compare(keyOf(comparator, a, length), keyOf(comparator, b, length)));
          const expected = sgn(comparator.compare(a, b));
          const inOrder = comparator.invertNormalizedKey ? sgn(-byKeys) : byKeys;
          if (comparator.isNormalizedKeyPrefixOnly(length)) expect([0, expected]).toContain(inOrder);
          else expect(inOrder).toBe(expected);
        });
      });

      it('writes a shorter key as the beginning, and a longer one as the key and zeros', () => {
        for (const value of values) {
          const longest = keyOf(comparator, value, full + 7);
          for (let length = 0; length <= full; length++) {
            expect(keyOf(comparator, value, length)).toEqual(longest.subarray(0, length));
          }
          if (Number.isFinite(normalizedKeyLength)) expect([...longest.subarray(full)]).toEqual(Array(7).fill(0));
        }
      });

      it('writes the same key in both directions', () => {
        const other = type.createComparator(order[sign > 0 ? 1 : 0]);
        for (const value of values) expect(keyOf(other, value, full)).toEqual(keyOf(comparator, value, full));
      });

      it('writes nothing where there is no room for the key', () => {
        for (const length of [1, 4, 8, full]) {
          const target = MemorySegment.wrap(new Uint8Array(length - 1).fill(0x5a));
          const put = () => comparator.putNormalizedKey(values[0] as T, target, 0, length);
          expect(failureOf(put).code).toBe('ERR_INDEX_OUT_OF_BOUNDS');
          expect(bytesOf(target)).toEqual(new Uint8Array(length - 1).fill(0x5a));
        }
      });
    }

    it('does the same when it is made anew from its description', () => {
      const { description } = comparator;
      expect(description.type).toEqual(type.description);
      for (const carried of [JSON.parse(JSON.stringify(description)), structuredClone(description)]) {
        const again = comparatorOf(carried) as TypeComparator<T>;
        expect(again.description).toEqual(description);
        expect(again.normalizedKeyLength).toBe(normalizedKeyLength);
        expect(again.invertNormalizedKey).toBe(comparator.invertNormalizedKey);
        for (const [a, b, expected] of pairs) expect(Math.sign(again.compare(a, b))).toBe(expected);
        for (const value of values) expect(again.hash(value)).toBe(comparator.hash(value));
      }
    });
  });
}

/** Without the zero that has a sign. */
function sgn(order: number): number {
  return Math.sign(order) + 0;
}

/** The key between bytes that it must leave alone. */
function keyOf<T>(comparator: TypeComparator<T>, value: T, length: number): Uint8Array {
  const target = MemorySegment.wrap(new Uint8Array(length + 2).fill(0x5a));
  comparator.putNormalizedKey(value, target, 1, length);
  const bytes = bytesOf(target);
  expect([bytes[0], bytes[length + 1]]).toEqual([0x5a, 0x5a]);
  return bytes.subarray(1, length + 1);
}

function bytesOf(segment: MemorySegment): Uint8Array {
  const bytes = new Uint8Array(segment.size);
  segment.get(0, bytes);
  return bytes;
}
