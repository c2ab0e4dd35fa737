import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import type { Addon } from '../../../lib/engine/addon.ts';
import { SegmentFreedError } from '../../../lib/errors/index.ts';
import { loadedAddon, RawChunk } from '../../fixtures/addon.ts';

/** Runs before the code of each worker: loads the addon as lib/engine/native does, and keeps what it allocates. */
const PRELUDE = `
  const { parentPort, workerData } = require('node:worker_threads');
  const module_ = { exports: {} };
  process.dlopen(module_, workerData.addonPath);
  const addon = module_.exports;
  addon.configure((code, sentence, fields) => Object.assign(new Error(sentence), { code, fields }), 2 ** 32);
  const kept = [];
  function allocate(sizeBytes) {
    const buffer = addon.allocateChunk(sizeBytes, true);
    const [id, generation] = addon.chunkHandle;
    const chunk = { id, generation, buffer, bytes: new Uint8Array(buffer) };
    kept.push(chunk);
    return chunk;
  }
`;

/** What a worker's code allocates: small and mapped chunks, and none of no bytes is forgotten. */
const LEAVE_CHUNKS = `
  for (const sizeBytes of [0, 1, 100, 32768, 3 * 1024 * 1024]) allocate(sizeBytes).bytes.fill(1);
`;

