// What does each accessor of MemorySegment cost, against a DataView on the same memory?
//
// Longs as numbers promise a check that a DataView lacks: the same job by hand is two 32-bit accesses and that check, and
// what plain Node offers is a BigInt made into a number, or the other way round, with the check. Halves stand against
// 32-bit accesses. Other orders of the halves, or other words for the check, are not faster.
import { currentEngine, MemorySegment } from '../dist/index.js';
import { nothing, pageByPage, sumOfIntegers, sumOfNumbers } from './harness/access-loops.mjs';
import { interleave } from './harness/interleave.mjs';
import { publish, row } from './harness/results.mjs';

const SEGMENTS = 16;
const SEGMENT_BYTES = 32 * 1024;
const ROUNDS = Number(process.env.OFFHEAP_BENCH_ROUNDS ?? 201);
/** So many until V8 no longer enters the loops by on-stack replacement, whose code is up to three times slower. */
const WARMUP_ROUNDS = 600;
const TARGET = 1.1;
/** Part of the names of the accessors to measure; nothing is published then. */
const ONLY = process.env.OFFHEAP_BENCH_ONLY;

const TWO_TO_32 = 2 ** 32;
const BY_HAND = 'two 32-bit accesses, checked';
const HALVES = 'two 32-bit accesses';
const DECLARATIONS = `
    function safe(number) {
      if (Number.isSafeInteger(number)) return number;
      throw new RangeError('Not a safe integer');
    }`;
/** A value of more than 32 bits. */
const LONG = `(i * ${2 ** 40} + offset)`;
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
        segment: (o) => `target.get${name}${suffix}(${o})`,
        rivals: { DataView: (o) => `target.get${view}(${o}${get})${tested}` },
      },
      {
        accessor: `put${name}${suffix}`,
        width,
        consume: nothing,
        segment: (o) => `target.put${name}${suffix}(${o}, ${flag})`,
        rivals: { DataView: (o) => `target.set${view}(${o}, ${stored}${put})` },
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
      segment: (o) => `target.getLongAsNumber${suffix}(${o})`,
      rivals: {
        [BY_HAND]: (o) =>
          `safe(target.getInt32(${o}${high}, ${order}) * ${TWO_TO_32} + target.getUint32(${o}${low}, ${order}))`,
        'Number(getBigInt64), checked': (o) => `safe(Number(target.getBigInt64(${o}, ${order})))`,
      },
    },
    {
      accessor: `putLongAsNumber${suffix}`,
      width: 8,
      consume: nothing,
      segment: (o) => `target.putLongAsNumber${suffix}(${o}, ${LONG})`,
      rivals: {
        [BY_HAND]: (o) => {
          const upper = `target.setInt32(${o}${high}, Math.floor(long / ${TWO_TO_32}), ${order})`;
          return `{ const long = safe(${LONG}); ${upper}; target.setInt32(${o}${low}, long, ${order}); }`;
        },
        'setBigInt64(BigInt), checked': (o) => `target.setBigInt64(${o}, BigInt(safe(${LONG})), ${order})`,
      },
    },
    {
      accessor: `getLongHigh${suffix}`,
      width: 8,
      consume: sumOfIntegers,
      segment: (o) => `target.getLongHigh${suffix}(${o})`,
      rivals: { DataView: (o) => `target.getInt32(${o}${high}, ${order})` },
    },
    {
      accessor: `getLongLow${suffix}`,
      width: 8,
      consume: sumOfIntegers,
      segment: (o) => `target.getLongLow${suffix}(${o})`,
      rivals: { DataView: (o) => `target.getUint32(${o}${low}, ${order})` },
    },
    {
      accessor: `putLongHighLow${suffix}`,
      width: 8,
      consume: nothing,
      segment: (o) => `target.putLongHighLow${suffix}(${o}, i, ${o})`,
      rivals: {
        [HALVES]: (o) => `target.setInt32(${o}${high}, i, ${order}), target.setInt32(${o}${low}, ${o}, ${order})`,
      },
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
const rows = chosen.flatMap(measure);
const promised = rows.filter(({ target }) => target !== undefined);
const worst = promised.reduce((a, b) => (b.ratio > a.ratio ? b : a));
rows.unshift({ ...worst, name: `the worst of all ${promised.length} accessors: ${worst.name}`, headline: false });
if (ONLY === undefined) {
  publish('every-accessor', {
    question: 'What does each accessor of MemorySegment cost, against a DataView on the same memory?',
    engine: currentEngine().name,
    parameters: { segments: SEGMENTS, segmentBytes: SEGMENT_BYTES, rounds: ROUNDS },
    rows,
  });
} else {
  for (const { name, ours, baseline, baselineName, ratio } of rows)
    console.log(ratio.toFixed(3), ours, baseline, name, baselineName);
}
console.log(`consumed ${consumed}`);
for (const segment of segments) segment.free();

/** A row for each rival; the first one is what the promise is about. */
function measure({ accessor, width, consume, segment, rivals }) {
  const options = { width, consume, declarations: DECLARATIONS, sizeBytes: SEGMENT_BYTES };
  const compiled = (name, access) => pageByPage(`${name}: ${accessor}`, { ...options, access });
  const throughSegment = compiled('segment', segment);
  // Bound, not wrapped in arrow functions: Node 24 inlines loops into those, and then leaves what it calls out of line.
  const contestants = { ours: throughSegment.bind(undefined, segments) };
  for (const [name, call] of Object.entries(rivals)) contestants[name] = compiled(name, call).bind(undefined, views);
  // What a getter reads is a small number, whatever the accessor before wrote.
  for (const target of segments) target.fill(0);
  const measured = interleave(contestants, { rounds: ROUNDS, warmupRounds: WARMUP_ROUNDS });
  consumed += measured.consumed;
  const { ours, ...others } = measured.medians;
  return Object.entries(others).map(([baselineName, baseline], i) =>
    row({
      name: accessor,
      baselineName,
      ours,
      baseline,
      operations: (SEGMENTS * SEGMENT_BYTES) / width,
      ...(i === 0 && { target: TARGET }),
      headline: false,
    }),
  );
}
