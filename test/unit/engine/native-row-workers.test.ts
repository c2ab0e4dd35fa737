import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import type { Addon } from '../../../lib/engine/addon.ts';
import { rowKernelOrder } from '../../../lib/engine/row-kernels.ts';
import { binaryRowType, columns } from '../../../lib/index.ts';
import { loadedAddon } from '../../fixtures/addon.ts';

const WORKERS = 12;
const ROWS = 50_000;
const ROW_BYTES = 24;

/** Sorts rows of two ints, says so, and goes on until it is terminated. */
const SORT_FOREVER = `
  const { parentPort, workerData } = require('node:worker_threads');
  const module_ = { exports: {} };
  process.dlopen(module_, workerData.path);
  const addon = module_.exports;
  addon.configure((code, sentence, fields) => Object.assign(new Error(sentence), { code, fields }), 2 ** 32);
  const { rows, rowBytes, order } = workerData;
  const ints = new Int32Array(addon.allocateChunk(rows * rowBytes, true));
  const page = Float64Array.of(...addon.chunkHandle, 0, rows * rowBytes);
  const positions = new Int32Array(2 * rows);
  for (let i = 0; i < rows; i++) {
    ints[(i * rowBytes) / 4 + 2] = Math.imul(i, 0x9e3779b1) % 1000;
    positions.set([i * rowBytes, rowBytes], 2 * i);
  }
  (async () => {
    for (;;) {
      const sorts = [addon.sortRows(page, positions.slice(), order), addon.sortRows(page, positions.slice(), order)];
      parentPort.postMessage(sorts.map((sort) => sort instanceof Promise));
      await Promise.all(sorts);
    }
  })();
`;

describe.skipIf(loadedAddon === undefined)('native row kernels of worker threads', () => {
  it('give everything back when the worker is terminated while rows are sorted', async () => {
    const { addon, path } = loadedAddon as { addon: Addon; path: string };
    const before = addon.chunkStatistics();
    const row = binaryRowType({ key: columns.int(), value: columns.int() }).createRow();
    expect(row.fixedBytes).toBe(ROW_BYTES);
    const order = rowKernelOrder(row.arity, [
      { index: 0, kind: 'int', nullable: false, descending: false, nullsLast: false },
    ]);
    for (let round = 0; round < WORKERS; round++) {
      const workerData = { path, order, rows: ROWS, rowBytes: ROW_BYTES };
      const worker = new Worker(SORT_FOREVER, { eval: true, workerData });
      for (let sorts = 0; sorts <= round; sorts++) {
        expect(await once(worker, 'message')).toEqual([[true, true]]);
      }
      await worker.terminate();
    }
    const after = addon.chunkStatistics();
    expect(after.liveChunks).toBe(before.liveChunks);
    expect(after.liveBytes).toBe(before.liveBytes);
    expect(after.pendingChunks).toBe(before.pendingChunks);
    expect(after.allocatedChunks - before.allocatedChunks).toBe(WORKERS);
  });
});
