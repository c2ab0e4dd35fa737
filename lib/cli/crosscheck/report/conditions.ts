import type { BenchResult } from '../bench/bench-result.ts';
import { describePercent } from './number-text.ts';

/** Above this share of measurements that are too wide, the rest is not to be trusted either. */
const NOISY_SHARE = 0.2;

export const NOISY = 'The machine was busy: these numbers may mislead. Run it again when nothing else runs.';

export function isNoisy({ noise }: Pick<BenchResult, 'noise'>): boolean {
  return noise.wide > NOISY_SHARE * noise.measurements;
}

/** Under which conditions the numbers came about, one line each. */
export function conditionsOf({ machine, method, noise, complete, date, operations }: BenchResult): readonly string[] {
  const cases = operations.reduce((sum, operation) => sum + operation.cases.length, 0);
  const lines = [
    `Node ${machine.node} (V8 ${machine.v8}), offheap ${machine.offheap}, ${date.slice(0, 10)}`,
    `${machine.cpu}, ${machine.cores} cores, ${machine.system} ${machine.architecture}`,
    `engine ${machine.engine} (${machine.engineReason})`,
    `${cases} cases in ${method.seconds.toFixed(0)} s, medians of ${method.rounds} interleaved rounds${
      method.quick ? ' (quick: take the numbers as a first look)' : ''
    }`,
    `noise: interquartile range ${describePercent(noise.medianSpread)} of the median in the middle, ${describePercent(
      noise.largestSpread,
    )} at most; ${noise.wide} of ${noise.measurements} measurements are too wide (marked ~)`,
  ];
  if (machine.engine === 'js') lines.push('without the addon there is no native path to measure');
  if (machine.checked) lines.push('checked mode is on (OFFHEAP_CHECKED=1): MemorySegment is slower than in production');
  if (!complete) lines.push('interrupted: these are the cases that were finished');
  return lines;
}
