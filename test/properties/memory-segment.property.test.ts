import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { MemorySegment } from '../../lib/memory/memory-segment.ts';
import { type ScalarAccessor, scalarAccessors } from '../contracts/scalar-accessors.ts';
import { allKinds, loadMemoryModules, rootKinds } from '../contracts/segment-kinds.ts';

/**
 * Runs the same operations on segments and on plain arrays and compares all bytes after each. The arrays begin with any
 * bytes, so floats meet every NaN and zero that there is.
 */

const cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const action of cleanUp.splice(0).reverse()) action();
});

const modules = await loadMemoryModules('unchecked');

/** Half the lengths are short, where words and loops do the work, half are beyond that. */
const content = fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.uint8Array({ minLength: 41, maxLength: 700 }));

/** A place in a memory of any size: scaled to what there is. */
const fraction = fc.double({ min: 0, max: 1, noNaN: true });

function rangeIn(size: number, start: number, length: number): [offset: number, length: number] {
  const offset = Math.floor(start * size);
  return [offset, Math.floor(length * (size - offset))];
}

function bytesOf(segment: MemorySegment): Uint8Array {
  const bytes = new Uint8Array(segment.size);
  segment.get(0, bytes);
  return bytes;
}

function sign(left: Uint8Array, right: Uint8Array): number {
  return Buffer.compare(left, right);
}

describe.each(allKinds(modules))('$name', (kind) => {
  function filled(bytes: Uint8Array): MemorySegment {
    const { segment } = kind.make(bytes.length, cleanUp);
    segment.put(0, bytes);
    return segment;
  }

  function freeAll(): void {
    for (const action of cleanUp.splice(0).reverse()) action();
  }

  it('reads every value anywhere as a DataView does, and no read changes a bit', () => {
    fc.assert(
      fc
        .property(content, (bytes) => {
          const segment = filled(bytes);
          const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
          for (const accessor of scalarAccessors) {
            for (let offset = 0; offset <= bytes.length - accessor.width; offset += 7) {
              const value = reading(() => accessor.get(segment, offset));
              if (value !== UNSAFE) expect(value, accessor.name).toBe(accessor.read(view, offset));
              else expect(Number.isSafeInteger(accessor.read(view, offset)), accessor.name).toBe(false);
            }
          }
          expect(bytesOf(segment)).toEqual(bytes);
        })
        .afterEach(freeAll),
      { numRuns: 20 },
    );
  });

  it('writes every value anywhere as a DataView does, and nothing beside it', () => {
    fc.assert(
      fc
        .property(content, fc.array(fc.tuple(write, fraction), { maxLength: 30 }), (bytes, writes) => {
          const segment = filled(bytes);
          const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
          for (const [{ accessor, value }, place] of writes) {
            if (accessor.width > bytes.length) continue;
            const offset = Math.floor(place * (bytes.length - accessor.width));
            accessor.put(segment, offset, value);
            accessor.write(view, offset, value);
            expect(bytesOf(segment), accessor.name).toEqual(bytes);
          }
        })
        .afterEach(freeAll),
      { numRuns: 30 },
    );
  });

  it('moves bytes within itself as an array does', () => {
    fc.assert(
      fc
        .property(
          content,
          fraction,
          fraction,
          fraction,
          fc.integer({ min: -128, max: 255 }),
          (bytes, a, b, c, byte) => {
            const segment = filled(bytes);
            const [offset, length] = rangeIn(bytes.length, a, b);
            const target = Math.floor(c * (bytes.length - length));
            segment.copyTo(offset, segment, target, length);
            bytes.copyWithin(target, offset, offset + length);
            expect(bytesOf(segment)).toEqual(bytes);
            const held = bytes.slice(offset, offset + length);
            segment.swapBytes(segment, offset, target, length);
            bytes.copyWithin(offset, target, target + length);
            bytes.set(held, target);
            expect(bytesOf(segment)).toEqual(bytes);
            segment.fill(byte, target, length);
            bytes.fill(byte, target, target + length);
            expect(bytesOf(segment)).toEqual(bytes);
          },
        )
        .afterEach(freeAll),
      { numRuns: 40 },
    );
  });

  it('is seen by a view as the part of an array', () => {
    fc.assert(
      fc
        .property(content, fraction, fraction, (bytes, a, b) => {
          const segment = filled(bytes);
          const [offset, length] = rangeIn(bytes.length, a, b);
          const view = segment.wrap(offset, length);
          expect(bytesOf(view)).toEqual(bytes.slice(offset, offset + length));
          view.fill(1);
          expect(bytesOf(segment)).toEqual(bytes.fill(1, offset, offset + length));
        })
        .afterEach(freeAll),
      { numRuns: 20 },
    );
  });
});

const roots = rootKinds(modules);
describe.each(roots.flatMap((source) => roots.map((target) => ({ source, target }))))(
  'from $source.name to $target.name',
  ({ source, target }) => {
    it('copies, compares and swaps as arrays do', () => {
      fc.assert(
        fc
          .property(content, content, fraction, fraction, fraction, fraction, (bytes1, bytes2, a, b, c, d) => {
            const first = source.make(bytes1.length, cleanUp).segment;
            const second = target.make(bytes2.length, cleanUp).segment;
            first.put(0, bytes1);
            second.put(0, bytes2);
            const [offset1, length1] = rangeIn(bytes1.length, a, b);
            const [offset2, length2] = rangeIn(bytes2.length, c, d);
            const part1 = bytes1.slice(offset1, offset1 + length1);
            const part2 = bytes2.slice(offset2, offset2 + length2);
            expect(first.compare(second, offset1, offset2, length1, length2)).toBe(sign(part1, part2));

            const length = Math.min(length1, length2);
            first.swapBytes(second, offset1, offset2, length);
            bytes1.set(part2.subarray(0, length), offset1);
            bytes2.set(part1.subarray(0, length), offset2);
            expect(bytesOf(first)).toEqual(bytes1);
            expect(bytesOf(second)).toEqual(bytes2);

            first.copyTo(offset1, second, offset2, length);
            bytes2.set(bytes1.subarray(offset1, offset1 + length), offset2);
            expect(bytesOf(second)).toEqual(bytes2);
            expect(first.equalTo(second, offset1, offset2, length)).toBe(true);
            expect(second.compare(first, offset2, offset1, length)).toBe(0);
          })
          .afterEach(() => {
            for (const action of cleanUp.splice(0).reverse()) action();
          }),
        { numRuns: 25 },
      );
    });
  },
);

/** Random longs are seldom safe integers: that the number forms refuse them is part of what they read. */
const UNSAFE = Symbol('unsafe');

function reading<T>(read: () => T): T | typeof UNSAFE {
  try {
    return read();
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_UNSAFE_INTEGER') return UNSAFE;
    throw error;
  }
}

function valueFor({ samples, name }: ScalarAccessor): fc.Arbitrary<number> {
  const sample = fc.constantFrom(...(samples as number[]));
  if (name.startsWith('LongAsNumber')) return fc.oneof(sample, fc.maxSafeInteger());
  if (name.startsWith('Long')) return fc.oneof(sample, fc.bigInt() as fc.Arbitrary<unknown>) as fc.Arbitrary<number>;
  if (name === 'Boolean') return fc.boolean() as fc.Arbitrary<unknown> as fc.Arbitrary<number>;
  return fc.oneof(sample, fc.integer(), fc.double());
}

const write = fc
  .constantFrom(...scalarAccessors)
  .chain((accessor) => valueFor(accessor).map((value) => ({ accessor, value })));
