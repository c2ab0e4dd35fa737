// How long does `offheap sort` take against sort(1) with the same memory, on real source text?
//
// The input is the text of source files of this machine, INPUT_BYTES of it (repeated if there is less). The programs take
// turns; every output is compared byte for byte.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  mkdtempSync,
  opendirSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publish } from './harness/results.mjs';

const INPUT_BYTES = Number(process.env.OFFHEAP_BENCH_BYTES ?? 2 ** 30);
const ROUNDS = Number(process.env.OFFHEAP_BENCH_ROUNDS ?? 5);
const MEMORY_MEGABYTES = [64, 256];
const TARGET_RATIO = 0.85;
/** What the process may take beside the sort memory. */
const RSS_ALLOWANCE_MEGABYTES = 90;
const ROOTS = [
  fileURLToPath(new URL('../node_modules', import.meta.url)),
  '/usr/include',
  '/usr/lib',
  '/usr/local',
  '/usr/share',
  '/root',
  '/home',
  '/opt',
];
const EXTENSIONS = new Set([
  '.c',
  '.h',
  '.cc',
  '.cpp',
  '.hpp',
  '.go',
  '.rs',
  '.py',
  '.java',
  '.js',
  '.mjs',
  '.cjs',
  '.ts',
]);
const LARGEST_FILE_BYTES = 2 * 2 ** 20;

const command = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'offheap-bench-'));
const input = join(folder, 'input.txt');
const output = join(folder, 'output.txt');

try {
  const corpus = makeInput();
  const rows = [];
  const runs = {};
  for (const memory of MEMORY_MEGABYTES) {
    const { row, details } = compare(memory);
    rows.push(row);
    runs[`${memory} MB`] = details;
  }
  publish('sort-lines', {
    question: 'How long does `offheap sort` take against sort(1) with the same memory, on real source text?',
    parameters: { ...corpus, rounds: ROUNDS, peer: version() },
    runs,
    rows,
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function compare(memory) {
  const seconds = { offheap: [], sort: [] };
  let expected;
  let peakRssMegabytes = 0;
  let statistics;
  for (let round = 0; round < ROUNDS; round++) {
    const turns = [
      () => {
        seconds.sort.push(timeSort(memory));
        const hash = hashOf(output);
        if (expected !== undefined && hash !== expected) throw new Error('The outputs differ');
        expected = hash;
      },
      () => {
        const stats = join(folder, 'stats.json');
        seconds.offheap.push(timeOffheap(memory, stats));
        statistics = JSON.parse(readFileSync(stats, 'utf8'));
        peakRssMegabytes = Math.max(peakRssMegabytes, statistics.peakRssBytes / 2 ** 20);
        const hash = hashOf(output);
        if (expected !== undefined && hash !== expected) throw new Error('The outputs differ');
        expected = hash;
      },
    ];
    for (const turn of round % 2 === 0 ? turns : turns.reverse()) turn();
  }
  const [ours, baseline] = [median(seconds.offheap), median(seconds.sort)];
  const allowed = memory + RSS_ALLOWANCE_MEGABYTES;
  console.log(`${memory} MB: peak RSS ${peakRssMegabytes.toFixed(0)} MB (at most ${allowed})`);
  const row = {
    name: `sort ${(statistics.bytes / 1e9).toFixed(2)} GB of source text in ${memory} MB`,
    ours: round(ours),
    baseline: round(baseline),
    baselineName: `LC_ALL=C sort -S ${memory}M --parallel=2`,
    unit: 's',
    ratio: round(ours / baseline),
    target: TARGET_RATIO,
  };
  return {
    row,
    details: { seconds, peakRssMegabytes: round(peakRssMegabytes), allowedRssMegabytes: allowed, statistics },
  };
}

function timeSort(memory) {
  const args = ['-S', `${memory}M`, '--parallel=2', '-T', folder, '-o', output, input];
  return time('sort', args, { ...process.env, LC_ALL: 'C' });
}

function timeOffheap(memory, stats) {
  const args = [
    command,
    'sort',
    '--memory',
    `${memory}mb`,
    '-T',
    folder,
    '-o',
    output,
    '--stats',
    stats,
    '--engine',
    'native',
    input,
  ];
  return time(process.execPath, args, process.env);
}

function time(program, args, env) {
  rmSync(output, { force: true });
  const start = process.hrtime.bigint();
  const { status } = spawnSync(program, args, { env, stdio: ['ignore', 'inherit', 'inherit'] });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  if (status !== 0) throw new Error(`${program} ended with ${status}`);
  return seconds;
}

function version() {
  return spawnSync('sort', ['--version'], { encoding: 'utf8' }).stdout.split('\n')[0];
}

function makeInput() {
  const file = openSync(input, 'w');
  let bytes = 0;
  let files = 0;
  let rounds = 0;
  try {
    while (bytes < INPUT_BYTES) {
      const before = bytes;
      for (const root of ROOTS) {
        for (const path of sources(root)) {
          if (bytes >= INPUT_BYTES) break;
          bytes += writeSync(file, readFileSync(path));
          files += 1;
        }
      }
      rounds += 1;
      if (bytes === before) throw new Error(`No source text under ${ROOTS.join(', ')}`);
    }
  } finally {
    closeSync(file);
  }
  return { inputBytes: bytes, inputFiles: files, timesTheText: rounds };
}

function* sources(folder) {
  let directory;
  try {
    directory = opendirSync(folder);
  } catch {
    return;
  }
  try {
    for (let entry = directory.readSync(); entry !== null; entry = directory.readSync()) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) yield* sources(path);
      else if (entry.isFile() && EXTENSIONS.has(extname(entry.name)) && isReadable(path)) yield path;
    }
  } finally {
    directory.closeSync();
  }
}

function isReadable(path) {
  try {
    return statSync(path).size <= LARGEST_FILE_BYTES;
  } catch {
    return false;
  }
}

function hashOf(path) {
  const hash = createHash('sha1');
  const file = openSync(path, 'r');
  const buffer = Buffer.alloc(1 << 20);
  try {
    for (let n = readSync(file, buffer); n > 0; n = readSync(file, buffer)) hash.update(buffer.subarray(0, n));
  } finally {
    closeSync(file);
  }
  return hash.digest('hex');
}

function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

function round(value) {
  return Math.round(value * 1000) / 1000;
}
