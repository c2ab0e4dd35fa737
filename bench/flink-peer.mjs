// How long do our types take for a row of six fields, against Flink's own serializers in the JVM?
//
// The JVM runs beside this process (bench/peers/flink, JDK 17 and Maven; without them nothing is measured). Rounds take
// turns, and each side times its own. Both write the same bytes, and read the same values from them.
import { DataInputDeserializer, DataOutputSerializer, types } from '../dist/index.js';
import { median } from './harness/interleave.mjs';
import { publish, row } from './harness/results.mjs';
import { sampleRows } from './harness/sample-rows.mjs';
import { FlinkProcess, FlinkUnavailableError } from './peers/flink/flink-process.mjs';

const ROWS = 1000;
/** Of all rows, per round: the output is cleared before each. */
const PASSES = 50;
const ROUNDS = Number(process.env.OFFHEAP_BENCH_ROUNDS ?? 61);
const WARMUP_ROUNDS = 60;
const TARGET_RATIO = 1.5;
const DIRECTIONS = ['serialize', 'deserialize'];

const rows = sampleRows(ROWS);
const serializer = types
  .row({
    id: types.long({ as: 'number' }),
    price: types.double(),
    ok: types.boolean(),
    code: types.string(),
    text: types.string(),
    tags: types.list(types.int()),
  })
  .createSerializer();
const output = new DataOutputSerializer(1024);
const input = new DataInputDeserializer();
serialize(1);
const bytes = output.copyOfBuffer();

let flink;
try {
  flink = FlinkProcess.start(ROWS);
} catch (error) {
  if (!(error instanceof FlinkUnavailableError)) throw error;
  console.log(`Not measured, for want of the peer: ${error.message}`);
}
if (flink !== undefined) {
  try {
    await compare();
  } finally {
    flink.close();
  }
}

async function compare() {
  const about = await flink.ask('about');
  const theirs = Buffer.from((await flink.ask('bytes')).base64, 'base64');
  if (!theirs.equals(bytes)) throw new Error(`Flink writes other bytes, from ${firstDifference(theirs)} on`);

  const nanosPerRecord = await measure();
  publish('flink-peer', {
    question: "How long do our types take for a row of six fields, against Flink's own serializers in the JVM?",
    parameters: { rows: ROWS, bytesPerRow: bytes.length / ROWS, passes: PASSES, rounds: ROUNDS },
    peer: about,
    nanosPerRecord,
    rows: [...DIRECTIONS, 'both'].map((direction) =>
      row({
        name: `${direction === 'both' ? 'serialize and deserialize' : direction} a row of 6 fields`,
        baselineName: `Flink ${about.flink} in the JVM`,
        ours: median(timesOf(nanosPerRecord, 'ours', direction)),
        baseline: median(timesOf(nanosPerRecord, 'flink', direction)),
        operations: 1,
        target: TARGET_RATIO,
        headline: direction !== 'both',
      }),
    ),
  });
}

/** Of every round, by direction and side. */
async function measure() {
  const contestants = { ours: runOurs, flink: (direction) => flink.ask(`${direction} ${PASSES}`) };
  const times = Object.fromEntries(DIRECTIONS.map((direction) => [direction, { ours: [], flink: [] }]));
  for (let round = -WARMUP_ROUNDS; round < ROUNDS; round++) {
    for (const direction of DIRECTIONS) {
      const results = {};
      for (const side of round % 2 === 0 ? ['ours', 'flink'] : ['flink', 'ours']) {
        const { nanosPerRecord, result } = await contestants[side](direction);
        results[side] = result;
        if (round >= 0) times[direction][side].push(Math.round(nanosPerRecord));
      }
      if (results.ours !== results.flink) throw new Error(`The sides ${direction} to different results`);
    }
  }
  return times;
}

function runOurs(direction) {
  const start = process.hrtime.bigint();
  const result = direction === 'serialize' ? serialize(PASSES) : deserialize(PASSES);
  const nanos = Number(process.hrtime.bigint() - start);
  return { nanosPerRecord: nanos / (PASSES * ROWS), result };
}

/** Bytes written. */
function serialize(passes) {
  let total = 0;
  for (let pass = 0; pass < passes; pass++) {
    output.clear();
    for (let i = 0; i < ROWS; i++) serializer.serialize(rows[i], output);
    total += output.length;
  }
  return total;
}

/** A sum, with wrap-around, of something of every field read. */
function deserialize(passes) {
  let sum = 0;
  for (let pass = 0; pass < passes; pass++) {
    input.setBuffer(bytes);
    for (let i = 0; i < ROWS; i++) sum = (sum + weigh(serializer.deserialize(input))) | 0;
  }
  return sum;
}

function weigh({ id, price, ok, code, text, tags }) {
  return ((id | 0) + (price | 0) + (ok ? 1 : 0) + code.charCodeAt(11) + text.charCodeAt(39) + tags[3]) | 0;
}

function timesOf(nanosPerRecord, side, direction) {
  if (direction !== 'both') return nanosPerRecord[direction][side];
  return nanosPerRecord.serialize[side].map((nanos, round) => nanos + nanosPerRecord.deserialize[side][round]);
}

function firstDifference(theirs) {
  const at = theirs.findIndex((byte, i) => byte !== bytes[i]);
  return at === -1 ? theirs.length : at;
}
