import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Rival } from './operation.ts';
import { type RoundStatistics, statisticsOf } from './round-statistics.ts';

export interface Measurement extends RoundStatistics {
  readonly path: Rival['path'];
  readonly name: string;
  /** Calls in each round. */
  readonly calls: number;
}

export interface CaseTiming {
  /** For all rivals together, warm-up included. */
  readonly millis: number;
  readonly rounds: number;
  /**
   * Rounds begin with no garbage but their own, and end with a turn of the event loop in which Node lets go of what was
   * freed.
   */
  readonly countsGarbage: boolean;
}

/** The rest is for the rounds. */
const WARM_UP_SHARE = 0.3;
/** On a machine that others use a case may take longer: up to that much, then it has to do with these rounds. */
const OVERDRAFT = 1.5;
const FEWEST_ROUNDS = 5;
/** V8 optimizes a loop while it runs, but the function as a whole only after some calls. */
const WARM_UP_CALLS = 8;

/** Of a round that counts garbage, run before the clock starts: the heap then is as the rival itself keeps it. */
const SETTLING_SHARE = 0.25;

/** What all loops returned, so that none of them is without consequence. */
let consumed = 0;

/**
 * Times rivals in turns, so that what else the machine does falls on all of them alike; the order of the turns rotates. The
 * event loop turns between rounds. On a busy machine the rounds may be fewer than asked for. undefined: the signal ended it
 * before the last round.
 */
export async function measureCase(
  rivals: readonly Rival[],
  { millis, rounds, countsGarbage }: CaseTiming,
  signal?: AbortSignal,
): Promise<readonly Measurement[] | undefined> {
  const collect = countsGarbage ? collector() : undefined;
  const end = performance.now() + OVERDRAFT * millis;
  const millisEach = millis / rivals.length;
  const contestants = [];
  for (const rival of rivals) {
    const iterationsPerMilli = await warmUp(rival, millisEach * WARM_UP_SHARE);
    const roundMillis = (millisEach * (1 - WARM_UP_SHARE)) / rounds / (countsGarbage ? 1 + SETTLING_SHARE : 1);
    const iterations = Math.ceil(iterationsPerMilli * roundMillis);
    contestants.push({ rival, iterations, times: [] as number[] });
  }
  for (let round = 0; round < rounds; round++) {
    if (signal?.aborted) return undefined;
    if (round >= FEWEST_ROUNDS && performance.now() > end) break;
    for (let turn = 0; turn < contestants.length; turn++) {
      const { rival, iterations, times } = contestants[(turn + round) % contestants.length] as (typeof contestants)[0];
      if (collect !== undefined) {
        collect();
        consume(rival.run(Math.ceil(iterations * SETTLING_SHARE)));
        await nextTurn();
      }
      const start = process.hrtime.bigint();
      consume(rival.run(iterations));
      if (countsGarbage) await nextTurn();
      const nanos = Number(process.hrtime.bigint() - start);
      times.push(nanos / (iterations * rival.callsPerIteration));
    }
    await nextTurn();
  }
  return contestants.map(({ rival: { path, name, callsPerIteration }, iterations, times }) => ({
    path,
    name,
    calls: iterations * callsPerIteration,
    ...statisticsOf(times),
  }));
}

/**
 * Runs until the time is up, longer each time; how many iterations fit into a millisecond. The fastest call says it: whatever
 * interrupted the others would make the rounds too short.
 */
async function warmUp(rival: Rival, millis: number): Promise<number> {
  const start = performance.now();
  const longest = millis / WARM_UP_CALLS;
  let iterations = 1;
  let rate = 0;
  for (let call = 1; ; call++) {
    const callStart = performance.now();
    consume(rival.run(iterations));
    const now = performance.now();
    // The clock may be coarse.
    const callMillis = Math.max(now - callStart, 1e-4);
    if (callMillis >= longest / 4) rate = Math.max(rate, iterations / callMillis);
    if (now - start >= millis && call >= WARM_UP_CALLS) return rate > 0 ? rate : iterations / callMillis;
    if (callMillis < longest / 2) iterations *= 2;
    await nextTurn();
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** The numbers may be NaN; all that counts is that V8 cannot know that nobody reads them. */
function consume(result: number): void {
  consumed += result;
  if (consumed === 0.1) process.emitWarning('the sum of all results is 0.1');
}

/** Full garbage collections, which the measurement wants between rounds and not in them. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}
