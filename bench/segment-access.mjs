// What does an access through MemorySegment cost, against a DataView on the same memory?
import { currentEngine, MemorySegment } from '../dist/index.js';
import { hopping, nothing, pageByPage, sumOfIntegers, sumOfNumbers } from './harness/access-loops.mjs';
import { interleave } from './harness/interleave.mjs';
import { publish, row } from './harness/results.mjs';

const SEGMENTS = 64;
const SEGMENT_BYTES = 32 * 1024;
const ROUNDS = 301;
const WARMUP_ROUNDS = 60;
const TARGET = 1.1;

const types = [
  {
    name: 'int',
    width: 4,
    sum: sumOfIntegers,
    get: { segment: (o) => `getInt(${o})`, view: (o) => `getInt32(${o}, true)` },
    put: { segment: (o) => `putInt(${o}, i)`, view: (o) => `setInt32(${o}, i, true)` },
  },
  {
    name: 'double',
    width: 8,
    sum: sumOfNumbers,
    get: { segment: (o) => `getDouble(${o})`, view: (o) => `getFloat64(${o}, true)` },
    put: { segment: (o) => `putDouble(${o}, i)`, view: (o) => `setFloat64(${o}, i, true)` },
  },
  {
    name: 'byte',
    width: 1,
    sum: sumOfIntegers,
    get: { segment: (o) => `getByte(${o})`, view: (o) => `getInt8(${o})` },
    put: { segment: (o) => `putByte(${o}, i)`, view: (o) => `setInt8(${o}, i)` },
  },
];
const shapes = [
  { name: 'page by page', loop: pageByPage, promise: { target: TARGET } },
  // Without a promise: with another page of memory and another segment object at each access, the caches decide too.
  { name: 'another segment at each access', loop: hopping, promise: { headline: false } },
];

const segments = Array.from({ length: SEGMENTS }, () => MemorySegment.allocate(SEGMENT_BYTES));
const views = segments.map((segment) => {
  const pin = segment.pin();
  const view = new DataView(pin.bytes.buffer, pin.bytes.byteOffset, pin.bytes.byteLength);
  pin.release();
  return view;
});
// As in any real program: once one ArrayBuffer has been detached, V8 checks for it in every access, to DataViews too.
MemorySegment.allocateHeap(8).free();

let consumed = 0;
const rows = shapes.flatMap((shape) => types.flatMap((type) => rowsOf(shape, type)));
publish('segment-access', {
  question: 'What does an access through MemorySegment cost, against a DataView on the same memory?',
  engine: currentEngine().name,
  parameters: { segments: SEGMENTS, segmentBytes: SEGMENT_BYTES, rounds: ROUNDS },
  rows,
});
console.log(`consumed ${consumed}`);
for (const segment of segments) segment.free();

/** One row for both directions together, one for each. */
function rowsOf({ name: shapeName, loop, promise }, { name, width, sum, get, put }) {
  const title = (direction) => `${direction} ${name}, ${shapeName}`;
  const gets = measure(title('get'), loop, { width, consume: sum, ...get });
  const puts = measure(title('put'), loop, { width, consume: nothing, ...put });
  const both = { ours: gets.ours + puts.ours, baseline: gets.baseline + puts.baseline };
  const accesses = (SEGMENTS * SEGMENT_BYTES) / width;
  const shared = { baselineName: 'DataView', ...promise };
  return [
    row({ name: title('get and put'), ...both, operations: 2 * accesses, ...shared }),
    row({ name: title('get'), ...gets, operations: accesses, ...shared, headline: false }),
    row({ name: title('put'), ...puts, operations: accesses, ...shared, headline: false }),
  ];
}

function measure(title, loop, { width, consume, segment, view }) {
  const shared = { width, consume, sizeBytes: SEGMENT_BYTES };
  const throughSegment = loop(`segment: ${title}`, { ...shared, call: segment });
  const throughView = loop(`view: ${title}`, { ...shared, call: view });
  const measured = interleave(
    {
      ours: () => throughSegment(segments),
      baseline: () => throughView(views),
    },
    { rounds: ROUNDS, warmupRounds: WARMUP_ROUNDS },
  );
  consumed += measured.consumed;
  return measured.medians;
}
