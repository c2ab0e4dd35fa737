import { isAsyncFunction } from 'node:util/types';
import { InvalidArgumentError } from '../errors/argument-errors.ts';
import { invalid } from './argument-checks.ts';

/** Callbacks that are lent something for the time of the call. What runs later would find it gone. */

const PIN = 'pin the segment instead';

/** `advice`: what to do instead. */
export function requireSynchronous(argument: string, value: unknown, advice = PIN): void {
  if (typeof value !== 'function') throw invalid('a function', argument, value);
  if (isAsyncFunction(value)) throw asynchronous(argument, advice);
}

/** The result of a callback, unless it is a thenable. */
export function synchronousResult<T>(argument: string, result: T, advice = PIN): T {
  if (!isThenable(result)) return result;
  // This call throws in any case; that the promise fails as well must not end the process.
  Promise.resolve(result).catch(() => {});
  throw asynchronous(argument, advice);
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    (typeof value === 'object' || typeof value === 'function') &&
    value !== null &&
    typeof (value as Partial<PromiseLike<unknown>>).then === 'function'
  );
}

function asynchronous(argument: string, advice: string): InvalidArgumentError {
  return new InvalidArgumentError(`Callback is asynchronous; ${advice}`, { argument });
}
