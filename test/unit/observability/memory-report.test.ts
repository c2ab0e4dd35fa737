import { once } from 'node:events';
import { totalmem } from 'node:os';
import { threadId } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../../lib/engine/engine.ts';
import { MemoryBudget } from '../../../lib/memory/budget/memory-budget.ts';
import { MemorySegment } from '../../../lib/memory/memory-segment.ts';
import { registerPooledMemory } from '../../../lib/memory/pooled-memory.ts';
import { memoryReport } from '../../../lib/observability/memory-report.ts';
import { enginesUnderTest } from '../../fixtures/engines.ts';
import { startLibraryWorker } from '../../fixtures/library-script.ts';

describe.each(enginesUnderTest)('memoryReport() on the $name engine$missing', ({ name, engine: loaded }) => {
  const engine = loaded as Engine;

  it.skipIf(loaded === undefined)('tells live, pinned and pending chunks', () => {
    const before = memoryReport(engine);
    const segments = [100, 200, 300].map((size) => MemorySegment.allocate(size, { engine }));
    const pins = segments.slice(1).map((segment) => segment.pin());
    segments[2]?.free();
    const report = memoryReport(engine);
    expect(report.engine).toBe(name);
    expect(report.live).toEqual({ chunks: before.live.chunks + 3, bytes: before.live.bytes + 600 });
    expect(report.pinned).toEqual({ chunks: 2, bytes: 500 });
    expect(report.pending).toEqual({ chunks: 1, bytes: 300 });
    expect(report.threads).toEqual([{ threadId, chunks: 2, bytes: 300 }]);
    for (const pin of pins) pin.release();
    for (const segment of segments.slice(0, 2)) segment.free();
    const after = memoryReport(engine);
    expect([after.live, after.pinned, after.pending, after.threads]).toEqual([
      before.live,
      { chunks: 0, bytes: 0 },
      { chunks: 0, bytes: 0 },
      [],
    ]);
    expect(after.peakBytes).toBeGreaterThanOrEqual(600);
  });

  it.skipIf(loaded === undefined)('counts a chunk once however often it is pinned', () => {
    using segment = MemorySegment.allocate(100, { engine });
    const pins = [segment.pin(), segment.pin()];
    expect(memoryReport(engine).pinned).toEqual({ chunks: 1, bytes: 100 });
    pins[0]?.release();
    expect(memoryReport(engine).pinned).toEqual({ chunks: 1, bytes: 100 });
    pins[1]?.release();
    expect(memoryReport(engine).pinned).toEqual({ chunks: 0, bytes: 0 });
  });

  it.skipIf(loaded === undefined)('shows the tree of budgets', () => {
    using sort = MemoryBudget.process(engine).child('sort', { limitBytes: 1000 });
    sort.reserveNow(600);
    expect(memoryReport(engine).budgets).toMatchObject({
      name: 'process',
      usedBytes: 600,
      children: [{ name: 'sort', limitBytes: 1000, usedBytes: 600, ownBytes: 600 }],
    });
  });

  it.skipIf(loaded === undefined)('adds up what pools keep, while they are there', () => {
    const leave = [
      registerPooledMemory(() => ({ segments: 2, bytes: 64 })),
      registerPooledMemory(() => ({ segments: 1, bytes: 6 })),
    ];
    expect(memoryReport(engine).pooled).toEqual({ segments: 3, bytes: 70 });
    leave[0]?.();
    expect(memoryReport(engine).pooled).toEqual({ segments: 1, bytes: 6 });
    leave[1]?.();
    expect(memoryReport(engine).pooled).toEqual({ segments: 0, bytes: 0 });
  });

  it.skipIf(loaded === undefined)('tells what process, heap and system say', () => {
    const report = memoryReport(engine);
    expect(report.residentBytes).toBeGreaterThan(1e6);
    expect(report.heap.usedBytes).toBeGreaterThan(1e5);
    expect(report.heap.limitBytes).toBeGreaterThan(report.heap.usedBytes);
    expect(report.externalBytes).toBeGreaterThanOrEqual(report.arrayBufferBytes);
    expect(report.containerLimitBytes ?? 1).toBeLessThan(totalmem());
    expect(report.availableSystemBytes).toBeGreaterThan(0);
  });

  it.skipIf(name === 'js' || loaded === undefined)('tells what each thread has', async () => {
    const worker = startLibraryWorker(
      name,
      `
        const segments = [offheap.MemorySegment.allocate(3000), offheap.MemorySegment.allocate(500)];
        parentPort.postMessage('ready');
        await new Promise((resolve) => parentPort.once('message', resolve));
      `,
    );
    await once(worker, 'message');
    using segment = MemorySegment.allocate(10, { engine });
    expect(segment.size).toBe(10);
    expect(memoryReport(engine).threads).toEqual([
      { threadId, chunks: 1, bytes: 10 },
      { threadId: worker.threadId, chunks: 2, bytes: 3500 },
    ]);
    const ended = once(worker, 'exit');
    worker.postMessage('end');
    await ended;
    expect(memoryReport(engine).threads).toEqual([{ threadId, chunks: 1, bytes: 10 }]);
  });
});