describe.skipIf(loadedAddon === undefined)('native chunks of worker threads', () => {
  const addon = loadedAddon?.addon as Addon;
  const addonPath = loadedAddon?.path as string;

  function start(code: string, data: object = {}): Worker {
    return new Worker(PRELUDE + code, { eval: true, workerData: { ...data, addonPath } });
  }

  async function runToEnd(code: string, data?: object): Promise<unknown[]> {
    const worker = start(code, data);
    const messages: unknown[] = [];
    worker.on('message', (message) => messages.push(message));
    worker.on('error', (error: Error) => messages.push(error.message));
    await new Promise((resolve) => worker.on('exit', resolve));
    return messages;
  }

  /** Live and pending chunks and live bytes: what a worker must not leave. */
  function held(): object {
    const { liveChunks, liveBytes, pendingChunks } = addon.chunkStatistics();
    return { liveChunks, liveBytes, pendingChunks };
  }

  it('are in the ledger of the process while the worker runs, and gone when it ends', async () => {
    const before = addon.chunkStatistics();
    const worker = start(
      `${LEAVE_CHUNKS} parentPort.postMessage('ready'); parentPort.once('message', () => process.exit());`,
    );
    await once(worker, 'message');
    expect(addon.chunkStatistics().liveChunks).toBe(before.liveChunks + 5);
    expect(addon.chunkStatistics().liveBytes).toBe(before.liveBytes + 101 + 32768 + 3 * 1024 * 1024);
    worker.postMessage('end');
    await once(worker, 'exit');
    expect(held()).toEqual({ liveChunks: before.liveChunks, liveBytes: before.liveBytes, pendingChunks: 0 });
    expect(addon.chunkStatistics().freedChunks).toBe(before.freedChunks + 5);
  });

  it.each([
    ['its event loop is empty', ''],
    ['it calls process.exit', 'process.exit(0);'],
    ['it throws', "throw new Error('on purpose');"],
    [
      'it has pinned them',
      'for (const { id, generation } of kept) { addon.pinChunk(id, generation); addon.pinChunk(id, generation); }',
    ],
    [
      'it has pinned and freed them',
      'for (const { id, generation, buffer } of kept) { addon.pinChunk(id, generation); addon.freeChunk(id, generation, buffer); }',
    ],
    ['it has dropped every reference to them', 'kept.length = 0; new Array(1e6).fill().map(() => ({}));'],
  ])('are given back when a worker ends because %s', async (_, code) => {
    const before = held();
    const messages = await runToEnd(LEAVE_CHUNKS + code);
    expect(messages.filter((message) => message !== 'on purpose')).toEqual([]);
    expect(held()).toEqual(before);
  });

  it('are given back when a worker is terminated while it allocates and frees', async () => {
    const before = held();
    for (let round = 0; round < 5; round++) {
      const worker = start(`
        parentPort.postMessage('ready');
        for (;;) {
          const { id, generation, buffer } = allocate(1 + Math.floor(Math.random() * 50000));
          if (kept.length > 100) {
            const old = kept.shift();
            addon.pinChunk(old.id, old.generation);
            addon.freeChunk(old.id, old.generation, old.buffer);
            addon.unpinChunk(old.id, old.generation);
          }
        }
      `);
      await once(worker, 'message');
      await new Promise((resolve) => setTimeout(resolve, 20));
      await worker.terminate();
      expect(held()).toEqual(before);
    }
  });

  it('never mix, in many workers at once', async () => {
    const before = held();
    const code = `
      let wrong = 0;
      for (let i = 0; i < 3000; i++) {
        const mine = (workerData.index * 31 + i) & 0xff;
        const chunk = allocate(64 + (i % 7) * 100);
        chunk.bytes.fill(mine);
        chunk.mine = mine;
        if (kept.length > 20) {
          const old = kept.splice(i % 20, 1)[0];
          if (!old.bytes.every((byte) => byte === old.mine)) wrong++;
          addon.freeChunk(old.id, old.generation, old.buffer);
        }
      }
      parentPort.postMessage(wrong);
    `;
    const workers = Array.from({ length: 12 }, (_, index) => runToEnd(code, { index }));
    expect(await Promise.all(workers)).toEqual(workers.map(() => [0]));
    expect(held()).toEqual(before);
  });

  it('can be used, but not freed, by another thread', async () => {
    using chunk = new RawChunk(addon, 64);
    const messages = await runToEnd(
      `
        const { id, generation } = workerData;
        addon.fillBytes(id, generation, 0, 64, 7);
        const codes = [addon.allocateChunk(64, true), new ArrayBuffer(64)].map((buffer) => {
          try { addon.freeChunk(id, generation, buffer); } catch (error) { return error.code; }
        });
        parentPort.postMessage(codes);
      `,
      { id: chunk.id, generation: chunk.generation },
    );
    expect(messages).toEqual([['ERR_CHUNK_STATE', 'ERR_CHUNK_STATE']]);
    expect(chunk.bytes.every((byte) => byte === 7)).toBe(true);
  });

  it('cannot be reached by their handles once the worker has ended', async () => {
    const [handle] = (await runToEnd(
      'const { id, generation } = allocate(64); parentPort.postMessage([id, generation]);',
    )) as [[number, number]];
    expect(() => addon.fillBytes(...handle, 0, 64, 7)).toThrow(SegmentFreedError);
    expect(() => addon.pinChunk(...handle)).toThrow(SegmentFreedError);
  });

  it('keep their memory while another thread has a pin on them', async () => {
    const before = held();
    const worker = start(`
      const { id, generation, bytes } = allocate(64);
      bytes.fill(5);
      parentPort.postMessage([id, generation]);
      parentPort.once('message', () => process.exit());
    `);
    const [[id, generation]] = (await once(worker, 'message')) as [[number, number]];
    using copy = new RawChunk(addon, 64);
    addon.copyBytes(id, generation, 0, copy.id, copy.generation, 0, 64);
    expect(copy.bytes.every((byte) => byte === 5)).toBe(true);
    addon.pinChunk(id, generation);
    worker.postMessage('end');
    await once(worker, 'exit');
    expect(addon.chunkStatistics().pendingChunks).toBe(1);
    addon.unpinChunk(id, generation);
    copy[Symbol.dispose]();
    expect(held()).toEqual(before);
  });

  it('are counted in one ledger even if no thread has the addon loaded in between', async () => {
    // In a process whose main thread never loads it: Node would unload the library with the first worker.
    const script = `
      const { Worker } = require('node:worker_threads');
      const code = ${JSON.stringify(`${PRELUDE} for (let i = 0; i < 3; i++) allocate(100); console.log(addon.chunkStatistics().allocatedChunks);`)};
      const run = () => new Promise((resolve) => {
        new Worker(code, { eval: true, workerData: { addonPath: ${JSON.stringify(addonPath)} } }).on('exit', resolve);
      });
      run().then(run).then(run);
    `;
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', script]);
    expect(stdout.trim().split(/\s+/)).toEqual(['3', '6', '9']);
  });
});
