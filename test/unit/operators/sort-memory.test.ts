import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InsufficientMemoryError } from '../../../lib/errors/index.ts';
import { MIN_SORT_MEMORY_BYTES, planMergeMemory, planSortMemory } from '../../../lib/operators/sort-memory.ts';

const budgets = fc.oneof(
  fc.integer({ min: MIN_SORT_MEMORY_BYTES, max: 2 ** 24 }),
  fc.double({ min: MIN_SORT_MEMORY_BYTES, max: 2 ** 36, noNaN: true }).map(Math.floor),
);

describe('planSortMemory', () => {
  it('never plans more than the budget', () => {
    fc.assert(
      fc.property(budgets, fc.option(fc.maxSafeNat()), (totalBytes, inputBytes) => {
        const plan = planSortMemory(totalBytes, inputBytes ?? undefined, 2);
        const runs = plan.builders * (plan.regionBytes + 2 * plan.spillPageBytes);
        expect(runs + 2 * plan.inputPageBytes).toBeLessThanOrEqual(totalBytes);
        expect(plan.regionBytes).toBeGreaterThanOrEqual(4096);
      }),
    );
  });

  it('can always merge two runs of the longest records that a run holds', () => {
    fc.assert(
      fc.property(budgets, (totalBytes) => {
        const plan = planSortMemory(totalBytes, undefined, 0);
        const workspaceBytes = 3 * (plan.regionBytes + 64);
        const merge = planMergeMemory(plan, 2, workspaceBytes, totalBytes);
        expect(merge).toBeDefined();
        const { pageBytes = 0, outputPageBytes = 0 } = merge ?? {};
        expect(workspaceBytes + 4 * pageBytes + 2 * outputPageBytes).toBeLessThanOrEqual(totalBytes);
      }),
    );
  });

  it('refuses a budget below the minimum', () => {
    expect(() => planSortMemory(MIN_SORT_MEMORY_BYTES - 1, undefined, 0)).toThrow(InsufficientMemoryError);
  });
});
