import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { ChunkStatistics, Engine } from '../../../lib/engine/engine.ts';
import { freeUnshared } from '../../../lib/engine/unshared-free.ts';
import { loadedAddon } from '../../fixtures/addon.ts';
import { enginesUnderTest } from '../../fixtures/engines.ts';

const library = new URL('../../../dist/index.js', import.meta.url).href;
const native = enginesUnderTest.find(({ name }) => name === 'native')?.engine as Engine;

/** Evaluates the body of a function (engine, MemorySegment, Worker) in a process with this OFFHEAP_CHECKED. */
function inProcess<T>(setting: string, body: string): T {
  const program = `
    import { Worker } from 'node:worker_threads';
    import { currentEngine, MemorySegment } from ${JSON.stringify(library)};
    const run = async (engine, MemorySegment, Worker) => { ${body} };
    console.log(JSON.stringify(await run(currentEngine(), MemorySegment, Worker)));`;
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
    env: { ...process.env, OFFHEAP_CHECKED: setting, OFFHEAP_ENGINE: 'native' },
  });
  return JSON.parse(output) as T;
}

describe.each(enginesUnderTest.filter(({ engine }) => engine !== undefined))(
  'unzeroed memory on the $name engine',
  ({ engine }) => {
    it.each([1, 100, 4096, 2 ** 21 + 1])(
      'of %i bytes shows in checked mode that nobody has written it',
      (sizeBytes) => {
        const chunk = (engine as Engine).allocate(sizeBytes, { zeroed: false });
        expect(new Uint8Array(chunk.buffer).every((byte) => byte === 0xcd)).toBe(true);
        chunk.free();
        const zeroed = (engine as Engine).allocate(sizeBytes);
        expect(new Uint8Array(zeroed.buffer).every((byte) => byte === 0)).toBe(true);
        zeroed.free();
      },
    );
  },
);

describe.skipIf(loadedAddon === undefined)('guard pages', () => {
  it('are around every chunk in checked mode', () => {
    const before = native.statistics();
    const chunks = [1, 64, 4096, 2 ** 21].map((sizeBytes) => native.allocate(sizeBytes));
    expect(native.statistics().guardedChunks - before.guardedChunks).toBe(4);
    for (const chunk of chunks) chunk.free();
    expect(native.statistics()).toMatchObject({ guardedChunks: before.guardedChunks, unguardedChunks: 0 });
  });

  it('stay around a chunk that is freed while a pin holds it', () => {
    const before = native.statistics().guardedChunks;
    const chunk = native.allocate(64);
    chunk.pin();
    chunk.free();
    expect(native.statistics().guardedChunks).toBe(before + 1);
    chunk.unpin();
    expect(native.statistics().guardedChunks).toBe(before);
  });

  it('are never kept for the next chunk', () => {
    const chunk = native.allocate(4096);
    const { buffer } = chunk;
    freeUnshared(chunk);
    expect(buffer.byteLength).toBe(0);
    expect(native.statistics().spareBytes).toBe(0);
  });

  it('are around one in n chunks when checked mode samples, and the accessors unchecked', () => {
    const [statistics, rounded] = inProcess<[ChunkStatistics, number]>(
      '1/10',
      `const segments = Array.from({ length: 100 }, (_, i) => MemorySegment.allocate(i + 1));
      const statistics = engine.statistics();
      segments[50].putByte(1, 7);
      const rounded = segments[50].getByte(1.5);
      for (const segment of segments) segment.free();
      return [statistics, rounded];`,
    );
    expect(statistics).toMatchObject({ liveChunks: 100, guardedChunks: 10, unguardedChunks: 0 });
    expect(rounded).toBe(7);
  });

  it('are around one in n chunks where freed memory serves the next chunk', () => {
    const guarded = inProcess<number>(
      '1/10',
      `let guarded = 0;
      for (let i = 0; i < 1000; i++) {
        const segment = MemorySegment.allocate(4096);
        guarded += engine.statistics().guardedChunks;
        segment.free();
      }
      return guarded;`,
    );
    expect(guarded).toBe(100);
  });

  it('are nowhere without checked mode', () => {
    const guarded = inProcess<number>(
      '0',
      `const segments = Array.from({ length: 100 }, () => MemorySegment.allocate(64));
      return engine.statistics().guardedChunks;`,
    );
    expect(guarded).toBe(0);
  });

  it('hold for the process as the strictest thread has asked', () => {
    const worker = `
      const { workerData } = require('node:worker_threads');
      import(workerData).then(({ currentEngine }) => currentEngine());`;
    const counts = inProcess<number[]>(
      '1/1000',
      `const counts = [];
      for (const setting of ['0', '1', '1/1000']) {
        const worker = new Worker(${JSON.stringify(worker)}, {
          eval: true, execArgv: [], workerData: ${JSON.stringify(library)}, env: { ...process.env, OFFHEAP_CHECKED: setting },
        });
        await new Promise((resolve, reject) => worker.on('error', reject).on('exit', resolve));
        engine.allocate(64);
        counts.push(engine.statistics().guardedChunks);
      }
      return counts;`,
    );
    expect(counts).toEqual([0, 1, 2]);
  });
});
