import { describe, expect, it } from 'vitest';
import { enginesUnderTest } from '../fixtures/engines.ts';
import { runLeaking } from './run-leaking.ts';

const LEVELS = ['simple', 'advanced', 'paranoid'] as const;

describe.each(enginesUnderTest)('leak detection on the $name engine$missing', ({ name, engine }) => {
  /** What the program prints last, as JSON; it must end well. */
  async function result(code: string, environment: NodeJS.ProcessEnv = {}) {
    const { status, stdout, stderr } = await runLeaking(code, { OFFHEAP_ENGINE: name, ...environment });
    expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
    return { ...JSON.parse(stdout.trim().split('\n').at(-1) as string), stderr };
  }

  describe.skipIf(engine === undefined)('', () => {
    it.each(LEVELS)('reports a forgotten segment at %s, then frees it', async (level) => {
      const { reports, liveChunks } = await result(
        `forget(1, 4096, { owner: 'reader' });
        const reports = await drainUntil((reports) => reports.length > 0);
        console.log(JSON.stringify({ reports, liveChunks: engine.statistics().liveChunks }));`,
        { OFFHEAP_LEAK_DETECTION: level },
      );
      expect(reports).toEqual([
        expect.objectContaining({
          found: 'collected',
          kind: 'segment',
          engine: name,
          owner: 'reader',
          count: 1,
          totalBytes: 4096,
          sizeBytes: 4096,
          place: expect.stringMatching(/program\.mjs:\d+:\d+$/),
          touches: [],
        }),
      ]);
      expect(liveChunks).toBe(0);
    });

    // Only the memory of the native engine is not the runtime's, and Node 20 has no transfer().
    it.runIf(name === 'native' && 'transfer' in ArrayBuffer.prototype)(
      'reports a forgotten segment that cannot be freed, since its memory was transferred away by force',
      async () => {
        const { reports, liveChunks } = await result(
          `function transferAway() {
            const segment = MemorySegment.allocate(4096, { engine, owner: 'reader' });
            const pin = segment.pin();
            globalThis.taken = ArrayBuffer.prototype.transfer.call(pin.bytes.buffer);
            pin.release();
          }
          transferAway();
          const reports = await drainUntil((reports) => reports.length > 0);
          console.log(JSON.stringify({ reports, liveChunks: engine.statistics().liveChunks }));`,
          { OFFHEAP_LEAK_DETECTION: 'paranoid' },
        );
        expect(reports).toMatchObject([
          { count: 1, owner: 'reader', releaseError: expect.stringContaining('transferred away') },
        ]);
        expect(liveChunks).toBe(1);
      },
    );

    it('reports nothing and frees nothing when it is disabled', async () => {
      const { reports, liveChunks } = await result(
        `forget(5);
        const reports = [...(await drainLeaks()), ...(await drainLeaks())];
        console.log(JSON.stringify({ reports, liveChunks: engine.statistics().liveChunks }));`,
        { OFFHEAP_LEAK_DETECTION: 'disabled' },
      );
      expect({ reports, liveChunks }).toEqual({ reports: [], liveChunks: 5 });
    });

    it('reports only what was forgotten among segments that were freed, young and old', async () => {
      const { reports, liveChunks, held } = await result(
        `const held = MemorySegment.allocate(64, { engine });
        for (let i = 0; i < 2000; i++) MemorySegment.allocate(100, { engine }).free();
        const old = Array.from({ length: 300 }, () => MemorySegment.allocate(200, { engine }));
        leakDetector.flush();
        for (const segment of old.splice(0)) segment.free();
        forget(1, 300);
        const reports = await drainUntil((reports) => reports.length > 0);
        reports.push(...(await drainLeaks()));
        const { liveChunks } = engine.statistics();
        held.free();
        console.log(JSON.stringify({ reports, liveChunks, held: engine.statistics().liveChunks }));`,
        { OFFHEAP_LEAK_DETECTION: 'paranoid' },
      );
      expect(reports).toHaveLength(1);
      expect(reports[0]).toMatchObject({ count: 1, totalBytes: 300 });
      expect({ liveChunks, held }).toEqual({ liveChunks: 1, held: 0 });
    });

    it('folds leaks of one origin, and tells channel, callback and warning of them', async () => {
      const { reports, published, called, stderr } = await result(
        `const published = [];
        const called = [];
        subscribe(LEAK_CHANNEL, (report) => published.push(report));
        leakDetector.configure({ onLeak: (report) => called.push(report) });
        forget(7, 1024);
        (() => forget(2, 2048))();
        const reports = await drainUntil((reports) => countOf(reports) === 9);
        console.log(JSON.stringify({ reports, published: countOf(published), called: countOf(called) }));`,
        { OFFHEAP_LEAK_DETECTION: 'paranoid' },
      );
      const sizes = reports.map(({ sizeBytes }: { sizeBytes: number }) => sizeBytes);
      expect(new Set(sizes)).toEqual(new Set([1024, 2048]));
      expect({ published, called }).toEqual({ published: 9, called: 9 });
      expect(stderr).toMatch(
        /\[OFFHEAP_LEAK\] OffheapLeakWarning: \d segments? \(.*\) never freed: age=\d+ ms, allocated/,
      );
      expect(stderr).toMatch(/\n {4}at forget \(.*program\.mjs:\d+:\d+\)/);
    });

    it('has the last touches, the newest first, without frames of the library', async () => {
      const { reports } = await result(
        `(function work() {
          const segment = MemorySegment.allocate(100, { engine });
          segment.pin().release();
          leakDetector.touch(segment, 'first');
          leakDetector.flush();
          for (const hint of ['second', 'third']) leakDetector.touch(segment, hint);
          segment.wrap(0, 10);
        })();
        const reports = await drainUntil((reports) => reports.length > 0);
        console.log(JSON.stringify({ reports }));`,
        { OFFHEAP_LEAK_DETECTION: 'advanced' },
      );
      const [{ touches, origin }] = reports;
      expect(touches.map(({ hint }: { hint: string }) => hint)).toEqual(['view', 'third', 'second', 'first']);
      const frames = [...origin, ...touches.flatMap((touch: { frames: string[] }) => touch.frames)];
      expect(frames.length).toBeGreaterThan(5);
      expect(frames.filter((frame: string) => !frame.includes('program.mjs'))).toEqual([]);
    });

    it('gives the memory of a forgotten pooled segment back to its pool', async () => {
      const { reports, returned } = await result(
        `const chunk = engine.allocate(100);
        const returned = [];
        const lend = (offset) => segmentOver({ chunk, offset, length: 10 }, { giveBack: () => returned.push(offset) });
        const kept = [lend(0), lend(10)];
        lend(20);
        lend(30).free();
        const reports = await drainUntil((reports) => reports.length > 0);
        for (const segment of kept) segment.free();
        chunk.free();
        console.log(JSON.stringify({ reports, returned }));`,
        { OFFHEAP_LEAK_DETECTION: 'paranoid' },
      );
      expect(reports).toEqual([expect.objectContaining({ kind: 'pooled segment', count: 1, totalBytes: 10 })]);
      expect(returned.sort()).toEqual([0, 10, 20, 30]);
    });

    it('tells of a forgotten segment that it was attached', async () => {
      const { reports, liveChunks } = await result(
        `const original = MemorySegment.allocate(64, { engine, shared: true });
        (() => { MemorySegment.attach(original.share(), { engine, owner: 'guest' }); })();
        const reports = await drainUntil((reports) => reports.length > 0);
        original.free();
        console.log(JSON.stringify({ reports, liveChunks: engine.statistics().liveChunks }));`,
      );
      expect(reports).toEqual([expect.objectContaining({ kind: 'attached segment', owner: 'guest', totalBytes: 64 })]);
      expect(liveChunks).toBe(0);
    });

    it('gives the budget of collected segments back before a reservation is refused', async () => {
      const { used, refused, reports, after } = await result(
        `const budget = MemoryBudget.worker(engine).child('job', { limitBytes: 1000 });
        forget(3, 300, { budget });
        const refused = (() => {
          try {
            budget.reserveNow(200);
          } catch (error) {
            return error.code;
          }
        })();
        // In a turn of its own: the last one has looked for the segments, and so keeps them.
        await new Promise((resolve) => setTimeout(resolve, 1));
        gc();
        const used = [budget.usedBytes];
        // No finalizer has run: that takes a turn of the event loop.
        budget.reserveNow(1000);
        used.push(budget.usedBytes);
        budget.release(1000);
        const reports = await drainUntil((reports) => countOf(reports) === 3);
        reports.push(...(await drainLeaks()));
        const after = budget.usedBytes;
        budget.close();
        console.log(JSON.stringify({ used, refused, reports, after }));`,
      );
      expect({ used, refused }).toEqual({ used: [900, 1000], refused: 'ERR_MEMORY_RESERVATION' });
      expect(reports.reduce((sum: number, { count }: { count: number }) => sum + count, 0)).toBe(3);
      expect(after).toBe(0);
    });

    it('gives the budget of young segments to those who wait for it', async () => {
      const { used } = await result(
        `const budget = MemoryBudget.worker(engine).child('job', { limitBytes: 1000 });
        forget(3, 300, { budget });
        const collecting = setInterval(gc, 5);
        await budget.reserve(1000, { timeoutMillis: 25_000 });
        clearInterval(collecting);
        console.log(JSON.stringify({ used: budget.usedBytes }));`,
      );
      expect(used).toBe(1000);
    });

    it('does not take a segment for forgotten while a pin or a view on it is held', async () => {
      const { early, length, late, liveChunks } = await result(
        `let pin = (() => MemorySegment.allocate(50, { engine }).pin())();
        let view = (() => MemorySegment.allocate(60, { engine }).wrap(1, 2))();
        forget(1, 70);
        const early = await drainUntil((reports) => reports.length > 0);
        early.push(...(await drainLeaks()));
        const length = pin.bytes.length + view.size;
        pin.release();
        pin = view = undefined;
        const late = await drainUntil((reports) => countOf(reports) === 2);
        console.log(JSON.stringify({ early, length, late, liveChunks: engine.statistics().liveChunks }));`,
      );
      expect(early).toEqual([expect.objectContaining({ totalBytes: 70 })]);
      expect(length).toBe(52);
      expect(late.reduce((sum: number, { totalBytes }: { totalBytes: number }) => sum + totalBytes, 0)).toBe(110);
      expect(liveChunks).toBe(0);
    });

    it('finds a forgotten segment by itself, without a drain', async () => {
      const { count } = await result(
        `forget(3);
        let count = 0;
        leakDetector.configure({ onLeak: (report) => { count += report.count; } });
        const deadline = Date.now() + 25_000;
        while (count < 3 && Date.now() < deadline) {
          await new Promise((resolve) => setTimeout(resolve, 20));
          gc();
        }
        console.log(JSON.stringify({ count }));`,
      );
      expect(count).toBe(3);
    });

    it('says at exit what is still live, and who holds more', async () => {
      const { stderr } = await result(
        `globalThis.kept = [1, 2].map(() => MemorySegment.allocate(512, { owner: 'cache', engine }));
        kept.push(engine.allocate(10));
        console.log('{}');`,
        { OFFHEAP_LEAK_DETECTION: 'advanced' },
      );
      expect(stderr).toMatch(/^offheap: live at exit: segments=2, bytes=1024$/m);
      expect(stderr).toMatch(
        /^ {2}2 segments \(1 kb\) still live at exit: owner=cache, age=\d+ ms, allocated at .*program\.mjs:\d+:\d+$/m,
      );
      expect(stderr).toMatch(/^ {2}besides, chunks that this thread does not watch: 1$/m);
    });

    it('says nothing at exit of what is live at simple, unless something leaked', async () => {
      const { stderr } = await result(`globalThis.kept = MemorySegment.allocate(512, { engine }); console.log('{}');`);
      expect(stderr).toBe('');
      const leaking = await result(
        `globalThis.kept = MemorySegment.allocate(512, { engine });
        forget(1);
        await drainUntil((reports) => reports.length > 0);
        console.log('{}');`,
      );
      expect(leaking.stderr).toMatch(/^offheap: live at exit: segments=1, bytes=512$/m);
    });

    it('reports from workers: leaks, and what is live at their exit', async () => {
      const { messages, stderr } = await result(
        `import { Worker, isMainThread, parentPort } from 'node:worker_threads';
        if (isMainThread) {
          const messages = [];
          const worker = new Worker(new URL(import.meta.url));
          worker.on('message', (message) => messages.push(message));
          await new Promise((resolve) => worker.on('exit', resolve));
          console.log(JSON.stringify({ messages }));
        } else {
          globalThis.kept = MemorySegment.allocate(256, { owner: 'worker', engine });
          forget(1, 128);
          const [{ totalBytes, threadId }] = await drainUntil((reports) => reports.length > 0);
          parentPort.postMessage({ totalBytes, threadId });
        }`,
        { OFFHEAP_LEAK_DETECTION: 'advanced' },
      );
      expect(messages).toEqual([{ totalBytes: 128, threadId: expect.any(Number) }]);
      expect(messages[0].threadId).toBeGreaterThan(0);
      expect(stderr).toMatch(/^offheap: live at the exit of worker \d+: segments=1, bytes=256$/m);
    });

    it('warns of a level that it does not know, and goes on', async () => {
      const { level, stderr } = await result('console.log(JSON.stringify({ level: leakDetector.level }));', {
        OFFHEAP_LEAK_DETECTION: 'loud',
      });
      expect(level).toBe('simple');
      expect(stderr).toMatch(/OFFHEAP_LEAK_LEVEL.*OFFHEAP_LEAK_DETECTION is loud/);
    });
  });
});
