import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import type { Engine } from '../../lib/engine/engine.ts';
import { MemoryBudget } from '../../lib/memory/budget/memory-budget.ts';
import { enginesUnderTest } from '../fixtures/engines.ts';
import { messagesOf, startLibraryWorker } from '../fixtures/library-script.ts';

/**
 * Reserves and releases at random on the attached budget and on children of it, and ends with what it then holds.
 * `workerData`: shared, rounds, limitBytes.
 */
const HAMMER = `
  const { shared, rounds } = workerData;
  const attached = offheap.MemoryBudget.attach(shared);
  const children = [attached, attached.child('a'), attached.child('b', { limitBytes: 300 })];
  const held = [0, 0, 0];
  let refused = 0;
  for (let round = 0; round < rounds; round++) {
    const index = Math.floor(Math.random() * 3);
    const bytes = Math.floor(Math.random() * 200);
    if (Math.random() < 0.5) {
      if (children[index].tryReserve(bytes)) held[index] += bytes;
      else refused++;
    } else {
      const released = Math.min(bytes, held[index]);
      children[index].release(released);
      held[index] -= released;
    }
    if (round % 100 === 0) children.push(children[index].child('short')), children.pop().close();
  }
`;

describe.each(enginesUnderTest)(
  'budgets of the $name engine in several threads$missing',
  ({ name, engine: loaded }) => {
    const engine = loaded as Engine;
    const workers: Worker[] = [];

    afterEach(async () => {
      await Promise.all(workers.splice(0).map((worker) => worker.terminate()));
      if (loaded === undefined) return;
      MemoryBudget.worker(engine).close();
      expect(MemoryBudget.process(engine).usage()).toMatchObject({ usedBytes: 0, children: [] });
    });

    function start(code: string, workerData: object): Worker {
      const worker = startLibraryWorker(name, code, workerData);
      workers.push(worker);
      return worker;
    }

    it.skipIf(loaded === undefined)('add up exactly and never exceed a limit', async () => {
      using shared = MemoryBudget.worker(engine).child('shared', { limitBytes: 1000 });
      const code = `${HAMMER}
      parentPort.postMessage({ held: held[0] + held[1] + held[2], used: attached.usedBytes, refused });
      await new Promise((resolve) => parentPort.once('message', resolve));`;
      const running = Array.from({ length: 4 }, () => start(code, { shared: shared.share(), rounds: 20_000 }));
      const results = (await Promise.all(running.map((worker) => once(worker, 'message')))).map(
        ([message]) => message as { held: number; used: number; refused: number },
      );
      for (const { held, used } of results) expect(used).toBe(held);
      expect(shared.usedBytes).toBe(results.reduce((sum, { held }) => sum + held, 0));
      expect(shared.peakBytes).toBeLessThanOrEqual(1000);
      expect(results.some(({ refused }) => refused > 0)).toBe(true);
      // A worker that ends by itself gives back what it holds, on both engines.
      const ends = running.map((worker) => once(worker, 'exit'));
      for (const worker of running) worker.postMessage('end');
      await Promise.all(ends);
      expect(shared.usage()).toMatchObject({ usedBytes: 0, children: [] });
    });

    it.skipIf(loaded === undefined)('wake those who wait in another thread', async () => {
      using shared = MemoryBudget.worker(engine).child('shared', { limitBytes: 100 });
      shared.reserveNow(100);
      const worker = start(
        `
        const attached = offheap.MemoryBudget.attach(workerData.shared);
        parentPort.postMessage('waits');
        await attached.reserve(60);
        parentPort.postMessage(attached.usedBytes);
        parentPort.once('message', () => attached.release(60));
      `,
        { shared: shared.share() },
      );
      expect(await once(worker, 'message')).toEqual(['waits']);
      shared.release(100);
      expect(await once(worker, 'message')).toEqual([60]);
      const ended = once(worker, 'exit');
      const waiting = shared.reserve(100);
      worker.postMessage('release');
      await waiting;
      expect(shared.usedBytes).toBe(100);
      await ended;
    });

    it.skipIf(loaded === undefined)('are closed under the other thread by their owner', async () => {
      using shared = MemoryBudget.worker(engine).child('shared', { limitBytes: 1000 });
      const worker = start(
        `
        const attached = offheap.MemoryBudget.attach(workerData.shared);
        attached.reserveNow(1000);
        const waiting = attached.reserve(1).catch((error) => error.code);
        parentPort.postMessage('ready');
        parentPort.postMessage(await waiting);
      `,
        { shared: shared.share() },
      );
      await once(worker, 'message');
      shared.close();
      expect(await once(worker, 'message')).toEqual(['ERR_BUDGET_CLOSED']);
      expect(MemoryBudget.worker(engine).usedBytes).toBe(0);
    });

    it.skipIf(loaded === undefined)('hand bytes round in turns without losing any', async () => {
      using shared = MemoryBudget.worker(engine).child('shared', { limitBytes: 10 });
      const code = `
      const attached = offheap.MemoryBudget.attach(workerData.shared);
      for (let round = 0; round < 300; round++) {
        const reservation = await attached.awaitReservation(1 + Math.floor(Math.random() * 10));
        if (round % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
        reservation.release();
      }
      parentPort.postMessage(attached.usedBytes);
    `;
      const results = await Promise.all(
        Array.from({ length: 3 }, () => messagesOf(start(code, { shared: shared.share() }))),
      );
      expect(results).toEqual([[0], [0], [0]]);
      expect([shared.usedBytes, shared.peakBytes <= 10]).toEqual([0, true]);
    });

    it.skipIf(name === 'js' || loaded === undefined)(
      'come back when a worker is terminated in the middle',
      async () => {
        using shared = MemoryBudget.worker(engine).child('shared', { limitBytes: 1000 });
        for (let round = 0; round < 5; round++) {
          const code = `
        offheap.MemoryBudget.worker().child('own').reserveNow(123);
        parentPort.postMessage('ready');
        ${HAMMER}`;
          const worker = start(code, { shared: shared.share(), rounds: Number.POSITIVE_INFINITY });
          await once(worker, 'message');
          // In the middle of it, however slow the machine is.
          while (shared.usedBytes === 0) await new Promise((resolve) => setImmediate(resolve));
          await worker.terminate();
          expect(shared.usage()).toMatchObject({ usedBytes: 0, children: [] });
        }
      },
    );

    it.skipIf(loaded === undefined)(
      'come back, and wake who waits, when a worker that holds is terminated',
      async () => {
        using shared = MemoryBudget.worker(engine).child('shared', { limitBytes: 100 });
        const code = `
        const attached = offheap.MemoryBudget.attach(workerData.shared);
        attached.child('below').reserveNow(80);
        parentPort.postMessage('holds');
        await new Promise((resolve) => parentPort.once('message', resolve));`;
        const worker = start(code, { shared: shared.share() });
        await once(worker, 'message');
        expect(shared.usedBytes).toBe(80);
        const waits = shared.reserve(50);
        await worker.terminate();
        await waits;
        expect(shared.usage()).toMatchObject({ usedBytes: 50, children: [] });
      },
    );

    it.skipIf(name === 'js' || loaded === undefined)('have one root in all threads', async () => {
      const worker = start(
        `
        const own = offheap.MemoryBudget.worker();
        own.reserveNow(77);
        parentPort.postMessage(offheap.MemoryBudget.process().usage());
        await new Promise((resolve) => parentPort.once('message', resolve));
      `,
        {},
      );
      const [seen] = (await once(worker, 'message')) as [{ children: { name: string; usedBytes: number }[] }];
      expect(seen.children).toContainEqual(
        expect.objectContaining({ name: `worker ${worker.threadId}`, usedBytes: 77 }),
      );
      expect(MemoryBudget.process(engine).usedBytes).toBe(77);
      const ended = once(worker, 'exit');
      worker.postMessage('end');
      await ended;
    });
  },
);

describe('a process that waits for a budget', () => {
  it.each(enginesUnderTest)(
    'stays alive while it waits, and ends after it, on the $name engine$missing',
    async ({ name, engine }) => {
      if (engine === undefined) return;
      const messages = messagesOf(
        startLibraryWorker(
          name,
          `
          const budget = offheap.MemoryBudget.worker().child('sort', { limitBytes: 10 });
          budget.reserveNow(10);
          const timer = setTimeout(() => budget.release(10), 30);
          timer.unref();
          await budget.reserve(5);
          parentPort.postMessage('served');
        `,
        ),
      );
      expect(await messages).toEqual(['served']);
    },
  );
});
