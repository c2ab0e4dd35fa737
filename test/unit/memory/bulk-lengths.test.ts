import { describe, expect, it } from 'vitest';
import { MemorySegment } from '../../../lib/memory/memory-segment.ts';

// The bulk operations take other ways at other lengths, in one segment and in two, and for all of a segment.
const LENGTHS = [...Array.from({ length: 140 }, (_, i) => i), 191, 192, 193, 255, 257, 511, 513, 4097, 16384, 16385];
const ROOM = 16385 + 200;

/** Bytes that differ from their neighbours, and do not repeat at powers of two. */
const PATTERN = Uint8Array.from({ length: ROOM + 10 }, (_, i) => (i * 31 + (i >> 8)) & 0xff);

const kinds = {
  'off-heap': (size: number) => MemorySegment.allocate(size),
  heap: (size: number) => MemorySegment.allocateHeap(size),
};

describe.each(Object.entries(kinds))('%s memory, at every length', (_, allocate) => {
  it('copies within a segment as if through a copy', () => {
    using segment = allocate(ROOM);
    for (const length of LENGTHS) {
      for (const distance of [0, 1, 7, 8, 33, 64, 150]) {
        for (const [from, to] of [
          [3, 3 + distance],
          [3 + distance, 3],
        ] as const) {
          const model = refill(segment, 1);
          segment.copyTo(from, segment, to, length);
          model.copyWithin(to, from, from + length);
          expect(same(segment, model), `${length} bytes from ${from} to ${to}`).toBe(true);
        }
      }
    }
  });

  it('copies between views that overlap as if through a copy', () => {
    using segment = allocate(ROOM);
    for (const length of LENGTHS) {
      const model = refill(segment, 1);
      segment.wrap(3, length).copyTo(0, segment.wrap(12, length), 0, length);
      model.copyWithin(12, 3, 3 + length);
      expect(same(segment, model), `${length} bytes`).toBe(true);
    }
  });

  it('copies all of a segment, and ranges, to another', () => {
    for (const length of LENGTHS) {
      using source = allocate(length + 1);
      using target = allocate(length + 1);
      const bytes = refill(source, 1);
      const model = refill(target, 9);
      source.copyTo(1, target, 0, length);
      model.set(bytes.subarray(1), 0);
      expect(same(target, model), `${length} bytes`).toBe(true);
      source.copyTo(0, target, 0, length + 1);
      expect(same(target, bytes), `all ${length + 1} bytes`).toBe(true);
    }
  });

  it('exchanges all of two segments, and ranges', () => {
    for (const length of LENGTHS) {
      using first = allocate(length + 2);
      using second = allocate(length + 2);
      const model1 = refill(first, 1);
      const model2 = refill(second, 9);
      first.swapBytes(second, 1, 2, length);
      const held = model1.slice(1, 1 + length);
      model1.set(model2.subarray(2, 2 + length), 1);
      model2.set(held, 2);
      expect(same(first, model1) && same(second, model2), `${length} bytes`).toBe(true);
      first.swapBytes(second, 0, 0, length + 2);
      expect(same(first, model2) && same(second, model1), `all ${length + 2} bytes`).toBe(true);
    }
  });

  it('leaves in the second of two ranges that overlap what the first held', () => {
    using segment = allocate(ROOM);
    for (const length of LENGTHS) {
      const model = refill(segment, 1);
      segment.wrap(3, length).swapBytes(segment.wrap(12, length), 0, 0, length);
      const held = model.slice(3, 3 + length);
      model.copyWithin(3, 12, 12 + length);
      model.set(held, 12);
      expect(same(segment, model), `${length} bytes`).toBe(true);
    }
  });

  it('finds a difference at every place, in ranges and in all of a segment', () => {
    for (const length of LENGTHS.slice(1)) {
      using left = allocate(length + 3);
      using right = allocate(length + 3);
      using whole = allocate(length);
      refill(left, 1);
      left.copyTo(3, right, 1, length);
      left.copyTo(3, whole, 0, length);
      const all = left.wrap(3, length);
      for (const [other, offset, mine, from] of [
        [right, 1, left, 3],
        [whole, 0, all, 0],
      ] as const) {
        expect([mine.compare(other, from, offset, length), mine.equalTo(other, from, offset, length)]).toEqual([
          0,
          true,
        ]);
        const places =
          length < 140 ? Array.from({ length }, (_, i) => i) : [0, 1, 63, length >> 1, length - 5, length - 1];
        for (const place of places) {
          const byte = other.getByte(offset + place);
          const [less, more] = [(byte & 0xff) - 1, (byte & 0xff) + 1];
          for (const changed of [less, more].filter((value) => value >= 0 && value < 256)) {
            other.putByte(offset + place, changed);
            const order = changed === less ? 1 : -1;
            expect(mine.compare(other, from, offset, length), `${length} bytes, at ${place}`).toBe(order);
            expect(other.compare(mine, offset, from, length)).toBe(-order);
            expect(mine.equalTo(other, from, offset, length)).toBe(false);
          }
          other.putByte(offset + place, byte);
        }
      }
    }
  });

  it('fills ranges and all of a segment', () => {
    for (const length of LENGTHS) {
      using segment = allocate(length + 5);
      for (const value of [0, 7, 0x7f, 0x80, 0xff, -1]) {
        const model = refill(segment, 1);
        segment.fill(value, 3, length);
        model.fill(value, 3, 3 + length);
        expect(same(segment, model), `${length} bytes of ${value}`).toBe(true);
        segment.fill(value);
        expect(same(segment, model.fill(value)), `all of ${value}`).toBe(true);
      }
    }
  });

  it('refuses lengths that are no numbers with InvalidArgumentError, before any conversion', () => {
    using segment = allocate(300);
    for (const bad of [Symbol('length'), { valueOf: unexpected }, 5n, '300'] as unknown as number[]) {
      for (const operate of [
        () => segment.copyTo(0, segment, 0, bad),
        () => segment.compare(segment, 0, 0, bad),
        () => segment.equalTo(segment, 0, 0, bad),
        () => segment.swapBytes(segment, 0, 0, bad),
        () => segment.fill(0, 0, bad),
        () => segment.fill(bad),
        () => segment.copyTo(bad, segment, 0, 300),
      ]) {
        expect(operate).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT' }));
      }
    }
  });
});

function unexpected(): never {
  throw new Error('must not be called');
}

/** Fills the segment with bytes of the pattern, and returns them. */
function refill(segment: MemorySegment, seed: number): Uint8Array {
  const bytes = PATTERN.slice(seed, seed + segment.size);
  segment.put(0, bytes);
  return bytes;
}

function same(segment: MemorySegment, model: Uint8Array): boolean {
  const bytes = new Uint8Array(segment.size);
  segment.get(0, bytes);
  return Buffer.compare(bytes, model) === 0;
}
