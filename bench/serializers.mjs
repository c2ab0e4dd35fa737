// How fast are rows written and read, beside msgpackr with shared structures and JSON?
//
// A row: a long as number, a double, a boolean, two ASCII strings of 12 and 40 characters, a list of 4 ints. Each contestant writes
// a row into memory of its own, which it uses again, and reads rows each from bytes of its own, as messages come.
import { Packr } from 'msgpackr';
import { DataInputDeserializer, DataOutputSerializer, types } from '../dist/index.js';
import { interleave } from './harness/interleave.mjs';
import { publish, row } from './harness/results.mjs';

const ROWS = 1000;
const PASSES = 20;
const ROUNDS = 41;
const WARMUP_ROUNDS = 8;
/** Time of ours by theirs: twice the records of msgpackr, five times those of JSON. */
const TARGETS = { msgpackr: 0.5, JSON: 0.2 };

const rows = Array.from({ length: ROWS }, (_, i) => ({
  id: 1_700_000_000_000 + i * 7919,
  score: i * 0.37 + 0.1,
  active: i % 3 === 0,
  name: `user-${String(i).padStart(7, '0')}`,
  url: `https://example.com/products/${i}/`.padEnd(40, 'x'),
  counts: [i, i * 2, i * 3, i * 70_000],
}));
const type = types.row({
  id: types.long({ as: 'number' }),
  score: types.double(),
  active: types.boolean(),
  name: types.string(),
  url: types.string(),
  counts: types.list(types.int()),
});

const serializer = type.createSerializer();
const output = new DataOutputSerializer(1024);
const input = new DataInputDeserializer();
const packr = new Packr({ structures: [] });
const written = {
  ours: rows.map((value) => type.encode(value)),
  msgpackr: rows.map((value) => Uint8Array.from(packr.pack(value))),
  JSON: rows.map((value) => JSON.stringify(value)),
};

const writing = interleave(
  {
    ours: passes((i) => {
      output.clear();
      serializer.serialize(rows[i], output);
      return output.length;
    }),
    msgpackr: passes((i) => packr.pack(rows[i]).length),
    JSON: passes((i) => JSON.stringify(rows[i]).length),
  },
  { rounds: ROUNDS, warmupRounds: WARMUP_ROUNDS },
);
const reading = interleave(
  {
    ours: passes((i) => {
      input.setBuffer(written.ours[i]);
      return serializer.deserialize(input).counts.length;
    }),
    msgpackr: passes((i) => packr.unpack(written.msgpackr[i]).counts.length),
    JSON: passes((i) => JSON.parse(written.JSON[i]).counts.length),
  },
  { rounds: ROUNDS, warmupRounds: WARMUP_ROUNDS },
);

publish('serializers', {
  question: 'How long does it take to write and to read a row of six fields?',
  parameters: { rows: ROWS, passes: PASSES, rounds: ROUNDS, consumed: writing.consumed + reading.consumed },
  bytes: Object.fromEntries(Object.entries(written).map(([name, all]) => [name, mean(all)])),
  rows: Object.keys(TARGETS).flatMap((against) => [
    compared('write a row', writing.medians, against),
    compared('read a row', reading.medians, against),
  ]),
});

function passes(one) {
  return () => {
    let consumed = 0;
    for (let pass = 0; pass < PASSES; pass++) for (let i = 0; i < ROWS; i++) consumed += one(i);
    return consumed;
  };
}

function compared(name, medians, against) {
  return row({
    name: `${name} of six fields, beside ${against}`,
    baselineName: against,
    ours: medians.ours,
    baseline: medians[against],
    operations: PASSES * ROWS,
    target: TARGETS[against],
  });
}

function mean(all) {
  return all.reduce((sum, { length }) => sum + length, 0) / all.length;
}
