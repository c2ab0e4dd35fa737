import type { ProgressMode } from '../../sort/sort-request.ts';
import { describeSize } from '../report/number-text.ts';
import { locateReports, writeReports } from '../report/report-files.ts';
import { planBench } from './bench-plan.ts';
import { BenchProgress } from './bench-progress.ts';
import type { BenchResult } from './bench-result.ts';
import { measurePlan } from './measure-plan.ts';

export interface CrosscheckBenchOptions {
  /** Where the numbers go as JSON; `-` is standard output. */
  readonly json?: string | undefined;
  /** Where the page with the plots goes; `-` is standard output. */
  readonly html?: string | undefined;
  /** Names of operations or groups (`scalar`, `bulk`, `batch`, `allocation`). Default: all. */
  readonly operations?: readonly string[] | undefined;
  /** Bytes of the bulk, batch and allocation operations. */
  readonly sizes?: readonly number[] | undefined;
  /** Time for everything. Default 48, quick 8; less for few cases. */
  readonly seconds?: number | undefined;
  readonly quick?: boolean | undefined;
  readonly progress: ProgressMode;
  /** Ends the measurement; what was measured until then is reported. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * `offheap crosscheck --bench`: measures, prints the table, writes the files.
 *
 * What can be known to fail fails before the measurement: UsageError, OutputUnwritableError. Aborted before anything was
 * measured it throws the signal's reason.
 */
export async function runCrosscheckBench(options: CrosscheckBenchOptions): Promise<void> {
  const plan = planBench(options);
  const reports = await locateReports(options);
  const { signal } = options;
  const bar = await BenchProgress.create(options.progress, plan.cases.length);
  let result: BenchResult;
  try {
    result = await measurePlan(plan, {
      signal,
      onCase: ({ operation, sizeBytes }, done, remainingMillis) => {
        const size = operation.group === 'scalar' ? '' : ` ${describeSize(sizeBytes)}`;
        bar?.update(done, `${operation.name}${size}`, remainingMillis);
      },
    });
  } finally {
    bar?.stop();
  }
  if (result.operations.length === 0) signal?.throwIfAborted();
  await writeReports(result, reports);
}
