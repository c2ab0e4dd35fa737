import type { Engine } from '../engine/engine.ts';
import type { LineOrder, RunBuilder } from '../engine/sort-kernels.ts';
import { lacksDescriptors } from '../errors/spill-errors.ts';
import { MemoryManager } from '../manager/memory-manager.ts';
import { ChannelReader, ChannelWriter } from '../spill/spill-channel.ts';
import { removeStaleSpillDirectories, SpillDirectory } from '../spill/spill-directory.ts';
import type { ByteSink } from '../views/files/byte-sink.ts';
import type { ByteSource } from '../views/files/byte-source.ts';
import { cleanUp } from './clean-up.ts';
import { type MergeGroup, planMergePass } from './merge-plan.ts';
import { type Page, PageArena } from './page-arena.ts';
import { encodeRun } from './run-encoding.ts';
import { type GeneratedRuns, RunGeneration } from './run-generation.ts';
import { mergeRuns, type RunMergeOptions } from './run-merge.ts';
import { MAX_FAN_IN, type MergeMemory, planMergeMemory, planSortMemory, type SortMemory } from './sort-memory.ts';
import { ChannelRunInput, MemoryRunInput, type RunInput, type SpilledRun } from './sorted-run.ts';

const DEFAULT_SORT_MEMORY_BYTES = 256 * 1024 * 1024;

/** Reading the sources into sorted runs, merging runs into fewer, writing the output. */
export type SortPhase = 'read' | 'merge' | 'write';

/** How far a sort has come. */
export interface SortProgress {
  readonly phase: SortPhase;
  /** Bytes handled in this phase. */
  readonly bytes: number;
  /** Bytes to handle in this phase, when that is known. */
  readonly totalBytes: number | undefined;
}

/** What is sorted, where to, by which order and in how much memory. */
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

