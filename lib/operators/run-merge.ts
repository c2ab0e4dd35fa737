import type { Engine } from '../engine/engine.ts';
import type { LineOrder, MergeStep, RecordFormat, RunMerger } from '../engine/sort-kernels.ts';
import type { MemoryManager } from '../manager/memory-manager.ts';
import { cleanUp } from './clean-up.ts';
import { type Page, PageArena, pageRegion } from './page-arena.ts';
import type { MergeMemory } from './sort-memory.ts';
import type { RunInput } from './sorted-run.ts';

export interface RunMergeOptions {
  readonly manager: MemoryManager;
  readonly memory: MergeMemory;
  readonly order: LineOrder;
  readonly format: RecordFormat;
  /** In input order. Closed by the merge. */
  readonly inputs: readonly RunInput[];
  /** Takes the output, page after page; the page is not changed until the promise settles. */
  readonly write: (bytes: Uint8Array) => Promise<void>;
  readonly signal: AbortSignal | undefined;
  readonly onRead: (bytes: number) => void;
}

export interface RunMergeResult {
  readonly lines: number;
  readonly maxRecordBytes: number;
}

/**
 * Merges runs into one stream. Each run has two pages: one is merged while the next is read; of two output pages one fills
 * while the other is written. Memory is given back, and the inputs are closed, whatever happens.
 */
export async function mergeRuns(options: RunMergeOptions): Promise<RunMergeResult> {
  const { manager, memory, inputs, order, format } = options;
  let arena: PageArena | undefined;
  let merger: RunMerger | undefined;
  let feeds: RunFeed[] = [];
  let merged = false;
  try {
    const { sorting }: Engine = manager.engine;
    const maxRecordBytes = inputs.map((input) => input.maxRecordBytes);
    const pagesPerRun = 2;
    arena = new PageArena(
      manager,
      'sort merge',
      memory.workspaceBytes + inputs.length * pagesPerRun * memory.pageBytes + 2 * memory.outputPageBytes,
    );
    const takePage = () => (arena as PageArena).take(memory.pageBytes);
    const workspace = arena.take(memory.workspaceBytes).region;
    merger = sorting.createRunMerger({ order, format, maxRecordBytes, workspace });
    feeds = inputs.map((input, run) => new RunFeed(run, input, [takePage(), takePage()], options.onRead));
    const output: [Page, Page] = [arena.take(memory.outputPageBytes), arena.take(memory.outputPageBytes)];
    await mergeAll(merger, feeds, output, options);
    merged = true;
    return { lines: merger.mergedLines, maxRecordBytes: merger.maxRecordBytes };
  } finally {
    await Promise.all(feeds.map((feed) => feed.settle()));
    merger?.close();
    arena?.close();
    await cleanUp(
      !merged,
      inputs.map((input) => () => input.close()),
    );
  }
}

async function mergeAll(
  merger: RunMerger,
  feeds: readonly RunFeed[],
  output: readonly [Page, Page],
  { write, signal }: RunMergeOptions,
): Promise<void> {
  for (const feed of feeds) feed.start();
  for (const feed of feeds) await feed.arrival();
  let [page, other] = output;
  let filled = 0;
  let writing: Promise<void> = Promise.resolve();
  let step: MergeStep;
  try {
    do {
      signal?.throwIfAborted();
      for (const feed of feeds) feed.offerArrived(merger);
      const { chunk, offset, length } = page.region;
      step = await merger.merge({ chunk, offset: offset + filled, length: length - filled });
      filled += step.bytes;
      for (const run of step.drainedRuns) (feeds[run] as RunFeed).pageIsFree();
      if (step.starvedRun >= 0) await (feeds[step.starvedRun] as RunFeed).arrival();
      if (filled === page.bytes.length || (step.done && filled > 0)) {
        await writing;
        writing = write(page.bytes.subarray(0, filled));
        writing.catch(() => {}); // awaited before the next write, or at the end
        [page, other] = [other, page];
        filled = 0;
      }
    } while (!step.done);
    await writing;
  } finally {
    await writing.catch(() => {});
  }
}

/** Reads the pages of one run ahead of the merger. */
class RunFeed {
  readonly #run: number;
  readonly #input: RunInput;
  readonly #onRead: (bytes: number) => void;
  /** Pages in the order in which they are read, offered and drained. */
  readonly #free: Page[];
  readonly #offered: Page[] = [];
  #arrived: { readonly page: Page; readonly length: number } | undefined;
  #reading: Promise<void> | undefined;
  #ended = false;

  constructor(run: number, input: RunInput, pages: readonly Page[], onRead: (bytes: number) => void) {
    this.#run = run;
    this.#input = input;
    this.#free = [...pages];
    this.#onRead = onRead;
  }

  start(): void {
    if (this.#reading !== undefined || this.#arrived !== undefined || this.#ended) return;
    const page = this.#free.shift();
    if (page === undefined) return;
    this.#reading = this.#read(page);
    this.#reading.catch(() => {}); // seen by the one who waits for the arrival
  }

  async #read(page: Page): Promise<void> {
    const length = await this.#input.read(page);
    this.#arrived = { page, length };
    this.#ended = length < page.bytes.length;
    this.#reading = undefined;
    this.#onRead(length);
  }

  /** Resolves when a page can be offered, or none will ever come. */
  async arrival(): Promise<void> {
    await this.#reading;
  }

  /** Hands the page that has arrived to the merger, and starts to read the next one. */
  offerArrived(merger: RunMerger): void {
    if (this.#arrived === undefined) return;
    const { page, length } = this.#arrived;
    this.#arrived = undefined;
    merger.offer(this.#run, pageRegion(page, length), this.#ended);
    this.#offered.push(page);
    this.start();
  }

  /** The merger has used up the oldest page that was offered. */
  pageIsFree(): void {
    const page = this.#offered.shift();
    if (page !== undefined) this.#free.push(page);
    this.start();
  }

  /** Waits for the read under way, whatever becomes of it. */
  async settle(): Promise<void> {
    await this.#reading?.catch(() => {});
  }
}
