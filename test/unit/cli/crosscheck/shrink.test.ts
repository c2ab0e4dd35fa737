import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shrink } from '../../../../lib/cli/crosscheck/shrink.ts';

const ENOUGH = 100_000;
const none = () => [];

/** Fails at the first place where all of `needed` have come, in this order. */
function failsWith(needed: readonly number[]) {
  return (steps: readonly number[]): number | undefined => {
    let found = 0;
    for (const [index, step] of steps.entries()) {
      if (step === needed[found]) found += 1;
      if (found === needed.length) return index + 1;
    }
    return undefined;
  };
}

describe('shrink', () => {
  it('keeps exactly the steps that are needed, whatever lies between them', async () => {
    const sequence = fc.uniqueArray(fc.nat(), { minLength: 1, maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(sequence, fc.infiniteStream(fc.boolean()), async (steps, chosen) => {
        const needed = steps.filter(() => chosen.next().value === true).slice(0, 6);
        fc.pre(needed.length > 0);
        const shortest = await shrink(steps, { failsAfter: failsWith(needed), simpler: none, maxTries: ENOUGH });
        expect(shortest).toEqual(needed);
      }),
      { numRuns: 50 },
    );
  });

  it('puts simpler steps in the place of those that are left', async () => {
    const shortest = await shrink([9, 100, 3, 77], {
      failsAfter: (steps) => {
        const index = steps.findIndex((step) => step >= 40);
        return index < 0 ? undefined : index + 1;
      },
      simpler: (step) => (step > 0 ? [Math.floor(step / 2), step - 1] : []),
      maxTries: ENOUGH,
    });
    expect(shortest).toEqual([40]);
  });

  it('leaves out what has become superfluous by a simpler step', async () => {
    const failsAfter = (steps: readonly number[]) => {
      const sum = steps.reduce((total, step) => total + step, 0);
      return sum % 2 === 1 ? steps.length : undefined;
    };
    const simpler = (step: number) => (step > 1 ? [step - 2] : []);
    expect(await shrink([4, 6, 3, 8], { failsAfter, simpler, maxTries: ENOUGH })).toEqual([1]);
  });

  it('returns undefined when the sequence does not fail', async () => {
    expect(await shrink([1, 2], { failsAfter: () => undefined, simpler: none, maxTries: ENOUGH })).toBeUndefined();
  });

  it('stops at the number of tries, with a sequence that fails', async () => {
    let tries = 0;
    const fails = failsWith([500]);
    const steps = Array.from({ length: 1000 }, (_, index) => index);
    const shortest = await shrink(steps, {
      failsAfter: (candidate) => {
        tries += 1;
        return fails(candidate);
      },
      simpler: none,
      maxTries: 5,
    });
    expect(tries).toBe(5);
    expect(fails(shortest ?? [])).toBeDefined();
  });
});
