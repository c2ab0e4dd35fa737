/** The rounds of one rival, in nanoseconds per call. */
export interface RoundStatistics {
  readonly median: number;
  /** First and third quartile. */
  readonly lower: number;
  readonly upper: number;
  readonly rounds: number;
  /** The interquartile range as a share of the median. */
  readonly spread: number;
  /** The spread is too wide for the median to mean much. */
  readonly wide: boolean;
}

/** A quarter: differences of that size are what a reader acts on. */
const WIDE_SPREAD = 0.25;

/** `times` is not empty. */
export function statisticsOf(times: readonly number[]): RoundStatistics {
  const sorted = [...times].sort((a, b) => a - b);
  const median = quantile(sorted, 0.5);
  const lower = quantile(sorted, 0.25);
  const upper = quantile(sorted, 0.75);
  const spread = median === 0 ? 0 : (upper - lower) / median;
  return { median, lower, upper, rounds: sorted.length, spread, wide: spread > WIDE_SPREAD };
}

/** Between two values in proportion, as R's and NumPy's default. */
export function quantile(sorted: readonly number[], share: number): number {
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below] as number;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return low + (high - low) * (position - below);
}
