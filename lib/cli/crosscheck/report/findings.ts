import type { BenchResult, CaseResult, OperationResult } from '../bench/bench-result.ts';
import type { OperationGroup } from '../bench/operation.ts';
import { quantile } from '../bench/round-statistics.ts';
import { describeRatio, describeSize } from './number-text.ts';

/** One thing to take home. */
export interface Finding {
  readonly title: string;
  /** A number or a few words. */
  readonly figure: string;
  /** A sentence that goes on where the figure ends. */
  readonly text: string;
}

type RatioName = keyof CaseResult['ratios'];

/** What the numbers say, for those who read nothing else. Groups that were not measured are left out. */
export function findingsOf({ operations }: Pick<BenchResult, 'operations'>): readonly Finding[] {
  return [
    scalarFinding(inGroup(operations, 'scalar')),
    bulkFinding(inGroup(operations, 'bulk')),
    batchFinding(inGroup(operations, 'batch')),
    segmentFinding([...inGroup(operations, 'scalar'), ...inGroup(operations, 'bulk')]),
    allocationFinding(inGroup(operations, 'allocation')),
  ].filter((finding) => finding !== undefined);
}

function inGroup(operations: readonly OperationResult[], group: OperationGroup): readonly OperationResult[] {
  return operations.filter((operation) => operation.group === group);
}

function scalarFinding(operations: readonly OperationResult[]): Finding | undefined {
  const ratios = ratiosOf(operations, 'nativeToJs');
  if (ratios.length === 0) return undefined;
  const [least, most] = [ratios[0] as number, ratios.at(-1) as number];
  return {
    title: 'One native call per scalar',
    figure: describeRatio(quantile(ratios, 0.5)),
    text: `what MemorySegment takes for the access${range(least, most)}. ${
      least > 1 ? 'Scalars have no break-even size: it never pays.' : 'Here it pays for some of them.'
    }`,
  };
}

function bulkFinding(operations: readonly OperationResult[]): Finding | undefined {
  const measured = operations.filter(({ breakEven }) => breakEven.nativeAgainstJs.verdict !== 'unmeasured');
  if (measured.length === 0) return undefined;
  const named = (verdict: string): string => {
    const names = measured.filter(({ breakEven }) => breakEven.nativeAgainstJs.verdict === verdict);
    return names.map(({ name }) => name).join(', ');
  };
  const from = measured
    .filter(({ breakEven }) => breakEven.nativeAgainstJs.verdict === 'from')
    .map(({ name, breakEven }) => `${name} from ${describeSize(breakEven.nativeAgainstJs.sizeBytes ?? 0)}`);
  const parts = [
    from.join(', '),
    listed('at every size', named('always')),
    listed('at some sizes only', named('mixed')),
    listed('no difference', named('even')),
    listed('never', named('never')),
  ].filter((part) => part !== '');
  const paying = measured.filter(({ breakEven }) => ['from', 'always'].includes(breakEven.nativeAgainstJs.verdict));
  return {
    title: 'Bulk operations that native code does faster',
    figure: `${paying.length} of ${measured.length}`,
    text: `beat MemorySegment from some size on: ${parts.join('; ')}.`,
  };
}

function listed(title: string, names: string): string {
  return names === '' ? '' : `${title}: ${names}`;
}

function batchFinding(operations: readonly OperationResult[]): Finding | undefined {
  const operation = operations.find(({ breakEven }) => breakEven.nativeAgainstJs.verdict !== 'unmeasured');
  if (operation === undefined) return undefined;
  const { verdict, sizeBytes } = operation.breakEven.nativeAgainstJs;
  const title = 'One native call for many reads';
  if (verdict === 'from' && sizeBytes !== null) {
    return { title, figure: `${sizeBytes / 4} integers`, text: 'are enough for one call to beat a loop of getInt.' };
  }
  const text = 'beats a loop of getInt over 32-bit integers.';
  return { title, figure: verdict === 'mixed' ? 'at some sizes' : verdict, text };
}

function segmentFinding(operations: readonly OperationResult[]): Finding | undefined {
  const ratios = ratiosOf(operations, 'jsToNode');
  if (ratios.length === 0) return undefined;
  const worst = operations
    .flatMap(({ name, group, cases }) => cases.map((one) => ({ name, group, ...one })))
    .reduce((a, b) => ((b.ratios.jsToNode ?? 0) > (a.ratios.jsToNode ?? 0) ? b : a));
  const where = worst.group === 'scalar' ? worst.name : `${worst.name} of ${describeSize(worst.sizeBytes)}`;
  return {
    title: 'MemorySegment against plain Node',
    figure: describeRatio(quantile(ratios, 0.5)),
    text: `the time of the best plain-Node way, in the median of ${ratios.length} cases; at worst ${describeRatio(
      ratios.at(-1) as number,
    )} (${where}).`,
  };
}

function allocationFinding(operations: readonly OperationResult[]): Finding | undefined {
  const ratios = ratiosOf(operations, 'nativeToNode');
  if (ratios.length === 0) return undefined;
  return {
    title: 'Allocate and free, native path',
    figure: describeRatio(quantile(ratios, 0.5)),
    text: `the time of Node's best way with its garbage collections${range(ratios[0] as number, ratios.at(-1) as number)}.`,
  };
}

function range(least: number, most: number): string {
  return least === most ? '' : ` (${describeRatio(least)} to ${describeRatio(most)})`;
}

function ratiosOf(operations: readonly OperationResult[], name: RatioName): number[] {
  return operations
    .flatMap(({ cases }) => cases)
    .map(({ ratios }) => ratios[name])
    .filter((ratio) => ratio !== null)
    .sort((a, b) => a - b);
}
