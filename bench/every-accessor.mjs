// What does each accessor of MemorySegment cost, against a DataView on the same memory?
//
// Longs as numbers have no rival in a DataView: there it is the two 32-bit accesses that one writes by hand.
import { currentEngine, MemorySegment } from '../dist/index.js';
import { nothing, pageByPage, sumOfIntegers, sumOfNumbers } from './harness/access-loops.mjs';
import { interleave } from './harness/interleave.mjs';
import { publish, row } from './harness/results.mjs';

const SEGMENTS = 16;
const SEGMENT_BYTES = 32 * 1024;
const ROUNDS = Number(process.env.OFFHEAP_BENCH_ROUNDS ?? 201);
const WARMUP_ROUNDS = 60;
const TARGET = 1.1;
/** Part of the names of the accessors to measure; nothing is published then. */
const ONLY = process.env.OFFHEAP_BENCH_ONLY;

const TWO_TO_32 = 2 ** 32;
const orders = { '': 'true', LittleEndian: 'true', BigEndian: 'false' };
const countedBigInts = (access) => `if (${access} === 5n) sum++`;

/** A name, the width, and the texts of the access through a DataView; the value to put is `i`, unless `value` gives another. */
const types = [
  ...['Byte', 'Boolean'].map((name) => ({ name, width: 1, view: 'Int8', ordered: false })),
  { name: 'Char', width: 2, view: 'Uint16' },
  { name: 'Short', width: 2, view: 'Int16' },
  { name: 'Int', width: 4, view: 'Int32' },
  { name: 'Float', width: 4, view: 'Float32', consume: sumOfNumbers },
  { name: 'Double', width: 8, view: 'Float64', consume: sumOfNumbers },
  { name: 'Long', width: 8, view: 'BigInt64', consume: countedBigInts, value: '81985529216486895n' },
];
const accessors = types.flatMap(({ name, width, view, ordered = true, consume = sumOfIntegers, value = 'i' }) =>
  Object.entries(ordered ? orders : { '': '' }).flatMap(([suffix, order]) => {
    const [get, put] = order === '' ? ['', ''] : [`, ${order}`, `, ${order}`];
    const [tested, flag] = name === 'Boolean' ? [' !== 0', `(${value} & 1) === 1`] : ['', value];
    const stored = name === 'Boolean' ? `(${flag} ? 1 : 0)` : value;
    return [
      {
        accessor: `get${name}${suffix}`,
        width,
        consume: name === 'Boolean' ? (access) => `if (${access}) sum++` : consume,
        segment: (o) => `get${name}${suffix}(${o})`,
        view: (o) => `get${view}(${o}${get})${tested}`,
      },
      {
        accessor: `put${name}${suffix}`,
        width,
        consume: nothing,
        segment: (o) => `put${name}${suffix}(${o}, ${flag})`,
        view: (o) => `set${view}(${o}, ${stored}${put})`,
      },
    ];
  }),
);
for (const [suffix, order] of Object.entries(orders)) {
  const [low, high] = order === 'true' ? ['', ' + 4'] : [' + 4', ''];
  accessors.push(
    {
      accessor: `getLongAsNumber${suffix}`,
      width: 8,
      consume: sumOfNumbers,
      segment: (o) => `getLongAsNumber${suffix}(${o})`,
      view: (o) => `getUint32(${o}${low}, ${order}) + target.getInt32(${o}${high}, ${order}) * ${TWO_TO_32}`,
    },
    {
      accessor: `putLongAsNumber${suffix}`,
      width: 8,
      consume: nothing,
      segment: (o) => `putLongAsNumber${suffix}(${o}, i)`,
      view: (o) =>
        `setInt32(${o}${low}, i, ${order}), target.setInt32(${o}${high}, Math.floor(i / ${TWO_TO_32}), ${order})`,
    },
  );
}

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
const chosen = accessors.filter(({ accessor }) => accessor.includes(ONLY ?? ''));
const rows = chosen.map(measure);
const worst = rows.reduce((a, b) => (b.ratio > a.ratio ? b : a));
rows.unshift({ ...worst, name: `the worst of all ${rows.length} accessors: ${worst.name}`, headline: false });
if (ONLY === undefined) {
  publish('every-accessor', {
    question: 'What does each accessor of MemorySegment cost, against a DataView on the same memory?',
    engine: currentEngine().name,
    parameters: { segments: SEGMENTS, segmentBytes: SEGMENT_BYTES, rounds: ROUNDS },
    rows,
  });
} else {
  for (const { name, ours, baseline, ratio } of rows) console.log(ratio.toFixed(3), ours, baseline, name);
}
console.log(`consumed ${consumed}`);
for (const segment of segments) segment.free();

function measure({ accessor, width, consume, segment, view }) {
  const shared = { width, consume, sizeBytes: SEGMENT_BYTES };
  const throughSegment = pageByPage(`segment: ${accessor}`, { ...shared, call: segment });
  const throughView = pageByPage(`view: ${accessor}`, { ...shared, call: view });
  // What a getter reads is a small number, whatever the accessor before wrote.
  for (const target of segments) target.fill(0);
  const { medians, consumed: sum } = interleave(
    { ours: () => throughSegment(segments), baseline: () => throughView(views) },
    { rounds: ROUNDS, warmupRounds: WARMUP_ROUNDS },
  );
  consumed += sum;
  return row({
    name: accessor,
    baselineName: accessor.includes('AsNumber') ? 'DataView, two 32-bit accesses' : 'DataView',
    ...medians,
    operations: (SEGMENTS * SEGMENT_BYTES) / width,
    target: TARGET,
    headline: false,
  });
}
