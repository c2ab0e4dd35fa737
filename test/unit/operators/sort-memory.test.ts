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
        const plan = planSortMemory({
          memoryBytes: totalBytes,
          sourceBytes: 0,
          inputBytes: inputBytes ?? undefined,
          keys: 2,
        });
        const runs = plan.builders * (plan.regionBytes + 2 * plan.spillPageBytes);
        expect(runs + 2 * plan.inputPageBytes).toBeLessThanOrEqual(totalBytes);
        expect(plan.regionBytes).toBeGreaterThanOrEqual(4096);
      }),
    );
  });

  it('can always merge two runs of the longest records that a run holds', () => {
    fc.assert(
      fc.property(budgets, (totalBytes) => {
        const plan = planSortMemory({ memoryBytes: totalBytes, sourceBytes: 0, inputBytes: undefined, keys: 0 });
        const workspaceBytes = 3 * (plan.regionBytes + 64);
        const merge = planMergeMemory(plan, 2, workspaceBytes, totalBytes);
        expect(merge).toBeDefined();
        const { pageBytes = 0, outputPageBytes = 0 } = merge ?? {};
        expect(workspaceBytes + 4 * pageBytes + 2 * outputPageBytes).toBeLessThanOrEqual(totalBytes);
      }),
    );
  });

  it('refuses a budget below the minimum', () => {
    const demand = { inputBytes: undefined, keys: 0 };
    const least = { memoryBytes: MIN_SORT_MEMORY_BYTES, sourceBytes: 0, ...demand };
    expect(planSortMemory(least).totalBytes).toBe(MIN_SORT_MEMORY_BYTES);
    expect(() => planSortMemory({ ...least, memoryBytes: MIN_SORT_MEMORY_BYTES - 1 })).toThrow(InsufficientMemoryError);
    expect(() => planSortMemory({ ...least, memoryBytes: Number.NaN })).toThrow(InsufficientMemoryError);
  });

  it('leaves to the sources what they hold', () => {
    const memoryBytes = 2 * MIN_SORT_MEMORY_BYTES;
    const demand = { memoryBytes, inputBytes: undefined, keys: 0 };
    expect(planSortMemory({ ...demand, sourceBytes: 65_536 }).totalBytes).toBe(memoryBytes - 65_536);
    const tooMuch = { ...demand, sourceBytes: MIN_SORT_MEMORY_BYTES + 1 };
    expect(() => planSortMemory(tooMuch)).toThrow(
      expect.objectContaining({ fields: expect.objectContaining({ minimumBytes: 2 * MIN_SORT_MEMORY_BYTES + 1 }) }),
    );
  });
});
