import { setImmediate } from 'node:timers/promises';
import { EventLoopTurns } from './event-loop-turns.ts';
import type { Step } from './operation.ts';
import { operations as allOperations } from './operation-table.ts';
import { seedOfRound } from './random-source.ts';
import { leakSince, liveChunks, withoutStacks } from './round-hygiene.ts';
import { type Divergence, type NamedEngine, SideBySide } from './side-by-side.ts';
import { StepGenerator } from './step-generator.ts';

/** Each round begins with nothing allocated, so that what went wrong in it can be repeated alone. */
const ROUND_STEPS = 2000;
/** In between only the bytes that a step touches are compared. */
const STEPS_PER_FULL_COMPARISON = 256;

export interface CrosscheckOptions {
  readonly engines: readonly [NamedEngine, NamedEngine];
  readonly seed: number;
  readonly operations: number;
  /** Of every segment. Default: many sizes. */
  readonly segmentSize?: number | undefined;
  /** Ends the check after the step under way. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((operations: number) => void) | undefined;
}

export interface FoundDivergence {
  readonly divergence: Divergence;
  /** Of the round in which it was found: as the seed of a run it repeats the round. */
  readonly seed: number;
  /** All steps of the round; the last one shows it. */
  readonly steps: readonly Step[];
}

export interface OperationCount {
  runs: number;
  /** Of these, the ones that threw, on every path. */
  refusals: number;
}

export interface CrosscheckResult {
  readonly seed: number;
  readonly operations: number;
  readonly rounds: number;
  readonly seconds: number;
  /** By name. */
  readonly counts: ReadonlyMap<string, OperationCount>;
  readonly interrupted: boolean;
  readonly found: FoundDivergence | undefined;
}

/** Runs the same random steps on both engines until they differ, the number is reached or the signal says so. */
export async function crosscheck(options: CrosscheckOptions): Promise<CrosscheckResult> {
  const { seed, operations, signal, onProgress } = options;
  const counts = new Map(allOperations.map(({ name }) => [name, { runs: 0, refusals: 0 }]));
  const started = performance.now();
  let done = 0;
  let rounds = 0;
  let found: FoundDivergence | undefined;
  while (done < operations && found === undefined && signal?.aborted !== true) {
    const count = Math.min(ROUND_STEPS, operations - done);
    const roundSeed = seedOfRound(seed, rounds);
    const round = await runRound(options, roundSeed, count, counts);
    rounds += 1;
    done += round.steps.length;
    if (round.divergence !== undefined) found = { divergence: round.divergence, seed: roundSeed, steps: round.steps };
    onProgress?.(done);
    await setImmediate();
  }
  const seconds = (performance.now() - started) / 1000;
  const interrupted = found === undefined && done < operations;
  return { seed, operations: done, rounds, seconds, counts, interrupted, found };
}

interface Round {
  readonly steps: readonly Step[];
  readonly divergence: Divergence | undefined;
}

async function runRound(
  { engines, segmentSize, signal }: CrosscheckOptions,
  seed: number,
  count: number,
  counts: ReadonlyMap<string, OperationCount>,
): Promise<Round> {
  const steps: Step[] = [];
  const before = liveChunks(engines);
  const turns = new EventLoopTurns();
  let divergence: Divergence | undefined;
  {
    using sides = new SideBySide(engines);
    const generator = new StepGenerator(seed, allOperations, sides.model, segmentSize);
    const runSlice = () => {
      do {
        const step = generator.next();
        steps.push(step);
        const isFull = steps.length % STEPS_PER_FULL_COMPARISON === 0 || steps.length === count;
        const different = sides.run(step, isFull);
        if (different !== undefined) return different;
        const counted = counts.get(step.operation.name) as OperationCount;
        counted.runs += 1;
        if (sides.lastFailed) counted.refusals += 1;
      } while (steps.length < count && !turns.isDue);
      return undefined;
    };
    while (steps.length < count && divergence === undefined && signal?.aborted !== true) {
      divergence = withoutStacks(runSlice);
      if (turns.isDue) await turns.take();
    }
  }
  return { steps, divergence: divergence ?? leakSince(before, engines) };
}

/** What a sequence comes to when it is run again. */
export interface Replay {
  /** Steps up to the one that shows the divergence. */
  readonly count: number;
  readonly divergence: Divergence;
}

export interface ReplayOptions {
  readonly onStep?: (step: Step, failed: boolean) => void;
  readonly record?: ConstructorParameters<typeof SideBySide>[1];
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs steps again, comparing all bytes after each; those whose segments were not made are passed over. undefined: no
 * difference, or the signal has ended it before one. `onStep` is told whether each step that ran failed.
 */
export async function replay(
  engines: readonly [NamedEngine, NamedEngine],
  steps: readonly Step[],
  { onStep, record, signal }: ReplayOptions = {},
): Promise<Replay | undefined> {
  const before = liveChunks(engines);
  const turns = new EventLoopTurns();
  {
    using sides = new SideBySide(engines, record);
    for (const [index, step] of steps.entries()) {
      if (!sides.canRun(step)) continue;
      const divergence = withoutStacks(() => sides.run(step, true));
      if (divergence !== undefined) return { count: index + 1, divergence };
      onStep?.(step, sides.lastFailed);
      if (turns.isDue) await turns.take();
      if (signal?.aborted === true) return undefined;
    }
  }
  const divergence = leakSince(before, engines);
  return divergence && { count: steps.length, divergence };
}
