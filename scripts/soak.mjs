// Allocates and frees for minutes, in a mix as a service has it, and asks whether the process grows: npm run test:soak
//
//   --minutes 10             spreads the operations over this time; a machine that is too slow takes longer
//   --operations 50000000    segments allocated and freed
//
// Writes bench/results/soak-nodeMAJOR.json. Exits 1 when memory is left in the ledger, or the resident set surely grows.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { publish } from '../bench/harness/results.mjs';
import { currentEngine, MemorySegment } from '../dist/index.js';
import { segmentOver } from '../dist/memory/segment-region.js';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '10' }, operations: { type: 'string', default: '50000000' } },
});
const MINUTES = Number(values.minutes);
const OPERATIONS = Number(values.operations);
if (!(MINUTES > 0) || !(OPERATIONS > 0)) throw new Error('--minutes and --operations take numbers above 0');

/** Part of the time that fills the caches of the allocator and of V8, before the first sample. */
const WARMUP_SHARE = 0.2;
const SAMPLES = 240;
/** Operations between two looks at the clock, and time between two turns of the event loop. */
const BURST = 200;
const TURN_MILLIS = 2;
/** Segments that are alive at a time, freed in random order. */
const LIVE = 512;
const LIVE_LARGE = 4;
const POOL_PAGE_BYTES = 32 * 1024;
const POOL_PAGES = 1024;
const LARGEST_SMALL_BYTES = 64 * 1024;
const LARGE_BYTES = 2 * 2 ** 20;
/** Of all allocations; the rest is small and unpooled. */
const POOLED_SHARE = 0.6;
const LARGE_SHARE = 0.0005;
const VIEWED_SHARE = 0.1;
const PINNED_SHARE = 0.05;
/** How long a pin outlives its segment. */
const PINS_HELD = 64;

const engine = currentEngine();
const before = engine.statistics();
const random = generator(12345);
const pool = engine.allocate(POOL_PAGES * POOL_PAGE_BYTES);
const freePages = Array.from({ length: POOL_PAGES }, (_, i) => i);
const live = Array.from({ length: LIVE }, () => undefined);
const liveLarge = Array.from({ length: LIVE_LARGE }, () => undefined);
const pins = [];
const counts = { pooled: 0, unpooled: 0, large: 0, views: 0, pins: 0 };

const delay = monitorEventLoopDelay({ resolution: 5 });
const started = performance.now();
const duration = MINUTES * 60_000;
const samples = [];
let operations = 0;
delay.enable();
await run();
delay.disable();
const seconds = (performance.now() - started) / 1000;

for (const segment of [...live, ...liveLarge]) segment?.free();
for (const pin of pins) pin.release();
const pagesInUse = POOL_PAGES - freePages.length;
pool.free();
engine.trim();
const after = engine.statistics();
const left = { chunks: after.liveChunks - before.liveChunks, bytes: after.liveBytes - before.liveBytes, pagesInUse };

const growth = fitLine(
  samples.map(({ millions }) => millions),
  samples.map(({ rssMegabytes }) => rssMegabytes),
);
const slope = round(growth.slope);
const margin = round(growth.margin);
const grows = growth.slope - growth.margin > 0;
const stalls = { longest: round(delay.max / 1e6), p99: round(delay.percentile(99) / 1e6) };
publish('soak', {
  question: 'Does the process grow while segments are allocated and freed?',
  command: `npm run test:soak -- --minutes ${MINUTES} --operations ${OPERATIONS}`,
  engine: engine.name,
  parameters: { minutes: MINUTES, operations: OPERATIONS, liveSegments: LIVE },
  operations: { total: operations, seconds: round(seconds), ...counts },
  rssMegabytesPerMillionOperations: { slope, marginOf95Percent: margin, samples: samples.length },
  rssMegabytes: { first: samples[0]?.rssMegabytes, last: samples.at(-1)?.rssMegabytes },
  eventLoopDelayMillis: stalls,
  left,
  samples,
  rows: [],
});
console.table({
  operations: { value: operations, unit: '' },
  time: { value: round(seconds), unit: 's' },
  'RSS slope': { value: slope, unit: `± ${margin} MB per million operations` },
  'RSS, first and last': { value: samples[0]?.rssMegabytes, unit: `MB, ${samples.at(-1)?.rssMegabytes} MB` },
  'longest event-loop stall': { value: stalls.longest, unit: 'ms' },
  'left in the ledger': { value: left.chunks, unit: `chunks, ${left.bytes} bytes, ${pagesInUse} pages of the pool` },
});
if (left.chunks !== 0 || left.bytes !== 0 || pagesInUse !== 0) fail('Memory is left in the ledger');
if (grows) fail('The resident set grows');

