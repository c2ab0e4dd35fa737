// Allocates and frees for minutes, in a mix as a service has it, and asks whether the process grows: npm run test:soak
//
//   --minutes 10             spreads the operations over this time; a machine that is too slow takes longer
//   --operations 50000000    segments allocated and freed
//   --lose 0                 bytes to lose on purpose per thousand operations: does the soak find them?
//   --print                  prints the results as JSON instead of keeping them in bench/results
//
// Two looks at the memory:
//
// - At rest: every segment freed, V8's heap collected, malloc asked to give back; eight times at the end of the warm-up and
//   eight times at the end of all. What is more then is lost, and this decides.
// - Under load, with nothing forced in between: the resident set as the system sees it, and its parts. It swings by what V8
//   and malloc keep for their next use, and rises for some ten million operations until they have their share.
//
// The longest event-loop stall is reported with its cause: a collection, the machine, or a batch of this script.
//
// Writes bench/results/soak-nodeMAJOR.json (soak-ENGINE-nodeMAJOR.json for other engines). Exits 1 when memory is lost.
import { parseArgs } from 'node:util';
import { publish } from '../bench/harness/results.mjs';
import { currentEngine } from '../dist/index.js';
import { differenceOf } from './soak/difference.mjs';
import { memoryAtRest, sampleMemory } from './soak/memory-sample.mjs';
import { LIVE_SEGMENTS, MixedLoad } from './soak/mixed-load.mjs';
import { slopeOf } from './soak/slope.mjs';
import { StallWatch } from './soak/stall-watch.mjs';
import { verdictOf } from './soak/verdict.mjs';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    operations: { type: 'string', default: '50000000' },
    lose: { type: 'string', default: '0' },
    print: { type: 'boolean', default: false },
  },
});
const MINUTES = Number(values.minutes);
const OPERATIONS = Number(values.operations);
const LOSE_BYTES = Number(values.lose);
if (!(MINUTES > 0) || !(OPERATIONS > 0)) throw new Error('--minutes and --operations take numbers above 0');
if (!(LOSE_BYTES >= 0)) throw new Error('--lose takes a number');

/** What fills the caches of the allocator and of V8: a fifth, and in short runs the four million that it takes. */
const WARMUP = Math.max(OPERATIONS * 0.2, Math.min(4e6, OPERATIONS * 0.4));
const RESTS = 8;
/** From rest to rest, so that each finds another layout of the heap. */
const REST_OPERATIONS = OPERATIONS * 0.01;
const SAMPLES = 100;
/** Operations between two looks at the clock, and time between two turns of the event loop. */
const BURST = 100;
const TURN_MILLIS = 2;

const engine = currentEngine();
const before = engine.statistics();
const load = new MixedLoad();
const stalls = new StallWatch();
const lost = [];
const started = performance.now();
let operations = 0;
/** Time at rest, which is no part of the load's. */
let restMillis = 0;

const restsBefore = await restUntil(WARMUP);
const loadEnd = OPERATIONS - RESTS * REST_OPERATIONS;
const samples = [];
for (let i = 1; i <= SAMPLES; i++) {
  await runUntil(WARMUP + ((loadEnd - WARMUP) * i) / SAMPLES);
  samples.push({ millions: round(operations / 1e6), ...sampleMemory() });
}
const restsAfter = await restUntil(OPERATIONS);
const seconds = round((performance.now() - started - restMillis) / 1000);
const eventLoopStallMillis = stalls.stop();

load.close();
engine.trim();
const after = engine.statistics();
const left = {
  chunks: after.liveChunks - before.liveChunks,
  bytes: after.liveBytes - before.liveBytes,
  pagesInUse: load.pagesInUse,
};

