// How fast are rows written and read, beside msgpackr with shared structures and JSON?
//
// A row: a long as number, a double, a boolean, two ASCII strings of 12 and 40 characters, a list of 4 ints. All contestants go
// from rows to bytes and back: each writes a row into memory of its own, which it uses again, and reads rows each from a Buffer of
// its own, cut from a larger one, as messages come. Of each row that is read every field is looked at.
//
// JSON is the text of a row as UTF-8, so that its strings pass through `Buffer` in both directions; what JSON takes without that, to
// strings and from strings, is in the results too. msgpackr runs with its native extraction of strings, where that loads.
import { isNativeAccelerationEnabled, Packr } from 'msgpackr';
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
const jsonBytes = Buffer.allocUnsafeSlow(1024);
const texts = rows.map((value) => JSON.stringify(value));
const written = {
  ours: messages(rows.map((value) => type.encode(value))),
  msgpackr: messages(rows.map((value) => Uint8Array.from(packr.pack(value)))),
  JSON: messages(texts.map((text) => Buffer.from(text))),
};

const writing = interleave(
  {
    ours: passes((i) => {
      output.clear();
      serializer.serialize(rows[i], output);
      return output.length;
    }),
    msgpackr: passes((i) => packr.pack(rows[i]).length),
    JSON: passes((i) => jsonBytes.write(JSON.stringify(rows[i]))),
    'JSON text': passes((i) => JSON.stringify(rows[i]).length),
  },
  { rounds: ROUNDS, warmupRounds: WARMUP_ROUNDS },
);
const reading = interleave(
  {
    ours: reads((i) => {
      input.setBuffer(written.ours[i]);
      return serializer.deserialize(input);
    }),
    msgpackr: reads((i) => packr.unpack(written.msgpackr[i])),
    JSON: reads((i) => JSON.parse(written.JSON[i].toString())),
    'JSON text': reads((i) => JSON.parse(texts[i])),
  },
  { rounds: ROUNDS, warmupRounds: WARMUP_ROUNDS },
);

publish('serializers', {
  question: 'How long does it take to write and to read a row of six fields?',
  parameters: {
    rows: ROWS,
    passes: PASSES,
    rounds: ROUNDS,
    nativeExtraction: isNativeAccelerationEnabled,
    consumed: writing.consumed + reading.consumed,
  },
  bytes: Object.fromEntries(Object.entries(written).map(([name, all]) => [name, mean(all)])),
  rows: [...Object.keys(TARGETS), 'JSON text'].flatMap((against) => [
    compared('write a row', writing.medians, against),
    compared('read a row', reading.medians, against),
  ]),
});

/** The same bytes as parts of one Buffer. */
function messages(all) {
  const chunk = Buffer.concat(all);
  let end = 0;
  return all.map(({ length }) => {
    end += length;
    return chunk.subarray(end - length, end);
  });
}

/** For each contestant code of its own: their rows are objects of different shapes. */
function reads(one) {
  const weigh = new Function(
    'row',
    'return row.id + row.score + (row.active ? 1 : 0) + row.name.charCodeAt(11) + row.url.charCodeAt(39) + row.counts[3];',
  );
  return passes((i) => weigh(one(i)));
}

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
    ...(against in TARGETS ? { target: TARGETS[against] } : { headline: false }),
  });
}

function mean(all) {
  return all.reduce((sum, { length }) => sum + length, 0) / all.length;
}
