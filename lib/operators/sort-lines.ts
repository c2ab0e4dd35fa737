import type { Engine } from '../engine/engine.ts';
import type { LineOrder, RunBuilder } from '../engine/sort-kernels.ts';
import { MemoryManager } from '../manager/memory-manager.ts';
import { ChannelReader, ChannelWriter } from '../spill/spill-channel.ts';
import { removeStaleSpillDirectories, SpillDirectory } from '../spill/spill-directory.ts';
import type { ByteSink } from '../views/byte-sink.ts';
import type { ByteSource } from '../views/byte-source.ts';
import { type MergeGroup, planMergePass } from './merge-plan.ts';
import { type Page, PageArena } from './page-arena.ts';
import { encodeRun } from './run-encoding.ts';
import { type GeneratedRuns, RunGeneration } from './run-generation.ts';
import { mergeRuns } from './run-merge.ts';
import { type MergeMemory, planMergeMemory, planSortMemory, type SortMemory } from './sort-memory.ts';
import { ChannelRunInput, MemoryRunInput, type SpilledRun } from './sorted-run.ts';

const DEFAULT_SORT_MEMORY_BYTES = 256 * 1024 * 1024;

export type SortPhase = 'read' | 'merge' | 'write';

export interface SortProgress {
  readonly phase: SortPhase;
  /** Bytes handled in this phase. */
  readonly bytes: number;
  /** Bytes to handle in this phase, when that is known. */
  readonly totalBytes: number | undefined;
}

export interface SortLinesOptions {
  /** Read one after another; a last line without newline gets one. Closed by sortLines. */
  readonly sources: readonly ByteSource[];
  /** Opened when the first output is ready (so it may replace an input); committed at the end, aborted on any failure. */
  readonly openSink: () => Promise<ByteSink>;
  readonly order: LineOrder;
  /** Hard bound on all off-heap memory of the job, buffers included. Default 256 MiB. */
  readonly memoryBytes?: number;
  /** Where spill files go. Default: the system's temporary directory. */
  readonly temporaryDirectory?: string;
  /** Default: the process-wide engine. */
  readonly engine?: Engine;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: SortProgress) => void;
}

export interface SortStatistics {
  readonly lines: number;
  readonly bytes: number;
  readonly outputLines: number;
  readonly outputBytes: number;
  readonly budgetBytes: number;
  readonly peakBytes: number;
  /** Sorted runs that were written to disk; 0 when everything fitted. */
  readonly runs: number;
  readonly mergePasses: number;
  readonly spilledBytes: number;
  /** Wall time of each phase; phases overlap inside `read` (reading, sorting and spilling run at the same time). */
  readonly seconds: Readonly<Record<SortPhase | 'total', number>>;
}

/**
 * Sorts lines with bounded memory, as `LC_ALL=C sort` does: reading, sorting and spilling overlap, then the runs are merged
 * into the sink. docs/guides/sorting.md describes it.
 *
 * Throws InsufficientMemoryError, LineTooLongError, SpillError, what sources and sink throw, and the signal's reason; then
 * the sink is aborted, all memory is given back and no spill file is left.
 */
export async function sortLines(options: SortLinesOptions): Promise<SortStatistics> {
  let job: LineSort | undefined;
  try {
    job = new LineSort(options);
    return await job.run();
  } finally {
    await job?.close();
    for (const source of options.sources) await source.close();
  }
}

/** One run of `sortLines`: owns the budget and the spill directory. */
class LineSort {
  readonly #options: SortLinesOptions;
  readonly #order: LineOrder;
  readonly #memory: SortMemory;
  readonly #inputBytes: number | undefined;
  readonly #manager: MemoryManager;
  #directory: Promise<SpillDirectory> | undefined;
  #generation: RunGeneration | undefined;
  #spilledRuns = 0;
  #spilledBytes = 0;
  #mergePasses = 0;
  #outputBytes = 0;

  constructor(options: SortLinesOptions) {
    const sizeBytes = options.memoryBytes ?? DEFAULT_SORT_MEMORY_BYTES;
    this.#options = options;
    this.#order = { ...options.order, stable: options.order.stable || options.order.unique };
    this.#inputBytes = knownSize(options.sources);
    this.#memory = planSortMemory(sizeBytes, this.#inputBytes, options.order.keys.length);
    this.#manager = new MemoryManager({ sizeBytes, engine: options.engine });
  }