const atRest = { ...compareRests('held'), millionsBetween: round((OPERATIONS - WARMUP) / 1e6) };
const underLoad = { firstHalf: slopes(samples.slice(0, SAMPLES / 2)), secondHalf: slopes(samples.slice(SAMPLES / 2)) };
const verdict = verdictOf({ operations, left, atRest, underLoad: underLoad.secondHalf });
const result = {
  question: 'Does the process grow while segments are allocated and freed?',
  command: `npm run test:soak -- --minutes ${MINUTES} --operations ${OPERATIONS}`,
  engine: engine.name,
  parameters: { minutes: MINUTES, operations: OPERATIONS, liveSegments: LIVE_SEGMENTS, loseBytes: LOSE_BYTES },
  operations: { total: operations, seconds, ...load.counts },
  verdict,
  atRestMegabytes: {
    held: atRest,
    parts: Object.fromEntries(
      columnsOf(restsAfter)
        .slice(1)
        .map((column) => [column, compareRests(column)]),
    ),
  },
  megabytesPerMillionOperationsUnderLoad: underLoad,
  eventLoopStallMillis,
  left,
  sampleColumns: Object.keys(samples[0]).join(' '),
  samples: samples.map((sample) => Object.values(sample).join(' ')),
  rows: [],
};
if (values.print) console.log(JSON.stringify(result));
else keep();
if (verdict.leaks) process.exitCode = 1;

/** In batches of TURN_MILLIS, no faster than `--minutes` asks for. */
async function runUntil(count) {
  while (operations < count) {
    const batch = stalls.start();
    do {
      for (let i = 0; i < BURST; i++) {
        load.replace();
        if (++operations % 1000 === 0 && LOSE_BYTES > 0) lost.push(new Uint8Array(LOSE_BYTES).fill(1));
      }
    } while (performance.now() < batch.at + TURN_MILLIS && operations < count);
    stalls.end(batch, 'the batch');
    const ahead = (operations / OPERATIONS) * MINUTES * 60_000 - (performance.now() - started - restMillis);
    const waitMillis = ahead > 1 ? Math.floor(Math.min(ahead, 20)) : 0;
    const wait = stalls.start();
    await new Promise((resolve) => (waitMillis > 0 ? setTimeout(resolve, waitMillis) : setImmediate(resolve)));
    // A timer may be late by one millisecond, its resolution.
    stalls.end(wait, "the event loop's own work", waitMillis > 0 ? waitMillis + 1 : 0);
  }
}

/** The rests, the last of them after `count` operations. */
async function restUntil(count) {
  const rests = [];
  for (let i = RESTS - 1; i >= 0; i--) {
    await runUntil(count - i * REST_OPERATIONS);
    const from = performance.now();
    load.clear();
    rests.push(await memoryAtRest());
    restMillis += performance.now() - from;
  }
  return rests;
}

function compareRests(column) {
  return differenceOf(
    restsBefore.map((rest) => rest[column]),
    restsAfter.map((rest) => rest[column]),
  );
}

function slopes(part) {
  const millions = part.map((sample) => sample.millions);
  const line = (column) =>
    slopeOf(
      millions,
      part.map((sample) => sample[column]),
    );
  return Object.fromEntries(
    columnsOf(part)
      .slice(1)
      .map((column) => [column, line(column)]),
  );
}

/** Those that this system has. */
function columnsOf(list) {
  return Object.keys(list[0]).filter((column) => list.every((item) => item[column] !== undefined));
}

function keep() {
  publish(engine.name === 'native' ? 'soak' : `soak-${engine.name}`, result);
  const plusMinus = ({ slope, marginOf95Percent }) => `${slope} ± ${marginOf95Percent}`;
  console.log('Under load, MB per million operations:');
  console.table(
    Object.fromEntries(
      Object.keys(underLoad.secondHalf).map((column) => [
        column,
        {
          'first half': plusMinus(underLoad.firstHalf[column]),
          'second half': plusMinus(underLoad.secondHalf[column]),
        },
      ]),
    ),
  );
  const { longest, cause, p99 } = eventLoopStallMillis;
  console.log(`${operations} operations in ${seconds} s; left in the ledger: ${Object.values(left).join(', ')}.`);
  console.log(`Longest event-loop stall: ${longest} ms, ${cause}; 99 % are below ${p99} ms.`);
  for (const sentence of verdict.sentences) console.log(sentence);
}

function round(value) {
  return Math.round(value * 10000) / 10000;
}
