// What does leak detection cost a program that allocates and frees segments?
//
// Each pattern runs at a level and without detection in turns, and the event loop turns after each round: what the detector
// does in its timer and in finalizers is in the time. That is processor time of all threads: what else the machine does, does
// not count, and the collector does.
import { setImmediate as turn } from 'node:timers/promises';
import { currentEngine, leakDetector, MemorySegment } from '../dist/index.js';
import { segmentOver } from '../dist/memory/segment-region.js';
import { addSegmentWatcher, removeSegmentWatcher } from '../dist/memory/segment-watch.js';
import { LeakDetector } from '../dist/observability/leak-detector.js';
import { publish, row } from './harness/results.mjs';

const SIZE_BYTES = 32 * 1024;
const SMALL_BYTES = 1024;
const OPERATIONS = 10_000;
/** Rounds at a level, each beside one without detection. */
const ROUNDS = { simple: 51, advanced: 9, paranoid: 3 };
const WARMUP_ROUNDS = 4;
/** In the pattern with a stock, one allocation of so many stays. */
const RENEWAL = 100;
const LEVELS = ['simple', 'advanced', 'paranoid'];
/** At `simple`, of the time without detection. */
const TARGET = 1.02;
const NOT_ZEROED = { zeroed: false };

const chunk = currentEngine().allocate(SIZE_BYTES, NOT_ZEROED);
const region = { chunk, offset: 0, length: SIZE_BYTES };
const pooled = { giveBack() {} };

const patterns = {
  'unpooled, freed at once': () => {
    let consumed = 0;
    for (let i = 0; i < OPERATIONS; i++) {
      const segment = MemorySegment.allocate(SIZE_BYTES, NOT_ZEROED);
      consumed += segment.size;
      segment.free();
    }
    return consumed;
  },
  'pooled, freed at once': () => {
    let consumed = 0;
    for (let i = 0; i < OPERATIONS; i++) {
      const segment = segmentOver(region, pooled);
      consumed += segment.size;
      segment.free();
    }
    return consumed;
  },
  'unpooled, 10,000 allocated, then freed': () => {
    const segments = [];
    for (let i = 0; i < OPERATIONS; i++) segments.push(MemorySegment.allocate(SMALL_BYTES, NOT_ZEROED));
    for (const segment of segments) segment.free();
    return segments.length;
  },
  'pooled, 10,000 allocated, then freed': () => {
    const segments = [];
    for (let i = 0; i < OPERATIONS; i++) segments.push(segmentOver(region, pooled));
    for (const segment of segments) segment.free();
    return segments.length;
  },
};

/** Segments of which a round replaces a few, so that all are replaced in the course of some seconds. */
class Stock {
  #segments = [];
  #next = 0;

  renew() {
    for (let i = 0; i < OPERATIONS; i++) {
      const segment = MemorySegment.allocate(SMALL_BYTES, NOT_ZEROED);
      if (i % RENEWAL === 0) this.#keep(segment);
      else segment.free();
    }
    return this.#segments.length;
  }

  #keep(segment) {
    this.#segments[this.#next]?.free();
    this.#segments[this.#next] = segment;
    this.#next = (this.#next + 1) % OPERATIONS;
  }

  free() {
    for (const segment of this.#segments) segment.free();
  }
}

leakDetector.configure({ level: 'disabled' });
const rows = [];
let consumed = 0;
for (const level of LEVELS) {
  const detector = new LeakDetector();
  detector.configure({ level });
  for (const [pattern, run] of Object.entries(patterns)) rows.push(await compare(detector, pattern, run, run));
  const stocks = [new Stock(), new Stock()];
  const [renewed, baseline] = stocks.map((stock) => () => stock.renew());
  rows.push(await compare(detector, 'unpooled, a stock that is renewed', renewed, baseline));
  for (const stock of stocks) stock.free();
  detector.configure({ level: 'disabled' });
}
publish('leak-detection', {
  question: 'What does leak detection cost a program that does nothing but allocate and free segments?',
  engine: currentEngine().name,
  parameters: { sizeBytes: SIZE_BYTES, smallBytes: SMALL_BYTES, operations: OPERATIONS, rounds: ROUNDS, consumed },
  rows,
});
chunk.free();

/** A row from the medians of rounds at a level and without detection, in turns. */
async function compare(detector, pattern, run, baselineRun) {
  const { level } = detector;
  const times = { ours: [], baseline: [] };
  const sides = { ours: run, baseline: baselineRun };
  for (let round = -WARMUP_ROUNDS; round < ROUNDS[level]; round++) {
    const order = round % 2 === 0 ? ['ours', 'baseline'] : ['baseline', 'ours'];
    for (const side of order) {
      if (side === 'ours') addSegmentWatcher(detector);
      else removeSegmentWatcher(detector);
      const start = process.cpuUsage();
      consumed += sides[side]();
      await turn();
      const { user, system } = process.cpuUsage(start);
      if (round >= 0) times[side].push((user + system) * 1000);
    }
  }
  removeSegmentWatcher(detector);
  return row({
    name: `${level}: ${pattern}`,
    baselineName: 'disabled',
    ours: median(times.ours),
    baseline: median(times.baseline),
    operations: OPERATIONS,
    headline: false,
    ...(level === 'simple' ? { target: TARGET } : {}),
  });
}

function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
