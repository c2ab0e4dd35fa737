// What does leak detection cost a program that allocates and frees segments?
//
// Each level and pattern runs in a process of its own, in short turns with one without detection: memory that one side
// leaves behind, and code that V8 has made for one side, would be in the time of the other. The event loop turns after each
// round, and all processor time counts: the detector's timer, finalizers, and the threads of the collector.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { currentEngine, leakDetector, MemorySegment } from '../dist/index.js';
import { segmentOver } from '../dist/memory/segment-region.js';
import { publish, row } from './harness/results.mjs';

const SIZE_BYTES = 32 * 1024;
const SMALL_BYTES = 1024;
const OPERATIONS = 10_000;
/** As long the one process of a pair works, then the other. */
const TURN_MILLIS = 20;
const TURNS = 20;
const WARMUP_TURNS = 20;
/** Pairs of processes: what V8 makes of the same code differs by some percent from one process to the next. */
const PAIRS = { simple: 15, advanced: 3, paranoid: 3 };
/** In the patterns with a stock: one allocation of so many stays, in the place of one that stayed so many rounds ago. */
const RENEWAL = 100;
const STOCK = 10_000;
/** At `simple`, of the time without detection. */
const TARGET = 1.02;
const NOT_ZEROED = { zeroed: false };

const unpooled = () => MemorySegment.allocate(SIZE_BYTES, NOT_ZEROED);
const small = () => MemorySegment.allocate(SMALL_BYTES, NOT_ZEROED);

/** By name, what makes a round: a function that returns a number. */
const patterns = {
  'unpooled, freed at once': () => freeingAtOnce(unpooled),
  'pooled, freed at once': () => freeingAtOnce(pool()),
  'unpooled, 10,000 allocated, then freed': () => freeingLater(small),
  'pooled, 10,000 allocated, then freed': () => freeingLater(pool()),
  'unpooled, a stock that is renewed': () => renewing(small),
  'pooled, a stock that is renewed': () => renewing(pool()),
};

function pool() {
  const region = { chunk: currentEngine().allocate(SIZE_BYTES, NOT_ZEROED), offset: 0, length: SIZE_BYTES };
  const options = { giveBack() {} };
  return () => segmentOver(region, options);
}

function freeingAtOnce(allocate) {
  return () => {
    let consumed = 0;
    for (let i = 0; i < OPERATIONS; i++) {
      const segment = allocate();
      consumed += segment.size;
      segment.free();
    }
    return consumed;
  };
}

function freeingLater(allocate) {
  return () => {
    const segments = [];
    for (let i = 0; i < OPERATIONS; i++) segments.push(allocate());
    for (const segment of segments) segment.free();
    return segments.length;
  };
}

function renewing(allocate) {
  const stock = [];
  for (let i = 0; i < STOCK; i++) stock.push(allocate());
  let next = 0;
  return () => {
    for (let i = 0; i < OPERATIONS; i++) {
      const segment = allocate();
      if (i % RENEWAL !== 0) {
        segment.free();
        continue;
      }
      stock[next].free();
      stock[next] = segment;
      next = (next + 1) % STOCK;
    }
    return stock.length;
  };
}

async function compareAll() {
  const rows = [];
  for (const [level, pairs] of Object.entries(PAIRS)) {
    for (const pattern of Object.keys(patterns)) rows.push(await compare(level, pattern, pairs));
  }
  publish('leak-detection', {
    question: 'What does leak detection cost a program that does nothing but allocate and free segments?',
    engine: currentEngine().name,
    parameters: {
      sizeBytes: SIZE_BYTES,
      smallBytes: SMALL_BYTES,
      operations: OPERATIONS,
      turnMillis: TURN_MILLIS,
      turns: TURNS,
      pairs: PAIRS,
      stock: STOCK,
      renewal: RENEWAL,
    },
    rows,
  });
}

/** A row from the medians over pairs of processes, whose turns are a few milliseconds apart. */
async function compare(level, pattern, pairs) {
  const nanos = [];
  const baselines = [];
  const ratios = [];
  for (let pair = 0; pair < pairs; pair++) {
    const sides = [new Side(level, pattern), new Side('disabled', pattern)];
    const times = [[], []];
    for (let turn = -WARMUP_TURNS; turn < TURNS; turn++) {
      for (const side of turn % 2 === 0 ? [0, 1] : [1, 0]) {
        const time = await sides[side].turn();
        if (turn >= 0) times[side].push(time);
      }
    }
    for (const side of sides) side.end();
    const [ours, baseline] = times.map(mean);
    nanos.push(ours);
    baselines.push(baseline);
    ratios.push(ours / baseline);
  }
  const result = row({
    name: `${level}: ${pattern}`,
    baselineName: 'disabled',
    ours: median(nanos),
    baseline: median(baselines),
    operations: 1,
    headline: false,
    ...(level === 'simple' ? { target: TARGET } : {}),
  });
  return { ...result, ratio: Math.round(median(ratios) * 1000) / 1000 };
}

/** A process of its own, which does nothing but what `turn()` asks for. */
class Side {
  #child;

  constructor(level, pattern) {
    this.#child = fork(fileURLToPath(import.meta.url), [level, pattern]);
  }

  async turn() {
    this.#child.send('turn');
    const [nanos] = await once(this.#child, 'message');
    return nanos;
  }

  end() {
    this.#child.disconnect();
  }
}

/**
 * Answers each message with the nanoseconds of processor time that one segment took since the answer before: those of all
 * threads, with the timers, finalizers and collections that came in between.
 */
function answer(level, pattern) {
  leakDetector.configure({ level });
  const round = patterns[pattern]();
  let before = process.cpuUsage();
  let consumed = 0;
  process.on('message', async () => {
    const end = performance.now() + TURN_MILLIS;
    let rounds = 0;
    while (performance.now() < end) {
      consumed += round();
      rounds += 1;
      await setImmediate();
    }
    if (consumed === 0) throw new Error('nothing was measured');
    const now = process.cpuUsage();
    process.send(((now.user - before.user + now.system - before.system) * 1000) / (rounds * OPERATIONS));
    before = now;
  });
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

const [level, pattern] = process.argv.slice(2);
if (level === undefined) await compareAll();
else answer(level, pattern);
