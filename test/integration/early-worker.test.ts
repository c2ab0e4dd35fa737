import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packageDirectory } from '../../lib/engine/native/load-addon.ts';
import { enginesUnderTest } from '../fixtures/engines.ts';

const library = pathToFileURL(path.join(packageDirectory, 'dist', 'index.js')).href;
const PROGRAM = `
import { once } from 'node:events';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { MemorySegment } from ${JSON.stringify(library)};

if (isMainThread) {
  const worker = new Worker(new URL(import.meta.url));
  await once(worker, 'online');
  const segment = MemorySegment.allocate(64, { shared: true });
  const descriptor = segment.share();
  worker.postMessage(descriptor);
  await once(worker, 'message');
  await worker.terminate();
  segment.free();
  try {
    MemorySegment.attach(descriptor).free();
    console.log('attached');
  } catch (error) {
    console.log(error.code);
  }
} else {
  parentPort.on('message', (descriptor) => {
    globalThis.held = MemorySegment.attach(descriptor);
    parentPort.postMessage('attached');
  });
}
`;

describe('a worker that was started before the engine was used', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'early-worker-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it.each(enginesUnderTest)(
    'gives back what it held when it is terminated, on the $name engine',
    async ({ name, engine }) => {
      if (engine === undefined) return;
      const file = path.join(folder, 'program.mjs');
      writeFileSync(file, PROGRAM);
      const { stdout } = await promisify(execFile)(process.execPath, [file], {
        env: { ...process.env, OFFHEAP_ENGINE: name },
      });
      expect(stdout.trim()).toBe('ERR_SEGMENT_FREED');
    },
  );
});
