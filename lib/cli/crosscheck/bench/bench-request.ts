import { UsageError } from '../../../errors/command-errors.ts';
import { OffheapError } from '../../../errors/offheap-error.ts';
import { parseMemorySize } from '../../../memory/memory-size.ts';
import type { ProgressMode } from '../../sort/sort-request.ts';
import type { CrosscheckBenchOptions } from './run-bench.ts';

/** What the parser makes of the options of `offheap crosscheck --bench`. */
export interface BenchFlags {
  readonly json?: string;
  readonly html?: string;
  readonly only?: string;
  readonly sizes?: string;
  readonly seconds?: string;
  readonly quick?: boolean;
  readonly progress: ProgressMode;
}

/** Throws UsageError. Names of operations are checked where they are known. */
export function readBenchOptions(flags: BenchFlags): CrosscheckBenchOptions {
  const { json, html, only, sizes, seconds, quick, progress } = flags;
  return {
    json,
    html,
    quick,
    progress,
    operations: only?.split(','),
    sizes: sizes?.split(',').map(readSize),
    seconds: seconds === undefined ? undefined : readSeconds(seconds),
  };
}

function readSize(text: string): number {
  try {
    return parseMemorySize(text);
  } catch (error) {
    if (!(error instanceof OffheapError)) throw error;
    throw new UsageError(`--sizes: ${error.message}`, { cause: error });
  }
}

function readSeconds(text: string): number {
  const seconds = Number(text);
  if (text.trim() !== '' && Number.isFinite(seconds) && seconds > 0) return seconds;
  throw new UsageError(`--seconds ${text} is not a time in seconds`);
}
