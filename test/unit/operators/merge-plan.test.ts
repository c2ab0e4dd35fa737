import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planMergePass } from '../../../lib/operators/merge-plan.ts';

describe('planMergePass', () => {
  it('merges as few runs as bring the number down to the fan-in', () => {
    const upTo = (fanIn: number) => (_start: number, count: number) => count <= fanIn;
    expect(planMergePass(17, upTo(16))).toEqual([{ start: 15, count: 2 }]);
    expect(planMergePass(20, upTo(16))).toEqual([{ start: 15, count: 5 }]);
    expect(planMergePass(5, upTo(4))).toEqual([{ start: 3, count: 2 }]);
    // 300 runs to 16^2: three merges of 16 or fewer leave 253 runs as they are.
    expect(planMergePass(300, upTo(16))).toEqual([
      { start: 253, count: 16 },
      { start: 269, count: 16 },
      { start: 285, count: 15 },
    ]);
  });

  it('gives neighbouring groups that fit, to the last run, and fewer runs than before', () => {
    const scenario = fc.record({
      sizes: fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 3, maxLength: 120 }),
      capacity: fc.integer({ min: 100, max: 400 }),
    });
    fc.assert(
      fc.property(scenario, ({ sizes, capacity }) => {
        const fits = (start: number, count: number) =>
          sizes.slice(start, start + count).reduce((sum, size) => sum + size, 0) <= capacity;
        fc.pre(!fits(0, sizes.length));
        const groups = planMergePass(sizes.length, fits);
        let next = groups[0]?.start as number;
        for (const { start, count } of groups) {
          expect(start).toBe(next);
          expect(count).toBeGreaterThanOrEqual(2);
          expect(fits(start, count)).toBe(true);
          next = start + count;
        }
        expect(next).toBe(sizes.length);
      }),
    );
  });
});
