import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runInSlices } from '../../../../../lib/engine/js/sorting/time-slice.ts';

function workFor(millis: number): void {
  const end = performance.now() + millis;
  while (performance.now() < end);
}

describe('runInSlices', () => {
  let turns = 0;
  let immediate: NodeJS.Immediate;

  beforeEach(() => {
    turns = 0;
    const count = () => {
      turns++;
      immediate = setImmediate(count);
    };
    immediate = setImmediate(count);
  });
  afterEach(() => clearImmediate(immediate));

  it('repeats the step until it is done, with other events in between', async () => {
    let left = 5;
    await runInSlices(() => --left === 0);
    expect(left).toBe(0);
    expect(turns).toBeGreaterThanOrEqual(4);
  });

  it('says that the slice is used up when its time has passed', async () => {
    let isUsedUp = false;
    await runInSlices((slice) => {
      workFor(5);
      isUsedUp = slice.spend(1 << 20);
      return true;
    });
    expect(isUsedUp).toBe(true);
  });

  it('lets other events run between many short calls', async () => {
    for (let i = 0; i < 30; i++) {
      await runInSlices(() => {
        workFor(1);
        return true;
      });
    }
    expect(turns).toBeGreaterThan(0);
  });

  it('passes on what a step throws', async () => {
    const error = new Error('step');
    const failing = runInSlices(() => {
      throw error;
    });
    await expect(failing).rejects.toBe(error);
  });
});
