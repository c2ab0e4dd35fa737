import { setTimeout } from 'node:timers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from '../engine/engine.ts';
import { InvalidArgumentError } from '../errors/argument-errors.ts';
import type { Backing } from '../memory/backing.ts';
import { registerCleaner } from '../memory/budget/memory-cleaners.ts';
import type { MemorySegment } from '../memory/memory-segment.ts';
import type { SegmentPin } from '../memory/segment-pin.ts';
import { type SegmentWatcher, segmentWatch } from '../memory/segment-watch.ts';
import { LeakAnnouncer, type LeakListener } from './leak-announcer.ts';
import { type LeakLevel, levelOfEnvironment, requireLeakLevel } from './leak-level.ts';
import { type LeakReport, reportOf } from './leak-report.ts';
import { LeakSampling } from './leak-sampling.ts';
import { countLive, type LiveMemory, writeExitReport } from './live-memory.ts';
import { monotonicMillis } from './monotonic-clock.ts';
import { SegmentNursery } from './segment-nursery.ts';
import { type GrownSegment, grow, SegmentHistory, type YoungSegment } from './watched-segment.ts';

/** From this age on a segment is left to the collector. */
const GROWN_MILLIS = 1000;
/** How often the nursery is looked through, while there is anything in it, and whether the next burst may begin. */
const TICK_MILLIS = 100;
/** Registering takes up to 1 us each with what the collector does for it: 1 ms of every tick. */
const GROWN_PER_TICK = 1000;

/** How closely segments are watched, and whom leaks are told to. */
export interface LeakDetectionOptions {
  /** Default: as it is; at first what OFFHEAP_LEAK_DETECTION says, or `simple`. */
  readonly level?: LeakLevel;
  /**
   * At `simple`: one of so many segments is watched, with the place of its allocation. At `advanced`: one of so many has the
   * stack of its allocation and its touches. `auto` (the default) chooses by what it costs. `paranoid` takes every one.
   */
  readonly samplingInterval?: number | 'auto';
  /** Called with every report, one per origin and batch. What it throws is an uncaught exception. */
  readonly onLeak?: LeakListener | undefined;
}

/**
 * Finds off-heap segments that were forgotten: reports them, then frees their memory. One per thread.
 *
 * A segment is held strongly for its first second or so, then left to the collector through a FinalizationRegistry; when it
 * is collected without having been freed, it has leaked. Freed segments are forgotten at once and cost nothing more. Nothing
 * may depend on this: the collector runs when it pleases, and never in a loop that does not yield.
 */
export class LeakDetector implements SegmentWatcher {
  readonly #announcer = new LeakAnnouncer();
  readonly #nursery = new SegmentNursery<YoungSegment>((young) => young.backing.released);
  /** What the collector watches; those that were freed are still in it until they are collected. */
  readonly #grown = new Set<GrownSegment>();
  /** Of nobody: it is empty once there was a collection that may have found segments, and then anew. */
  #collection = new WeakRef({});
  readonly #registry = new FinalizationRegistry<GrownSegment>((grown) => this.#collected(grown));
  /** Made once and refreshed, so that it belongs to no asynchronous context of the user's. */
  readonly #timer: NodeJS.Timeout;
  #ticking = false;
  #level: LeakLevel = 'disabled';
  #samplingInterval: number | 'auto' = 'auto';
  #sampling = new LeakSampling('disabled', 'auto');
  /** By segment, where touches are recorded. */
  #histories = new WeakMap<MemorySegment, SegmentHistory>();
  /** Whose ledger the counts are compared with: the engine of the last segment. */
  #engine: Engine | undefined;
  #reportsAtExit = false;

  constructor() {
    this.#timer = setTimeout(() => this.#tick(), TICK_MILLIS).unref();
  }

  get level(): LeakLevel {
    return this.#level;
  }

