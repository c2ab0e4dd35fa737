import { afterEach, describe, expect, it } from 'vitest';
import type { Engine } from '../../lib/engine/engine.ts';
import { MemorySegment } from '../../lib/memory/memory-segment.ts';
import type { SegmentDescriptor } from '../../lib/memory/segment-descriptor.ts';
import { segmentOver } from '../../lib/memory/segment-region.ts';
import { enginesUnderTest } from '../fixtures/engines.ts';
import { LibraryWorker } from '../fixtures/library-worker.ts';

const coded = (code: string) => expect.objectContaining({ code });
const FREED = coded('ERR_SEGMENT_FREED');
const NO_DESCRIPTOR = coded('ERR_SEGMENT_DESCRIPTOR');

for (const { name, engine, missing } of enginesUnderTest) {
  describe.skipIf(engine === undefined)(`sharing a segment, ${name} engine${missing}`, () => {
    contract(engine as Engine);
  });
}

function contract(engine: Engine): void {
  const opened: MemorySegment[] = [];
  const workers: LibraryWorker[] = [];

  const keep = (segment: MemorySegment): MemorySegment => {
    opened.push(segment);
    return segment;
  };
  const allocate = (sizeBytes: number, options: { shared?: boolean } = {}) =>
    keep(MemorySegment.allocate(sizeBytes, { engine, ...options }));
  const attach = (descriptor: SegmentDescriptor) => keep(MemorySegment.attach(descriptor, { engine }));
  const startWorker = async (options = {}) => {
    const worker = await LibraryWorker.start(engine.name, options);
    workers.push(worker);
    return worker;
  };
  const live = () => engine.statistics().liveChunks;

  afterEach(async () => {
    for (const worker of workers.splice(0)) await worker.terminate();
    for (const segment of opened.splice(0)) segment[Symbol.dispose]();
  });

  describe('within a thread', () => {
    it.each([{ shared: true }, { shared: false }])('shows the same bytes to every holder, %o', (options) => {
      const segment = allocate(100, options);
      segment.putInt(40, 1);
      const other = attach(segment.share());
      expect(other.getInt(40)).toBe(1);
      other.putInt(40, 2);
      expect(segment.getInt(40)).toBe(2);
      expect(other).toMatchObject({ size: 100, isOffHeap: true, isFreed: false });
    });

    it.each(['the first', 'the second'])('frees the memory with the last holder, when %s goes first', (which) => {
      const before = live();
      const segment = allocate(5000);
      segment.putLong(8, 7n);
      const view = segment.wrap(8, 8);
      const other = attach(segment.share());
      const otherView = other.wrap(8, 8);
      const [first, firstView, last, lastView] =
        which === 'the first' ? [segment, view, other, otherView] : [other, otherView, segment, view];
      first.free();
      expect(() => first.getByte(0)).toThrow(FREED);
      expect(() => firstView.getByte(0)).toThrow(FREED);
      expect(last.getLong(8)).toBe(7n);
      expect(lastView.getLong(0)).toBe(7n);
      expect(live()).toBeGreaterThan(before);
      last.free();
      expect(() => lastView.getByte(0)).toThrow(FREED);
      expect(live()).toBe(before);
    });

    it('is refused once the last holder is gone, also when the memory has another user', () => {
      const descriptors = Array.from({ length: 20 }, () => {
        const segment = allocate(1000);
        const descriptor = segment.share();
        segment.free();
        return descriptor;
      });
      for (let i = 0; i < 20; i++) allocate(1000);
      for (const descriptor of descriptors) expect(() => attach(descriptor)).toThrow(FREED);
    });

    it('gives what a view shows', () => {
      const segment = allocate(100);
      for (let i = 0; i < 100; i++) segment.putByte(i, i);
      const other = attach(segment.wrap(10, 50).wrap(5, 20).share());
      expect(other.size).toBe(20);
      expect(other.getByte(0)).toBe(15);
      expect(() => other.getByte(20)).toThrow(coded('ERR_INDEX_OUT_OF_BOUNDS'));
    });

    it('keeps views and bytes from before the sharing together with the segment', () => {
      const segment = allocate(64);
      const view = segment.wrap(16, 32);
      const nested = view.wrap(8, 8);
      segment.fill(9);
      const other = attach(segment.share());
      other.putByte(24, 5);
      expect([segment.getByte(24), view.getByte(8), nested.getByte(0)]).toEqual([5, 5, 5]);
      expect(segment.equalTo(other, 0, 0, 64)).toBe(true);
      nested.putByte(1, 77);
      expect(other.getByte(25)).toBe(77);
      segment.free();
      for (const dead of [segment, view, nested]) expect(() => dead.getByte(0)).toThrow(FREED);
      expect(other.getByte(25)).toBe(77);
    });

    it('shares an empty segment', () => {
      const other = attach(allocate(0).share());
      expect(other.size).toBe(0);
    });

    it('lets pins of any holder keep the memory when all are freed', () => {
      const before = engine.statistics();
      const segment = allocate(4096, { shared: true });
      const other = attach(segment.share());
      const pin = other.pin();
      segment.free();
      other.free();
      expect(engine.statistics().pendingChunks).toBe(before.pendingChunks + 1);
      pin.release();
      expect(engine.statistics().pendingChunks).toBe(before.pendingChunks);
      expect(live()).toBe(before.liveChunks);
    });

    it('makes descriptors that are small and survive a structured clone', () => {
      const segment = allocate(2 ** 20);
      segment.putInt(4, 3);
      const descriptor = segment.share();
      expect(attach(structuredClone(descriptor)).getInt(4)).toBe(3);
      expect(JSON.stringify(descriptor).length).toBeLessThan(250);
    });

    it('refuses a freed segment, heap memory and memory of a pool', () => {
      const segment = allocate(10);
      segment.free();
      expect(() => segment.share()).toThrow(FREED);
      expect(() => keep(MemorySegment.allocateHeap(10)).share()).toThrow(coded('ERR_INVALID_ARGUMENT'));
      expect(() => keep(MemorySegment.wrap(new Uint8Array(10))).share()).toThrow(coded('ERR_INVALID_ARGUMENT'));
      const chunk = engine.allocate(100);
      const part = keep(segmentOver({ chunk, offset: 0, length: 50 }, { giveBack: () => chunk.free() }));
      expect(() => part.share()).toThrow(coded('ERR_CHUNK_STATE'));
    });

    it('refuses pinned memory that would have to move, and leaves it as it was', () => {
      const segment = allocate(100);
      segment.putInt(0, 1);
      const pin = segment.pin();
      if (engine.name === 'native') {
        expect(attach(segment.share()).getInt(0)).toBe(1);
      } else {
        expect(() => segment.share()).toThrow(coded('ERR_CHUNK_STATE'));
        pin.bytes[0] = 2;
        expect(segment.getByte(0)).toBe(2);
      }
      pin.release();
      expect(attach(segment.share()).size).toBe(100);
    });

    it('holds nothing when a range leaves the memory', () => {
      const segment = allocate(100);
      const descriptor = segment.share();
      const before = live();
      for (const forged of [
        { ...descriptor, size: 101 },
        { ...descriptor, offset: 1 },
        { ...descriptor, offset: -1 },
        { ...descriptor, offset: 0.5 },
        { ...descriptor, size: 2 ** 53 },
        { ...descriptor, size: Number.NaN },
        { ...descriptor, size: '8' as unknown as number },
        { ...descriptor, offset: undefined as unknown as number },
        { ...descriptor, offset: 2 ** 53 - 1, size: 2 ** 53 - 1 },
      ]) {
        expect(() => attach(forged)).toThrow(NO_DESCRIPTOR);
      }
      expect(live()).toBe(before);
    });

    it.each([undefined, null, 1, {}, { kind: 'offheap segment', offset: 0, size: 1 }, new Uint8Array(8)])(
      'refuses %o, which is no descriptor',
      (value) => {
        expect(() => attach(value as unknown as SegmentDescriptor)).toThrow(NO_DESCRIPTOR);
      },
    );

    it.runIf(engine.name !== 'native')('says of a copy by JSON how descriptors travel', () => {
      const copy = JSON.parse(JSON.stringify(allocate(100).share())) as SegmentDescriptor;
      expect(() => attach(copy)).toThrow(NO_DESCRIPTOR);
      expect(() => attach(copy)).toThrow(/postMessage/);
    });

    it('refuses chunks of another kind of engine and of another process', () => {
      const segment = allocate(100);
      const descriptor = segment.share();
      const holders = new SharedArrayBuffer(4);
      const forged =
        engine.name === 'native'
          ? [
              { ...descriptor.chunk, processToken: 1 },
              { place: 'shared memory', memory: holders, holders },
            ]
          : [
              { place: 'registry', processToken: 1, id: 1, generation: 1 },
              { place: 'shared memory', memory: holders, holders },
              { ...descriptor.chunk, memory: new ArrayBuffer(8) },
            ];
      for (const chunk of forged) {
        expect(() => attach({ ...descriptor, chunk } as SegmentDescriptor)).toThrow(NO_DESCRIPTOR);
      }
    });

    it.runIf(engine.name === 'native')('refuses ids and generations that name nothing', () => {
      const descriptor = allocate(100).share();
      for (const forged of [{ id: 0 }, { id: 2 ** 32 - 1 }, { generation: 0 }, { generation: 2 ** 31 }]) {
        const chunk = { ...descriptor.chunk, ...forged } as SegmentDescriptor['chunk'];
        expect(() => attach({ ...descriptor, chunk })).toThrow(FREED);
      }
      for (const forged of [{ id: -1 }, { id: 1.5 }, { id: '1' }, { generation: {} }]) {
        const chunk = { ...descriptor.chunk, ...forged } as unknown as SegmentDescriptor['chunk'];
        expect(() => attach({ ...descriptor, chunk })).toThrow(coded('ERR_INVALID_ARGUMENT'));
      }
    });
  });

  describe('with a worker', () => {
    const HOLD = `held.set('segment', offheap.MemorySegment.attach(argument))`;

    it('shows both threads the same bytes', async () => {
      const segment = allocate(1000);
      segment.putInt(0, 11);
      const worker = await startWorker();
      await worker.run(HOLD, segment.share());
      expect(await worker.run(`return held.get('segment').getInt(0)`)).toBe(11);
      await worker.run(`held.get('segment').putInt(4, 22)`);
      expect(segment.getInt(4)).toBe(22);
      segment.putInt(8, 33);
      expect(await worker.run(`return held.get('segment').getInt(8)`)).toBe(33);
      await worker.run(`held.get('segment').free()`);
      expect(segment.getInt(4)).toBe(22);
    });

    it('leaves the memory to the worker when the first holder frees', async () => {
      const before = live();
      const segment = allocate(1000);
      segment.putInt(0, 44);
      const descriptor = segment.share();
      const worker = await startWorker();
      await worker.run(HOLD, descriptor);
      segment.free();
      expect(await worker.run(`return held.get('segment').getInt(0)`)).toBe(44);
      expect(attach(descriptor).getInt(0)).toBe(44);
      opened.at(-1)?.free();
      await worker.run(`held.get('segment').free()`);
      expect(() => attach(descriptor)).toThrow(FREED);
      expect(live()).toBe(before);
    });

    it('attaches what the worker allocated, and keeps it when the worker ends', async () => {
      const worker = await startWorker();
      const descriptor = await worker.run<SegmentDescriptor>(`
        const segment = offheap.MemorySegment.allocate(100);
        held.set('segment', segment);
        segment.putInt(0, 55);
        return segment.share();
      `);
      const segment = attach(descriptor);
      await worker.terminate();
      expect(segment.getInt(0)).toBe(55);
      segment.free();
      expect(() => attach(descriptor)).toThrow(FREED);
    });

    it('refuses in the worker what was freed before it attached', async () => {
      const segment = allocate(100);
      const descriptor = segment.share();
      segment.free();
      const worker = await startWorker();
      await expect(worker.run(HOLD, descriptor)).rejects.toMatchObject({ code: 'ERR_SEGMENT_FREED' });
    });

    it.each([
      ['exits', `setImmediate(() => process.exit(0))`],
      ['throws', `setImmediate(() => { throw new Error('crash') })`],
      ['runs out of heap', `const all = []; for (;;) all.push(new Array(1000).fill(Math.random()))`],
    ])('gets back what a worker held that %s', async (_, source) => {
      const before = live();
      const segment = allocate(1000);
      const descriptor = segment.share();
      const worker = await startWorker({ resourceLimits: { maxOldGenerationSizeMb: 32 } });
      await worker.run(HOLD, descriptor);
      await worker.run(`held.set('other', offheap.MemorySegment.attach(argument))`, descriptor);
      segment.free();
      expect(attach(descriptor).size).toBe(1000);
      opened.at(-1)?.free();
      worker.start(source);
      await worker.exited();
      expect(() => attach(descriptor)).toThrow(FREED);
      expect(live()).toBe(before);
    });

    it('survives workers that are terminated while they use the memory', async () => {
      const before = live();
      const segment = allocate(64 * 1024);
      const descriptor = segment.share();
      const started = await Promise.all([startWorker(), startWorker(), startWorker()]);
      for (const [index, worker] of started.entries()) {
        worker.start(
          `const segment = offheap.MemorySegment.attach(argument.descriptor);
           const other = offheap.MemorySegment.attach(argument.descriptor);
           for (let i = 0; ; i++) {
             segment.putInt(argument.index * 4, i + 1);
             other.copyTo(0, segment, 32768, 32768);
             offheap.MemorySegment.attach(argument.descriptor).free();
           }`,
          { descriptor, index },
        );
      }
      // All of them write by now.
      while (![0, 1, 2].every((index) => segment.getInt(index * 4) > 0)) await new Promise(setImmediate);
      await Promise.all(started.map((worker) => worker.terminate()));
      const counts = [0, 1, 2].map((index) => segment.getInt(index * 4));
      await new Promise(setImmediate);
      expect([0, 1, 2].map((index) => segment.getInt(index * 4))).toEqual(counts);
      segment.free();
      expect(() => attach(descriptor)).toThrow(FREED);
      expect(live()).toBe(before);
    });

    it('lets threads count together with Atomics', async () => {
      const segment = allocate(64, { shared: true });
      const started = await Promise.all([startWorker(), startWorker(), startWorker()]);
      const count = `
        {
          const segment = offheap.MemorySegment.attach(argument);
          const pin = segment.pin();
          const words = new Int32Array(pin.bytes.buffer, pin.bytes.byteOffset, 16);
          for (let i = 0; i < 100_000; i++) Atomics.add(words, 3, 1);
          pin.release();
          segment.free();
        }`;
      await Promise.all(started.map((worker) => worker.run(count, segment.share())));
      expect(segment.getInt(12)).toBe(300_000);
    });
  });
}
