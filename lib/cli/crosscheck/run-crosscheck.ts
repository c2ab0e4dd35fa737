import { Buffer } from 'node:buffer';
import type { Engine, EngineName } from '../../engine/engine.ts';
import { ENGINE_NAMES } from '../../engine/engine-names.ts';
import { loadEngine } from '../../engine/load-engine.ts';
import { EngineUnavailableError } from '../../errors/engine-errors.ts';
import { openOutput } from '../../views/files/open-output.ts';
import { locateOutput } from '../../views/files/output-target.ts';
import { ExitCode } from '../failure-report.ts';
import { Interruption } from '../interruption.ts';
import { crosscheck } from './crosscheck.ts';
import { CrosscheckProgress } from './crosscheck-progress.ts';
import { type CrosscheckReport, crosscheckJson, crosscheckText } from './crosscheck-report.ts';
import type { CrosscheckRequest } from './crosscheck-request.ts';
import { reproduce } from './reproduction.ts';
import { nameEngines } from './side-by-side.ts';

/** Checks, prints what came of it, and exits with 2 when the engines differ. A signal ends the check, not the report. */
export async function runCrosscheck(request: CrosscheckRequest): Promise<void> {
  const { seed, operations, segmentSize, json } = request;
  const loaded = request.engines === undefined ? bestEngines() : loadEngines(request.engines);
  const engines = nameEngines(loaded);
  const names = [loaded[0].name, loaded[1].name] as const;
  const target = json === undefined || json === '-' ? undefined : await locateOutput(json);
  using interruption = new Interruption();
  // Before the first operation: should one end the process, the seed is known.
  process.stderr.write(`offheap crosscheck: ${names.join(' and ')}, seed ${seed}\n`);

  const progress = await CrosscheckProgress.create(request.progress, operations);
  const result = await crosscheck({
    engines,
    seed,
    operations,
    segmentSize,
    signal: interruption.signal,
    onProgress: progress && ((done) => progress.update(done)),
  }).finally(() => progress?.stop());
  const reproduction = result.found && (await reproduce(engines, result.found, interruption.signal));
  const report: CrosscheckReport = { result, reproduction, engines: names, segmentSize };

  const jsonText = `${JSON.stringify(crosscheckJson(report), undefined, 2)}\n`;
  process.stdout.write(json === '-' ? jsonText : crosscheckText(report));
  if (target !== undefined) {
    const sink = await openOutput(target);
    try {
      await sink.write(Buffer.from(jsonText));
      await sink.commit();
    } finally {
      await sink.abort();
    }
  }
  if (reproduction !== undefined) process.exitCode = ExitCode.failure;
}

function loadEngines([a, b]: readonly [EngineName, EngineName]): readonly [Engine, Engine] {
  return [loadEngine(a, '--engines').engine, loadEngine(b, '--engines').engine];
}

/** The fastest that loads and the one that runs anywhere; where only that loads, twice that. */
function bestEngines(): readonly [Engine, Engine] {
  const loaded: Engine[] = [];
  for (const name of ENGINE_NAMES) {
    try {
      loaded.push(loadEngine(name, 'offheap crosscheck').engine);
    } catch (error) {
      if (!(error instanceof EngineUnavailableError)) throw error;
    }
  }
  const a = loaded[0];
  const b = loaded.at(-1);
  if (a === undefined) throw new EngineUnavailableError({ engine: ENGINE_NAMES.join(' ') });
  return [a, b === undefined || b === a ? loadEngine(a.name).engine : b];
}
