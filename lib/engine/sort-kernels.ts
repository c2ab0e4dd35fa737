import type { ChunkRegion } from './engine.ts';

/** One `-k` key of sort(1), as data, so that native code and workers can run it. Positions count from 0. */
export interface SortKey {
  /** Field in which the key starts. */
  readonly startField: number;
  /** Bytes to skip in that field (after its leading blanks if `skipStartBlanks`). */
  readonly startChar: number;
  /** Field in which the key ends, or -1 for the end of the line. */
  readonly endField: number;
  /** Bytes of that field that belong to the key; 0 means the whole field. */
  readonly endChar: number;
  readonly skipStartBlanks: boolean;
  readonly skipEndBlanks: boolean;
  /** Compare by numeric value: blanks, `-`, digits, `.`, digits. */
  readonly numeric: boolean;
  readonly descending: boolean;
  /** Treat lower case as upper case (`f`). */
  readonly foldCase: boolean;
  /** Consider only blanks, letters and digits (`d`). */
  readonly dictionary: boolean;
  /** Consider only printable bytes (`i`). */
  readonly ignoreNonprinting: boolean;
}

/** The order of lines, with sort(1)'s meaning in the C locale. */
export interface LineOrder {
  /** Compared in turn; none: the bytes of the whole line. */
  readonly keys: readonly SortKey[];
  /** Byte between fields, or -1: a field starts at each change from non-blank to blank. */
  readonly separator: number;
  /** `-r` for the whole-line comparison, which decides when there are no keys or when all of them tie. */
  readonly descending: boolean;
  /** Lines whose keys tie keep their input order (`-s`); otherwise their bytes decide. */
  readonly stable: boolean;
  /** Of lines that compare equal keep the first (`-u`); implies `stable`. */
  readonly unique: boolean;
}

/** `run`: records for a later merge (docs/formats/sorted-run.md). `text`: lines, each ended by a newline. */
export type RecordFormat = 'run' | 'text';

/**
 * Collects lines in one region of memory and sorts them there.
 *
 * Records grow from the start of the region, 16-byte index entries from its end. Owned by the operator; `close()` gives the
 * region back to its owner. One call at a time: a call while another one runs throws KernelBusyError.
 *
 * `append`, `endInput` and `adoptOpenLine` give a promise when the unfinished line is longer than a mebibyte, since what
 * they do to it may then take milliseconds: it is done off the event loop.
 */
export interface RunBuilder {
  /** Complete lines taken so far. */
  readonly lineCount: number;
  /** Bytes of those lines, newlines not counted. */
  readonly lineBytes: number;
  /** Longest record so far (key and line), what a merge must be able to hold. */
  readonly maxRecordBytes: number;
  /** Bytes of the unfinished line at the end. */
  readonly openLineBytes: number;
  /**
   * Takes lines from `input` and returns how many of its bytes it took. Fewer than `input.length`: the region is full.
   * Takes no more than its share of a few milliseconds; call it on pages of at most 1 MiB.
   */
  append(input: ChunkRegion): number | Promise<number>;
  /** Ends an unfinished last line as if a newline followed. False: no room for it. */
  endInput(): boolean | Promise<boolean>;
  /** Moves the unfinished line of `previous` here; this one must be empty. False: no room for it, nothing moved. */
  adoptOpenLine(previous: RunBuilder): boolean | Promise<boolean>;
  /** Sorts in place, off the event loop. No append after this until `reset`. */
  sort(): Promise<void>;
  /** Writes the next sorted records to `output`, off the event loop; bytes written, 0 at the end. Records may span outputs. */
  encode(output: ChunkRegion, format: RecordFormat): Promise<number>;
  /** Lines that `encode` has written so far (fewer than `lineCount` under `unique`). */
  readonly encodedLines: number;
  /** Empties it for the next run. */
  reset(): void;
  /** Idempotent. */
  close(): void;
}

export interface RunMergerOptions {
  readonly order: LineOrder;
  readonly format: RecordFormat;
  /** For each run, in input order, the longest record in it. Input order decides ties. */
  readonly maxRecordBytes: readonly number[];
  /** Scratch memory, at least `mergeWorkspaceBytes(maxRecordBytes)`. */
  readonly workspace: ChunkRegion;
}

export interface MergeStep {
  /** Bytes written to the output. */
  readonly bytes: number;
  /** Everything has been written. */
  readonly done: boolean;
  /** The run without which it cannot go on, or -1. */
  readonly starvedRun: number;
  /** Runs that have used up a page since the last step, once per page. */
  readonly drainedRuns: readonly number[];
}

/**
 * Merges sorted runs with a loser tree over offset-value codes.
 *
 * Each run holds up to `pagesPerRun` pages at a time; the merger reads them until they are reported in `drainedRuns`,
 * and until then they must not be written or freed.
 */
export interface RunMerger {
  readonly pagesPerRun: number;
  /** Queues the next page of a run. `last`: no page follows; a zero-length region is allowed then, and never reported as drained. */
  offer(run: number, input: ChunkRegion, last: boolean): void;
  /** Merges until the output is full, a run starves or all is done, off the event loop. */
  merge(output: ChunkRegion): Promise<MergeStep>;
  readonly mergedLines: number;
  readonly maxRecordBytes: number;
  close(): void;
}

export interface SortKernels {
  createRunBuilder(memory: ChunkRegion, order: LineOrder): RunBuilder;
  /** Smallest region that `createRunBuilder` takes. */
  readonly minRunBuilderBytes: number;
  createRunMerger(options: RunMergerOptions): RunMerger;
  mergeWorkspaceBytes(maxRecordBytes: readonly number[]): number;
}
