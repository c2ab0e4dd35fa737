import { isatty } from 'node:tty';
import { engine as currentDescription, currentEngine } from '../../engine/current-engine.ts';
import { type LoadedEngine, loadEngine } from '../../engine/load-engine.ts';
import { UsageError } from '../../errors/command-errors.ts';
import { InsufficientMemoryError } from '../../errors/operator-errors.ts';
import { formatMemorySize } from '../../memory/memory-size.ts';
import { SortMeasurement, type SortReport } from '../../observability/sort-report.ts';
import { type SortStatistics, sortLines } from '../../operators/sort-lines.ts';
import type { ByteSink } from '../../views/files/byte-sink.ts';
import type { ByteSource } from '../../views/files/byte-source.ts';
import { openOutput } from '../../views/files/open-output.ts';
import { locateOutput, type OutputTarget } from '../../views/files/output-target.ts';
import { openStandardOutput } from '../../views/files/standard-output-sink.ts';
import { Interruption } from '../interruption.ts';
import { ProgressBar, wantsProgress } from './progress-bar.ts';
import { closeInputs, openInputs } from './sort-inputs.ts';
import type { SortRequest } from './sort-request.ts';
import { requireFileOfItsOwn } from './statistics-file.ts';

const STANDARD_OUTPUT = 1;

/** Sorts as the command line asks. Whatever can be known to fail fails before the first byte is read. */
export async function runSort(request: SortRequest): Promise<void> {
  using interruption = new Interruption();
  const { signal } = interruption;
  try {
    const loaded = chooseEngine(request.engine);
    const sources = await openInputs(request.files, signal);
    try {
      const output = await locate(request.output);
      const statistics = request.statistics?.kind === 'file' ? await locate(request.statistics.path) : undefined;
      if (statistics !== undefined) await requireFileOfItsOwn(statistics, request.files, output);
      const report = await sort(request, loaded, sources, output, signal);
      if (request.statistics !== undefined) await writeReport(report, statistics, signal);
    } finally {
      await closeInputs(sources);
    }
  } catch (error) {
    // Whatever failed because of the abort, the signal is the reason.
    if (signal.aborted) throw signal.reason;
    throw error instanceof InsufficientMemoryError ? memoryUsageError(error) : error;
  }
}

function memoryUsageError(error: InsufficientMemoryError): UsageError {
  const { memoryBytes, minimumBytes } = error.fields;
  const [given, least] = [Number(memoryBytes), Number(minimumBytes)].map(formatMemorySize);
  return new UsageError(`--memory ${given} is below the minimum of ${least}`, { cause: error });
}

function chooseEngine(choice: SortRequest['engine']): LoadedEngine {
  if (choice !== undefined) return loadEngine(choice, '--engine');
  return { engine: currentEngine(), description: currentDescription() };
}

async function locate(path: string | undefined): Promise<OutputTarget | undefined> {
  return path === undefined ? undefined : locateOutput(path);
}

async function open(target: OutputTarget | undefined, signal: AbortSignal): Promise<ByteSink> {
  return target === undefined ? openStandardOutput({ signal }) : openOutput(target, { signal });
}

async function sort(
  request: SortRequest,
  { engine, description }: LoadedEngine,
  sources: readonly ByteSource[],
  output: OutputTarget | undefined,
  signal: AbortSignal,
): Promise<SortReport> {
  const { memoryBytes, temporaryDirectory, order, progress } = request;
  const measurement = new SortMeasurement(engine, description);
  const bar = wantsProgress(progress, output === undefined && isatty(STANDARD_OUTPUT))
    ? await ProgressBar.create()
    : undefined;
  try {
    const statistics: SortStatistics = await sortLines({
      sources,
      openSink: () => open(output, signal),
      order,
      engine,
      signal,
      ...(memoryBytes === undefined ? {} : { memoryBytes }),
      ...(temporaryDirectory === undefined ? {} : { temporaryDirectory }),
      ...(bar === undefined ? {} : { onProgress: (step) => bar.update(step) }),
    });
    return measurement.finish(statistics);
  } finally {
    measurement.cancel();
    bar?.stop();
  }
}

async function writeReport(report: SortReport, target: OutputTarget | undefined, signal: AbortSignal): Promise<void> {
  const sink = await open(target, signal);
  try {
    await sink.write(Buffer.from(`${JSON.stringify(report, undefined, 2)}\n`));
    await sink.commit();
  } finally {
    await sink.abort();
  }
}
