import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { breakEven, type Duel, outcomeOf } from '../../../../lib/cli/crosscheck/bench/break-even.ts';

type Outcome = 'wins' | 'loses' | 'ties';

/** A duel at each size 1, 2, 4, … that ends as told. */
function duels(...outcomes: readonly Outcome[]): Duel[] {
  const factors = { wins: 0.5, loses: 2, ties: 1 };
  const exactly = (median: number) => ({ median, lower: median, upper: median });
  return outcomes.map((outcome, i) => ({
    sizeBytes: 2 ** i,
    ours: exactly(100 * factors[outcome]),
    theirs: exactly(100),
  }));
}

describe('break-even', () => {
  it.each<[string, Outcome[], ReturnType<typeof breakEven>]>([
    ['wins everywhere', ['wins', 'wins'], { verdict: 'always', sizeBytes: null }],
    ['wins nowhere', ['loses', 'ties', 'loses'], { verdict: 'never', sizeBytes: null }],
    ['wins from a size on', ['loses', 'loses', 'wins', 'wins'], { verdict: 'from', sizeBytes: 4 }],
    ['wins early as well', ['wins', 'loses', 'wins'], { verdict: 'from', sizeBytes: 4 }],
    ['ties before it wins', ['loses', 'ties', 'wins', 'wins'], { verdict: 'from', sizeBytes: 4 }],
    ['ties once while it wins', ['loses', 'wins', 'ties', 'wins'], { verdict: 'from', sizeBytes: 2 }],
    ['wins once and then ties', ['loses', 'wins', 'ties', 'ties'], { verdict: 'mixed', sizeBytes: null }],
    ['wins, but not at the largest', ['wins', 'wins', 'loses'], { verdict: 'mixed', sizeBytes: null }],
    ['ties everywhere', ['ties', 'ties'], { verdict: 'even', sizeBytes: null }],
    ['loses, then ties', ['loses', 'ties'], { verdict: 'never', sizeBytes: null }],
    ['has nobody to meet', [], { verdict: 'unmeasured', sizeBytes: null }],
  ])('of one who %s', (_title, outcomes, expected) => {
    expect(breakEven(duels(...outcomes))).toEqual(expected);
  });

  it('has no loss behind it', () => {
    const outcome = fc.constantFrom<Outcome>('wins', 'loses', 'ties');
    fc.assert(
      fc.property(fc.array(outcome, { minLength: 1 }), (outcomes) => {
        const { verdict, sizeBytes } = breakEven(duels(...outcomes));
        const begin = verdict === 'always' ? 0 : Math.log2(sizeBytes ?? Number.NaN);
        if (Number.isNaN(begin)) return;
        expect(outcomes[begin]).toBe('wins');
        expect(outcomes.slice(begin)).not.toContain('loses');
      }),
    );
  });
});

describe('the outcome of a duel', () => {
  const timing = (lower: number, median: number, upper: number) => ({ lower, median, upper });

  it('is a tie when the middle halves of the rounds overlap', () => {
    expect(outcomeOf(timing(80, 100, 140), timing(130, 200, 210))).toBe('ties');
  });

  it('is a tie when the medians hardly differ', () => {
    expect(outcomeOf(timing(100, 100, 100), timing(102, 102, 102))).toBe('ties');
  });

  it('goes to the shorter time otherwise', () => {
    expect(outcomeOf(timing(90, 100, 110), timing(190, 200, 210))).toBe('wins');
    expect(outcomeOf(timing(190, 200, 210), timing(90, 100, 110))).toBe('loses');
  });
});
