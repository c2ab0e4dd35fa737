import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { Chunk, Engine } from '../../lib/engine/engine.ts';
import { MemorySegment } from '../../lib/memory/memory-segment.ts';
import { segmentOver } from '../../lib/memory/segment-region.ts';
import { trim } from '../../lib/memory/trim.ts';
import { enginesUnderTest } from '../fixtures/engines.ts';
import { type SeededRandom, seededRandom } from '../fixtures/seeded-random.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const SLOTS = 64;
const PAGES = 128;
const PAGE_BYTES = 4096;
const OPERATIONS = 2000;

/** Segments of a pool and of their own, some viewed, some pinned beyond their free, freed in random order; none is left. */
function churn(engine: Engine, pool: Chunk, random: SeededRandom): void {
  const freePages = Array.from({ length: PAGES }, (_, i) => i);
  const live: MemorySegment[] = [];
  for (let i = 0; i < OPERATIONS + SLOTS; i++) {
    if (live.length === SLOTS || i >= OPERATIONS) {
      const [segment] = live.splice(random.below(live.length), 1);
      const pin = random.below(10) === 0 ? segment?.pin() : undefined;
      segment?.free();
      pin?.release();
    }
    if (i >= OPERATIONS) continue;
    const page = random.below(2) === 0 ? freePages.pop() : undefined;
    const segment =
      page === undefined
        ? MemorySegment.allocate(1 + random.below(8192), { engine })
        : segmentOver(
            { chunk: pool, offset: page * PAGE_BYTES, length: PAGE_BYTES },
            { giveBack: () => freePages.push(page) },
          );
    if (random.below(4) === 0) segment.wrap(0, segment.size).putByte(0, 1);
    live.push(segment);
  }
  for (const segment of live) segment.free();
  expect(freePages).toHaveLength(PAGES);
}

describe.each(enginesUnderTest)('after thousands of segments on the $name engine$missing', ({ engine: loaded }) => {
  const engine = loaded as Engine;

  it.skipIf(loaded === undefined)('holds as much at rest as before them', () => {
    const random = seededRandom();
    const pool = engine.allocate(PAGES * PAGE_BYTES);
    const atRest = () => {
      trim(engine);
      const { liveChunks, liveBytes, pendingChunks, spareBytes, allocatedChunks, freedChunks } = engine.statistics();
      return { liveChunks, liveBytes, pendingChunks, spareBytes, counted: allocatedChunks - freedChunks };
    };
    const before = atRest();
    for (let round = 0; round < 3; round++) {
      churn(engine, pool, random);
      expect(atRest()).toEqual(before);
    }
    expect(engine.report()).toMatchObject({ pinned: { chunks: 0 }, pending: { chunks: 0 } });
    pool.free();
  });

  it.skipIf(loaded === undefined)('names new chunks by the slots of freed ones', () => {
    const random = seededRandom();
    const pool = engine.allocate(PAGES * PAGE_BYTES);
    let largestId = 0;
    for (let round = 0; round < 4; round++) {
      churn(engine, pool, random);
      trim(engine);
      const chunks = Array.from({ length: SLOTS }, () => engine.allocate(16));
      for (const { id } of chunks) largestId = Math.max(largestId, id);
      for (const chunk of chunks) chunk.free();
    }
    // As many as can be in use at a time, and what earlier tests of this process took; far from one for each operation.
    expect(largestId).toBeLessThan(OPERATIONS / 4);
    pool.free();
  });

  it.skipIf(loaded === undefined)('leaves no ArrayBuffer to the collector', async () => {
    const random = seededRandom();
    const pool = engine.allocate(PAGES * PAGE_BYTES);
    const arrayBuffers = async (atMost: number, attempts: number) => {
      let bytes = Number.POSITIVE_INFINITY;
      for (let attempt = 0; attempt < attempts && bytes > atMost; attempt++) {
        collectGarbage();
        await sleep(5);
        bytes = process.memoryUsage().arrayBuffers;
      }
      return bytes;
    };
    churn(engine, pool, random);
    trim(engine);
    const before = await arrayBuffers(0, 3);
    churn(engine, pool, random);
    trim(engine);
    // Eight MiB of segments pass through; what the test runner holds meanwhile is far less.
    const allowance = 512 * 1024;
    expect(await arrayBuffers(before + allowance, 20)).toBeLessThanOrEqual(before + allowance);
    pool.free();
  });
});
