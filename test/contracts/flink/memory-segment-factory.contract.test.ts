import { afterEach, describe, expect, it, vi } from 'vitest';
import { failureOf } from '../failure.ts';
import { engines } from '../segment-kinds.ts';

/** What Flink's MemorySegmentFactoryTest checks, and the rest of the factory, on every engine. */

afterEach(() => void vi.unstubAllEnvs());

for (const { name: engine } of engines) {
  vi.resetModules();
  vi.stubEnv('OFFHEAP_ENGINE', engine);
  const { currentEngine } = await import('../../../lib/engine/current-engine.ts');
  const { MemorySegmentFactory } = await import('../../../lib/memory/memory-segment-factory.ts');
  currentEngine();

  describe(`MemorySegmentFactory on the ${engine} engine`, () => {
    const live = () => currentEngine().statistics().liveChunks;

    it('wraps an array without a copy', () => {
      const array = Uint8Array.of(1, 2, 3);
      const segment = MemorySegmentFactory.wrap(array);
      segment.putByte(1, 9);
      expect([...array]).toEqual([1, 9, 3]);
      expect([segment.isOffHeap, segment.size, segment.owner]).toEqual([false, 3, undefined]);
    });

    it('wraps a copy of a range', () => {
      const array = Uint8Array.of(1, 2, 3, 4, 5);
      const segment = MemorySegmentFactory.wrapCopy(array, 1, 4);
      array.fill(0);
      expect([0, 1, 2].map((i) => segment.getByte(i))).toEqual([2, 3, 4]);
      expect(MemorySegmentFactory.wrapCopy(array, 0, 5).size).toBe(5);
      expect(MemorySegmentFactory.wrapCopy(array, 5, 5).size).toBe(0);
    });

    it('refuses to copy a range that ends before it begins, or outside', () => {
      const array = new Uint8Array(4);
      expect(failureOf(() => MemorySegmentFactory.wrapCopy(array, 2, 1))).toEqual({
        code: 'ERR_INVALID_ARGUMENT',
        start: 2,
        end: 1,
        length: 4,
      });
      expect(failureOf(() => MemorySegmentFactory.wrapCopy(array, 0, 5)).code).toBe('ERR_INVALID_ARGUMENT');
      expect(failureOf(() => MemorySegmentFactory.wrapCopy(array, -1, 1)).code).toBe('ERR_INDEX_OUT_OF_BOUNDS');
      for (const bad of [0.5, '1', undefined] as unknown as number[]) {
        expect(failureOf(() => MemorySegmentFactory.wrapCopy(array, bad, 1)).code).toBe('ERR_INVALID_ARGUMENT');
        expect(failureOf(() => MemorySegmentFactory.wrapCopy(array, 0, bad)).code).toBe('ERR_INVALID_ARGUMENT');
      }
    });

    it('wraps an int, big-endian', () => {
      for (const value of [0, 1, -1, 0x01020304, 2 ** 31 - 1, -(2 ** 31)]) {
        const segment = MemorySegmentFactory.wrapInt(value);
        expect([segment.size, segment.getIntBigEndian(0)]).toEqual([4, value]);
      }
      for (const bad of [2 ** 31, -(2 ** 31) - 1, 0.5, Number.NaN, '1' as unknown as number]) {
        expect(failureOf(() => MemorySegmentFactory.wrapInt(bad)).code).toBe('ERR_INVALID_ARGUMENT');
      }
    });

    it.each(['allocateUnpooledSegment', 'allocateUnpooledOffHeapMemory', 'allocateOffHeapUnsafeMemory'] as const)(
      '%s allocates a size for an owner',
      (method) => {
        const owner = { name: 'owner' };
        for (const size of [0, 1, 4096]) {
          using segment = MemorySegmentFactory[method](size, owner);
          expect([segment.size, segment.owner, segment.isOffHeap]).toEqual([
            size,
            owner,
            method !== 'allocateUnpooledSegment',
          ]);
          segment.fill(7);
        }
        using ownerless = MemorySegmentFactory[method](8);
        expect(ownerless.owner).toBe(undefined);
        for (const bad of [-1, 0.5, Number.NaN, '8' as unknown as number]) {
          expect(failureOf(() => MemorySegmentFactory[method](bad)).code).toBe('ERR_INVALID_ARGUMENT');
        }
      },
    );

    it('zeroes unpooled memory', () => {
      using direct = MemorySegmentFactory.allocateUnpooledOffHeapMemory(64);
      const heap = MemorySegmentFactory.allocateUnpooledSegment(64);
      expect(direct.compare(heap, 0, 0, 64)).toBe(0);
      expect(heap.getLong(0)).toBe(0n);
    });

    it('cleans up once, when the memory has been given back', () => {
      const before = live();
      const seen: unknown[] = [];
      const segment = MemorySegmentFactory.allocateOffHeapUnsafeMemory(16, 'owner', () => {
        seen.push([segment.isFreed, live() - before]);
      });
      expect(live() - before).toBe(1);
      segment.wrap(0, 4).free();
      expect(seen).toEqual([]);
      segment.free();
      segment[Symbol.dispose]();
      expect(seen).toEqual([[true, 0]]);
    });

    it('cleans up at the free of a segment that is pinned', () => {
      let cleaned = 0;
      const segment = MemorySegmentFactory.allocateOffHeapUnsafeMemory(16, undefined, () => {
        cleaned += 1;
      });
      const pin = segment.pin();
      segment.free();
      expect(cleaned).toBe(1);
      pin.release();
      expect(cleaned).toBe(1);
    });

    it('frees the memory before it passes on what the clean-up throws', () => {
      const before = live();
      const failure = new Error('of the clean-up');
      const segment = MemorySegmentFactory.allocateOffHeapUnsafeMemory(16, undefined, () => {
        throw failure;
      });
      expect(() => segment.free()).toThrow(failure);
      expect([segment.isFreed, live()]).toEqual([true, before]);
    });

    it('refuses a clean-up that is no function, before it allocates', () => {
      const before = live();
      for (const bad of [null, 1, {}] as unknown as (() => void)[]) {
        expect(failureOf(() => MemorySegmentFactory.allocateOffHeapUnsafeMemory(8, undefined, bad)).code).toBe(
          'ERR_INVALID_ARGUMENT',
        );
      }
      expect(live()).toBe(before);
    });

    it('wraps off-heap memory that stays its owner’s', () => {
      const chunk = currentEngine().allocate(64);
      const segment = MemorySegmentFactory.wrapOffHeapMemory({ chunk, offset: 8, length: 16 });
      segment.fill(5);
      expect([segment.size, segment.isOffHeap]).toEqual([16, true]);
      expect([...new Uint8Array(chunk.buffer, 0, 26)]).toEqual([...Array(8).fill(0), ...Array(16).fill(5), 0, 0]);
      segment.free();
      expect(chunk.buffer.byteLength).toBe(64);
      expect(failureOf(() => MemorySegmentFactory.wrapOffHeapMemory({ chunk, offset: 60, length: 8 })).code).toBe(
        'ERR_INDEX_OUT_OF_BOUNDS',
      );
      chunk.free();
      for (const bad of [undefined, {}, new Uint8Array(8)] as never[]) {
        expect(failureOf(() => MemorySegmentFactory.wrapOffHeapMemory(bad)).code).toBe('ERR_INVALID_ARGUMENT');
      }
    });
  });
}
