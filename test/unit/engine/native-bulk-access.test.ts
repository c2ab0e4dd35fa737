import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Addon } from '../../../lib/engine/addon.ts';
import { IndexOutOfBoundsError, InvalidArgumentError, SegmentFreedError } from '../../../lib/errors/index.ts';
import { loadedAddon, RawChunk } from '../../fixtures/addon.ts';

/** Bytes, and two ranges of the same length in them. */
const ranges = fc.uint8Array({ minLength: 1, maxLength: 100 }).chain((bytes) =>
  fc.integer({ min: 0, max: bytes.length }).chain((length) =>
    fc.record({
      bytes: fc.constant(bytes),
      length: fc.constant(length),
      from: fc.integer({ min: 0, max: bytes.length - length }),
      to: fc.integer({ min: 0, max: bytes.length - length }),
    }),
  ),
);

describe.skipIf(loadedAddon === undefined)('native bulk access', () => {
  const addon = loadedAddon?.addon as Addon;

  function chunkWith(bytes: Uint8Array): RawChunk {
    const chunk = new RawChunk(addon, bytes.length);
    chunk.bytes.set(bytes);
    return chunk;
  }

  describe('copyBytes', () => {
    it('does within one chunk what copyWithin does, overlapping or not', () => {
      fc.assert(
        fc.property(ranges, ({ bytes, length, from, to }) => {
          using chunk = chunkWith(bytes);
          const { id, generation } = chunk;
          addon.copyBytes(id, generation, from, id, generation, to, length);
          expect(chunk.bytes).toEqual(bytes.copyWithin(to, from, from + length));
        }),
      );
    });

    it('copies between chunks and leaves the source alone', () => {
      fc.assert(
        fc.property(ranges, ({ bytes, length, from, to }) => {
          using source = chunkWith(bytes);
          using target = new RawChunk(addon, bytes.length);
          addon.copyBytes(source.id, source.generation, from, target.id, target.generation, to, length);
          const expected = new Uint8Array(bytes.length);
          expected.set(bytes.subarray(from, from + length), to);
          expect(target.bytes).toEqual(expected);
          expect(source.bytes).toEqual(bytes);
        }),
      );
    });
  });

  describe('compareBytes', () => {
    it('has the sign of Buffer.compare, and the difference of lengths where one begins with the other', () => {
      const similar = fc.array(fc.constantFrom(0, 1, 0x7f, 0x80, 0xff), { minLength: 1, maxLength: 20 });
      fc.assert(
        fc.property(similar, similar, (left, right) => {
          using a = chunkWith(Uint8Array.from(left));
          using b = chunkWith(Uint8Array.from(right));
          const result = addon.compareBytes(
            ...([a.id, a.generation, 0, left.length] as const),
            ...([b.id, b.generation, 0, right.length] as const),
          );
          expect(Math.sign(result)).toBe(Buffer.compare(a.bytes, b.bytes));
          const common = Math.min(left.length, right.length);
          if (Buffer.compare(a.bytes.subarray(0, common), b.bytes.subarray(0, common)) === 0) {
            expect(result).toBe(left.length - right.length);
          }
        }),
      );
    });

    it('sees the given ranges only', () => {
      using chunk = chunkWith(Uint8Array.from([9, 1, 2, 3, 8, 1, 2, 3, 7]));
      const { id, generation } = chunk;
      expect(addon.compareBytes(id, generation, 1, 3, id, generation, 5, 3)).toBe(0);
      expect(addon.compareBytes(id, generation, 1, 4, id, generation, 5, 4)).toBe(1);
      expect(addon.compareBytes(id, generation, 5, 4, id, generation, 1, 4)).toBe(-1);
    });
  });

  describe('equalBytes', () => {
    it('is true exactly for equal bytes', () => {
      fc.assert(
        fc.property(ranges, ({ bytes, length, from, to }) => {
          using chunk = chunkWith(bytes);
          const { id, generation } = chunk;
          const equal = Buffer.compare(bytes.subarray(from, from + length), bytes.subarray(to, to + length)) === 0;
          expect(addon.equalBytes(id, generation, from, id, generation, to, length)).toBe(equal);
        }),
      );
    });
  });

  describe('swapBytes', () => {
    it('exchanges ranges of two chunks', () => {
      fc.assert(
        fc.property(ranges, ({ bytes, length, from, to }) => {
          using left = chunkWith(bytes);
          using right = chunkWith(bytes.toReversed());
          addon.swapBytes(left.id, left.generation, from, right.id, right.generation, to, length);
          const expectedLeft = bytes.slice();
          expectedLeft.set(bytes.toReversed().subarray(to, to + length), from);
          const expectedRight = bytes.toReversed();
          expectedRight.set(bytes.subarray(from, from + length), to);
          expect(left.bytes).toEqual(expectedLeft);
          expect(right.bytes).toEqual(expectedRight);
        }),
      );
    });

    it('exchanges neighbours in one chunk, and a range with itself', () => {
      using chunk = chunkWith(Uint8Array.from([1, 2, 3, 4]));
      const { id, generation } = chunk;
      addon.swapBytes(id, generation, 0, id, generation, 2, 2);
      expect([...chunk.bytes]).toEqual([3, 4, 1, 2]);
      addon.swapBytes(id, generation, 1, id, generation, 1, 3);
      expect([...chunk.bytes]).toEqual([3, 4, 1, 2]);
    });

    it('refuses ranges that overlap', () => {
      using chunk = chunkWith(Uint8Array.from([1, 2, 3, 4]));
      const { id, generation } = chunk;
      expect(() => addon.swapBytes(id, generation, 0, id, generation, 1, 2)).toThrow(InvalidArgumentError);
      expect([...chunk.bytes]).toEqual([1, 2, 3, 4]);
    });
  });

  describe('fillBytes', () => {
    it('writes its own range only', () => {
      fc.assert(
        fc.property(ranges, fc.integer({ min: 0, max: 255 }), ({ bytes, length, from }, value) => {
          using chunk = chunkWith(bytes);
          addon.fillBytes(chunk.id, chunk.generation, from, length, value);
          expect(chunk.bytes).toEqual(bytes.fill(value, from, from + length));
        }),
      );
    });

    it.each([-1, 256, 1.5, Number.NaN, '1', undefined])('takes no value %s', (value) => {
      using chunk = new RawChunk(addon, 4);
      expect(() => addon.fillBytes(chunk.id, chunk.generation, 0, 4, value as number)).toThrow(InvalidArgumentError);
    });
  });

  describe('every operation', () => {
    type Region = readonly [id: number, generation: number, offset: number];
    const operations: Record<string, (a: Region, b: Region, length: number) => unknown> = {
      copyBytes: (a, b, length) => addon.copyBytes(...a, ...b, length),
      equalBytes: (a, b, length) => addon.equalBytes(...a, ...b, length),
      swapBytes: (a, b, length) => addon.swapBytes(...a, ...b, length),
      compareBytes: (a, b, length) => addon.compareBytes(...a, length, ...b, length),
      fillBytes: (a, b, length) => {
        addon.fillBytes(...a, length, 1);
        addon.fillBytes(...b, length, 1);
      },
    };

    for (const [name, run] of Object.entries(operations)) {
      it(`throws IndexOutOfBoundsError for ranges that leave a chunk: ${name}`, () => {
        using first = new RawChunk(addon, 8);
        using second = new RawChunk(addon, 8);
        const at = (chunk: RawChunk, offset: number) => [chunk.id, chunk.generation, offset] as const;
        const bad: readonly (readonly [number, number])[] = [
          [0, 9],
          [8, 1],
          [9, 0],
          [-1, 1],
          [1, -1],
          [0.5, 1],
          [0, Number.NaN],
          [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
          [2 ** 53, 0],
        ];
        for (const [offset, length] of bad) {
          expect(() => run(at(first, offset), at(second, offset), length)).toThrow(IndexOutOfBoundsError);
        }
        expect(first.bytes.every((byte) => byte === 0)).toBe(true);
        expect(() => run(at(first, 8), at(second, 8), 0)).not.toThrow();
      });

      it(`throws SegmentFreedError when either chunk is freed: ${name}`, () => {
        const freed = new RawChunk(addon, 8);
        freed[Symbol.dispose]();
        using live = new RawChunk(addon, 8);
        const [a, b] = [freed, live].map(({ id, generation }) => [id, generation, 0] as const) as [Region, Region];
        expect(() => run(a, b, 4)).toThrow(SegmentFreedError);
        expect(() => run(b, a, 4)).toThrow(SegmentFreedError);
      });

      it(`throws InvalidArgumentError for arguments that are no numbers: ${name}`, () => {
        using chunk = new RawChunk(addon, 8);
        const good: Region = [chunk.id, chunk.generation, 0];
        for (const bad of ['0', null, undefined, 1n, {}] as unknown as number[]) {
          expect(() => run([bad, chunk.generation, 0], good, 1)).toThrow(InvalidArgumentError);
          expect(() => run([chunk.id, bad, 0], good, 1)).toThrow(InvalidArgumentError);
          expect(() => run([chunk.id, chunk.generation, bad], good, 1)).toThrow(InvalidArgumentError);
          expect(() => run(good, good, bad)).toThrow(InvalidArgumentError);
        }
      });
    }
  });
});
