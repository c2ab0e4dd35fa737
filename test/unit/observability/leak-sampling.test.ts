import { describe, expect, it } from 'vitest';
import { LeakSampling } from '../../../lib/observability/leak-sampling.ts';

const TICK_MILLIS = 100;

/**
 * Of `allocations` that come every `millisEach`: how many are watched, how many of those with a stack, for how many they
 * stand. Between them a timer looks, as the detector's does, whether a burst may begin.
 */
function sample(sampling: LeakSampling, allocations: number, millisEach: number, from = 0) {
  const taken = { watched: 0, stacks: 0, weight: 0 };
  let skipped = 0;
  let countdown = 1;
  let tickAt = from + TICK_MILLIS;
  for (let i = 0; i < allocations; i++) {
    const now = from + i * millisEach;
    if (now >= tickAt) {
      tickAt = now + TICK_MILLIS;
      if (sampling.isBetweenBursts && sampling.mayBeginBurst(now)) countdown = 1;
    }
    countdown -= 1;
    if (countdown > 0) {
      skipped += 1;
      continue;
    }
    const { weight, history, interval } = sampling.take(now, skipped);
    skipped = 0;
    countdown = interval;
    taken.watched += 1;
    taken.weight += weight;
    if (history) taken.stacks += 1;
  }
  return taken;
}

describe('LeakSampling', () => {
  it('watches every allocation of a program that allocates seldom, with its stack', () => {
    expect(sample(new LeakSampling('simple', 'auto'), 500, 20)).toEqual({ watched: 500, stacks: 500, weight: 500 });
  });

  it('watches every allocation of a start', () => {
    expect(sample(new LeakSampling('simple', 'auto'), 900, 0.0001)).toMatchObject({ watched: 900, weight: 900 });
  });

  it.each([0.001, 0.005, 0.02, 0.2])('spends a thousandth of the time when one takes %f ms', (millisEach) => {
    const sampling = new LeakSampling('simple', 'auto');
    const millis = 20_000;
    const allocations = millis / millisEach;
    sample(sampling, 10_000, millisEach);
    const { watched, stacks, weight } = sample(sampling, allocations, millisEach, 10_000 * millisEach);
    expect((watched * 0.001) / millis).toBeLessThan(0.0011);
    expect((watched * 0.001) / millis).toBeGreaterThan(0.0008);
    expect((stacks * 0.01) / millis).toBeLessThan(0.0012);
    expect(stacks).toBeGreaterThan(0);
    expect(Math.abs(weight / allocations - 1)).toBeLessThan(0.05);
  });

  it('takes one of a million in a loop that lets no timer in', () => {
    const sampling = new LeakSampling('simple', 'auto');
    const intervals = Array.from({ length: 1100 }, () => sampling.take(0, 0).interval);
    expect(new Set(intervals)).toEqual(new Set([1, 2 ** 20]));
    expect(sampling.isBetweenBursts).toBe(true);
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
