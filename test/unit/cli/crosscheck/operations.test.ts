import { describe, expect, it } from 'vitest';
import { allOperations } from '../../../../lib/cli/crosscheck/bench/bench-plan.ts';
import { findContestants } from '../../../../lib/cli/crosscheck/bench/contestants.ts';
import type { Contestants, Operation, Rival } from '../../../../lib/cli/crosscheck/bench/operation.ts';

const contestants = findContestants();

/** What each rival makes of three calls on fresh memory. */
function results(operation: Operation, sizeBytes: number, among: Contestants): Map<Rival, number> {
  const found = new Map<Rival, number>();
  for (let i = 0; ; i++) {
    using prepared = operation.prepare(sizeBytes, among);
    const rival = prepared.rivals[i];
    if (rival === undefined) return found;
    found.set(rival, rival.run(3));
  }
}

describe.each(allOperations)('$name', (operation) => {
  const sizes = operation.sizesOf([64, 68, 4096]);

  it.each(sizes)('gives one result on all paths at %i bytes', (sizeBytes) => {
    const found = results(operation, sizeBytes, contestants);
    const numbers = [...found.values()];
    expect(numbers.every(Number.isFinite)).toBe(true);
    expect(new Set(numbers).size).toBe(1);
  });

  it('has a JS path and a plain-Node way, and names each way once', () => {
    const rivals = [...results(operation, sizes[0] as number, contestants).keys()];
    expect(rivals.map(({ path }) => path)).toEqual(expect.arrayContaining(['js', 'node']));
    const names = rivals.map(({ path, name }) => `${path} ${name}`);
    expect(new Set(names).size).toBe(names.length);
  });

  it('has no native path without an addon', () => {
    const rivals = [...results(operation, sizes[0] as number, { ...contestants, addon: undefined }).keys()];
    expect(rivals.map(({ path }) => path)).not.toContain('native');
  });
});
