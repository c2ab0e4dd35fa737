import { writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { Chunk, ChunkStatistics, Engine } from '../../lib/engine/engine.ts';
import { freeUnshared } from '../../lib/engine/unshared-free.ts';
import { ChunkStateError, OutOfMemoryError, SegmentFreedError } from '../../lib/errors/index.ts';
import { enginesUnderTest } from '../fixtures/engines.ts';

const KIB = 1024;
const MIB = KIB * KIB;
/** Around the alignment of chunks, the page of the system, and the size from which memory is mapped. */
const SIZES = [
  0,
  1,
  7,
  63,
  64,
  65,
  4095,
  4096,
  4097,
  32 * KIB,
  MIB - 1,
  MIB,
  MIB + 1,
  2 * MIB - 1,
  2 * MIB,
  5 * MIB + 3,
];

for (const { name, engine, missing } of enginesUnderTest) {
  describe.skipIf(engine === undefined)(`chunks, ${name} engine${missing}`, () => {
    contract(engine as Engine);
  });
}

function contract(engine: Engine): void {
  const opened: Chunk[] = [];

  /** Freed after the test, if the test has not. */
  function allocate(sizeBytes: number, options?: { zeroed: boolean }): Chunk {
    const chunk = engine.allocate(sizeBytes, options);
    opened.push(chunk);
    return chunk;
  }

  afterEach(() => {
    for (const chunk of opened.splice(0)) {
      if (chunk.buffer.byteLength > 0) chunk.free();
    }
  });

  type Gained = Omit<ChunkStatistics, 'peakBytes' | 'spareBytes' | 'guardedChunks' | 'unguardedChunks'>;

  /** What the statistics have gained since `before`, without what engines do not have in common. */
  function gained(before: ChunkStatistics): Gained {
    const { peakBytes: _, spareBytes: __, guardedChunks: ___, unguardedChunks: ____, ...now } = engine.statistics();
    return Object.fromEntries(
      Object.entries(now).map(([key, value]) => [key, value - before[key as keyof ChunkStatistics]]),
    ) as unknown as Gained;
  }

  describe('allocate', () => {
    it.each(SIZES)('returns %i bytes that can be written up to the last', (sizeBytes) => {
      const chunk = engine.allocate(sizeBytes);
      expect(chunk.sizeBytes).toBe(sizeBytes);
      expect(chunk.buffer).toBeInstanceOf(ArrayBuffer);
      expect(chunk.buffer.byteLength).toBe(sizeBytes);
      const bytes = new Uint8Array(chunk.buffer).fill(0xab);
      expect(bytes.at(-1)).toBe(sizeBytes === 0 ? undefined : 0xab);
      chunk.free();
    });

    it.each(SIZES)('returns %i zeros, also where dirty memory was just freed', (sizeBytes) => {
      const dirty = engine.allocate(sizeBytes, { zeroed: false });
      new Uint8Array(dirty.buffer).fill(0xab);
      dirty.free();
      for (const options of [undefined, {}, { zeroed: true }]) {
        const chunk = engine.allocate(sizeBytes, options);
        expect(new Uint8Array(chunk.buffer).every((byte) => byte === 0)).toBe(true);
        chunk.free();
      }
    });

    it('names chunks by positive integers, never twice the same pair', () => {
      const names = new Set<string>();
      for (let i = 0; i < 200; i++) {
        const [first, second] = [engine.allocate(8), engine.allocate(8)];
        for (const { id, generation } of [first, second]) {
          expect(Number.isInteger(id) && id > 0).toBe(true);
          expect(Number.isInteger(generation) && generation > 0).toBe(true);
          names.add(`${id}/${generation}`);
        }
        first.free();
        second.free();
      }
      expect(names.size).toBe(400);
    });

    it('gives each chunk memory of its own', () => {
      const chunks = Array.from({ length: 50 }, () => allocate(1000));
      for (const [index, chunk] of chunks.entries()) new Uint8Array(chunk.buffer).fill(index + 1);
      for (const [index, chunk] of chunks.entries()) {
        expect(new Uint8Array(chunk.buffer).every((byte) => byte === index + 1)).toBe(true);
      }
    });

    it('says which engine a chunk belongs to', () => {
      expect(allocate(1).engine).toBe(engine);
    });

    it.each([2 ** 47, 2 ** 50, Number.MAX_SAFE_INTEGER])('refuses %i bytes with OutOfMemoryError', (sizeBytes) => {
      const before = engine.statistics();
      for (const zeroed of [true, false]) {
        const attempt = () => engine.allocate(sizeBytes, { zeroed });
        expect(attempt).toThrow(OutOfMemoryError);
        expect(attempt).toThrow(
          expect.objectContaining({ code: 'ERR_OUT_OF_MEMORY', fields: expect.objectContaining({ sizeBytes }) }),
        );
      }
      expect(engine.statistics()).toEqual(before);
    });
  });

  describe('free', () => {
    it.each([0, 1, 32 * KIB, 2 * MIB])('kills every view of %i bytes', (sizeBytes) => {
      const chunk = engine.allocate(sizeBytes);
      const bytes = new Uint8Array(chunk.buffer);
      const view = new DataView(chunk.buffer);
      chunk.free();
      expect(chunk.buffer.byteLength).toBe(0);
      expect(bytes.length).toBe(0);
      expect(bytes[0]).toBeUndefined();
      expect(() => view.getInt8(0)).toThrow();
    });

    it('throws SegmentFreedError the second time, and frees nothing then', () => {
      const chunk = allocate(100);
      const { id, generation } = chunk;
      chunk.free();
      const other = allocate(100);
      const before = engine.statistics();
      expect(() => chunk.free()).toThrow(SegmentFreedError);
      expect(() => chunk.free()).toThrow(`Segment was already freed: chunk=${id}, generation=${generation}`);
      expect(engine.statistics()).toEqual(before);
      new Uint8Array(other.buffer).fill(1);
    });
  });

  describe('pins', () => {
    it('throw SegmentFreedError on a freed chunk', () => {
      const chunk = engine.allocate(100);
      chunk.free();
      expect(() => chunk.pin()).toThrow(SegmentFreedError);
    });

    it('keep the memory of a freed chunk until the last one goes', () => {
      const before = engine.statistics();
      const chunk = engine.allocate(100);
      chunk.pin();
      chunk.pin();
      chunk.free();
      expect(chunk.buffer.byteLength).toBe(0);
      const pending = { liveChunks: 1, liveBytes: 100, pendingChunks: 1, allocatedChunks: 1, freedChunks: 0 };
      expect(gained(before)).toEqual(pending);
      chunk.unpin();
      expect(gained(before)).toEqual(pending);
      chunk.unpin();
      expect(gained(before)).toEqual({
        liveChunks: 0,
        liveBytes: 0,
        pendingChunks: 0,
        allocatedChunks: 1,
        freedChunks: 1,
      });
    });

    it('do not hinder anything once they are gone', () => {
      const before = engine.statistics();
      const chunk = engine.allocate(100);
      chunk.pin();
      chunk.unpin();
      chunk.free();
      expect(gained(before)).toMatchObject({ liveChunks: 0, pendingChunks: 0, freedChunks: 1 });
    });

    it('throw ChunkStateError when given back once too often', () => {
      const chunk = allocate(100);
      expect(() => chunk.unpin()).toThrow(ChunkStateError);
      chunk.pin();
      chunk.unpin();
      expect(() => chunk.unpin()).toThrow('Chunk is not pinned');
      chunk.pin();
      chunk.free();
      expect(() => chunk.free()).toThrow(SegmentFreedError);
      chunk.unpin();
      expect(() => chunk.unpin()).toThrow(ChunkStateError);
    });

    it('let a read that is under way finish after the chunk is freed', async () => {
      const file = path.join(tmpdir(), `engine-contract-${engine.name}`);
      writeFileSync(file, Buffer.alloc(4 * MIB, 'x'));
      const handle = await open(file);
      try {
        const before = engine.statistics();
        const chunk = engine.allocate(4 * MIB);
        chunk.pin();
        const reading = handle.read(new Uint8Array(chunk.buffer), 0, 4 * MIB, 0);
        chunk.free();
        expect((await reading).bytesRead).toBe(4 * MIB);
        chunk.unpin();
        expect(gained(before)).toMatchObject({ liveChunks: 0, liveBytes: 0, pendingChunks: 0 });
      } finally {
        await handle.close();
      }
    });
  });

  describe('freeUnshared', () => {
    it('ends the chunk as free does', () => {
      const before = engine.statistics();
      const chunk = engine.allocate(100);
      freeUnshared(chunk);
      expect(gained(before)).toMatchObject({ liveChunks: 0, liveBytes: 0, allocatedChunks: 1, freedChunks: 1 });
      expect(() => freeUnshared(chunk)).toThrow(SegmentFreedError);
      expect(() => chunk.free()).toThrow(SegmentFreedError);
      expect(() => chunk.pin()).toThrow(SegmentFreedError);
    });

    it('never lets an old chunk reach the next one, and gives zeros', () => {
      for (let round = 0; round < 20; round++) {
        const old = engine.allocate(4096);
        new Uint8Array(old.buffer).fill(0xab);
        freeUnshared(old);
        const next = allocate(4096);
        expect([next.id, next.generation]).not.toEqual([old.id, old.generation]);
        expect(new Uint8Array(next.buffer).every((byte) => byte === 0)).toBe(true);
        expect(() => old.free()).toThrow(SegmentFreedError);
        expect(next.buffer.byteLength).toBe(4096);
        next.free();
      }
    });

    it('keeps the memory of a pinned chunk for the pin', () => {
      const before = engine.statistics();
      const chunk = engine.allocate(100);
      chunk.pin();
      freeUnshared(chunk);
      expect(gained(before)).toMatchObject({ liveChunks: 1, pendingChunks: 1 });
      chunk.unpin();
      expect(gained(before)).toMatchObject({ liveChunks: 0, pendingChunks: 0 });
    });
  });

  describe('statistics', () => {
    it('count what lives, and what came and went', () => {
      const before = engine.statistics();
      const [first, second] = [engine.allocate(1000), engine.allocate(0)];
      expect(gained(before)).toEqual({
        liveChunks: 2,
        liveBytes: 1000,
        pendingChunks: 0,
        allocatedChunks: 2,
        freedChunks: 0,
      });
      first.free();
      second.free();
      expect(gained(before)).toEqual({
        liveChunks: 0,
        liveBytes: 0,
        pendingChunks: 0,
        allocatedChunks: 2,
        freedChunks: 2,
      });
    });

    it('remember the peak until it is reset', () => {
      engine.resetPeak();
      const { liveBytes } = engine.statistics();
      const kept = engine.allocate(1000);
      engine.allocate(5 * MIB).free();
      expect(engine.statistics().peakBytes).toBe(liveBytes + 1000 + 5 * MIB);
      engine.resetPeak();
      expect(engine.statistics().peakBytes).toBe(liveBytes + 1000);
      kept.free();
      expect(engine.statistics().peakBytes).toBe(liveBytes + 1000);
    });

    it('agree with a model after any sequence of operations', () => {
      const step = fc.record({
        action: fc.constantFrom('allocate', 'free', 'pin', 'unpin'),
        size: fc.constantFrom(...SIZES.filter((size) => size < MIB)),
        pick: fc.nat(),
      });
      fc.assert(
        fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
          const before = engine.statistics();
          const chunks: { readonly chunk: Chunk; freed: boolean; pins: number }[] = [];
          for (const { action, size, pick } of steps) {
            const target = chunks[pick % Math.max(chunks.length, 1)];
            if (action === 'allocate') {
              chunks.push({ chunk: engine.allocate(size), freed: false, pins: 0 });
            } else if (target !== undefined) {
              apply(action as 'free' | 'pin' | 'unpin', target);
            }
            const held = chunks.filter(({ freed, pins }) => !freed || pins > 0);
            expect(gained(before)).toEqual({
              liveChunks: held.length,
              liveBytes: held.reduce((sum, { chunk }) => sum + chunk.sizeBytes, 0),
              pendingChunks: held.filter(({ freed }) => freed).length,
              allocatedChunks: chunks.length,
              freedChunks: chunks.length - held.length,
            });
          }
          for (const state of chunks) {
            while (state.pins > 0) apply('unpin', state);
            if (!state.freed) apply('free', state);
          }
          expect(gained(before)).toMatchObject({ liveChunks: 0, liveBytes: 0, pendingChunks: 0 });
        }),
      );
    });
  });
}

/** Does to the chunk what the model expects, an error included. */
function apply(action: 'free' | 'pin' | 'unpin', state: { readonly chunk: Chunk; freed: boolean; pins: number }): void {
  const { chunk } = state;
  if (action === 'unpin') {
    if (state.pins === 0) expect(() => chunk.unpin()).toThrow(ChunkStateError);
    else {
      chunk.unpin();
      state.pins -= 1;
    }
  } else if (state.freed) {
    expect(() => chunk[action]()).toThrow(SegmentFreedError);
  } else {
    chunk[action]();
    if (action === 'free') state.freed = true;
    else state.pins += 1;
  }
}
