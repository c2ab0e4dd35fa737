import { describe, expect, it } from 'vitest';
import { LeakSampling } from '../../../lib/observability/leak-sampling.ts';

/** Of `allocations` that come every `millisEach`: how many are watched, how many of those with a stack, for how many they stand. */
function sample(sampling: LeakSampling, allocations: number, millisEach: number, from = 0) {
  const taken = { watched: 0, stacks: 0, weight: 0 };
  let countdown = 1;
  for (let i = 0; i < allocations; i++) {
    countdown -= 1;
    if (countdown > 0) continue;
    const { weight, history } = sampling.take(from + i * millisEach);
    countdown = sampling.interval;
    taken.watched += 1;
    taken.weight += weight;
    if (history) taken.stacks += 1;
  }
  return taken;
}

describe('LeakSampling', () => {
  it('watches every allocation of a program that allocates seldom, with its stack', () => {
    expect(sample(new LeakSampling('simple', 'auto'), 500, 10)).toEqual({ watched: 500, stacks: 500, weight: 500 });
  });

  it('watches every allocation of a start', () => {
    expect(sample(new LeakSampling('simple', 'auto'), 900, 0.0001).watched).toBe(900);
  });

  it.each([0.0001, 0.0005, 0.002, 0.02])('spends half a percent of the time when one takes %f ms', (millisEach) => {
    const sampling = new LeakSampling('simple', 'auto');
    const allocations = 1_000_000;
    sample(sampling, 100_000, millisEach);
    const { watched, stacks, weight } = sample(sampling, allocations, millisEach, 100_000 * millisEach);
    const millis = allocations * millisEach;
    expect((watched * 0.001) / millis).toBeLessThan(0.0055);
    expect((stacks * 0.01) / millis).toBeLessThan(0.0025);
    expect(watched).toBeGreaterThan(allocations / 4200);
    expect(Math.abs(weight / allocations - 1)).toBeLessThan(0.01);
  });

  it('takes what a fixed interval says', () => {
    expect(sample(new LeakSampling('simple', 10), 1000, 0.0001)).toMatchObject({ watched: 100, stacks: 100 });
    expect(sample(new LeakSampling('advanced', 10), 1000, 0.0001)).toMatchObject({ watched: 1000, stacks: 100 });
  });

  it('watches everything at advanced, and with its stack at paranoid', () => {
    expect(sample(new LeakSampling('advanced', 'auto'), 10_000, 0.0001).watched).toBe(10_000);
    const paranoid = sample(new LeakSampling('paranoid', 1000), 1000, 0.0001);
    expect(paranoid).toEqual({ watched: 1000, stacks: 1000, weight: 1000 });
  });
});
