import type { LineOrder, RunBuilder } from '../engine/sort-kernels.ts';
import { LineTooLongError } from '../errors/index.ts';
import type { MemoryManager } from '../manager/memory-manager.ts';
import { ChannelWriter } from '../spill/spill-channel.ts';
import type { SpillDirectory } from '../spill/spill-directory.ts';
import type { ByteSource } from '../views/files/byte-source.ts';
import { type Page, PageArena } from './page-arena.ts';
import { encodeRun } from './run-encoding.ts';
import type { SortMemory } from './sort-memory.ts';
import type { SpilledRun } from './sorted-run.ts';

const NEWLINE = 0x0a;
/** Index entry, key length, newline and slack of a record. */
const RECORD_OVERHEAD_BYTES = 16 + 4 + 1 + 8;

export interface RunGenerationOptions {
  readonly manager: MemoryManager;
  readonly memory: SortMemory;
  readonly order: LineOrder;
  /** Made by the first run that needs it. */
  readonly spillDirectory: () => Promise<SpillDirectory>;
  /** Spill each run as soon as it is sorted. Otherwise runs stay in memory until their memory is needed. */
  readonly spillEarly: boolean;
  readonly signal: AbortSignal | undefined;
  readonly onRead: (bytes: number) => void;
}

/** What became of the input: runs in input order, either all on disk or all in memory. */
export type GeneratedRuns =
  | { readonly place: 'disk'; readonly runs: readonly SpilledRun[] }
  | { readonly place: 'memory'; readonly builders: readonly RunBuilder[] };

/** A builder with its memory. One full run goes through it at a time. */
interface BuilderSlot {
  readonly arena: PageArena;
  readonly builder: RunBuilder;
  readonly spillPages: readonly [Page, Page];
}

/** A run that is full: being sorted, then waiting in memory, then on disk. */
interface PendingRun {
  readonly slot: BuilderSlot;
  readonly sorted: Promise<void>;
  spilled: Promise<SpilledRun> | undefined;
}

/**
 * Turns lines into sorted runs.
 *
 *  1. Input is read into two pages in turn; while one is read the lines of the other go into the current builder.
 *  2. A full builder is sorted off the event loop while the next one fills; its unfinished line moves on.
 *  3. When no builder is left (or at once, if it is known that the input will not fit) sorted runs are spilled: one page
 *     is encoded while the other is written. A spilled builder fills again.
 *
 * Owns its builders and their memory until `close()`, which waits for kernels and I/O.
 */
export class RunGeneration {
  readonly #options: RunGenerationOptions;
  readonly #slots: BuilderSlot[] = [];
  readonly #idle: BuilderSlot[] = [];
  readonly #pending: PendingRun[] = [];
  readonly #input: PageArena;
  readonly #inputPages: readonly [Page, Page];
  #current: BuilderSlot;
  #spilling: boolean;
  #waiter: { resolve(): void; reject(reason: unknown): void } | undefined;
  #spillFailure: { readonly error: unknown } | undefined;
  #lines = 0;
  #lineBytes = 0;

