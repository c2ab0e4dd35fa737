import { describe, expect, it } from 'vitest';
import { MAX_SEED, RandomSource, seedOfRound } from '../../../../lib/cli/crosscheck/random-source.ts';

describe('RandomSource', () => {
  it('gives the same numbers for a seed, on every machine', () => {
    const random = new RandomSource(2 ** 40 + 7);
    expect(Array.from({ length: 4 }, () => random.uint32())).toEqual([3719442996, 2812429861, 3007171909, 2970607615]);
  });

  it('takes every bit of the seed', () => {
    const seeds = [0, ...Array.from({ length: 53 }, (_, bit) => 2 ** bit), MAX_SEED];
    expect(new Set(seeds.map((seed) => new RandomSource(seed).uint32())).size).toBe(seeds.length);
  });

  it('spreads over what it is asked for', () => {
    const random = new RandomSource(1);
    const seen = new Array<number>(10).fill(0);
    for (let i = 0; i < 10_000; i++) seen[random.below(10)]! += 1;
    for (const count of seen) expect(Math.abs(count - 1000)).toBeLessThan(200);
    const hits = Array.from({ length: 10_000 }, () => random.chance(20)).filter(Boolean).length;
    expect(Math.abs(hits - 2000)).toBeLessThan(300);
  });
});

describe('the seed of a round', () => {
  it('is the seed of the run in the first round, and another safe integer in each of the others', () => {
    expect(seedOfRound(1234, 0)).toBe(1234);
    const seeds = Array.from({ length: 1000 }, (_, round) => seedOfRound(MAX_SEED, round));
    expect(new Set(seeds).size).toBe(1000);
    for (const seed of seeds) expect(Number.isSafeInteger(seed) && seed >= 0).toBe(true);
  });
});
