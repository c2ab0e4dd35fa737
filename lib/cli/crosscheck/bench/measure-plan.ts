import { MemorySegment } from '../../../memory/memory-segment.ts';
import type { BenchPlan, PlannedCase } from './bench-plan.ts';
import type { BenchResult, CaseResult } from './bench-result.ts';
import { RESULT_FORMAT, RESULT_VERSION } from './bench-result.ts';
import { findContestants } from './contestants.ts';
import { describeMachine } from './machine.ts';
import { measureCase } from './measure-case.ts';
import type { Contestants, Operation } from './operation.ts';
import { caseResult, noiseOf, operationResult } from './summarize.ts';

export interface MeasureOptions {
  readonly signal?: AbortSignal | undefined;
  /** Before each case: how many are done, and how long the rest takes. */
  readonly onCase?: ((next: PlannedCase, done: number, remainingMillis: number) => void) | undefined;
}

/** What a case gets of its share of the budget even when those before it took longer than theirs. */
const LEAST_SHARE = 0.25;

/** Measures case by case. When the signal ends it, the result is what there is so far. */
export async function measurePlan(plan: BenchPlan, options: MeasureOptions = {}): Promise<BenchResult> {
  const { signal, onCase } = options;
  const date = new Date().toISOString();
  const start = performance.now();
  const { description, ...contestants } = findContestants();
  detachOnce();
  const results = new Map<Operation, CaseResult[]>();
  const budgetMillis = 1000 * plan.budgetSeconds;
  const allWeights = plan.cases.reduce((sum, { weight }) => sum + weight, 0);
  let weights = allWeights;
  let done = 0;
  for (const planned of plan.cases) {
    if (signal?.aborted) break;
    const remaining = Math.max(
      budgetMillis - (performance.now() - start),
      (LEAST_SHARE * budgetMillis * weights) / allWeights,
    );
    onCase?.(planned, done, remaining);
    const result = await measureOne(planned, (remaining * planned.weight) / weights, contestants, signal);
    weights -= planned.weight;
    if (result === undefined) break;
    const { operation } = planned;
    results.set(operation, [...(results.get(operation) ?? []), result]);
    done += 1;
  }
  const operations = [...results].map(([operation, cases]) => operationResult(operation, cases));
  return {
    format: RESULT_FORMAT,
    version: RESULT_VERSION,
    date,
    complete: done === plan.cases.length,
    machine: describeMachine(description),
    method: {
      quick: plan.quick,
      rounds: plan.rounds,
      budgetSeconds: plan.budgetSeconds,
      seconds: (performance.now() - start) / 1000,
    },
    noise: noiseOf(operations),
    operations,
  };
}

/** As in any program that frees: once one ArrayBuffer has been detached, V8 checks for it in every access, to DataViews too. */
function detachOnce(): void {
  MemorySegment.allocateHeap(8).free();
}

async function measureOne(
  { operation, sizeBytes, rounds }: PlannedCase,
  millis: number,
  contestants: Contestants,
  signal: AbortSignal | undefined,
): Promise<CaseResult | undefined> {
  using prepared = operation.prepare(sizeBytes, contestants);
  const timing = { millis, rounds, countsGarbage: operation.countsGarbage ?? false };
  const measurements = await measureCase(prepared.rivals, timing, signal);
  return measurements === undefined ? undefined : caseResult(sizeBytes, measurements);
}