  async run(): Promise<SortStatistics> {
    const started = performance.now();
    await removeStaleSpillDirectories(this.#options.temporaryDirectory);
    const generation = this.#startGeneration();
    const generated = await this.#generate(generation);
    const generatedAt = performance.now();
    const { lines, lineBytes } = generation;
    const final = await this.#prepareFinalMerge(generation, generated);
    const mergedAt = performance.now();
    const outputLines = await this.#writeOutput(final);
    const ended = performance.now();
    return {
      lines,
      bytes: lineBytes + lines,
      outputLines,
      outputBytes: this.#outputBytes,
      budgetBytes: this.#memory.totalBytes,
      peakBytes: this.#manager.peakBytes,
      runs: this.#spilledRuns,
      mergePasses: this.#mergePasses,
      spilledBytes: this.#spilledBytes,
      seconds: {
        read: (generatedAt - started) / 1000,
        merge: (mergedAt - generatedAt) / 1000,
        write: (ended - mergedAt) / 1000,
        total: (ended - started) / 1000,
      },
    };
  }

  /** Gives back everything. Errors here do not hide the one that led here. */
  async close(): Promise<void> {
    await this.#generation?.close();
    const directory = await this.#directory?.catch(() => undefined);
    await directory?.remove();
    this.#manager.close();
  }

  #startGeneration(): RunGeneration {
    this.#generation = new RunGeneration({
      manager: this.#manager,
      memory: this.#memory,
      order: this.#order,
      spillDirectory: () => this.#spillDirectory(),
      // Text that is larger than the whole budget will not fit beside its index.
      spillEarly: this.#inputBytes !== undefined && this.#inputBytes > this.#memory.totalBytes,
      signal: this.#options.signal,
      onRead: this.#progress('read', this.#inputBytes),
    });
    return this.#generation;
  }

  #spillDirectory(): Promise<SpillDirectory> {
    this.#directory ??= SpillDirectory.create(this.#options.temporaryDirectory);
    return this.#directory;
  }

  async #generate(generation: RunGeneration): Promise<GeneratedRuns> {
    for (const source of this.#options.sources) {
      this.#options.signal?.throwIfAborted();
      await generation.add(source);
      await source.close();
    }
    const generated = await generation.finish();
    generation.closeInput();
    if (generated.place === 'disk') this.#count(generated.runs);
    return generated;
  }

  #count(runs: readonly SpilledRun[]): void {
    this.#spilledRuns += runs.length;
    for (const run of runs) this.#spilledBytes += run.sizeBytes;
  }

  /** Merges until one more merge does it. */
  async #prepareFinalMerge(generation: RunGeneration, generated: GeneratedRuns): Promise<FinalMerge> {
    let runs: readonly SpilledRun[];
    if (generated.place === 'memory') {
      const { builders } = generated;
      if (builders.length <= 1) return { place: 'builder', builder: builders[0] };
      const memory = this.#planMerge(builders, this.#manager.availableBytes);
      if (memory !== undefined) return { place: 'memory', builders, memory };
      runs = await generation.spillAll();
      this.#count(runs);
    } else {
      runs = generated.runs;
    }
    await generation.close();
    const planFor = (group: readonly SpilledRun[]) => this.#planMerge(group, this.#memory.totalBytes);
    for (;;) {
      const memory = planFor(runs);
      if (memory !== undefined) return { place: 'disk', runs, memory };
      runs = await this.#mergePass(runs, planFor);
      this.#mergePasses += 1;
    }
  }

  #planMerge(runs: readonly { readonly maxRecordBytes: number }[], availableBytes: number): MergeMemory | undefined {
    const lengths = runs.map((run) => run.maxRecordBytes);
    const workspaceBytes = this.#manager.engine.sorting.mergeWorkspaceBytes(lengths);
    return planMergeMemory(this.#memory, runs.length, workspaceBytes, availableBytes);
  }

  async #mergePass(
    runs: readonly SpilledRun[],
    planFor: (group: readonly SpilledRun[]) => MergeMemory | undefined,
  ): Promise<readonly SpilledRun[]> {
    const groups = planMergePass(
      runs.length,
      (start, count) => planFor(runs.slice(start, start + count)) !== undefined,
    );
    const groupRuns = ({ start, count }: MergeGroup) => runs.slice(start, start + count);
    const merged: SpilledRun[] = runs.slice(0, groups[0]?.start);
    const onRead = this.#progress('merge', totalSize(groups.flatMap(groupRuns)));
    for (const group of groups) {
      const members = groupRuns(group);
      const run = await this.#mergeToDisk(members, planFor(members) as MergeMemory, onRead);
      this.#count([run]);
      merged.push(run);
    }
    return merged;
  }

  async #mergeToDisk(
    runs: readonly SpilledRun[],
    memory: MergeMemory,
    onRead: (bytes: number) => void,
  ): Promise<SpilledRun> {
    const directory = await this.#spillDirectory();
    const channel = await ChannelWriter.create(directory.nextChannelPath());
    try {
      const { maxRecordBytes } = await mergeRuns({
        manager: this.#manager,
        memory,
        order: this.#order,
        format: 'run',
        inputs: await openRuns(runs),
        write: (bytes) => channel.write(bytes),
        signal: this.#options.signal,
        onRead,
      });
      await channel.finish();
      return { path: channel.path, sizeBytes: channel.sizeBytes, maxRecordBytes };
    } catch (error) {
      await channel.discard();
      throw error;
    }
  }

  async #writeOutput(final: FinalMerge): Promise<number> {
    const sink = await this.#options.openSink();
    try {
      const write = async (bytes: Uint8Array) => {
        await sink.write(bytes);
        this.#outputBytes += bytes.length;
      };
      const lines = await this.#writeLines(final, write);
      this.#options.signal?.throwIfAborted();
      await sink.commit();
      return lines;
    } catch (error) {
      await sink.abort();
      throw error;
    }
  }

  async #writeLines(final: FinalMerge, write: (bytes: Uint8Array) => Promise<void>): Promise<number> {
    if (final.place === 'builder') return this.#writeBuilder(final.builder, write);
    const inputs =
      final.place === 'disk'
        ? await openRuns(final.runs)
        : final.builders.map((builder) => new MemoryRunInput(builder));
    const totalBytes = final.place === 'disk' ? totalSize(final.runs) : undefined;
    const { lines } = await mergeRuns({
      manager: this.#manager,
      memory: final.memory,
      order: this.#order,
      format: 'text',
      inputs,
      write,
      signal: this.#options.signal,
      onRead: this.#progress('write', totalBytes),
    });
    return lines;
  }

  /** Everything is in one builder: its text is the output. */
  async #writeBuilder(builder: RunBuilder | undefined, write: (bytes: Uint8Array) => Promise<void>): Promise<number> {
    if (builder === undefined) return 0;
    const arena = new PageArena(this.#manager, 'sort output', 2 * this.#memory.outputPageBytes);
    try {
      const pages: [Page, Page] = [arena.take(this.#memory.outputPageBytes), arena.take(this.#memory.outputPageBytes)];
      await encodeRun(builder, 'text', pages, write, this.#options.signal);
      return builder.encodedLines;
    } finally {
      arena.close();
    }
  }

  #progress(phase: SortPhase, totalBytes: number | undefined): (bytes: number) => void {
    const { onProgress } = this.#options;
    let done = 0;
    return (bytes) => {
      done += bytes;
      onProgress?.({ phase, bytes: done, totalBytes });
    };
  }
}

/** What is left to do when no intermediate merge is. */
type FinalMerge =
  | { readonly place: 'builder'; readonly builder: RunBuilder | undefined }
  | { readonly place: 'memory'; readonly builders: readonly RunBuilder[]; readonly memory: MergeMemory }
  | { readonly place: 'disk'; readonly runs: readonly SpilledRun[]; readonly memory: MergeMemory };

function knownSize(sources: readonly ByteSource[]): number | undefined {
  let total = 0;
  for (const { sizeBytes } of sources) {
    if (sizeBytes === undefined) return undefined;
    total += sizeBytes + 1; // and the newline that the last line may lack
  }
  return total;
}

function totalSize(runs: readonly SpilledRun[]): number {
  return runs.reduce((sum, run) => sum + run.sizeBytes, 0);
}

/** Opens all or none. */
async function openRuns(runs: readonly SpilledRun[]): Promise<ChannelRunInput[]> {
  const inputs: ChannelRunInput[] = [];
  try {
    for (const run of runs) inputs.push(new ChannelRunInput(run, await ChannelReader.open(run.path, run.sizeBytes)));
    return inputs;
  } catch (error) {
    for (const input of inputs) await input.close();
    throw error;
  }
}
