import type { EngineName } from '../../../engine/engine.ts';
import type { BreakEven } from './break-even.ts';
import type { Measurement } from './measure-case.ts';
import type { OperationGroup } from './operation.ts';

export const RESULT_FORMAT = 'offheap-crosscheck-bench';
/** Raised by every change that a reader of the JSON would notice, other than a new field. */
export const RESULT_VERSION = 1;

/** What `offheap crosscheck --bench --json` writes; docs/guides/cross-checking-performance.md explains it field by field. */
export interface BenchResult {
  readonly format: typeof RESULT_FORMAT;
  readonly version: typeof RESULT_VERSION;
  /** When it began, ISO 8601. */
  readonly date: string;
  /** False: it was interrupted, and cases are missing. */
  readonly complete: boolean;
  readonly machine: Machine;
  readonly method: Method;
  readonly noise: Noise;
  readonly operations: readonly OperationResult[];
}

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly system: string;
  readonly architecture: string;
  readonly node: string;
  readonly v8: string;
  readonly offheap: string;
  readonly engine: EngineName;
  readonly engineReason: string;
  /** OFFHEAP_CHECKED=1, which makes MemorySegment slower than in production. */
  readonly checked: boolean;
}

export interface Method {
  readonly quick: boolean;
  readonly rounds: number;
  /** What was asked for, and what it took. */
  readonly budgetSeconds: number;
  readonly seconds: number;
}

export interface Noise {
  /** The interquartile range as a share of the median: the median and the largest of all measurements. */
  readonly medianSpread: number;
  readonly largestSpread: number;
  readonly measurements: number;
  /** Those marked as too wide. */
  readonly wide: number;
}

export interface OperationResult {
  readonly name: string;
  readonly group: OperationGroup;
  readonly description: string;
  readonly cases: readonly CaseResult[];
  readonly breakEven: {
    readonly nativeAgainstJs: BreakEven;
    readonly nativeAgainstNode: BreakEven;
    readonly jsAgainstNode: BreakEven;
  };
}

/** Times are nanoseconds per call. */
export interface CaseResult {
  readonly sizeBytes: number;
  readonly js: Measurement | null;
  readonly native: Measurement | null;
  /** The fastest of `nodeWays`: the reference. */
  readonly node: Measurement | null;
  readonly nodeWays: readonly Measurement[];
  /** Medians divided: below 1 the first is the faster. */
  readonly ratios: {
    readonly nativeToJs: number | null;
    readonly nativeToNode: number | null;
    readonly jsToNode: number | null;
  };
}
