import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TimeBudget } from '../../../lib/observability/time-budget.ts';

describe('TimeBudget', () => {
  it('pays from its savings at first, then no more than its share', () => {
    const budget = new TimeBudget(0.5, 10);
    const paid = Array.from({ length: 4 }, () => budget.spend(4, 100));
    expect(paid).toEqual([true, true, false, false]);
    expect(budget.spend(4, 103)).toBe(false);
    expect(budget.spend(4, 104)).toBe(true);
  });

  it('never spends more than its share of the time and its savings', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ pause: fc.nat(50), cost: fc.integer({ min: 1, max: 20 }) })), (requests) => {
        const budget = new TimeBudget(0.25, 30);
        let now = 0;
        let spent = 0;
        for (const { pause, cost } of requests) {
          now += pause;
          if (budget.spend(cost, now)) spent += cost;
          expect(spent).toBeLessThanOrEqual(30 + now * 0.25);
        }
      }),
    );
  });
});