  constructor(options: RunGenerationOptions) {
    this.#options = options;
    this.#spilling = options.spillEarly;
    const { inputPageBytes } = options.memory;
    this.#input = new PageArena(options.manager, 'sort input', 2 * inputPageBytes);
    this.#inputPages = [this.#input.take(inputPageBytes), this.#input.take(inputPageBytes)];
    try {
      this.#current = this.#addSlot();
    } catch (error) {
      this.#input.close();
      throw error;
    }
    options.signal?.addEventListener('abort', this.#endKernels);
  }

  /** Lines of the full runs so far. */
  get lines(): number {
    return this.#lines;
  }

  get lineBytes(): number {
    return this.#lineBytes;
  }

  /** Takes all lines of a source. A last line without newline ends with the source. */
  async add(source: ByteSource): Promise<void> {
    let [page, other] = this.#inputPages;
    let endsInNewline = true;
    const readInto = (target: Page) => {
      const read = source.read(target.bytes);
      read.catch(() => {}); // awaited in the next round, and it may fail before
      return read;
    };
    let reading = readInto(page);
    let complete = false;
    try {
      for (;;) {
        const length = await reading;
        this.#options.signal?.throwIfAborted();
        if (length === 0) {
          complete = true;
          break;
        }
        reading = readInto(other);
        endsInNewline = page.bytes[length - 1] === NEWLINE;
        await this.#append(source, page, length);
        this.#options.onRead(length);
        [page, other] = [other, page];
      }
    } finally {
      // The page must not be given back while the system writes to it. A read that waits for somebody ends by the close.
      if (!complete) await source.close();
      await reading.catch(() => {});
    }
    if (!endsInNewline && !(await this.#current.builder.endInput())) {
      await this.#rotate(source);
      if (!(await this.#current.builder.endInput())) throw this.#lineTooLong(source);
    }
  }

  /** Ends the input. The runs stay valid until `close()`. */
  async finish(): Promise<GeneratedRuns> {
    if (this.#current.builder.lineCount > 0) this.#submitCurrent();
    if (this.#spilling) {
      return { place: 'disk', runs: await Promise.all(this.#pending.map((run) => this.#spill(run))) };
    }
    await Promise.all(this.#pending.map((run) => run.sorted));
    return { place: 'memory', builders: this.#pending.map((run) => run.slot.builder) };
  }

  /** For runs that turned out not to fit into a merge in memory. */
  async spillAll(): Promise<readonly SpilledRun[]> {
    this.#spilling = true;
    return Promise.all(this.#pending.map((run) => this.#spill(run)));
  }

  /** The input pages are not needed after the last `add`. */
  closeInput(): void {
    this.#input.close();
  }

  /** Ends kernels that run, then waits for them and for I/O. Idempotent. */
  async close(): Promise<void> {
    this.#options.signal?.removeEventListener('abort', this.#endKernels);
    this.#endKernels();
    await Promise.allSettled(this.#pending.flatMap((run) => [run.sorted, run.spilled]));
    for (const { arena } of this.#slots) arena.close();
    this.#input.close();
  }

  /** What runs fails with KernelClosedError: an abort need not wait for a sort. */
  readonly #endKernels = (): void => {
    for (const { builder } of this.#slots) builder.close();
  };

  async #append(source: ByteSource, page: Page, length: number): Promise<void> {
    let done = 0;
    while (done < length) {
      const { chunk, offset } = page.region;
      done += await this.#current.builder.append({ chunk, offset: offset + done, length: length - done });
      if (done < length) await this.#rotate(source);
    }
  }

  /** The current builder is full: its run goes on its way and another builder takes over. */
  async #rotate(source: ByteSource): Promise<void> {
    const full = this.#current;
    if (full.builder.lineCount === 0) throw this.#lineTooLong(source);
    const next = await this.#takeSlot();
    if (!(await next.builder.adoptOpenLine(full.builder))) throw this.#lineTooLong(source);
    this.#submitCurrent();
    this.#current = next;
  }

  #submitCurrent(): void {
    const slot = this.#current;
    this.#lines += slot.builder.lineCount;
    this.#lineBytes += slot.builder.lineBytes;
    const run: PendingRun = { slot, sorted: slot.builder.sort(), spilled: undefined };
    run.sorted.catch(() => {}); // seen by whoever waits for the run
    this.#pending.push(run);
    if (this.#spilling) this.#spill(run);
  }

  async #takeSlot(): Promise<BuilderSlot> {
    for (;;) {
      const idle = this.#idle.pop();
      if (idle !== undefined) return idle;
      if (this.#slots.length < this.#options.memory.builders) return this.#addSlot();
      this.#spilling = true;
      for (const run of this.#pending) this.#spill(run);
      await this.#slotComesBack();
      this.#options.signal?.throwIfAborted();
    }
  }

  /** Rejects when a spill has failed, as no slot may come back then. */
  #slotComesBack(): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#spillFailure !== undefined) reject(this.#spillFailure.error);
      else this.#waiter = { resolve, reject };
    });
  }

  #addSlot(): BuilderSlot {
    const { manager, memory, order } = this.#options;
    const { regionBytes, spillPageBytes } = memory;
    const arena = new PageArena(manager, 'sort run', regionBytes + 2 * spillPageBytes);
    try {
      const builder = manager.engine.sorting.createRunBuilder(arena.take(regionBytes).region, order);
      const slot: BuilderSlot = {
        arena,
        builder,
        spillPages: [arena.take(spillPageBytes), arena.take(spillPageBytes)],
      };
      this.#slots.push(slot);
      return slot;
    } catch (error) {
      arena.close();
      throw error;
    }
  }

  /** Spills a run once; later calls get the same promise. */
  #spill(run: PendingRun): Promise<SpilledRun> {
    if (run.spilled === undefined) {
      run.spilled = this.#sortAndSpill(run);
      run.spilled.then(
        () => {
          this.#idle.push(run.slot);
          this.#waiter?.resolve();
          this.#waiter = undefined;
        },
        (error) => {
          this.#spillFailure ??= { error };
          this.#waiter?.reject(error);
          this.#waiter = undefined;
        },
      );
    }
    return run.spilled;
  }

  async #sortAndSpill({ slot, sorted }: PendingRun): Promise<SpilledRun> {
    await sorted;
    const directory = await this.#options.spillDirectory();
    const channel = await ChannelWriter.create(directory.nextChannelPath());
    try {
      await encodeRun(slot.builder, 'run', slot.spillPages, (bytes) => channel.write(bytes), this.#options.signal);
      await channel.finish();
    } catch (error) {
      await channel.discard();
      throw error;
    }
    const run = { path: channel.path, sizeBytes: channel.sizeBytes, maxRecordBytes: slot.builder.maxRecordBytes };
    slot.builder.reset();
    return run;
  }

  #lineTooLong(source: ByteSource): LineTooLongError {
    const { builder } = this.#current;
    const { memory, order } = this.#options;
    return new LineTooLongError({
      source: source.name,
      line: this.#lines + builder.lineCount + 1,
      lineBytesAtLeast: builder.openLineBytes,
      longestBytes: memory.regionBytes - RECORD_OVERHEAD_BYTES,
      keys: order.keys.length === 0 ? undefined : order.keys.length,
      memoryBytes: memory.totalBytes,
    });
  }
}
