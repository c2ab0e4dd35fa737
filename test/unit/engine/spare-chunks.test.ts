import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import type { Addon } from '../../../lib/engine/addon.ts';
import type { Chunk, Engine } from '../../../lib/engine/engine.ts';
import { loadEngine } from '../../../lib/engine/load-engine.ts';
import { freeUnshared } from '../../../lib/engine/unshared-free.ts';
import { SegmentFreedError } from '../../../lib/errors/index.ts';
import { MemorySegment } from '../../../lib/memory/memory-segment.ts';
import { loadedAddon, RawChunk } from '../../fixtures/addon.ts';

const KIB = 1024;

describe.skipIf(loadedAddon === undefined)('spare chunks of the native engine', () => {
  const addon = loadedAddon?.addon as Addon;
  const engine = loadedAddon === undefined ? (undefined as unknown as Engine) : loadEngine('native').engine;

  afterEach(() => {
    engine.trim();
    expect(engine.statistics().spareBytes).toBe(0);
  });

  function freed(...sizes: number[]): void {
    const chunks: Chunk[] = sizes.map((size) => engine.allocate(size, { zeroed: false }));
    for (const chunk of chunks) freeUnshared(chunk);
  }

  it('serve the next allocation of their size', () => {
    const first = engine.allocate(32 * KIB);
    const { buffer } = first;
    freeUnshared(first);
    expect(engine.statistics().spareBytes).toBe(32 * KIB);
    const other = engine.allocate(16 * KIB);
    expect(other.buffer).not.toBe(buffer);
    const second = engine.allocate(32 * KIB);
    expect(second.buffer).toBe(buffer);
    expect(engine.statistics().spareBytes).toBe(0);
    other.free();
    second.free();
    expect(buffer.byteLength).toBe(0);
  });

  it('are bounded in bytes, in number and in size', () => {
    freed(...Array.from({ length: 40 }, () => 64 * KIB));
    expect(engine.statistics().spareBytes).toBe(1024 * KIB);
    expect(engine.trim()).toBe(1024 * KIB);
    freed(...Array.from({ length: 100 }, () => 8));
    expect(engine.statistics().spareBytes).toBe(64 * 8);
    engine.trim();
    freed(64 * KIB + 1, 0);
    expect(engine.statistics().spareBytes).toBe(0);
  });

  it('of ever new sizes are forgotten one by one', () => {
    for (let size = 1; size < 2000; size++) freed(size);
    expect(engine.statistics().spareBytes).toBeLessThanOrEqual(1024 * KIB);
  });

  it('are refused to stale handles', () => {
    const chunk = engine.allocate(1000);
    const { id, generation, buffer } = chunk;
    freeUnshared(chunk);
    expect(() => addon.getByte(id, generation, 0)).toThrow(expect.objectContaining({ code: 'ERR_SEGMENT_FREED' }));
    expect(() => addon.freeChunk(id, generation, buffer as ArrayBuffer)).toThrow(
      expect.objectContaining({ code: 'ERR_SEGMENT_FREED' }),
    );
    expect(addon.retireChunk(id, generation)).toBe(false);
    // Another instance of the addon, or another thread, does not get them.
    expect(addon.renewChunk(id, true)).toBe(0);
  });

  it('do not come from ids that name no spare', () => {
    using live = new RawChunk(addon, 100);
    for (const id of [0, live.id, 2 ** 31]) expect(addon.renewChunk(id, true)).toBe(0);
  });

  it('are gone with their thread', async () => {
    const before = engine.statistics().spareBytes;
    const worker = new Worker(
      `const { workerData } = require('node:worker_threads');
       const module_ = { exports: {} };
       process.dlopen(module_, workerData);
       const addon = module_.exports;
       addon.configure((code, sentence) => new Error(sentence), 2 ** 32);
       for (let i = 0; i < 5; i++) {
         addon.allocateChunk(1000, true);
         if (!addon.retireChunk(addon.chunkHandle[0], addon.chunkHandle[1])) throw new Error('not retired');
       }`,
      { eval: true, workerData: loadedAddon?.path },
    );
    await once(worker, 'exit');
    expect(engine.statistics().spareBytes).toBe(before);
  });

  describe('under segments', () => {
    it('are made of segments whose buffer nobody else has seen', () => {
      const segment = MemorySegment.allocate(32 * KIB, { engine });
      segment.putInt(0, 42);
      segment.fill(7, 100, 10);
      segment.free();
      expect(engine.statistics().spareBytes).toBe(32 * KIB);
      const next = MemorySegment.allocate(32 * KIB, { engine });
      expect(engine.statistics().spareBytes).toBe(0);
      expect(() => segment.getInt(0)).toThrow(SegmentFreedError);
      expect(() => segment.putInt(0, 1)).toThrow(SegmentFreedError);
      expect(() => segment.fill(1)).toThrow(SegmentFreedError);
      expect(next.getInt(0)).toBe(0);
      next.free();
    });

    it('are not made of segments with views or pins, which would reach the next one', () => {
      const segment = MemorySegment.allocate(1000, { engine });
      const view = segment.wrap(0, 10);
      segment.free();
      expect(engine.statistics().spareBytes).toBe(0);
      const pinned = MemorySegment.allocate(1000, { engine });
      const pin = pinned.pin();
      pin.release();
      pinned.free();
      expect(pin.bytes.length).toBe(0);
      expect(engine.statistics().spareBytes).toBe(0);
      expect(() => view.getByte(0)).toThrow(SegmentFreedError);
    });
  });
});
