// How long do our types take for a row of six fields, against Flink's own serializers in the JVM?
//
// The JVM runs beside this process (bench/peers/flink, JDK 17 and Maven; without them nothing is measured). Rounds take
// turns, and each side times its own: what has passed, and the processor time of all its threads, collectors among them,
// which says more when the machine has other work. Both write the same bytes, and read the same values from them.
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
/** What stands for all rounds. The JVM counts processor time in steps of 10 ms, which only the mean evens out. */
const CLOCKS = { elapsed: median, cpu: mean };

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

  const nanosPerRow = await measure();
  publish('flink-peer', {
    question: "How long do our types take for a row of six fields, against Flink's own serializers in the JVM?",
    parameters: { rows: ROWS, bytesPerRow: bytes.length / ROWS, passes: PASSES, rounds: ROUNDS },
    peer: about,
    nanosPerRow,
    rows: Object.entries(CLOCKS).flatMap(([clock, middle]) =>
      DIRECTIONS.map((direction) =>
        row({
          name: `${direction} a row of 6 fields${clock === 'cpu' ? ', processor time' : ''}`,
          baselineName: `Flink ${about.flink} in the JVM`,
          ours: middle(nanosPerRow[direction].ours[clock]),
          baseline: middle(nanosPerRow[direction].flink[clock]),
          operations: 1,
          target: TARGET_RATIO,
          headline: clock === 'elapsed',
        }),
      ),
    ),
  });
}

/** Of every round, by direction, side and clock. */
async function measure() {
  const sides = { ours: runOurs, flink: (direction) => flink.ask(`${direction} ${PASSES}`) };
  const times = Object.fromEntries(DIRECTIONS.map((direction) => [direction, { ours: noTimes(), flink: noTimes() }]));
  for (let round = -WARMUP_ROUNDS; round < ROUNDS; round++) {
    for (const direction of DIRECTIONS) {
      const results = {};
      for (const side of round % 2 === 0 ? ['ours', 'flink'] : ['flink', 'ours']) {
        const { result, ...nanos } = await sides[side](direction);
        results[side] = result;
        if (round >= 0) for (const clock in CLOCKS) times[direction][side][clock].push(Math.round(nanos[clock]));
      }
      if (results.ours !== results.flink) throw new Error(`The sides ${direction} to different results`);
    }
  }
  return times;
}

function noTimes() {
  return Object.fromEntries(Object.keys(CLOCKS).map((clock) => [clock, []]));
}

function runOurs(direction) {
  const startCpu = process.cpuUsage();
  const start = process.hrtime.bigint();
  const result = direction === 'serialize' ? serialize(PASSES) : deserialize(PASSES);
  const nanos = Number(process.hrtime.bigint() - start);
  const { user, system } = process.cpuUsage(startCpu);
  const records = PASSES * ROWS;
  return { elapsed: nanos / records, cpu: (1000 * (user + system)) / records, result };
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

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function firstDifference(theirs) {
  const at = theirs.findIndex((byte, i) => byte !== bytes[i]);
  return at === -1 ? theirs.length : at;
}
