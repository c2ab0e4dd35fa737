import type { RoundStatistics } from './round-statistics.ts';

/** From which size on one way is faster than another. */
export interface BreakEven {
  /**
   * `from`: from `sizeBytes` on, up to the largest size that was measured. `always`, `never`: at all sizes, at none. `mixed`: at
   * some, but not up to the largest. `even`: no difference that shows. `unmeasured`: one of the two ways does not exist.
   */
  readonly verdict: 'from' | 'always' | 'never' | 'mixed' | 'even' | 'unmeasured';
  readonly sizeBytes: number | null;
}

/** Two ways at one size. */
export interface Duel {
  readonly sizeBytes: number;
  readonly ours: Timing;
  readonly theirs: Timing;
}

export type Timing = Pick<RoundStatistics, 'median' | 'lower' | 'upper'>;

/** What two functions of the same machine code differ by. */
const TIE_SHARE = 0.03;

/** `duels` by ascending size. Behind the break-even there is no loss, and more wins than ties. */
export function breakEven(duels: readonly Duel[]): BreakEven {
  if (duels.length === 0) return without('unmeasured');
  const outcomes = duels.map(({ ours, theirs }) => outcomeOf(ours, theirs));
  const lastLoss = outcomes.lastIndexOf('loses');
  const begin = outcomes.findIndex((outcome, i) => i > lastLoss && outcome === 'wins' && mostlyWins(outcomes.slice(i)));
  if (begin === 0) return without('always');
  if (begin > 0) return { verdict: 'from', sizeBytes: (duels[begin] as Duel).sizeBytes };
  return without(outcomes.includes('wins') ? 'mixed' : lastLoss === -1 ? 'even' : 'never');
}

function mostlyWins(outcomes: readonly string[]): boolean {
  return outcomes.filter((outcome) => outcome === 'wins').length > outcomes.length / 2;
}

/** How `ours` does against `theirs`; a tie where they differ by less than the rounds of each do among themselves. */
export function outcomeOf(ours: Timing, theirs: Timing): 'wins' | 'loses' | 'ties' {
  const overlap = ours.lower <= theirs.upper && theirs.lower <= ours.upper;
  const difference = Math.abs(ours.median - theirs.median) / Math.max(ours.median, theirs.median);
  if (overlap || difference < TIE_SHARE) return 'ties';
  return ours.median < theirs.median ? 'wins' : 'loses';
}

function without(verdict: Exclude<BreakEven['verdict'], 'from'>): BreakEven {
  return { verdict, sizeBytes: null };
}
