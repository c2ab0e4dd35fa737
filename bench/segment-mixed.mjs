// What does a call site pay that meets heap and off-heap segments, against one that meets off-heap segments alone?
import { currentEngine, MemorySegment } from '../dist/index.js';
import { hopping, nothing, pageByPage, sumOfIntegers, sumOfNumbers } from './harness/access-loops.mjs';
import { interleave } from './harness/interleave.mjs';
import { publish, row } from './harness/results.mjs';

const SEGMENTS = 64;
const SEGMENT_BYTES = 32 * 1024;
const ROUNDS = 301;
const WARMUP_ROUNDS = 60;
const TARGET = 1.05;

const operations = [
  { name: 'get int', width: 4, consume: sumOfIntegers, call: (o) => `getInt(${o})` },
  { name: 'put int', width: 4, consume: nothing, call: (o) => `putInt(${o}, i)` },
  { name: 'get double', width: 8, consume: sumOfNumbers, call: (o) => `getDouble(${o})` },
  { name: 'get byte', width: 1, consume: sumOfIntegers, call: (o) => `getByte(${o})` },
];
const shapes = [
  { name: 'page by page', loop: pageByPage, promise: { target: TARGET } },
  // Without a promise: here the caches see two sets of segments that lie differently in memory.
  { name: 'another segment at each access', loop: hopping, promise: { headline: false } },
];

const offHeap = Array.from({ length: SEGMENTS }, () => MemorySegment.allocate(SEGMENT_BYTES));
const mixed = offHeap.map((segment, i) => (i % 2 === 0 ? segment : MemorySegment.allocateHeap(SEGMENT_BYTES)));
// As in any real program: once one ArrayBuffer has been detached, V8 checks for it in every access.
MemorySegment.allocateHeap(8).free();

let consumed = 0;
const rows = shapes.flatMap((shape) => operations.map((operation) => measure(shape, operation)));
publish('segment-mixed', {
  question: 'What does a call site pay that meets heap and off-heap segments, against off-heap segments alone?',
  engine: currentEngine().name,
  parameters: { segments: SEGMENTS, segmentBytes: SEGMENT_BYTES, rounds: ROUNDS },
  rows,
});
console.log(`consumed ${consumed}`);
for (const segment of [...mixed, ...offHeap]) segment[Symbol.dispose]();

function measure({ name: shapeName, loop, promise }, { name, width, consume, call }) {
  const title = `${name}, ${shapeName}`;
  const access = { call, width, consume, sizeBytes: SEGMENT_BYTES };
  const overMixed = loop(`mixed: ${title}`, access);
  const overOffHeap = loop(`off-heap: ${title}`, access);
  const { medians, consumed: sum } = interleave(
    {
      ours: () => overMixed(mixed),
      baseline: () => overOffHeap(offHeap),
    },
    { rounds: ROUNDS, warmupRounds: WARMUP_ROUNDS },
  );
  consumed += sum;
  return row({
    name: `heap and off-heap mixed: ${title}`,
    baselineName: 'off-heap alone',
    ...medians,
    operations: (SEGMENTS * SEGMENT_BYTES) / width,
    ...promise,
  });
}
