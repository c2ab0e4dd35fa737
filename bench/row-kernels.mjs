// What do native kernels take to sort, hash and key many binary rows, against the comparator row by row and against objects?
import { loadavg } from 'node:os';
import { BinaryRowWriter, binaryRowType, columns, loadEngine, MemorySegment } from '../dist/index.js';
import { interleaveAsync } from './harness/interleave.mjs';
import { publish, row } from './harness/results.mjs';

const ROWS = 100_000;
/** Rows with the same text, on average. */
const ROWS_A_NAME = 5;
const KEY_BYTES = 12;
const ROUNDS = 9;
const WARMUP_ROUNDS = 2;

const type = binaryRowType({
  name: columns.string(),
  id: columns.long({ as: 'number' }),
  city: columns.nullable(columns.string()),
});
const keys = [{ field: 'name' }, { field: 'id', descending: true }];
const comparator = type.createComparator(keys);

const objects = Array.from({ length: ROWS }, (_, i) => {
  const drawn = Math.imul(i + 1, 0x9e3779b1) >>> 0;
  const name = `user-${(drawn % (ROWS / ROWS_A_NAME)).toString(36).padStart(4, '0')}@example.com`;
  return { name, id: drawn * 1_000_003, city: drawn % 3 === 0 ? null : `city number ${drawn % 100}` };
});

/** All rows one behind the other, as a sorter or a hash table holds them. */
function layOut(engineName) {
  const { engine } = loadEngine(engineName);
  const sizes = objects.map((object) => type.encode(object).sizeInBytes);
  const page = MemorySegment.allocate(
    sizes.reduce((sum, size) => sum + size, 0),
    { engine },
  );
  const positions = new Int32Array(2 * ROWS);
  let end = 0;
  objects.forEach((object, i) => {
    type.write(object, new BinaryRowWriter(type.arity, { segment: page, offset: end }));
    positions.set([end, sizes[i]], 2 * i);
    end += sizes[i];
  });
  const batch = type.createBatch(page, positions);
  const views = Array.from({ length: ROWS }, (_, i) => batch.row(i));
  return { page, positions, batch, views };
}

const native = layOut('native');
const inJavaScript = layOut('js');
const target = MemorySegment.allocate(ROWS * KEY_BYTES);

async function sortBatch({ page, positions }) {
  const sorted = positions.slice();
  await type.createBatch(page, sorted).sort(comparator);
  return sorted[2];
}

const byKeys = (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : b.id - a.id);

const sorts = await measure({
  kernel: () => sortBatch(native),
  javascript: () => sortBatch(inJavaScript),
  views: async () => native.views.toSorted((a, b) => comparator.compare(a, b))[1].offset,
  objects: async () => objects.toSorted(byKeys)[1].id,
});
const hashes = await measure({
  kernel: async () => native.batch.hashCodes()[ROWS - 1],
  views: async () => eachRow((view) => view.hashCode()),
});
const keyHashes = await measure({
  kernel: async () => native.batch.keyHashes(comparator)[ROWS - 1],
  views: async () => eachRow((view) => comparator.hash(view)),
});
const normalizedKeys = await measure({
  kernel: async () => {
    native.batch.putNormalizedKeys(comparator, KEY_BYTES, target);
    return target.getByte(0);
  },
  views: async () => {
    let offset = 0;
    return eachRow((view) => {
      comparator.putNormalizedKey(view, target, offset, KEY_BYTES);
      offset += KEY_BYTES;
      return offset;
    });
  },
});

publish('row-kernels', {
  question: 'What does a row cost when 100,000 are sorted by (text, long), hashed and keyed in one call?',
  conditions: `load average ${loadavg()[0].toFixed(1)} on the machine when it ended`,
  parameters: { rows: ROWS, rowBytes: Math.round(native.page.size / ROWS), keyBytes: KEY_BYTES, rounds: ROUNDS },
  rows: [
    result('sort', 'comparator on views', sorts.kernel, sorts.views),
    result('sort', 'objects', sorts.kernel, sorts.objects),
    result('sort in JavaScript', 'objects', sorts.javascript, sorts.objects),
    result('hash code', 'row.hashCode', hashes.kernel, hashes.views),
    result('hash code of the keys', 'comparator.hash', keyHashes.kernel, keyHashes.views),
    result('normalized key', 'comparator.putNormalizedKey', normalizedKeys.kernel, normalizedKeys.views),
  ],
});
for (const { page } of [native, inJavaScript]) page.free();
target.free();

async function measure(contestants) {
  const { medians, consumed } = await interleaveAsync(contestants, { rounds: ROUNDS, warmupRounds: WARMUP_ROUNDS });
  console.log(`consumed ${consumed}`);
  return medians;
}

/** As a program does that has the positions and one view. */
function eachRow(visit) {
  const { page, positions } = native;
  const view = type.createRow();
  let sum = 0;
  for (let i = 0; i < ROWS; i++) sum += visit(view.pointTo(page, positions[2 * i], positions[2 * i + 1]));
  return sum;
}

function result(name, baselineName, ours, baseline) {
  return row({ name, baselineName, ours, baseline, operations: ROWS, headline: false });
}
