import type { Arguments, Step } from './operation.ts';

/** Not the handles, which name segments. The size last: what lies in a segment matters more. */
const SIMPLIFIED = [
  'pattern',
  'value',
  'otherValue',
  'otherOffset',
  'offset',
  'otherLength',
  'length',
  'size',
] as const;

/** The step on what its view is a view of, so that the view is not needed; then with one argument made simpler. */
export function* simplerSteps(step: Step, steps: readonly Step[]): Generator<Step> {
  const { operation, given } = step;
  const view = makerOf(given.segment, steps);
  if (view !== undefined) {
    yield { operation, given: { ...given, segment: view.segment, offset: view.offset + given.offset } };
  }
  const otherView = makerOf(given.other, steps);
  if (otherView !== undefined) {
    const otherOffset = otherView.offset + given.otherOffset;
    yield { operation, given: { ...given, other: otherView.segment, otherOffset } };
  }
  for (const name of SIMPLIFIED) {
    for (const value of simplerValues(given[name])) {
      yield { operation, given: { ...given, [name]: value } as Arguments };
    }
  }
}

/** What made a view; undefined for a root. */
function makerOf(handle: number, steps: readonly Step[]): Arguments | undefined {
  return steps.find(({ given }) => handle > 0 && given.made === handle && given.segment > 0)?.given;
}

/** Zero, one, half, one less. */
function* simplerValues(value: unknown): Generator<unknown> {
  if (typeof value === 'bigint') {
    if (value !== 0n) yield 0n;
    if (value !== 0n && value !== 1n) yield 1n;
    if (value > 2n || value < -1n) yield value / 2n;
  } else if (typeof value === 'number' && Number.isFinite(value)) {
    if (value !== 0 || Object.is(value, -0)) yield 0;
    if (value !== 0 && value !== 1) yield 1;
    if (!Number.isInteger(value)) yield Math.trunc(value);
    if (value > 3 || value < -1) yield Math.trunc(value / 2);
    if (value > 2) yield Math.ceil(value) - 1;
  }
}
