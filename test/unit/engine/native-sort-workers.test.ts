import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import type { Addon } from '../../../lib/engine/addon.ts';
import { loadedAddon } from '../../fixtures/addon.ts';
import { plainOrder } from '../../fixtures/line-arbitraries.ts';

const REGION_BYTES = 16 * 1024 * 1024;

/** Fills a run with short random lines, says so, and then works on it until it is terminated or done. */
const SORT_FOREVER = `
  const { parentPort, workerData } = require('node:worker_threads');
  const module_ = { exports: {} };
  process.dlopen(module_, workerData.path);
  const addon = module_.exports;
  addon.configure((code, sentence, fields) => Object.assign(new Error(sentence), { code, fields }), 2 ** 32);
  function allocate(sizeBytes) {
    const buffer = addon.allocateChunk(sizeBytes, false);
    return { buffer, region: [...addon.chunkHandle, 0, sizeBytes] };
  }
  const memory = allocate(workerData.regionBytes);
  const page = allocate(1 << 20);
  const output = allocate(1 << 20);
  const bytes = new Uint8Array(page.buffer);
  let seed = workerData.seed;
  for (let i = 0; i < bytes.length; i++) {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    bytes[i] = seed % 7 === 0 ? 10 : 97 + (seed >> 8) % 26;
  }
  const builder = new addon.RunBuilder(...memory.region, workerData.order);
  (async () => {
    for (;;) {
      while (builder.append(...page.region) === bytes.length);
      builder.endInput();
      const sorted = builder.sort();
      parentPort.postMessage('sorting');
      await sorted;
      while ((await builder.encode(...output.region, true)) > 0);
      builder.reset();
    }
  })();
`;

describe.skipIf(loadedAddon === undefined)('native sort kernels of worker threads', () => {
  it('give everything back when the worker is terminated in the middle of one', async () => {
    const { addon, path } = loadedAddon as { addon: Addon; path: string };
    const before = addon.chunkStatistics();
    for (let round = 0; round < 12; round++) {
      const workers = [0, 1].map((n) => {
        const workerData = { path, order: plainOrder, regionBytes: REGION_BYTES, seed: 2 * round + n + 1 };
        return new Worker(SORT_FOREVER, { eval: true, workerData });
      });
      await Promise.all(workers.map((worker) => once(worker, 'message')));
      await delay(round * 6);
      await Promise.all(workers.map((worker) => worker.terminate()));
    }
    const after = addon.chunkStatistics();
    expect(after.liveChunks).toBe(before.liveChunks);
    expect(after.liveBytes).toBe(before.liveBytes);
    expect(after.pendingChunks).toBe(before.pendingChunks);
    expect(after.allocatedChunks - before.allocatedChunks).toBe(12 * 2 * 3);
  });
});
