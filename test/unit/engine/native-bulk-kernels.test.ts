import { Buffer } from 'node:buffer';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Addon } from '../../../lib/engine/addon.ts';
import type { Chunk } from '../../../lib/engine/engine.ts';
import { AddonBulkKernels } from '../../../lib/engine/native/native-bulk-kernels.ts';
import { IndexOutOfBoundsError, InvalidArgumentError, SegmentFreedError } from '../../../lib/errors/index.ts';
import { loadedAddon, RawChunk } from '../../fixtures/addon.ts';

/** Bytes that often agree, and two ranges of one length in them. */
const ranges = fc.array(fc.constantFrom(0, 1, 0x7f, 0x80, 0xff), { minLength: 1, maxLength: 300 }).chain((bytes) =>
  fc.integer({ min: 0, max: bytes.length }).chain((length) =>
    fc.record({
      bytes: fc.constant(Buffer.from(bytes)),
      length: fc.constant(length),
      from: fc.integer({ min: 0, max: bytes.length - length }),
      to: fc.integer({ min: 0, max: bytes.length - length }),
    }),
  ),
);

/** Of raw chunks, which no engine knows. */
const rawHandles = { idOf: ({ id }: Chunk) => id, generationOf: ({ generation }: Chunk) => generation };

describe.skipIf(loadedAddon === undefined)('native bulk kernels', () => {
  const addon = loadedAddon?.addon as Addon;
  const kernels = loadedAddon && new AddonBulkKernels(addon, rawHandles);
  const { compare, swap } = {
    compare: (...args: Parameters<AddonBulkKernels['compare']>) => kernels?.compare(...args),
    swap: (...args: Parameters<AddonBulkKernels['swap']>) => kernels?.swap(...args),
  };

  function chunkWith(bytes: Uint8Array): RawChunk & Chunk {
    const chunk = new RawChunk(addon, bytes.length);
    chunk.bytes.set(bytes);
    return chunk as RawChunk & Chunk;
  }

  it('compare as Buffer.compare does, in one chunk and between two', () => {
    fc.assert(
      fc.property(ranges, ({ bytes, length, from, to }) => {
        using first = chunkWith(bytes);
        using second = chunkWith(bytes);
        const expected = bytes.compare(bytes, to, to + length, from, from + length);
        expect(compare(first, from, second, to, length)).toBe(expected);
        expect(compare(first, from, first, to, length)).toBe(expected);
      }),
    );
  });

  it('swap two ranges and touch nothing else', () => {
    fc.assert(
      fc.property(ranges, ({ bytes, length, from, to }) => {
        using first = chunkWith(bytes);
        const inverse = bytes.map((byte) => byte ^ 0x55);
        using second = chunkWith(inverse);
        swap(first, from, second, to, length);
        const model1 = Buffer.from(bytes);
        const model2 = Buffer.from(inverse);
        model1.set(inverse.subarray(to, to + length), from);
        model2.set(bytes.subarray(from, from + length), to);
        expect(Buffer.from(first.bytes)).toEqual(model1);
        expect(Buffer.from(second.bytes)).toEqual(model2);
      }),
    );
  });

  it('refuse to swap ranges that overlap, and change nothing', () => {
    using chunk = chunkWith(Buffer.from([1, 2, 3, 4, 5]));
    expect(() => swap(chunk, 0, chunk, 1, 2)).toThrow(InvalidArgumentError);
    expect(() => swap(chunk, 2, chunk, 0, 3)).toThrow(InvalidArgumentError);
    swap(chunk, 1, chunk, 1, 4);
    expect([...chunk.bytes]).toEqual([1, 2, 3, 4, 5]);
  });

  it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, 11, 2 ** 52, 2 ** 32])(
    'refuse %d as an offset or a length of 10 bytes',
    (bad) => {
      using first = chunkWith(Buffer.alloc(10, 1));
      using second = chunkWith(Buffer.alloc(10, 2));
      for (const call of [compare, swap]) {
        expect(() => call(first, bad, second, 0, 1)).toThrow(IndexOutOfBoundsError);
        expect(() => call(first, 0, second, bad, 1)).toThrow(IndexOutOfBoundsError);
        expect(() => call(first, 0, second, 0, bad)).toThrow(IndexOutOfBoundsError);
      }
      expect([...first.bytes, ...second.bytes]).toEqual([...Array(10).fill(1), ...Array(10).fill(2)]);
    },
  );

  it('take empty ranges, of chunks without bytes too', () => {
    const empty = chunkWith(Buffer.alloc(0));
    using chunk = chunkWith(Buffer.alloc(3));
    expect(compare(empty, 0, chunk, 3, 0)).toBe(0);
    swap(chunk, 3, empty, 0, 0);
    expect(() => swap(chunk, 0, empty, 0, 1)).toThrow(IndexOutOfBoundsError);
    addon.freeChunk(empty.id, empty.generation, empty.buffer);
  });

  it('refuse a chunk that is freed, and a generation of another time', () => {
    using live = chunkWith(Buffer.alloc(10));
    const freed = chunkWith(Buffer.alloc(10));
    freed[Symbol.dispose]();
    const stale = { ...live, id: live.id, generation: live.generation + 1 } as unknown as Chunk;
    for (const bad of [freed, stale, { id: 0, generation: 0 } as Chunk, { id: -1, generation: -1 } as Chunk]) {
      for (const call of [compare, swap]) {
        expect(() => call(live, 0, bad, 0, 1)).toThrow(SegmentFreedError);
        expect(() => call(bad, 0, live, 0, 1)).toThrow(SegmentFreedError);
      }
    }
  });

  it('work on what another thread holds, until that is freed', async () => {
    const worker = new Worker(
      `const { parentPort, workerData } = require('node:worker_threads');
      const loaded = { exports: {} };
      process.dlopen(loaded, workerData);
      const addon = loaded.exports;
      addon.configure((code, sentence) => new Error(sentence), 2 ** 32);
      const buffer = addon.allocateChunk(100, true);
      new Uint8Array(buffer).fill(7);
      const [id, generation] = addon.chunkHandle;
      parentPort.on('message', () => {
        addon.freeChunk(id, generation, buffer);
        parentPort.close();
      });
      parentPort.postMessage({ id, generation });`,
      { eval: true, workerData: loadedAddon?.path },
    );
    const [theirs] = (await once(worker, 'message')) as [Chunk];
    using ours = chunkWith(Buffer.alloc(100, 9));
    swap(ours, 0, theirs, 0, 100);
    expect(ours.bytes.every((byte) => byte === 7)).toBe(true);
    expect(compare(theirs, 0, ours, 0, 100)).toBe(1);
    worker.postMessage('free');
    await once(worker, 'exit');
    expect(() => compare(theirs, 0, ours, 0, 100)).toThrow(SegmentFreedError);
  });
});
