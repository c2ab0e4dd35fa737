import { describe, expect, it } from 'vitest';
import { measureCase } from '../../../../lib/cli/crosscheck/bench/measure-case.ts';
import type { Rival } from '../../../../lib/cli/crosscheck/bench/operation.ts';

const timing = { millis: 4, rounds: 4, countsGarbage: false };

/** Counts its calls, and notes each in `log`. */
function rival(name: string, log: string[], callsPerIteration = 1): Rival {
  const run = (iterations: number): number => {
    log.push(name);
    let sum = 0;
    for (let i = 0; i < iterations; i++) sum += i;
    return sum;
  };
  return { path: 'js', name, run, callsPerIteration };
}

describe('a measured case', () => {
  it('gives each rival as many rounds as were asked for', async () => {
    const measurements = await measureCase([rival('a', []), rival('b', [], 10)], timing);
    expect(measurements).toMatchObject([
      { name: 'a', rounds: 4 },
      { name: 'b', rounds: 4 },
    ]);
    expect(measurements?.every(({ median, calls }) => median > 0 && calls >= 1)).toBe(true);
    expect((measurements?.[1]?.calls ?? 1) % 10).toBe(0);
  });

  it('lets the rivals take turns, another one first in each round', async () => {
    const log: string[] = [];
    await measureCase([rival('a', log), rival('b', log), rival('c', log)], timing);
    expect(log.slice(-12).join('')).toBe('abcbcacababc');
  });

  it('lets the event loop turn between rounds', async () => {
    let turns = 0;
    const count = (): void => {
      turns += 1;
      handle = setImmediate(count);
    };
    let handle = setImmediate(count);
    await measureCase([rival('a', [])], timing);
    clearImmediate(handle);
    expect(turns).toBeGreaterThanOrEqual(timing.rounds - 1);
  });

  it('has no result when the signal ends it', async () => {
    const controller = new AbortController();
    const run = (): number => {
      controller.abort();
      return 1;
    };
    const stopping = { ...rival('a', []), run };
    expect(await measureCase([stopping], timing, controller.signal)).toBeUndefined();
  });

  it('counts the garbage of a round in', async () => {
    const measurements = await measureCase([rival('a', [])], { ...timing, countsGarbage: true });
    expect(measurements).toMatchObject([{ name: 'a', rounds: 4 }]);
  });
});
