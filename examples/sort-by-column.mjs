// Sorts a file that is larger than the memory it may take, by its second column. Run it: node examples/sort-by-column.mjs
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { currentEngine, FileSource, lineOrder, mebibytes, openOutput, sortLines } from 'offheap';

const LINES = 200_000;
const MEMORY_BYTES = mebibytes(1);

const folder = await mkdtemp(path.join(tmpdir(), 'sort-by-column-'));
try {
  const input = path.join(folder, 'clicks.csv');
  const output = path.join(folder, 'sorted.csv');
  await pipeline(Readable.from(clicks()), createWriteStream(input));

  const { lines, runs, peakBytes } = await sortLines({
    sources: [await FileSource.locate(input)],
    openSink: () => openOutput(output),
    order: lineOrder({ separator: ',', keys: ['2,2n'] }), // as sort -t , -k 2,2n
    memoryBytes: MEMORY_BYTES,
    temporaryDirectory: folder,
  });

  console.log(`sorted ${lines} lines`); // -> sorted 200000 lines
  console.log(`input larger than the budget: ${(await stat(input)).size > MEMORY_BYTES}`); // -> input larger than the budget: true
  console.log(`spilled: ${runs > 0}, within the budget: ${peakBytes <= MEMORY_BYTES}`); // -> spilled: true, within the budget: true
  console.log(`column 2 ascends: ${await ascends(output)}`); // -> column 2 ascends: true
  console.log(`chunks left: ${currentEngine().statistics().liveChunks}`); // -> chunks left: 0
} finally {
  await rm(folder, { recursive: true });
}

/** `user,milliseconds,page` in no order. */
function* clicks() {
  let state = 1;
  for (let i = 0; i < LINES; i++) {
    state = (state * 48271) % 0x7fffffff;
    yield `user-${i % 1000},${state % 100_000},/page/${state % 97}\n`;
  }
}

async function ascends(file) {
  let last = 0;
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const value = Number(line.split(',')[1]);
    if (value < last) return false;
    last = value;
  }
  return true;
}
