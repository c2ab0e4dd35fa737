// What does a segment cost that is allocated and freed at once, against a Buffer that is left to the garbage collector?
//
// Each contestant runs in processes of its own, in turns: in one process the garbage of the Buffers is collected during the
// turns of the segments. The time of the collector, and of what either side puts off to the event loop, counts.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { currentEngine, MemorySegment } from '../dist/index.js';
import { publish, row } from './harness/results.mjs';

const SIZE_BYTES = 32 * 1024;
const PAGE_BYTES = 4096;
const OPERATIONS = 1000;
const ROUNDS = 300;
const WARMUP_ROUNDS = 30;
const PROCESSES = 7;
const TARGET = 0.75;
const NOT_ZEROED = { zeroed: false };

const contestants = {
  segment: () => {
    const segment = MemorySegment.allocate(SIZE_BYTES, NOT_ZEROED);
    const size = segment.size;
    segment.free();
    return size;
  },
  chunk: () => {
    const chunk = engine.allocate(SIZE_BYTES, NOT_ZEROED);
    const size = chunk.sizeBytes;
    chunk.free();
    return size;
  },
  buffer: () => Buffer.allocUnsafeSlow(SIZE_BYTES).length,
  'zeroed segment': () => {
    const segment = MemorySegment.allocate(SIZE_BYTES);
    const size = segment.size;
    segment.free();
    return size;
  },
  'zeroed buffer': () => Buffer.alloc(SIZE_BYTES).length,
  'written segment': () => {
    const segment = MemorySegment.allocate(SIZE_BYTES, NOT_ZEROED);
    for (let offset = 0; offset < SIZE_BYTES; offset += PAGE_BYTES) segment.putByte(offset, 1);
    segment.free();
    return 1;
  },
  'written buffer': () => {
    const buffer = Buffer.allocUnsafeSlow(SIZE_BYTES);
    for (let offset = 0; offset < SIZE_BYTES; offset += PAGE_BYTES) buffer[offset] = 1;
    return 1;
  },
};

const engine = currentEngine();
const contestant = process.argv[2];
if (contestant === undefined) compare();
else console.log(JSON.stringify(await measure(contestants[contestant])));

function compare() {
  const results = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]));
  for (let turn = 0; turn < PROCESSES; turn++) {
    for (const name of Object.keys(contestants)) {
      const output = execFileSync(process.execPath, [fileURLToPath(import.meta.url), name], { encoding: 'utf8' });
      results[name].push(JSON.parse(output));
    }
  }
  const nanos = (name) => median(results[name].map((result) => result.nanos));
  const peakRssMegabytes = Object.fromEntries(
    Object.entries(results).map(([name, runs]) => [name, median(runs.map((run) => run.peakRssMegabytes))]),
  );
  const versus = (ours, baseline) => ({ ours: nanos(ours), baseline: nanos(baseline), operations: OPERATIONS });
  const unsafe = { baselineName: 'Buffer.allocUnsafeSlow', target: TARGET };
  publish('allocate-free', {
    question: 'What does it cost to allocate and free 32 KiB, against a Buffer that the garbage collector frees?',
    engine: engine.name,
    parameters: { sizeBytes: SIZE_BYTES, operations: OPERATIONS, rounds: ROUNDS, processes: PROCESSES },
    peakRssMegabytes,
    rows: [
      row({ name: 'allocate and free a 32 KiB segment', ...versus('segment', 'buffer'), ...unsafe }),
      row({ name: 'the same, every page written', ...versus('written segment', 'written buffer'), ...unsafe }),
      row({ name: 'the same, zeroed', ...versus('zeroed segment', 'zeroed buffer'), baselineName: 'Buffer.alloc' }),
      row({
        name: 'the same without reuse, as after a view was taken',
        ...versus('chunk', 'buffer'),
        baselineName: unsafe.baselineName,
        headline: false,
      }),
    ],
  });
}

/** Nanoseconds of a round: OPERATIONS calls, and one turn of the event loop. */
async function measure(operation) {
  let consumed = 0;
  const times = [];
  for (let round = -WARMUP_ROUNDS; round < ROUNDS; round++) {
    const start = process.hrtime.bigint();
    for (let i = 0; i < OPERATIONS; i++) consumed += operation();
    await new Promise((resolve) => setImmediate(resolve));
    if (round >= 0) times.push(Number(process.hrtime.bigint() - start));
  }
  // The mean, not the median: collections come every few rounds and are what the other rounds are cheap for.
  const nanos = times.reduce((sum, time) => sum + time, 0) / times.length;
  return { nanos, peakRssMegabytes: Math.round(process.resourceUsage().maxRSS / 1000), consumed };
}

function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
