// What does one field of a binary row cost against the whole row as an object, and what do two rows cost to compare by key?
import {
  BinaryRowComparator,
  BinaryRowWriter,
  binaryRowType,
  columns,
  currentEngine,
  MemorySegment,
} from '../dist/index.js';
import { interleave } from './harness/interleave.mjs';
import { publish, row } from './harness/results.mjs';

const FIELDS = 20;
const ROWS = 512;
const ROUNDS = 101;
const WARMUP_ROUNDS = 60;
/** Of all comparisons, per round: one alone takes less than what it takes to warm up after the other contestant. */
const COMPARE_PASSES = 4;
const FIELD_TARGET = 1 / 20;
const COMPARE_LIMIT_NANOSECONDS = 30;

const kinds = [
  (i) => [columns.long({ as: 'number' }), i * 1_000_003],
  (i) => [columns.double(), i / 3],
  (i) => [columns.string(), `name ${i % 97}`],
  (i) => [columns.string(), `a longer text of the row with number ${i}`],
  (i) => [columns.int(), i],
];
const fields = Object.fromEntries(Array.from({ length: FIELDS }, (_, f) => [`f${f}`, kinds[f % kinds.length](0)[0]]));
const type = binaryRowType(fields);

// All rows in one off-heap segment, one behind the other, as a sorter or a hash table holds them.
const page = MemorySegment.allocate(1024 * 1024);
const starts = [];
const sizes = [];
let end = 0;
for (let i = 0; i < ROWS; i++) {
  const number = (i * 7919) % ROWS;
  const values = Array.from({ length: FIELDS }, (_, f) => [`f${f}`, kinds[f % kinds.length](number + f)[1]]);
  const written = type.write(Object.fromEntries(values), new BinaryRowWriter(FIELDS, { segment: page, offset: end }));
  starts.push(end);
  sizes.push(written.sizeInBytes);
  end += written.sizeInBytes;
}

let consumed = 0;
const view = type.createRow();
const views = starts.map((start, i) => type.createRow().pointTo(page, start, sizes[i]));

const wholeRows = () => {
  let sum = 0;
  for (let i = 0; i < ROWS; i++) sum += type.toObject(view.pointTo(page, starts[i], sizes[i])).f10;
  return sum;
};

const results = [
  field('long as number', (r) => r.getLongAsNumber(10)),
  field('double', (r) => r.getDouble(11)),
  field('int', (r) => r.getInt(14)),
  field('bytes of a short text', (r) => r.getString(12).sizeInBytes),
  field('short text, decoded', (r) => r.getText(12).length),
  field('text of 38 characters, decoded', (r) => r.getText(13).length),
  comparison('long', [{ field: 'f10' }]),
  comparison('short text', [{ field: 'f12' }]),
  comparison('text of 38 characters with a common beginning', [{ field: 'f13' }]),
  comparison('short text, then long', [{ field: 'f12' }, { field: 'f10', descending: true }]),
];
publish('binary-rows', {
  question: 'What does one field of a binary row of 20 cost, and a comparison of two rows by key?',
  engine: currentEngine().name,
  parameters: { fields: FIELDS, rows: ROWS, rowBytes: Math.round(end / ROWS), rounds: ROUNDS },
  rows: results,
});
console.log(`consumed ${consumed}`);
page.free();

/** Against the object of the whole row. Both point a view to the row first. */
function field(name, read) {
  const one = () => {
    let sum = 0;
    for (let i = 0; i < ROWS; i++) sum += read(view.pointTo(page, starts[i], sizes[i]));
    return sum;
  };
  const { medians, consumed: sum } = interleave(
    { ours: one, baseline: wholeRows },
    { rounds: ROUNDS, warmupRounds: WARMUP_ROUNDS },
  );
  consumed += sum;
  return row({
    name: `one field: ${name}`,
    baselineName: 'toObject',
    ...medians,
    operations: ROWS,
    target: FIELD_TARGET,
  });
}

/** Of rows that views point to already, as in a loop over a probe row. Against the keys as values of objects. */
function comparison(name, keys) {
  const comparator = new BinaryRowComparator({ type: type.description, keys });
  const ours = () => {
    let sum = 0;
    for (let pass = 0; pass < COMPARE_PASSES; pass++) {
      for (let i = 1; i < ROWS; i++) sum += comparator.compare(views[i - 1], views[i]) < 0 ? 1 : 0;
    }
    return sum;
  };
  const baseline = () => {
    let sum = 0;
    for (let step = 0; step < COMPARE_PASSES * (ROWS - 1); step++) {
      const i = 1 + (step % (ROWS - 1));
      const a = type.toObject(views[i - 1]);
      const b = type.toObject(views[i]);
      for (const { field: key, descending } of keys) {
        if (a[key] === b[key]) continue;
        if (a[key] < b[key] !== (descending === true)) sum += 1;
        break;
      }
    }
    return sum;
  };
  const { medians, consumed: sum } = interleave({ ours, baseline }, { rounds: ROUNDS, warmupRounds: WARMUP_ROUNDS });
  consumed += sum;
  return row({
    name: `compare by ${name}`,
    baselineName: 'toObject of both',
    ...medians,
    operations: COMPARE_PASSES * (ROWS - 1),
    limit: COMPARE_LIMIT_NANOSECONDS,
  });
}
