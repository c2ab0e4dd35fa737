// What does an access at random offsets cost over 1 GiB of segments, against one plain ArrayBuffer of that size?
//
// Segments ask the system for huge pages, so that the processor needs fewer address translations. Where the setting is
// `always`, the plain ArrayBuffer may get them too: `parameters` and `hugePages` say what was in force.
import { readFileSync } from 'node:fs';
import { currentEngine, MemorySegment } from '../dist/index.js';
import { interleave } from './harness/interleave.mjs';
import { publish, row } from './harness/results.mjs';

const TOTAL_BYTES = Number(process.env.OFFHEAP_BENCH_BYTES ?? 2 ** 30);
const SEGMENT_MEGABYTES = [2, 16, 1024];
const ACCESSES = 2 ** 18;
const ROUNDS = Number(process.env.OFFHEAP_BENCH_ROUNDS ?? 31);
const WARMUP_ROUNDS = 5;
const PAGE_BYTES = 4096;
const WORD_BYTES = 8;
/** Faster, not merely as fast. */
const TARGET = 1;

const operations = {
  read: { ours: 'sum += target.getDouble(offset)', baseline: 'sum += target.getFloat64(offset, true)' },
  'read and write': {
    ours: 'target.putDouble(offset, target.getDouble(offset) + 1)',
    baseline: 'target.setFloat64(offset, target.getFloat64(offset, true) + 1, true)',
  },
};

const setting = transparentHugePages();
const beforePlain = hugePageMegabytes();
const plain = [new DataView(new ArrayBuffer(TOTAL_BYTES))];
for (let offset = 0; offset < TOTAL_BYTES; offset += PAGE_BYTES) plain[0].setInt8(offset, 0);
const plainMegabytes = hugePageMegabytes() - beforePlain;

let consumed = 0;
const rows = [];
const hugePages = { 'ArrayBuffer of 1 GiB': plainMegabytes };
for (const megabytes of SEGMENT_MEGABYTES) {
  const sizeBytes = Math.min(megabytes * 2 ** 20, TOTAL_BYTES);
  const count = TOTAL_BYTES / sizeBytes;
  const before = hugePageMegabytes();
  const segments = Array.from({ length: count }, () => MemorySegment.allocate(sizeBytes));
  for (const segment of segments) segment.fill(0);
  const title = `${count} x ${sizeBytes / 2 ** 20} MiB`;
  hugePages[title] = hugePageMegabytes() - before;
  for (const [operation, texts] of Object.entries(operations)) {
    rows.push(measure(operation, title, texts, segments, sizeBytes));
  }
  for (const segment of segments) segment.free();
}
console.log(`transparent huge pages: ${setting}; megabytes in them:`, hugePages, `consumed ${consumed}`);
publish('random-access', {
  question: 'What does a random access cost over 1 GiB of segments, against one plain ArrayBuffer of that size?',
  engine: currentEngine().name,
  parameters: { totalBytes: TOTAL_BYTES, accesses: ACCESSES, rounds: ROUNDS, transparentHugePages: setting },
  hugePageMegabytes: hugePages,
  rows,
});

function measure(operation, title, { ours, baseline }, segments, sizeBytes) {
  const overSegments = compile(`${title}, ${operation}`, ours, sizeBytes);
  const overPlain = compile(`plain for ${title}, ${operation}`, baseline, TOTAL_BYTES);
  let seed = 1;
  const measured = interleave(
    { ours: () => overSegments(segments, seed++), baseline: () => overPlain(plain, seed++) },
    { rounds: ROUNDS, warmupRounds: WARMUP_ROUNDS },
  );
  consumed += measured.consumed;
  return row({
    name: `${operation} 8 bytes at random, ${title} of segments`,
    baselineName: 'one ArrayBuffer of 1 GiB',
    ...measured.medians,
    operations: ACCESSES,
    target: TARGET,
  });
}

/**
 * A linear congruential generator (Numerical Recipes) gives the word; both sides split it into target and offset, the plain
 * side into target 0 and the whole offset.
 */
function compile(name, text, sizeBytes) {
  const wordsPerTarget = sizeBytes / WORD_BYTES;
  return new Function(
    'targets',
    'seed',
    `// ${name}
    let sum = 0;
    let state = seed;
    for (let i = 0; i < ${ACCESSES}; i++) {
      state = (Math.imul(state, 1664525) + 1013904223) | 0;
      const word = (state >>> 4) & ${TOTAL_BYTES / WORD_BYTES - 1};
      const target = targets[word >>> ${Math.log2(wordsPerTarget)}];
      const offset = (word & ${wordsPerTarget - 1}) * ${WORD_BYTES};
      ${text};
    }
    return sum;`,
  );
}

/** The setting of the kernel, or where this is not Linux: unknown. */
function transparentHugePages() {
  try {
    return /\[(\w+)\]/.exec(readFileSync('/sys/kernel/mm/transparent_hugepage/enabled', 'utf8'))?.[1] ?? 'unknown';
  } catch {
    return 'unknown';
  }
}

/** What of this process lies in huge pages now. */
function hugePageMegabytes() {
  try {
    const kilobytes = readFileSync('/proc/self/smaps_rollup', 'utf8').match(/AnonHugePages:\s+(\d+)/)?.[1];
    return Number(kilobytes) / 1024;
  } catch {
    return Number.NaN;
  }
}
