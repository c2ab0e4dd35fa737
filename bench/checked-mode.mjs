// What does checked mode cost, whole (OFFHEAP_CHECKED=1) and sampling (1/1000), against the same work without it?
//
// A process reads the mode once, so each mode runs in processes of its own, in turns. The baseline of every row is mode 0.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { currentEngine, MemorySegment } from '../dist/index.js';
import { publish, row } from './harness/results.mjs';

const MODES = ['0', '1/1000', '1'];
const SIZE_BYTES = 32 * 1024;
const LARGE_BYTES = 4 * 1024 * 1024;
const BULK_BYTES = 1024;
const PROCESSES = 5;
const ROUNDS = 40;
const WARMUP_ROUNDS = 10;
const NOT_ZEROED = { zeroed: false };

const segment = MemorySegment.allocate(SIZE_BYTES);
const other = MemorySegment.allocate(SIZE_BYTES);

const contestants = {
  'read an int': {
    operations: 10 * (SIZE_BYTES / 4),
    run: () => {
      let sum = 0;
      for (let repeat = 0; repeat < 10; repeat++) {
        for (let offset = 0; offset < SIZE_BYTES; offset += 4) sum = (sum + segment.getIntLittleEndian(offset)) | 0;
      }
      return sum;
    },
  },
  'write an int': {
    operations: 10 * (SIZE_BYTES / 4),
    run: () => {
      for (let repeat = 0; repeat < 10; repeat++) {
        for (let offset = 0; offset < SIZE_BYTES; offset += 4) segment.putIntLittleEndian(offset, offset);
      }
      return 1;
    },
  },
  'copy 1 KiB to another segment': {
    operations: 1000,
    run: () => {
      for (let i = 0; i < 1000; i++) segment.copyTo(0, other, BULK_BYTES, BULK_BYTES);
      return 1;
    },
  },
  'compare 1 KiB with another segment': {
    operations: 1000,
    run: () => {
      let sum = 0;
      for (let i = 0; i < 1000; i++) sum += segment.compare(other, 0, 0, BULK_BYTES);
      return sum;
    },
  },
  'allocate and free a 32 KiB segment': {
    operations: 1000,
    run: () => {
      for (let i = 0; i < 1000; i++) MemorySegment.allocate(SIZE_BYTES, NOT_ZEROED).free();
      return 1;
    },
  },
  'the same, after a view was taken': {
    operations: 500,
    run: () => {
      for (let i = 0; i < 500; i++) {
        const viewed = MemorySegment.allocate(SIZE_BYTES, NOT_ZEROED);
        viewed.wrap(0, 8);
        viewed.free();
      }
      return 1;
    },
  },
  'allocate, write and free a 4 MiB segment': {
    operations: 2,
    run: () => {
      for (let i = 0; i < 2; i++) {
        const large = MemorySegment.allocate(LARGE_BYTES);
        large.fill(1);
        large.free();
      }
      return 1;
    },
  },
};

if (process.argv[2] === 'measure') console.log(JSON.stringify(await measure()));
else compare();

function compare() {
  const results = Object.fromEntries(MODES.map((mode) => [mode, []]));
  for (let turn = 0; turn < PROCESSES; turn++) {
    for (let i = 0; i < MODES.length; i++) {
      const mode = MODES[(i + turn) % MODES.length];
      const output = execFileSync(process.execPath, [fileURLToPath(import.meta.url), 'measure'], {
        encoding: 'utf8',
        env: { ...process.env, OFFHEAP_CHECKED: mode },
      });
      results[mode].push(JSON.parse(output));
    }
  }
  const nanos = (mode, name) => median(results[mode].map((result) => result.nanos[name]));
  const rows = MODES.slice(1).flatMap((mode) =>
    Object.entries(contestants).map(([name, { operations }]) =>
      row({
        name: `${name}, OFFHEAP_CHECKED=${mode}`,
        ours: nanos(mode, name),
        baseline: nanos('0', name),
        baselineName: 'without checked mode',
        operations,
        headline: false,
      }),
    ),
  );
  publish('checked-mode', {
    question: 'What does checked mode cost, whole and sampling one chunk in 1000?',
    engine: currentEngine().name,
    parameters: { sizeBytes: SIZE_BYTES, bulkBytes: BULK_BYTES, rounds: ROUNDS, processes: PROCESSES },
    rows,
  });
}

/** Mean nanoseconds of a round, with one turn of the event loop: what Node puts off until then counts. */
async function measure() {
  const nanos = {};
  let consumed = 0;
  for (const [name, { run }] of Object.entries(contestants)) {
    const times = [];
    for (let round = -WARMUP_ROUNDS; round < ROUNDS; round++) {
      const start = process.hrtime.bigint();
      consumed += run();
      await new Promise((resolve) => setImmediate(resolve));
      if (round >= 0) times.push(Number(process.hrtime.bigint() - start));
    }
    // The middle half: other work on the machine is not what is measured, the collections every few rounds are.
    const middle = times.toSorted((a, b) => a - b).slice(ROUNDS / 4, (3 * ROUNDS) / 4);
    nanos[name] = middle.reduce((sum, time) => sum + time, 0) / middle.length;
  }
  return { nanos, consumed };
}

function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