/** What a sort has read and written, and what it took. */
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
  let result: { readonly statistics: SortStatistics } | { readonly error: unknown };
  try {
    job = new LineSort(options);
    result = { statistics: await job.run() };
  } catch (error) {
    // Whatever an abort made fail first, the abort is the reason.
    result = { error: options.signal?.aborted === true ? options.signal.reason : error };
  }
  const closeSources = options.sources.map((source) => () => source.close());
  const failure = await cleanUp('error' in result, [...(job?.cleanUpSteps() ?? []), ...closeSources]);
  if ('error' in result) throw result.error;
  if (failure !== undefined) throw failure.error;
  return result.statistics;
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
  /** Lowered when the system opens no more files. */
  #maxFanIn = MAX_FAN_IN;
  readonly #sourceBytes: number;

  constructor(options: SortLinesOptions) {
    const sizeBytes = options.memoryBytes ?? DEFAULT_SORT_MEMORY_BYTES;
    this.#options = options;
    this.#order = { ...options.order, stable: options.order.stable || options.order.unique };
    this.#inputBytes = knownSize(options.sources);
    // One source is open at a time.
    this.#sourceBytes = options.sources.reduce((most, { bufferBytes = 0 }) => Math.max(most, bufferBytes), 0);
    this.#memory = planSortMemory({
      memoryBytes: sizeBytes,
      sourceBytes: this.#sourceBytes,
      // A last line without newline gets one.
      inputBytes: this.#inputBytes === undefined ? undefined : this.#inputBytes + options.sources.length,
      keys: options.order.keys.length,
    });
    this.#manager = new MemoryManager({ sizeBytes: this.#memory.totalBytes, engine: options.engine, name: 'sort' });
  }

  async run(): Promise<SortStatistics> {
    const started = performance.now();
    const { temporaryDirectory } = this.#options;
    if (temporaryDirectory !== undefined) await SpillDirectory.check(temporaryDirectory);
    await removeStaleSpillDirectories(temporaryDirectory);
    const generation = this.#startGeneration();
    const generated = await this.#generate(generation);
    const generatedAt = performance.now();
    const { lines, lineBytes } = generation;
    const final = await this.#prepareFinalMerge(generation, generated);
    const mergedAt = performance.now();
    const outputLines = await this.#writeOutput(final, lineBytes + lines);
    const ended = performance.now();
    return {
      lines,
      bytes: lineBytes + lines,
      outputLines,
      outputBytes: this.#outputBytes,
      budgetBytes: this.#memory.totalBytes + this.#sourceBytes,
      peakBytes: this.#manager.peakBytes + this.#sourceBytes,
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

  /** Gives back everything. */
  cleanUpSteps(): (() => unknown)[] {
    return [
      () => this.#generation?.close(),
      async () => (await this.#directory?.catch(() => undefined))?.remove(),
      () => this.#manager.close(),
    ];
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
    for (;;) {
      const memory = this.#planMerge(runs, this.#memory.totalBytes);
      const inputs = memory === undefined ? undefined : await this.#openRuns(runs);
      if (memory !== undefined && inputs !== undefined) return { place: 'disk', inputs, memory };
      if (memory === undefined) runs = await this.#mergePass(runs);
    }
  }

  #planMerge(runs: readonly { readonly maxRecordBytes: number }[], availableBytes: number): MergeMemory | undefined {
    if (runs.length > this.#maxFanIn) return undefined;
    const lengths = runs.map((run) => run.maxRecordBytes);
    const workspaceBytes = this.#manager.engine.sorting.mergeWorkspaceBytes(lengths);
    return planMergeMemory(this.#memory, runs.length, workspaceBytes, availableBytes);
  }

  /** One pass of intermediate merges, or part of it when the fan-in has to change. */
  async #mergePass(runs: readonly SpilledRun[]): Promise<readonly SpilledRun[]> {
    const planFor = (group: readonly SpilledRun[]) => this.#planMerge(group, this.#memory.totalBytes);
    const groups = planMergePass(
      runs.length,
      (start, count) => planFor(runs.slice(start, start + count)) !== undefined,
    );
    const groupRuns = ({ start, count }: MergeGroup) => runs.slice(start, start + count);
    const merged: SpilledRun[] = runs.slice(0, groups[0]?.start);
    const onRead = this.#progress('merge', totalSize(groups.flatMap(groupRuns)));
    this.#mergePasses += 1;
    for (const group of groups) {
      const members = groupRuns(group);
      const inputs = await this.#openRuns(members);
      if (inputs === undefined) return [...merged, ...runs.slice(group.start)];
      const run = await this.#mergeToDisk(inputs, planFor(members) as MergeMemory, onRead);
      this.#count([run]);
      merged.push(run);
    }
    return merged;
  }

  /** Undefined, and the fan-in lowered, when the system opens fewer files; then nothing is open. */
  async #openRuns(runs: readonly SpilledRun[]): Promise<ChannelRunInput[] | undefined> {
    try {
      return await openRuns(runs);
    } catch (error) {
      if (!lacksDescriptors(error) || runs.length <= 2) throw error;
      // Half: output and merged runs need descriptors, too.
      this.#maxFanIn = Math.max(2, Math.floor(runs.length / 2));
      return undefined;
    }
  }

  async #mergeToDisk(
    inputs: readonly RunInput[],
    memory: MergeMemory,
    onRead: (bytes: number) => void,
  ): Promise<SpilledRun> {
    let channel: ChannelWriter | undefined;
    try {
      const directory = await this.#spillDirectory();
      channel = await ChannelWriter.create(directory.nextChannelPath());
    } catch (error) {
      await cleanUp(
        true,
        inputs.map((input) => () => input.close()),
      );
      throw error;
    }
    const write = (bytes: Uint8Array) => channel.write(bytes);
    try {
      const { maxRecordBytes } = await mergeRuns({
        ...this.#mergeOptions(memory),
        format: 'run',
        inputs,
        write,
        onRead,
      });
      await channel.finish();
      return { path: channel.path, sizeBytes: channel.sizeBytes, maxRecordBytes };
    } catch (error) {
      await channel.discard();
      throw error;
    }
  }

  #mergeOptions(memory: MergeMemory): Pick<RunMergeOptions, 'manager' | 'memory' | 'order' | 'signal'> {
    return { manager: this.#manager, memory, order: this.#order, signal: this.#options.signal };
  }

  /** `textBytes`: all lines with their newlines, which is the output unless lines are dropped. */
  async #writeOutput(final: FinalMerge, textBytes: number): Promise<number> {
    let sink: ByteSink | undefined;
    try {
      sink = await this.#options.openSink();
      const lines = await this.#writeLines(final, sink, textBytes);
      this.#options.signal?.throwIfAborted();
      await sink.commit();
      return lines;
    } catch (error) {
      const open = final.place === 'disk' ? final.inputs : [];
      await cleanUp(true, [() => sink?.abort(), ...open.map((input) => () => input.close())]);
      throw error;
    }
  }

  async #writeLines(final: FinalMerge, sink: ByteSink, textBytes: number): Promise<number> {
    // Runs on disk are counted as they are read, since their size is known; otherwise the output is.
    const onWrite = final.place === 'disk' ? () => {} : this.#progress('write', textBytes);
    const write = async (bytes: Uint8Array) => {
      await sink.write(bytes);
      this.#outputBytes += bytes.length;
      onWrite(bytes.length);
    };
    if (final.place === 'builder') return this.#writeBuilder(final.builder, write);
    const inputs = final.place === 'disk' ? final.inputs : final.builders.map((builder) => new MemoryRunInput(builder));
    const onRead = final.place === 'disk' ? this.#progress('write', totalSize(final.inputs)) : () => {};
    const { lines } = await mergeRuns({ ...this.#mergeOptions(final.memory), format: 'text', inputs, write, onRead });
    return lines;
  }

  /** Everything is in one builder: its text is the output. */
  async #writeBuilder(builder: RunBuilder | undefined, write: (bytes: Uint8Array) => Promise<void>): Promise<number> {
    if (builder === undefined) return 0;
    const { outputPageBytes } = this.#memory;
    const arena = new PageArena(this.#manager, 'sort output', 2 * outputPageBytes);
    try {
      const pages: [Page, Page] = [arena.take(outputPageBytes), arena.take(outputPageBytes)];
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
  | { readonly place: 'disk'; readonly inputs: readonly ChannelRunInput[]; readonly memory: MergeMemory };

function knownSize(sources: readonly ByteSource[]): number | undefined {
  let total = 0;
  for (const { sizeBytes } of sources) {
    if (sizeBytes === undefined) return undefined;
    total += sizeBytes;
  }
  return total;
}

function totalSize(runs: readonly { readonly sizeBytes: number }[]): number {
  return runs.reduce((sum, run) => sum + run.sizeBytes, 0);
}

/** Opens all or none. */
async function openRuns(runs: readonly SpilledRun[]): Promise<ChannelRunInput[]> {
  const inputs: ChannelRunInput[] = [];
  try {
    for (const run of runs) inputs.push(new ChannelRunInput(run, await ChannelReader.open(run.path, run.sizeBytes)));
    return inputs;
  } catch (error) {
    for (const input of inputs) await input.release();
    throw error;
  }
}
