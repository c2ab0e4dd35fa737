import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantile, statisticsOf } from '../../../../lib/cli/crosscheck/bench/round-statistics.ts';

describe('round statistics', () => {
  it('are median and quartiles, whatever the order of the rounds', () => {
    expect(statisticsOf([5, 1, 4, 2, 3])).toEqual({
      median: 3,
      lower: 2,
      upper: 4,
      rounds: 5,
      spread: 2 / 3,
      wide: true,
    });
  });

  it('lie between two rounds in proportion', () => {
    expect(quantile([10, 20], 0.25)).toBe(12.5);
    expect(quantile([7], 0.75)).toBe(7);
  });

  it('call a spread wide that is more than a quarter of the median', () => {
    expect(statisticsOf([99, 100, 100, 101]).wide).toBe(false);
    expect(statisticsOf([80, 81, 100, 130, 131]).wide).toBe(true);
  });

  it('ignore one round that was interrupted', () => {
    expect(statisticsOf([10, 10, 10, 10, 5000])).toMatchObject({ median: 10, upper: 10, spread: 0 });
  });

  it('are in order and within the rounds', () => {
    const times = fc.array(fc.double({ min: 1e-3, max: 1e9, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(times, (rounds) => {
        const { lower, median, upper } = statisticsOf(rounds);
        expect(lower).toBeGreaterThanOrEqual(Math.min(...rounds));
        expect(median).toBeGreaterThanOrEqual(lower);
        expect(upper).toBeGreaterThanOrEqual(median);
        expect(upper).toBeLessThanOrEqual(Math.max(...rounds));
      }),
    );
  });
});
