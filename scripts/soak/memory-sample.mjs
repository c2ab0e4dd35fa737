import { closeSync, openSync, readSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { currentEngine, trim } from '../../dist/index.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

/** Read into the same memory each time: as strings the file would grow V8's heap by 0.2 MB a sample until its next collection. */
const text = Buffer.alloc(1024 * 1024);

/**
 * Where the resident memory is, in MB. `v8Heap` is what V8 has touched of its own heap, `v8Used` what objects take of that,
 * `mallocHeap` the main heap of malloc (Linux), `ledger` what the engine holds in chunks, live and spare.
 */
export function sampleMemory() {
  const { liveBytes, spareBytes } = currentEngine().statistics();
  const rss = process.memoryUsage.rss();
  const { total_physical_size: v8Heap, used_heap_size: v8Used } = getHeapStatistics();
  return {
    rss: megabytes(rss),
    v8Heap: megabytes(v8Heap),
    v8Used: megabytes(v8Used),
    outsideV8Heap: megabytes(rss - v8Heap),
    mallocHeap: megabytes(residentAt('/proc/self/smaps', '[heap]\n', '\nRss:')),
    ledger: megabytes(liveBytes + spareBytes),
  };
}

/**
 * The same when there is nothing that V8 could collect or malloc give back, to be called with every segment freed, and with
 * `held`: what the process has of its own, without what V8 keeps empty of its heap for its next objects, and on Linux without
 * code and data of files, more of which is loaded whenever some is needed for the first time.
 */
export async function memoryAtRest() {
  for (let times = 0; times < 3; times++) {
    collect();
    // Finalizers run, and Node drops what it keeps of detached buffers, in later turns of the event loop.
    await sleep(30);
    trim();
  }
  // Counted page by page, while the counters of the resident set lag behind by some 64 pages for each thread or processor.
  const anonymous = megabytes(residentAt('/proc/self/smaps_rollup', 'Rss:', '\nAnonymous:'));
  const sample = sampleMemory();
  return { held: round((anonymous ?? sample.rss) - sample.v8Heap + sample.v8Used), ...sample };
}

/** The KiB that follow `label` in the part of the file that begins with `start`, in bytes; undefined: no such thing here. */
function residentAt(file, start, label) {
  let length = 0;
  try {
    const descriptor = openSync(file, 'r');
    try {
      for (let read = -1; read !== 0 && length < text.length; length += read) {
        read = readSync(descriptor, text, length, text.length - length, null);
      }
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return undefined;
  }
  const part = text.subarray(0, length);
  const from = part.indexOf(start);
  const at = from === -1 ? -1 : part.indexOf(label, from);
  return at === -1
    ? undefined
    : Number.parseInt(part.latin1Slice(at + label.length, at + label.length + 32), 10) * 1024;
}

function megabytes(bytes) {
  return bytes === undefined ? undefined : round(bytes / 1e6);
}

function round(value) {
  return Math.round(value * 1000) / 1000;
}
