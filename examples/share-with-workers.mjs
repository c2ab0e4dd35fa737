// Four workers add up one million numbers that lie in one off-heap segment. Nothing is copied, and whoever frees last frees
// the memory. Run: node examples/share-with-workers.mjs
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { currentEngine, MemorySegment } from 'offheap';

const NUMBERS = 1_000_000;
const WORKERS = 4;

async function main() {
  const segment = MemorySegment.allocate(NUMBERS * 8, { shared: true, owner: 'numbers' });
  for (let i = 0; i < NUMBERS; i++) segment.putDouble(i * 8, i);

  const share = NUMBERS / WORKERS;
  const sums = await Promise.all(
    Array.from({ length: WORKERS }, (_, worker) => sumInWorker(segment.share(), worker * share, share)),
  );
  console.log(`sum: ${sums.reduce((a, b) => a + b)}`); // -> sum: 499999500000

  segment.free();
  console.log(`chunks left: ${currentEngine().statistics().liveChunks}`); // -> chunks left: 0
}

function sumInWorker(numbers, first, count) {
  const worker = new Worker(fileURLToPath(import.meta.url), { workerData: { numbers, first, count } });
  return new Promise((resolve, reject) => {
    let sum;
    worker.once('message', (value) => {
      sum = value;
    });
    worker.once('error', reject);
    // Not before: a thread gives back what it holds when it has ended.
    worker.once('exit', () => resolve(sum));
  });
}

function work({ numbers, first, count }) {
  const segment = MemorySegment.attach(numbers);
  let sum = 0;
  for (let i = first; i < first + count; i++) sum += segment.getDouble(i * 8);
  segment.free();
  parentPort.postMessage(sum);
}

if (isMainThread) await main();
else work(workerData);
