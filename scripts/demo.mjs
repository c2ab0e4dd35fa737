// Sorts the text of all files under node_modules (or the folder that is named) in 16 MB, and shows what it cost.
import { mkdtemp, open, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import Table from 'cli-table3';
import { Interruption } from '../dist/cli/interruption.js';
import { ProgressBar, wantsProgress } from '../dist/cli/sort/progress-bar.js';
import { currentEngine, engine, FileSource, lineOrder, mebibytes, openOutput, sortLines } from '../dist/index.js';
import { SortMeasurement } from '../dist/observability/sort-report.js';

const MEMORY_BYTES = mebibytes(16);
/** A NUL this early means that it is no text; git looks as far. */
const SNIFF_BYTES = 8192;
const CHECK_PAGE_BYTES = 4 * 1024 * 1024;
const NEWLINE = 0x0a;

const folder = process.argv[2] ?? fileURLToPath(new URL('../node_modules', import.meta.url));
const scratch = await mkdtemp(join(tmpdir(), 'offheap-demo-'));
const interruption = new Interruption();
try {
  await demonstrate(interruption.signal);
} catch (error) {
  if (!interruption.signal.aborted) throw error;
  console.error(`\n${interruption.signal.reason.message}`);
  process.exitCode = 2;
} finally {
  await rm(scratch, { recursive: true, force: true });
  interruption[Symbol.dispose]();
}

async function demonstrate(signal) {
  const name = relative(process.cwd(), folder) || folder;
  console.log(`Looking for text under ${name} …`);
  const input = await findText(signal);
  console.log(
    `Sorting ${count(input.files.length)} files, ${megabytes(input.bytes)}, with ${megabytes(MEMORY_BYTES)} of off-heap memory …`,
  );
  const output = join(scratch, 'sorted.txt');
  const report = await sort(input.files, output, signal);
  console.log('Checking that the result is in order and complete …');
  const found = await checkOrder(output, signal);
  if (found.lines !== input.lines || found.bytes !== report.outputBytes) {
    throw new Error(`the output has ${found.lines} lines and ${found.bytes} bytes, the input ${input.lines} lines`);
  }
  console.log(costs(input, report).toString());
  console.log(`${count(found.lines)} lines in order, none lost. Leaked chunks: ${report.leakedChunks}.`);
  if (report.leakedChunks !== 0) process.exitCode = 2;
}

/** Every file without a NUL near its start, with its lines counted here, not by the sort. */
async function findText(signal) {
  const found = { files: [], skipped: 0, bytes: 0, lines: 0 };
  const page = Buffer.alloc(CHECK_PAGE_BYTES);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    signal.throwIfAborted();
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const counted = await countText(path, page);
    if (counted === undefined) {
      found.skipped++;
      continue;
    }
    found.files.push(path);
    found.bytes += counted.bytes;
    found.lines += counted.lines;
  }
  return found;
}

/** undefined: not text. A last line without newline is a line. */
async function countText(path, page) {
  const file = await open(path);
  try {
    const counted = { bytes: 0, lines: 0 };
    let last = NEWLINE;
    for (;;) {
      const { bytesRead } = await file.read(page, 0, page.length);
      if (bytesRead === 0) break;
      const text = page.subarray(0, bytesRead);
      if (counted.bytes === 0 && text.subarray(0, SNIFF_BYTES).includes(0)) return undefined;
      counted.bytes += bytesRead;
      for (let at = text.indexOf(NEWLINE); at !== -1; at = text.indexOf(NEWLINE, at + 1)) counted.lines++;
      last = text[bytesRead - 1];
    }
    if (last !== NEWLINE) counted.lines++;
    return counted;
  } finally {
    await file.close();
  }
}

async function sort(files, output, signal) {
  const sources = [];
  // Each is opened when its turn comes, so there is one open file at a time.
  for (const file of files) sources.push(await FileSource.locate(file));
  const measurement = new SortMeasurement(currentEngine(), engine());
  const bar = wantsProgress('auto', false) ? await ProgressBar.create() : undefined;
  try {
    const statistics = await sortLines({
      sources,
      openSink: () => openOutput(output),
      order: lineOrder(),
      memoryBytes: MEMORY_BYTES,
      temporaryDirectory: scratch,
      signal,
      onProgress: (progress) => bar?.update(progress),
    });
    return measurement.finish(statistics);
  } finally {
    bar?.stop();
  }
}

/** Reads the file once and compares each line with the one before. */
async function checkOrder(path, signal) {
  const file = await open(path);
  try {
    const found = { lines: 0, bytes: 0 };
    let previous = Buffer.alloc(0);
    let rest = Buffer.alloc(0);
    for (;;) {
      signal.throwIfAborted();
      const page = Buffer.allocUnsafe(rest.length + CHECK_PAGE_BYTES);
      rest.copy(page);
      const { bytesRead } = await file.read(page, rest.length, CHECK_PAGE_BYTES);
      if (bytesRead === 0) break;
      found.bytes += bytesRead;
      const text = page.subarray(0, rest.length + bytesRead);
      let start = 0;
      for (let end = text.indexOf(NEWLINE); end !== -1; end = text.indexOf(NEWLINE, start)) {
        const line = text.subarray(start, end);
        if (Buffer.compare(previous, line) > 0)
          throw new Error(`line ${found.lines + 1} of the output is out of order`);
        previous = line;
        found.lines++;
        start = end + 1;
      }
      rest = text.subarray(start);
    }
    if (rest.length > 0) throw new Error('the last line of the output has no newline');
    return found;
  } finally {
    await file.close();
  }
}

function costs(input, report) {
  const table = new Table({
    style: { head: [], border: [] },
    colAligns: ['left', 'right'],
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' }, // no line between rows
  });
  const { seconds } = report;
  table.push(
    ['Input', `${count(input.files.length)} files (${count(input.skipped)} that are no text left out)`],
    ['', `${count(report.lines)} lines, ${megabytes(report.bytes)}`],
    ['Off-heap memory: budget', megabytes(report.budgetBytes)],
    ['Off-heap memory: peak', megabytes(report.peakOffHeapBytes)],
    ['Input divided by budget', (report.bytes / report.budgetBytes).toFixed(1)],
    ['Spilled', `${count(report.runs)} sorted runs, ${megabytes(report.spilledBytes)}`],
    ['Merge passes before the last', count(report.mergePasses)],
    ['Time to read, sort and spill', `${seconds.read.toFixed(2)} s`],
    ['Time to merge in between', `${seconds.merge.toFixed(2)} s`],
    ['Time to merge and write', `${seconds.write.toFixed(2)} s`],
    ['Time in all', `${seconds.total.toFixed(2)} s, ${(report.bytes / 1e6 / seconds.total).toFixed(0)} MB/s`],
    ['Peak memory of the process (RSS)', megabytes(report.peakRssBytes)],
    ['Garbage collections', `${count(report.gcCount)}, the longest ${report.gcLongestPauseMillis.toFixed(1)} ms`],
    ['Leaked chunks', count(report.leakedChunks)],
    ['Engine', `${report.engine}: ${report.engineReason}`],
  );
  return table;
}

function count(value) {
  return value.toLocaleString('en-US');
}

/** In powers of 1024, as --memory is. */
function megabytes(bytes) {
  return `${(bytes / mebibytes(1)).toFixed(1)} MB`;
}
