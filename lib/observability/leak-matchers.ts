import { LeakError } from '../errors/leak-errors.ts';
import { leakScope } from './leak-scope.ts';

interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** For the types of vitest and jest: `declare module 'vitest' { interface Matchers<T> extends LeakMatchers<Promise<void>> {} }`. */
export interface LeakMatchers<R = Promise<void>> {
  /** Passes when the function, called and awaited, frees every off-heap segment and releases every pin that it takes. */
  toLeakNothing(): R;
}

/** `expect.extend(leakMatchers)`, with vitest or jest; then `await expect(() => …).toLeakNothing()`. */
export const leakMatchers = {
  /** Errors of the function itself are thrown on. */
  async toLeakNothing(received: unknown): Promise<MatcherResult> {
    if (typeof received !== 'function') throw new TypeError('toLeakNothing needs a function: expect(() => …)');
    try {
      await leakScope(async () => received());
      return { pass: true, message: () => 'expected the function to leak, but it freed all that it allocated' };
    } catch (error) {
      if (!(error instanceof LeakError)) throw error;
      return { pass: false, message: () => error.message };
    }
  },
};
