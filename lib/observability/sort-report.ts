import type { Engine } from '../engine/engine.ts';
import type { EngineDescription } from '../engine/load-engine.ts';
import type { SortStatistics } from '../operators/sort-lines.ts';
import { type GcPauseCount, GcPauses } from './gc-pauses.ts';
import { peakResidentBytes } from './resident-memory.ts';

/** What `--stats` writes. docs/guides/sorting.md says what each field means. */
export interface SortReport {
  readonly lines: number;
  readonly bytes: number;
  readonly outputLines: number;
  readonly outputBytes: number;
  readonly budgetBytes: number;
  readonly peakOffHeapBytes: number;
  readonly runs: number;
  readonly mergePasses: number;
  readonly spilledBytes: number;
  readonly seconds: SortStatistics['seconds'];
  readonly peakRssBytes: number;
  readonly gcCount: number;
  readonly gcLongestPauseMillis: number;
  readonly leakedChunks: number;
  readonly engine: string;
  readonly engineReason: string;
}

/** Watches a sort from construction on. `finish` ends it. */
export class SortMeasurement {
  readonly #engine: Engine;
  readonly #description: EngineDescription;
  readonly #gcPauses = new GcPauses();
  readonly #chunksBefore: number;

  constructor(engine: Engine, description: EngineDescription) {
    this.#engine = engine;
    this.#description = description;
    this.#chunksBefore = engine.statistics().liveChunks;
  }

  finish(statistics: SortStatistics): SortReport {
    const gc: GcPauseCount = this.#gcPauses.stop();
    const { peakBytes, ...counts } = statistics;
    return {
      lines: counts.lines,
      bytes: counts.bytes,
      outputLines: counts.outputLines,
      outputBytes: counts.outputBytes,
      budgetBytes: counts.budgetBytes,
      peakOffHeapBytes: peakBytes,
      runs: counts.runs,
      mergePasses: counts.mergePasses,
      spilledBytes: counts.spilledBytes,
      seconds: counts.seconds,
      peakRssBytes: peakResidentBytes(),
      gcCount: gc.count,
      gcLongestPauseMillis: gc.longestMillis,
      leakedChunks: this.#engine.statistics().liveChunks - this.#chunksBefore,
      engine: this.#description.name,
      engineReason: this.#description.reason,
    };
  }

  /** Without a report. */
  cancel(): void {
    this.#gcPauses.stop();
  }
}
