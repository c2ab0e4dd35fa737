import { IndexOutOfBoundsError, InvalidArgumentError } from '../../../errors/index.ts';
import type { ChunkRegion } from '../../engine.ts';
import type { MergeStep, RunMerger, RunMergerOptions } from '../../sort-kernels.ts';
import { commonPrefix } from './common-prefix.ts';
import { comparesKeyOnly } from './compared-part.ts';
import { KernelGate } from './kernel-gate.ts';
import { PinnedRegion } from './pinned-region.ts';
import { RecordWriter } from './record-writer.ts';
import { PAGES_PER_RUN, RunReader } from './run-reader.ts';
import { BYTES_PER_STEP, runInSlices, type TimeSlice } from './time-slice.ts';

/** In the workspace each run has a place for its current record. */
export function mergeWorkspaceBytes(maxRecordBytes: readonly number[]): number {
  return maxRecordBytes.reduce((sum, bytes) => sum + bytes, 0);
}

const NOBODY = -1;
/** In `#shared`: the run has no record any more. */
const ENDED = -1;

/**
 * Merges with a loser tree that knows, for each waiting record, how many bytes it shares with the record written last.
 *
 * Leaf of run r is node r + runs, the parent of node n is n >> 1, and inner node n holds the run that lost there. Every record
 * on the way of the next contender has lost to the record written last, and knows what both share, as does the contender: its
 * run stores that. So of two records
 *  - the one that shares more with the last one comes first, and what they share is the smaller of both numbers;
 *  - bytes are compared only if they share equally much, and only from there on.
 *
 * The winner's number is the `common` of the record in the output run, so that no record written before is kept. Dropping a
 * repeated record changes none of this: it shares more with the one before than any record that follows both.
 *
 * The workspace and the pages are the caller's, pinned until `close()` (or the end of the call that runs then) and until
 * drained. After a CorruptRunError every `merge` throws it again.
 */
export class JsRunMerger implements RunMerger {
  readonly pagesPerRun = PAGES_PER_RUN;
  readonly #gate = new KernelGate('run merger', () => this.#release());
  readonly #options: RunMergerOptions;
  readonly #workspace: PinnedRegion;
  readonly #runs: number;
  readonly #keyOnly: boolean;
  readonly #readers: readonly RunReader[];
  /** Where the current record of each run is in the workspace. */
  readonly #places: readonly number[];
  readonly #writer: RecordWriter;

  /** Node 0 holds the winner. */
  readonly #tree: Int32Array;
  /** What the current record of each run shares with the record that beat it, or ENDED. */
  readonly #shared: Float64Array;

  #phase: 'first' | 'replay' | 'winner' | 'advance' | 'done';
  /** Runs whose first record is in the tree, or on its way there. */
  #started = 0;
  #contender = NOBODY;
  #node = 0;
  /** Bytes that a match under way is known to share, or -1. */
  #compared = -1;
  #failure: unknown;

  #drained: number[] = [];
  #previousLength = 0;
  #mergedLines = 0;
  #maxRecordBytes = 0;