  /** Options that are not given stay as they are. Throws InvalidArgumentError, and then nothing has changed. */
  configure(options: LeakDetectionOptions): void {
    const { level = this.#level, samplingInterval = this.#samplingInterval } = options;
    requireLeakLevel(level);
    if (samplingInterval !== 'auto' && !(Number.isSafeInteger(samplingInterval) && samplingInterval >= 1)) {
      throw new InvalidArgumentError("Sampling interval is neither a positive integer nor 'auto'", {
        samplingInterval: String(samplingInterval),
      });
    }
    if (options.onLeak !== undefined && typeof options.onLeak !== 'function') {
      throw new InvalidArgumentError('Leak listener is not a function', { type: typeof options.onLeak });
    }
    if ('onLeak' in options) this.#announcer.onLeak = options.onLeak;
    this.#level = level;
    this.#samplingInterval = samplingInterval;
    this.#sampling = new LeakSampling(level, samplingInterval);
    // Anew, as whether it sees uses depends on the level.
    segmentWatch.remove(this);
    if (level === 'disabled') return;
    segmentWatch.add(this);
    if (this.#reportsAtExit) return;
    this.#reportsAtExit = true;
    process.on('exit', () => this.#exit());
  }

  /** Notes that `segment` is used here, for the report should it leak. At `advanced` (for some) and `paranoid` only. */
  touch(segment: MemorySegment, hint: string): void {
    this.#histories.get(segment)?.touch(hint);
  }

  /** Live segments and bytes that this thread watches, and how many chunks its engine holds beyond those. */
  watched(): LiveMemory {
    return countLive(this.#live(), this.#engine);
  }

  /** Leaves every segment to the collector now, however young: for when memory is short. */
  flush(): void {
    this.#nursery.takeGrown(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, (young, at) =>
      this.#register(young, at),
    );
  }

  /**
   * `flush()`, then frees what the collector has found already and Node has not told of yet; how many bytes. A cleaner: it runs
   * before a budget refuses, and while somebody waits for one.
   */
  clean(): number {
    this.flush();
    if (this.#collection.deref() !== undefined) return 0;
    this.#collection = new WeakRef({});
    let bytes = 0;
    for (const grown of this.#grown) {
      if (grown.backing.released) this.#grown.delete(grown);
      else if (grown.segment.deref() === undefined) {
        bytes += grown.sizeBytes;
        this.#collected(grown);
      }
    }
    return bytes;
  }

  /**
   * What has leaked since the last call, one report per origin, the largest first. With `collect` (default true) it asks for
   * a collection first, which works where `--expose-gc` is given; without that it sees what the collector has found by itself.
   */
  async drain(options: { readonly collect?: boolean } = {}): Promise<LeakReport[]> {
    this.flush();
    const collect = options.collect === false ? undefined : globalThis.gc;
    // A collection finds what is unreachable, Node calls the finalizers some turns of the event loop later.
    for (let turn = 0; turn < 3; turn++) {
      // In a turn of its own: whatever the caller's turn still refers to would survive.
      await sleep(1);
      if (turn === 0) collect?.();
    }
    this.#announcer.announce();
    return this.#announcer.drain();
  }

  /** Part of SegmentWatcher. */
  get seesUses(): boolean {
    return this.#level === 'advanced' || this.#level === 'paranoid';
  }

  /** Part of SegmentWatcher. */
  opened(segment: MemorySegment, backing: Backing, skipped: number): number {
    const now = monotonicMillis();
    const sample = this.#sampling.take(now, skipped);
    this.#engine = backing.chunk?.engine;
    const history = sample.history ? new SegmentHistory() : undefined;
    if (history !== undefined && sample.touches) this.#histories.set(segment, history);
    this.#nursery.add({ segment, backing, weight: sample.weight, history }, now);
    if (!this.#ticking) {
      this.#ticking = true;
      this.#timer.refresh();
    }
    return sample.interval;
  }

  /** Part of SegmentWatcher. */
  viewed(segment: MemorySegment): void {
    this.touch(segment, 'view');
  }

  /** Part of SegmentWatcher. */
  pinned(segment: MemorySegment, _pin: SegmentPin): void {
    this.touch(segment, 'pin');
  }

  #tick(): void {
    const now = monotonicMillis();
    this.#nursery.takeGrown(now - GROWN_MILLIS, GROWN_PER_TICK, (young, at) => this.#register(young, at));
    const waits = this.#sampling.isBetweenBursts && !this.#sampling.mayBeginBurst(now);
    if (this.#sampling.isBetweenBursts && !waits) segmentWatch.hasten(this);
    this.#ticking = waits || this.#nursery.length > 0;
    if (this.#ticking) this.#timer.refresh();
  }

  #register(young: YoungSegment, bornAt: number): void {
    const grown = grow(young, bornAt);
    this.#grown.add(grown);
    this.#registry.register(young.segment, grown);
  }

  #collected(grown: GrownSegment): void {
    this.#grown.delete(grown);
    // Freed by its owner, or found by a cleaner.
    if (grown.backing.released) return;
    const report = reportOf(grown, 'collected', monotonicMillis());
    try {
      grown.backing.release();
    } catch (error) {
      // Memory that was transferred away by force. Nobody can catch what a finalizer throws: it would end the process.
      this.#announcer.add({ ...report, releaseError: String(error) });
      return;
    }
    if (this.#level !== 'disabled') this.#announcer.add(report);
  }

  #live(): GrownSegment[] {
    const live = [...this.#grown].filter(({ backing }) => !backing.released);
    this.#nursery.forEachLive((young, bornAt) => live.push(grow(young, bornAt)));
    return live;
  }

  #exit(): void {
    this.#announcer.announce();
    if (this.#level === 'disabled') return;
    const isThorough = this.#level === 'advanced' || this.#level === 'paranoid';
    if (!isThorough && !this.#announcer.anyLeak) return;
    const live = this.#live();
    const reports = writeExitReport(live, countLive(live, this.#engine));
    for (const report of reports) this.#announcer.publish(report);
  }
}

/** The detector of this thread. It begins at the level that OFFHEAP_LEAK_DETECTION names, by default `simple`. */
export const leakDetector: LeakDetector = new LeakDetector();
leakDetector.configure({ level: levelOfEnvironment() });
registerCleaner(() => leakDetector.clean());

/** Short for `leakDetector.drain`. */
export function drainLeaks(options?: { readonly collect?: boolean }): Promise<LeakReport[]> {
  return leakDetector.drain(options);
}
