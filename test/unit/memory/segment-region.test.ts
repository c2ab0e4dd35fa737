import { describe, expect, it } from 'vitest';
import { MemorySegment } from '../../../lib/memory/memory-segment.ts';
import { regionOf, segmentOver } from '../../../lib/memory/segment-region.ts';
import { failureOf } from '../../contracts/failure.ts';
import { engines } from '../../contracts/segment-kinds.ts';

const nothing = { giveBack: () => {} };

describe.each(engines)('regionOf on the $name engine', (engine) => {
  it('names the chunk and the range, by default all of it', () => {
    using segment = MemorySegment.allocate(64, { engine });
    const whole = regionOf(segment);
    expect(whole).toMatchObject({ offset: 0, length: 64 });
    expect(regionOf(segment, 8)).toEqual({ chunk: whole.chunk, offset: 8, length: 56 });
    expect(regionOf(segment, 8, 4)).toEqual({ chunk: whole.chunk, offset: 8, length: 4 });
    segment.putByte(9, 42);
    expect(new Uint8Array(whole.chunk.buffer)[9]).toBe(42);
  });

  it('counts from the start of the chunk, for views and parts of a chunk', () => {
    const chunk = engine.allocate(100);
    const part = segmentOver({ chunk, offset: 10, length: 50 }, nothing);
    expect(regionOf(part)).toEqual({ chunk, offset: 10, length: 50 });
    expect(regionOf(part.wrap(5, 20).wrap(1, 10), 2)).toEqual({ chunk, offset: 18, length: 8 });
    part.free();
    chunk.free();
  });

  it('hands out a chunk whose bytes end with the segment', () => {
    const segment = MemorySegment.allocate(64, { engine });
    const { chunk } = regionOf(segment);
    segment.free();
    using _next = MemorySegment.allocate(64, { engine });
    expect(chunk.buffer.byteLength).toBe(0);
  });

  it('refuses freed segments, ranges outside, heap memory, and what is no segment', () => {
    const segment = MemorySegment.allocate(8, { engine });
    const code = (...args: Parameters<typeof regionOf>) => failureOf(() => regionOf(...args)).code;
    expect([code(segment, -1), code(segment, 9), code(segment, 1, 8), code(segment, 0, -1)]).toEqual(
      Array(4).fill('ERR_INDEX_OUT_OF_BOUNDS'),
    );
    expect([
      code(segment, 0.5),
      code(segment, 0, Number.NaN),
      code({} as MemorySegment),
      code(undefined as never),
    ]).toEqual(Array(4).fill('ERR_INVALID_ARGUMENT'));
    segment.free();
    expect(code(segment)).toBe('ERR_SEGMENT_FREED');
    using heap = MemorySegment.allocateHeap(8);
    expect(code(heap)).toBe('ERR_INVALID_ARGUMENT');
  });
});

describe.each(engines)('segmentOver on the $name engine', (engine) => {
  it('gives the part back once, and leaves the chunk alone', () => {
    const chunk = engine.allocate(64);
    let givenBack = 0;
    const segment = segmentOver(
      { chunk, offset: 0, length: 32 },
      {
        giveBack: () => {
          givenBack += 1;
        },
      },
    );
    const view = segment.wrap(0, 8);
    view.free();
    expect(givenBack).toBe(0);
    segment.free();
    segment[Symbol.dispose]();
    expect(givenBack).toBe(1);
    expect(chunk.buffer.byteLength).toBe(64);
    chunk.free();
  });

  it('ends with its free although the memory lives on under a new segment', () => {
    const chunk = engine.allocate(64);
    const region = { chunk, offset: 0, length: 32 };
    const before = segmentOver(region, nothing);
    const view = before.wrap(4, 8);
    before.free();
    const after = segmentOver(region, nothing);
    after.putInt(4, 7);
    expect(failureOf(() => before.getInt(4)).code).toBe('ERR_SEGMENT_FREED');
    expect(failureOf(() => view.putInt(0, 8)).code).toBe('ERR_SEGMENT_FREED');
    expect(after.getInt(4)).toBe(7);
    after.free();
    chunk.free();
  });

  it('ends when the chunk is freed', () => {
    const chunk = engine.allocate(64);
    const segment = segmentOver({ chunk, offset: 8, length: 8 }, nothing);
    const view = segment.wrap(0, 4);
    chunk.free();
    for (const ended of [segment, view]) {
      expect(ended.isFreed).toBe(true);
      expect(failureOf(() => ended.getByte(0)).code).toBe('ERR_SEGMENT_FREED');
      expect(failureOf(() => ended.pin()).code).toBe('ERR_SEGMENT_FREED');
    }
    segment.free();
  });

  it('refuses a range outside of the chunk', () => {
    const chunk = engine.allocate(64);
    for (const [offset, length] of [
      [-1, 8],
      [60, 8],
      [0, 65],
    ] as const) {
      expect(failureOf(() => segmentOver({ chunk, offset, length }, nothing)).code).toBe('ERR_INDEX_OUT_OF_BOUNDS');
    }
    chunk.free();
  });
});