  constructor(options: RunMergerOptions) {
    const { order, maxRecordBytes, workspace } = options;
    const needed = mergeWorkspaceBytes(maxRecordBytes);
    if (!(workspace.length >= needed)) {
      throw new InvalidArgumentError('Workspace of a run merger is too small', { length: workspace.length, needed });
    }
    this.#options = options;
    this.#workspace = new PinnedRegion(workspace);
    this.#runs = maxRecordBytes.length;
    this.#keyOnly = comparesKeyOnly(order);
    const hasKeys = order.keys.length > 0;
    let place = 0;
    this.#places = maxRecordBytes.map((bytes) => {
      place += bytes;
      return place - bytes;
    });
    this.#readers = maxRecordBytes.map(
      (bytes, run) =>
        new RunReader({
          run,
          hasKeys,
          target: this.#workspace.bytes,
          targetAt: this.#places[run] as number,
          maxRecordBytes: bytes,
          onDrained: (drained) => this.#drained.push(drained),
        }),
    );
    this.#writer = new RecordWriter(this.#workspace.bytes, hasKeys);
    this.#tree = new Int32Array(Math.max(1, this.#runs)).fill(NOBODY);
    this.#shared = new Float64Array(this.#runs);
    this.#phase = this.#runs === 0 ? 'done' : 'first';
  }

  get mergedLines(): number {
    this.#gate.check('mergedLines');
    return this.#mergedLines;
  }

  get maxRecordBytes(): number {
    this.#gate.check('maxRecordBytes');
    return this.#maxRecordBytes;
  }

  offer(run: number, input: ChunkRegion, last: boolean): void {
    this.#gate.check('offer');
    const reader = this.#readers[run];
    if (reader === undefined) throw new IndexOutOfBoundsError({ run, runs: this.#runs });
    reader.offer(input, last);
  }

  async merge(output: ChunkRegion): Promise<MergeStep> {
    return this.#gate.run('merge', async () => {
      if (this.#failure !== undefined) throw this.#failure;
      if (output.length === 0) throw new InvalidArgumentError('Output must not be empty');
      const target = new PinnedRegion(output);
      const progress = { bytes: 0, starvedRun: NOBODY };
      try {
        await runInSlices((slice) => {
          this.#gate.checkOpen('merge');
          this.#check(target);
          return this.#mergeSome(target.bytes, progress, slice);
        });
      } catch (error) {
        this.#failure = error;
        throw error;
      } finally {
        target.unpin();
      }
      const drainedRuns = this.#drained;
      this.#drained = [];
      return { ...progress, done: this.#phase === 'done', drainedRuns };
    });
  }

  close(): void {
    this.#gate.close();
  }

  #release(): void {
    for (const reader of this.#readers) reader.close();
    this.#workspace.unpin();
  }

  #check(target: PinnedRegion): void {
    target.check();
    this.#workspace.check();
    for (const reader of this.#readers) reader.check();
  }

  /** True: the output is full, a run is starved, or all is done. False: the slice is used up. */
  #mergeSome(output: Uint8Array, progress: { bytes: number; starvedRun: number }, slice: TimeSlice): boolean {
    for (;;) {
      switch (this.#phase) {
        case 'first':
          if (!this.#startRun(this.#started)) {
            progress.starvedRun = this.#started;
            return true;
          }
          this.#started++;
          this.#phase = 'replay';
          break;
        case 'replay':
          if (!this.#replay()) {
            if (slice.spend(BYTES_PER_STEP)) return false;
            break;
          }
          this.#phase = this.#started < this.#runs ? 'first' : 'winner';
          break;
        case 'winner':
          if (!this.#writer.pending && !this.#beginWinner(progress.bytes === output.length)) {
            if (this.#phase === 'winner') return true;
            break;
          }
          progress.bytes = this.#writer.write(output, progress.bytes, output.length);
          if (this.#writer.pending) return true;
          this.#phase = 'advance';
          if (slice.spend(20)) return false;
          break;
        case 'advance': {
          const winner = this.#tree[0] as number;
          if (!this.#startRun(winner)) {
            progress.starvedRun = winner;
            return true;
          }
          this.#phase = 'replay';
          break;
        }
        case 'done':
          return true;
      }
    }
  }

  /** Reads the next record of a run and sends it into the tree. False: the run is starved. */
  #startRun(run: number): boolean {
    const reader = this.#readers[run] as RunReader;
    const status = reader.next();
    if (status === 'starved') return false;
    this.#shared[run] = status === 'end' ? ENDED : reader.common;
    this.#contender = run;
    this.#node = (run + this.#runs) >> 1;
    return true;
  }

  /** Moves the contender up. False: a long comparison needs another step. */
  #replay(): boolean {
    const tree = this.#tree;
    while (this.#node > 0) {
      const waiting = tree[this.#node] as number;
      if (waiting === NOBODY) {
        // The first of two subtrees to send its winner here: the other one's will meet it.
        tree[this.#node] = this.#contender;
        return true;
      }
      const winner = this.#play(this.#contender, waiting);
      if (winner === NOBODY) return false;
      if (winner === waiting) {
        tree[this.#node] = this.#contender;
        this.#contender = waiting;
      }
      this.#node >>= 1;
    }
    tree[0] = this.#contender;
    return true;
  }

  /** Which of two runs has the record to come first; the other one's `shared` is then against that. NOBODY: not known yet. */
  #play(a: number, b: number): number {
    const shared = this.#shared;
    const sharedA = shared[a] as number;
    const sharedB = shared[b] as number;
    if (sharedA !== sharedB) {
      if (this.#keyOnly && this.#repeatsKey(a) && this.#repeatsKey(b)) {
        shared[Math.max(a, b)] = Math.min(sharedA, sharedB);
        return Math.min(a, b);
      }
      return sharedA > sharedB ? a : b;
    }
    return sharedA === ENDED ? a : this.#compare(a, b, sharedA);
  }

  /** Whether the key of the run's record is the one of the record that `shared` is against. */
  #repeatsKey(run: number): boolean {
    return (this.#shared[run] as number) >= (this.#readers[run] as RunReader).keyLength;
  }

  #compare(a: number, b: number, shared: number): number {
    const { view } = this.#workspace;
    const first = this.#readers[a] as RunReader;
    const second = this.#readers[b] as RunReader;
    const placeA = this.#places[a] as number;
    const placeB = this.#places[b] as number;
    const from = this.#compared < 0 ? shared : this.#compared;
    const limit = Math.min(first.length, second.length);
    const stop = Math.min(limit, from + BYTES_PER_STEP);
    const common = commonPrefix(view, placeA, placeB, from, stop);
    if (common === stop && stop < limit) {
      this.#compared = common;
      return NOBODY;
    }
    this.#compared = -1;

    const tie = this.#keyOnly
      ? common >= first.keyLength && common >= second.keyLength
      : common === first.length && common === second.length;
    let firstWins: boolean;
    if (tie) {
      firstWins = a < b;
    } else {
      const less =
        common === limit
          ? first.length < second.length
          : view.getUint8(placeA + common) < view.getUint8(placeB + common);
      firstWins = less !== this.#options.order.descending;
    }
    this.#shared[firstWins ? b : a] = common;
    return firstWins ? a : b;
  }

  /** Starts to write the winner unless it repeats the record before. False: nothing to write now; see the phase. */
  #beginWinner(full: boolean): boolean {
    const winner = this.#tree[0] as number;
    const shared = this.#shared[winner] as number;
    if (shared === ENDED) {
      this.#phase = 'done';
      return false;
    }
    const { length, keyLength } = this.#readers[winner] as RunReader;
    if (this.#options.order.unique && this.#mergedLines > 0) {
      const repeats = this.#keyOnly ? this.#repeatsKey(winner) : shared === length && length === this.#previousLength;
      if (repeats) {
        this.#phase = 'advance';
        return false;
      }
    }
    if (full) return false;
    this.#writer.begin(this.#options.format, this.#places[winner] as number, length, keyLength, shared);
    this.#previousLength = length;
    this.#mergedLines++;
    if (length > this.#maxRecordBytes) this.#maxRecordBytes = length;
    return true;
  }
}
