import type { BenchResult, CaseResult, Noise, OperationResult } from './bench-result.ts';
import { type BreakEven, breakEven, type Duel } from './break-even.ts';
import type { Measurement } from './measure-case.ts';
import type { Operation, Path } from './operation.ts';
import { quantile } from './round-statistics.ts';

/** One case from the measurements of its rivals. */
export function caseResult(sizeBytes: number, measurements: readonly Measurement[]): CaseResult {
  const fastest = (path: Path): Measurement | null =>
    measurements
      .filter((measurement) => measurement.path === path)
      .reduce<Measurement | null>((best, next) => (best === null || next.median < best.median ? next : best), null);
  const js = fastest('js');
  const native = fastest('native');
  const node = fastest('node');
  return {
    sizeBytes,
    js,
    native,
    node,
    nodeWays: measurements.filter(({ path }) => path === 'node'),
    ratios: { nativeToJs: ratio(native, js), nativeToNode: ratio(native, node), jsToNode: ratio(js, node) },
  };
}

function ratio(ours: Measurement | null, theirs: Measurement | null): number | null {
  return ours === null || theirs === null || theirs.median === 0 ? null : ours.median / theirs.median;
}

/** `cases` by ascending size. */
export function operationResult(
  { name, group, description }: Pick<Operation, 'name' | 'group' | 'description'>,
  cases: readonly CaseResult[],
): OperationResult {
  const between = (ours: Path, theirs: Path): BreakEven => breakEven(cases.flatMap((one) => duel(one, ours, theirs)));
  return {
    name,
    group,
    description,
    cases,
    breakEven: {
      nativeAgainstJs: between('native', 'js'),
      nativeAgainstNode: between('native', 'node'),
      jsAgainstNode: between('js', 'node'),
    },
  };
}

function duel(one: CaseResult, oursPath: Path, theirsPath: Path): Duel[] {
  const ours = one[oursPath];
  const theirs = one[theirsPath];
  return ours === null || theirs === null ? [] : [{ sizeBytes: one.sizeBytes, ours, theirs }];
}

export function noiseOf(operations: BenchResult['operations']): Noise {
  const measurements = operations
    .flatMap(({ cases }) => cases)
    .flatMap(({ js, native, nodeWays }) => [js, native, ...nodeWays])
    .filter((measurement) => measurement !== null);
  const spreads = measurements.map(({ spread }) => spread).sort((a, b) => a - b);
  return {
    medianSpread: spreads.length === 0 ? 0 : quantile(spreads, 0.5),
    largestSpread: spreads.at(-1) ?? 0,
    measurements: measurements.length,
    wide: measurements.filter(({ wide }) => wide).length,
  };
}
