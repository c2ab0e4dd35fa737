import { afterEach, describe, expect, it } from 'vitest';
import type { Engine } from '../../lib/engine/engine.ts';
import {
  BudgetClosedError,
  BudgetReleaseError,
  InvalidArgumentError,
  MemoryReservationError,
  OutOfMemoryError,
} from '../../lib/errors/index.ts';
import { MemoryManager } from '../../lib/manager/memory-manager.ts';
import { MemoryBudget } from '../../lib/memory/budget/memory-budget.ts';
import { registerCleaner, runCleaners } from '../../lib/memory/budget/memory-cleaners.ts';
import { MemoryReservation } from '../../lib/memory/budget/memory-reservation.ts';
import { MemorySegment } from '../../lib/memory/memory-segment.ts';
import { enginesUnderTest } from '../fixtures/engines.ts';

describe.each(enginesUnderTest)('MemoryBudget on the $name engine$missing', ({ engine: loaded }) => {
  const engine = loaded as Engine;
  const cleanUp: (() => void)[] = [];

  afterEach(() => {
    for (const action of cleanUp.splice(0).reverse()) action();
    if (loaded === undefined) return;
    MemoryBudget.worker(engine).close();
    const root = MemoryBudget.process(engine);
    root.limitBytes = Number.POSITIVE_INFINITY;
    expect(root.usage()).toMatchObject({ usedBytes: 0, ownBytes: 0, children: [] });
  });

  function budget(limitBytes: number, name = 'component'): MemoryBudget {
    const child = MemoryBudget.worker(engine).child(name, { limitBytes });
    cleanUp.push(() => child.close());
    return child;
  }

  function cleaner(action: () => number | undefined): void {
    cleanUp.push(registerCleaner(action));
  }

  describe.skipIf(loaded === undefined)('as a tree', () => {
    it('counts what is reserved on every level up to the process', () => {
      const sort = budget(1000, 'sort');
      const run = sort.child('run', { limitBytes: 500 });
      run.reserveNow(300);
      sort.reserveNow(50);
      expect([run.usedBytes, sort.usedBytes]).toEqual([300, 350]);
      expect(MemoryBudget.process(engine).usedBytes).toBe(350);
      run.release(100);
      expect([run.usedBytes, sort.usedBytes, MemoryBudget.worker(engine).usedBytes]).toEqual([200, 250, 250]);
      expect([run.peakBytes, sort.peakBytes]).toEqual([300, 350]);
      expect(sort.usage()).toEqual({
        name: 'sort',
        limitBytes: 1000,
        usedBytes: 250,
        ownBytes: 50,
        peakBytes: 350,
        children: [{ name: 'run', limitBytes: 500, usedBytes: 200, ownBytes: 200, peakBytes: 300, children: [] }],
      });
    });

    it('has one root and one budget of this thread', () => {
      expect(MemoryBudget.process(engine)).toBe(MemoryBudget.process(engine));
      const worker = MemoryBudget.worker(engine);
      expect(MemoryBudget.worker(engine)).toBe(worker);
      expect(worker.parent).toBe(MemoryBudget.process(engine));
      worker.close();
      expect(MemoryBudget.worker(engine)).not.toBe(worker);
    });

    it('has available what the tightest level has', () => {
      const sort = budget(1000);
      const run = sort.child('run');
      expect(run.availableBytes).toBe(1000);
      MemoryBudget.process(engine).limitBytes = 400;
      expect(run.availableBytes).toBe(400);
      sort.reserveNow(390);
      expect([run.tryReserve(11), run.tryReserve(10), run.availableBytes]).toEqual([false, true, 0]);
    });

    it('takes a limit below what is used, and gives nothing until that has been released', () => {
      const sort = budget(1000);
      sort.reserveNow(800);
      sort.limitBytes = 500;
      expect([sort.limitBytes, sort.usedBytes, sort.availableBytes]).toEqual([500, 800, 0]);
      sort.release(301);
      expect([sort.tryReserve(2), sort.tryReserve(1)]).toEqual([false, true]);
    });

    it('reserves and releases nothing without a trace', () => {
      const sort = budget(0);
      sort.reserveNow(0);
      sort.release(0);
      expect([sort.usedBytes, sort.peakBytes]).toEqual([0, 0]);
    });

    it('counts no further than numbers are exact', () => {
      const sort = budget(Number.POSITIVE_INFINITY);
      sort.reserveNow(Number.MAX_SAFE_INTEGER);
      expect([sort.tryReserve(1), sort.usedBytes]).toEqual([false, Number.MAX_SAFE_INTEGER]);
    });

    it('refuses to release more than is reserved on the budget itself', () => {
      const sort = budget(1000);
      const run = sort.child('run');
      run.reserveNow(100);
      sort.reserveNow(10);
      const error = thrownBy(() => sort.release(11));
      expect(error).toBeInstanceOf(BudgetReleaseError);
      expect(error).toMatchObject({ code: 'ERR_BUDGET_RELEASE', fields: { releasedBytes: 11, reservedBytes: 10 } });
      expect(sort.usedBytes).toBe(110);
    });

    it('cuts a name between two characters', () => {
      using child = budget(10).child('ö'.repeat(40));
      expect(child.usage().name).toBe('ö'.repeat(23));
    });

    it('ends at 31 levels', () => {
      let deepest = budget(1000);
      for (let level = 3; level <= 31; level++) deepest = deepest.child(`level ${level}`);
      deepest.reserveNow(1);
      expect(() => deepest.child('too deep')).toThrow(InvalidArgumentError);
      expect(MemoryBudget.process(engine).usedBytes).toBe(1);
    });

    it('takes many budgets one after another', () => {
      const parent = budget(1000);
      for (let i = 0; i < 20_000; i++) {
        using child = parent.child('short');
        child.reserveNow(7);
      }
      expect(parent.usage()).toMatchObject({ usedBytes: 0, peakBytes: 7, children: [] });
    });

    it.each([-1, 0.5, Number.NaN, 2 ** 53, '1', undefined])('takes no %s for bytes', (bytes) => {
      const sort = budget(1000);
      for (const call of [sort.tryReserve, sort.reserveNow, sort.release, sort.reservation]) {
        expect(() => call.call(sort, bytes as number)).toThrow(InvalidArgumentError);
      }
    });

    it('takes no impossible limits and names', () => {
      const sort = budget(1000);
      for (const limitBytes of [-1, 0.5, Number.NaN, Number.NEGATIVE_INFINITY, 2 ** 60, '1' as unknown as number]) {
        expect(() => sort.child('x', { limitBytes })).toThrow(InvalidArgumentError);
        expect(() => {
          sort.limitBytes = limitBytes;
        }).toThrow(InvalidArgumentError);
      }
      expect(() => sort.child('')).toThrow(InvalidArgumentError);
      expect(() => sort.child(7 as unknown as string)).toThrow(InvalidArgumentError);
      expect(sort.usage()).toMatchObject({ limitBytes: 1000, children: [] });
      // @ts-expect-error: budgets come from process, worker, child and attach.
      expect(() => new MemoryBudget()).toThrow(InvalidArgumentError);
    });
  });

  describe.skipIf(loaded === undefined)('when it is used up', () => {
    it('says who has how much, as text and as data', () => {
      MemoryBudget.process(engine).limitBytes = 2000;
      const sort = budget(1000, 'sort');
      const run = sort.child('run');
      const cache = budget(Number.POSITIVE_INFINITY, 'cache');
      sort.reserveNow(100);
      run.reserveNow(300);
      run.release(50);
      cache.reserveNow(400);
      const error = thrownBy(() => run.reserveNow(700)) as MemoryReservationError;
      expect(error).toBeInstanceOf(MemoryReservationError);
      expect(error.message).toBe(
        [
          'Memory budget is used up: owner=run, requestedBytes=700, availableBytes=650, budget=sort, budgetBytes=1000, ' +
            'largestHolders=process / main thread / cache 400 B; process / main thread / sort / run 250 B; ' +
            'process / main thread / sort 100 B, usage=',
          `  process: 750 B used of 2000 B, peak ${error.tree?.peakBytes} B`,
          '    main thread: 750 B used, no limit, peak 750 B',
          '      cache: 400 B used, no limit, peak 400 B',
          '      sort: 350 B used of 1000 B, peak 400 B',
          '        run: 250 B used, no limit, peak 300 B',
        ].join('\n'),
      );
      expect(error.stack).toContain('        run: 250 B used, no limit, peak 300 B');
      expect(error.fields).toMatchObject({ owner: 'run', requestedBytes: 700, availableBytes: 650, budget: 'sort' });
      expect(error.largestHolders[0]).toEqual({ path: 'process / main thread / cache', ownBytes: 400 });
      expect(error.tree?.children[0]?.children.map(({ name }) => name)).toEqual(['cache', 'sort']);
      expect(run.usedBytes).toBe(250);
    });

    it('shortens the tree of very many budgets', () => {
      const parent = budget(10, 'parent');
      for (let i = 0; i < 100; i++) parent.child(`c${i}`);
      const { message } = thrownBy(() => parent.reserveNow(11)) as Error;
      expect(message.split('\n')).toHaveLength(42);
      expect(message).toMatch(/… 63 more$/);
    });

    it('runs the cleaners before it refuses', () => {
      const sort = budget(1000);
      sort.reserveNow(1000);
      let hoard = 3;
      cleaner(() => {
        if (hoard === 0) return 0;
        hoard -= 1;
        sort.release(300);
        return 300;
      });
      expect(sort.tryReserve(700)).toBe(false);
      sort.reserveNow(700);
      expect([hoard, sort.usedBytes]).toEqual([0, 800]);
      expect(() => sort.reserveNow(201)).toThrow(MemoryReservationError);
    });

    it('counts on a cleaner that does not tell what it did', () => {
      const sort = budget(100);
      sort.reserveNow(100);
      cleaner(() => {
        if (sort.usedBytes === 100) sort.release(100);
        return undefined;
      });
      sort.reserveNow(60);
      expect(sort.usedBytes).toBe(60);
    });

    it('is not kept by a cleaner that promises for ever', () => {
      const sort = budget(100);
      cleaner(() => 1);
      expect(() => sort.reserveNow(101)).toThrow(MemoryReservationError);
    });

    it('warns of a cleaner that throws, and runs the others', async () => {
      const sort = budget(100);
      sort.reserveNow(100);
      cleaner(() => {
        throw new Error('cleaner on purpose');
      });
      cleaner(() => {
        // A cleaner that itself runs out does not start all over.
        expect(runCleaners()).toBe(0);
        if (sort.usedBytes < 100) return 0;
        sort.release(40);
        return 40;
      });
      const warning = new Promise<Error>((resolve) => process.once('warning', resolve));
      sort.reserveNow(40);
      expect((await warning).message).toBe('cleaner on purpose');
    });
  });

  describe.skipIf(loaded === undefined)('closed', () => {
    it('gives back what it and those below it hold', () => {
      const sort = budget(1000);
      const run = sort.child('run');
      const page = run.child('page');
      page.reserveNow(10);
      run.reserveNow(100);
      MemoryBudget.worker(engine).reserveNow(1);
      sort.close();
      sort.close();
      expect(MemoryBudget.process(engine).usedBytes).toBe(1);
      for (const closed of [sort, run, page]) {
        expect([closed.isClosed, closed.usedBytes, closed.limitBytes, closed.availableBytes, closed.peakBytes]).toEqual(
          [true, 0, 0, 0, 0],
        );
        for (const call of [
          () => closed.tryReserve(1),
          () => closed.reserveNow(0),
          () => closed.release(0),
          () => closed.child('late'),
          () => closed.share(),
          () => closed.usage(),
          () => {
            closed.limitBytes = 1;
          },
        ]) {
          expect(call).toThrow(BudgetClosedError);
        }
      }
    });

    it('is not the process budget', () => {
      expect(() => MemoryBudget.process(engine).close()).toThrow(InvalidArgumentError);
      expect(MemoryBudget.process(engine).tryReserve(1)).toBe(true);
      MemoryBudget.process(engine).release(1);
    });

    it('is not confused with the budget that has its place now', () => {
      const first = budget(100);
      first.close();
      const second = budget(100);
      second.reserveNow(10);
      expect(() => first.release(10)).toThrow(BudgetClosedError);
      first.close();
      expect(second.usedBytes).toBe(10);
    });
  });

  describe.skipIf(loaded === undefined)('waited for', () => {
    it('gives the bytes as soon as they are released', async () => {
      const sort = budget(100);
      sort.reserveNow(100);
      const waiting = sort.reserve(60);
      sort.release(70);
      await waiting;
      expect(sort.usedBytes).toBe(90);
    });

    it('serves in the order of arrival, large before small', async () => {
      const sort = budget(100);
      sort.reserveNow(100);
      const served: number[] = [];
      const waiting = [80, 10, 30].map((bytes) => sort.reserve(bytes).then(() => served.push(bytes)));
      sort.release(50);
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(served).toEqual([]);
      sort.release(50);
      await Promise.all(waiting.slice(0, 2));
      expect([served, sort.usedBytes]).toEqual([[80, 10], 90]);
      sort.release(80);
      await Promise.all(waiting);
      expect([served, sort.usedBytes]).toEqual([[80, 10, 30], 40]);
    });

    it('wakes for what another budget releases, and for a limit that is raised', async () => {
      MemoryBudget.process(engine).limitBytes = 100;
      const a = budget(Number.POSITIVE_INFINITY, 'a');
      const b = budget(Number.POSITIVE_INFINITY, 'b');
      a.reserveNow(100);
      const first = b.reserve(50);
      a.release(50);
      await first;
      // As large as the limit is now: possible, later.
      const second = b.reserve(100);
      MemoryBudget.process(engine).limitBytes = 200;
      await second;
      const third = b.reserve(50);
      a.close();
      await third;
      expect(b.usedBytes).toBe(200);
    });

    it('rejects with the reason of the signal and lets the next one pass', async () => {
      const sort = budget(100);
      sort.reserveNow(50);
      const controller = new AbortController();
      const reason = new Error('changed my mind');
      const first = sort.reserve(90, { signal: controller.signal });
      const second = sort.reserve(50);
      controller.abort(reason);
      await expect(first).rejects.toBe(reason);
      await second;
      expect(sort.usedBytes).toBe(100);
      await expect(sort.reserve(0, { signal: controller.signal })).rejects.toBe(reason);
    });

    it('rejects when a cleaner aborts the signal', async () => {
      const sort = budget(100);
      sort.reserveNow(100);
      const controller = new AbortController();
      const reason = new Error('no need any more');
      const cleanUp = registerCleaner(() => controller.abort(reason));
      try {
        await expect(sort.reserve(50, { signal: controller.signal })).rejects.toBe(reason);
      } finally {
        cleanUp();
      }
      expect(sort.usedBytes).toBe(100);
    });

    it('ignores a signal that comes later', async () => {
      const sort = budget(100);
      const controller = new AbortController();
      await sort.reserve(10, { signal: controller.signal });
      controller.abort();
      expect(sort.usedBytes).toBe(10);
    });

    it('rejects with the tree when the time is up', async () => {
      const sort = budget(100, 'sort');
      sort.reserveNow(100);
      const error = await rejectionOf(sort.reserve(1, { timeoutMillis: 5 }));
      expect(error).toBeInstanceOf(MemoryReservationError);
      expect((error as Error).message).toMatch(/timeoutMillis=5,.*sort: 100 B used of 100 B, peak 100 B/s);
      await expect(sort.reserve(1, { timeoutMillis: 0 })).rejects.toThrow(MemoryReservationError);
      expect(sort.usedBytes).toBe(100);
    });

    it('rejects at once what no release can make possible', async () => {
      const sort = budget(100);
      await expect(sort.reserve(101)).rejects.toThrow(MemoryReservationError);
      MemoryBudget.process(engine).limitBytes = 50;
      await expect(sort.reserve(51)).rejects.toThrow(MemoryReservationError);
    });

    it('rejects when it is closed', async () => {
      const sort = budget(100);
      sort.reserveNow(100);
      const waiting = [sort.reserve(1), sort.reserve(2)].map(rejectionOf);
      sort.close();
      expect(await Promise.all(waiting)).toEqual([expect.any(BudgetClosedError), expect.any(BudgetClosedError)]);
      await expect(sort.reserve(1)).rejects.toThrow(BudgetClosedError);
    });

    it('runs the cleaners while it waits', async () => {
      const sort = budget(100);
      sort.reserveNow(100);
      let runs = 0;
      cleaner(() => {
        runs += 1;
        if (runs === 4) sort.release(100);
        return undefined;
      });
      await sort.reserve(100);
      expect(runs).toBeGreaterThanOrEqual(4);
    });

    it.each([-1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31])('takes no %d ms', async (timeoutMillis) => {
      await expect(budget(100).reserve(1, { timeoutMillis })).rejects.toThrow(InvalidArgumentError);
    });
  });

  describe.skipIf(loaded === undefined)('reserved with an owner', () => {
    it('comes back at the end of the scope', async () => {
      const sort = budget(100);
      {
        using now = sort.reservation(60);
        using later = await sort.awaitReservation(40);
        expect([now.bytes, later.bytes, sort.usedBytes]).toEqual([60, 40, 100]);
        expect(() => sort.reservation(1)).toThrow(MemoryReservationError);
      }
      expect(sort.usedBytes).toBe(0);
    });

    it('grows and shrinks, and stays as it is when it cannot', () => {
      const sort = budget(100);
      using reservation = sort.reservation(60);
      reservation.resize(90);
      expect(() => reservation.resize(101)).toThrow(MemoryReservationError);
      expect([reservation.bytes, sort.usedBytes]).toEqual([90, 90]);
      reservation.resize(20);
      expect([reservation.bytes, sort.usedBytes]).toEqual([20, 20]);
      expect(() => reservation.resize(-1)).toThrow(InvalidArgumentError);
    });

    it('moves to a new owner and leaves the old one nothing', () => {
      const sort = budget(100);
      const first = sort.reservation(60);
      const second = first.move();
      first.release();
      expect([first.bytes, second.bytes, sort.usedBytes]).toEqual([0, 60, 60]);
      second.release();
      second.release();
      expect(sort.usedBytes).toBe(0);
      expect(() => new MemoryReservation(Symbol('mine'), sort, 1)).toThrow(InvalidArgumentError);
    });

    it('is nothing any more once its budget is closed', () => {
      const sort = budget(100);
      using reservation = sort.reservation(60);
      sort.close();
      expect(() => reservation.resize(70)).toThrow(BudgetClosedError);
    });
  });

  describe.skipIf(loaded === undefined)('under segments', () => {
    it('pays from before the allocation until the free', () => {
      const sort = budget(1000);
      const segment = MemorySegment.allocate(600, { engine, budget: sort });
      expect(sort.usedBytes).toBe(600);
      const { allocatedChunks } = engine.statistics();
      expect(() => MemorySegment.allocate(401, { engine, budget: sort })).toThrow(MemoryReservationError);
      expect(engine.statistics().allocatedChunks).toBe(allocatedChunks);
      segment.wrap(0, 10).free();
      expect(sort.usedBytes).toBe(600);
      segment.free();
      expect(sort.usedBytes).toBe(0);
    });

    it('pays while the memory is pinned', () => {
      const sort = budget(1000);
      const segment = MemorySegment.allocate(600, { engine, budget: sort });
      const pins = [segment.pin(), segment.pin()];
      segment.free();
      pins[0]?.release();
      expect(sort.usedBytes).toBe(600);
      pins[1]?.release();
      expect(sort.usedBytes).toBe(0);
    });

    it('pays nothing for memory that the system refuses', () => {
      const sort = budget(Number.POSITIVE_INFINITY);
      expect(() => MemorySegment.allocate(2 ** 52, { engine, budget: sort })).toThrow(OutOfMemoryError);
      expect(sort.usedBytes).toBe(0);
    });

    it('may be closed before them', () => {
      const sort = budget(1000);
      using segment = MemorySegment.allocate(600, { engine, budget: sort });
      sort.close();
      expect(segment.isFreed).toBe(false);
    });
  });

  describe.skipIf(loaded === undefined)('under a manager', () => {
    it('is a child of the thread for as long as the manager is open', () => {
      const manager = new MemoryManager({ sizeBytes: 1000, engine, name: 'join' });
      manager.allocate('a', 600);
      expect(MemoryBudget.worker(engine).usage().children).toEqual([
        { name: 'join', limitBytes: 1000, usedBytes: 600, ownBytes: 600, peakBytes: 600, children: [] },
      ]);
      manager.close();
      expect(MemoryBudget.worker(engine).usage().children).toEqual([]);
    });

    it('bounds it even when the manager could take more, and tells the tree', () => {
      MemoryBudget.process(engine).limitBytes = 500;
      using manager = new MemoryManager({ sizeBytes: 1000, engine });
      manager.allocate('a', 400);
      const error = thrownBy(() => manager.allocate('b', 200)) as Error;
      expect(error).toBeInstanceOf(MemoryReservationError);
      expect(error.message).toContain('\n      manager: 400 B used of 1000 B, peak 400 B');
      expect([manager.usedBytes, manager.availableBytes]).toEqual([400, 600]);
    });

    it('can be one of the caller, who keeps it', () => {
      const mine = budget(1000, 'mine');
      const manager = new MemoryManager({ sizeBytes: 800, engine, budget: mine });
      manager.allocate('a', 600);
      expect(mine.usedBytes).toBe(600);
      manager.close();
      expect([mine.usedBytes, mine.isClosed]).toEqual([0, false]);
    });
  });

  describe.skipIf(loaded === undefined)('shared', () => {
    it('is attached as a child of this thread', () => {
      const sort = budget(100);
      using attached = MemoryBudget.attach(structuredClone(sort.share()), { engine, name: 'guest' });
      attached.reserveNow(60);
      expect([sort.usedBytes, attached.usedBytes, attached.availableBytes]).toEqual([60, 60, 40]);
      expect(sort.usage().children.map(({ name }) => name)).toEqual(['guest']);
      expect(() => attached.reserveNow(41)).toThrow(MemoryReservationError);
      sort.close();
      expect(attached.isClosed).toBe(true);
    });

    it('is refused when it is closed, or is none', () => {
      const sort = budget(100);
      const descriptor = sort.share();
      sort.close();
      expect(() => MemoryBudget.attach(descriptor, { engine })).toThrow(BudgetClosedError);
      const memory = new SharedArrayBuffer(64);
      for (const wrong of [
        undefined,
        {},
        { engine: 'js', id: 1, generation: 1 },
        { engine: 'js', id: 1, generation: 1, memory },
        { engine: engine.name === 'js' ? 'native' : 'other', id: 1, generation: 1 },
        { engine: 'native', id: 1, generation: 1, processToken: -1 },
      ]) {
        expect(() => MemoryBudget.attach(wrong as never, { engine })).toThrow(InvalidArgumentError);
      }
    });
  });
});

async function rejectionOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error('it did not fail');
    },
    (error: unknown) => error,
  );
}

function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