async function run() {
  let nextSample = duration * WARMUP_SHARE;
  while (operations < OPERATIONS) {
    const turnEnd = performance.now() + TURN_MILLIS;
    let now;
    do {
      for (let i = 0; i < BURST; i++) replace();
      operations += BURST;
      now = performance.now();
    } while (now < turnEnd && operations < OPERATIONS);
    const elapsed = now - started;
    if (elapsed >= nextSample) {
      samples.push({ millions: round(operations / 1e6), rssMegabytes: round(process.memoryUsage.rss() / 1e6) });
      nextSample += (duration * (1 - WARMUP_SHARE)) / SAMPLES;
    }
    const ahead = (operations / OPERATIONS) * duration - elapsed;
    await new Promise((resolve) => (ahead > 1 ? setTimeout(resolve, Math.min(ahead, 20)) : setImmediate(resolve)));
  }
}

/** Frees one segment by chance, allocates another in its place. */
function replace() {
  const kind = random();
  const [slots, make] =
    kind < LARGE_SHARE
      ? [liveLarge, allocateLarge]
      : [live, kind < LARGE_SHARE + POOLED_SHARE && freePages.length > 0 ? takePage : allocateSmall];
  const at = Math.floor(random() * slots.length);
  const old = slots[at];
  if (old !== undefined) {
    if (random() < PINNED_SHARE) pinBeyond(old);
    old.free();
  }
  const segment = make();
  slots[at] = segment;
  segment.putByte(segment.size - 1, 1);
  if (random() < VIEWED_SHARE) {
    counts.views++;
    segment.wrap(segment.size >> 1, segment.size - (segment.size >> 1)).putByte(0, 2);
  }
}

function takePage() {
  counts.pooled++;
  const page = freePages.pop();
  const region = { chunk: pool, offset: page * POOL_PAGE_BYTES, length: POOL_PAGE_BYTES };
  return segmentOver(region, { giveBack: () => freePages.push(page) });
}

/** From 16 bytes to 64 KiB, each power of two as often as the others. */
function allocateSmall() {
  counts.unpooled++;
  const sizeBytes = Math.floor(16 * (LARGEST_SMALL_BYTES / 16) ** random());
  return MemorySegment.allocate(sizeBytes, { zeroed: random() < 0.5 });
}

/** Large enough to be mapped for itself, and written in part. */
function allocateLarge() {
  counts.large++;
  const segment = MemorySegment.allocate(LARGE_BYTES, { zeroed: false });
  for (let offset = 0; offset < LARGE_BYTES; offset += 64 * 1024) segment.putByte(offset, 1);
  return segment;
}

/** As asynchronous I/O does that is still at work when its segment is freed. */
function pinBeyond(segment) {
  counts.pins++;
  pins.push(segment.pin());
  if (pins.length > PINS_HELD) pins.splice(Math.floor(random() * pins.length), 1)[0].release();
}

/**
 * Least squares. The margin is that of 95 %, for as many independent samples as these are worth: samples near each other
 * resemble each other, by the correlation of neighbours.
 */
function fitLine(x, y) {
  const n = x.length;
  const mean = (list) => list.reduce((sum, value) => sum + value, 0) / n;
  const [meanX, meanY] = [mean(x), mean(y)];
  const sxx = x.reduce((sum, value) => sum + (value - meanX) ** 2, 0);
  const slope = x.reduce((sum, value, i) => sum + (value - meanX) * (y[i] - meanY), 0) / sxx;
  const residuals = y.map((value, i) => value - meanY - slope * (x[i] - meanX));
  const squares = residuals.reduce((sum, value) => sum + value * value, 0);
  const neighbours = residuals.slice(1).reduce((sum, value, i) => sum + value * residuals[i], 0);
  const correlation = squares === 0 ? 0 : Math.min(0.99, Math.max(0, neighbours / squares));
  const independent = Math.max(3, (n * (1 - correlation)) / (1 + correlation));
  const standardError = Math.sqrt(squares / n / (independent - 2) / (sxx / n));
  return { slope, margin: 1.96 * standardError };
}

/** Numbers from 0 to 1, the same in every run (mulberry32). */
function generator(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function round(value) {
  return Math.round(value * 1000) / 1000;
}

function fail(message) {
  console.error(message);
  process.exitCode = 1;
}
