import { InvalidArgumentError } from '../errors/argument-errors.ts';

/** For `array.sort(comparator.compare)`. A function of each comparator, which would need no `this`, is slower than a method. */
export function unbound(): InvalidArgumentError {
  return new InvalidArgumentError(
    'Comparator is not there: pass (a, b) => comparator.compare(a, b), not comparator.compare',
  );
}
