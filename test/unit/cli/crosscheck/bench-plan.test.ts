import { describe, expect, it } from 'vitest';
import { allOperations, planBench } from '../../../../lib/cli/crosscheck/bench/bench-plan.ts';
import { UsageError } from '../../../../lib/errors/index.ts';

describe('the plan of the performance cross-check', () => {
  it('has every operation, under names of their own', () => {
    const planned = new Set(planBench({}).cases.map(({ operation }) => operation));
    expect([...planned]).toEqual(allOperations);
    expect(new Set(allOperations.map(({ name }) => name)).size).toBe(allOperations.length);
  });

  it('measures from 4 bytes to 1 MiB', () => {
    const sizes = planBench({ operations: ['compare'] }).cases.map(({ sizeBytes }) => sizeBytes);
    expect(sizes).toHaveLength(14);
    expect([sizes[0], sizes.at(-1)]).toEqual([4, 1024 * 1024]);
  });

  it('takes names and groups', () => {
    const names = planBench({ operations: ['allocation', 'fill'], sizes: [4096] }).cases.map(
      (one) => one.operation.name,
    );
    expect(names).toEqual(['fill', 'allocate', 'allocateUnzeroed']);
  });

  it('sorts the sizes, each once', () => {
    const sizes = planBench({ operations: ['fill'], sizes: [512, 3, 512] }).cases.map(({ sizeBytes }) => sizeBytes);
    expect(sizes).toEqual([3, 512]);
  });

  it('is smaller when quick', () => {
    const [full, quick] = [planBench({}), planBench({ quick: true })];
    expect(quick.cases.length).toBeLessThan(full.cases.length);
    expect(quick.budgetSeconds).toBeLessThan(full.budgetSeconds);
    expect(quick.rounds).toBeLessThan(full.rounds);
  });

  it.each([
    [{ operations: ['getInt', 'get<Int>'] }, "there is no operation 'get<Int>' to measure"],
    [{ sizes: [4, 0] }, 'size 0 is not a whole number of bytes'],
    [{ sizes: [1.5] }, 'size 1.5 is not a whole number of bytes'],
    [{ sizes: [2 ** 40] }, 'is not a whole number of bytes from 1 to'],
    [{ seconds: 0 }, '--seconds 0 is not a time'],
    [{ seconds: Number.NaN }, '--seconds NaN is not a time'],
    [{ operations: ['allocation'], sizes: [4] }, 'none of these operations can be measured at these sizes'],
  ])('refuses %o', (options, message) => {
    expect(() => planBench(options)).toThrow(UsageError);
    expect(() => planBench(options)).toThrow(message);
  });
});
