import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { WeakList } from '../../../lib/memory/weak-list.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

interface Item {
  wanted: boolean;
}

const isWanted = ({ wanted }: Item) => wanted;

describe('WeakList', () => {
  it('visits what is wanted, once', () => {
    const list = new WeakList(isWanted);
    const items = [true, false, true].map((wanted) => ({ wanted }));
    for (const item of items) list.add(item);
    const visited: Item[] = [];
    list.drain((item) => visited.push(item));
    list.drain((item) => visited.push(item));
    expect(visited).toEqual([items[0], items[2]]);
    expect(list.length).toBe(0);
  });

  it('keeps all that are wanted, however many', () => {
    const list = new WeakList(isWanted);
    const items = Array.from({ length: 1000 }, () => ({ wanted: true }));
    for (const item of items) list.add(item);
    const visited = new Set<Item>();
    list.drain((item) => visited.add(item));
    expect(visited).toEqual(new Set(items));
  });

  it('stays small while what it gets is soon unwanted', () => {
    const list = new WeakList(isWanted);
    for (let i = 0; i < 100_000; i++) {
      const item = { wanted: true };
      list.add(item);
      item.wanted = false;
    }
    expect(list.length).toBeLessThanOrEqual(64);
  });

  it('stays in proportion to what is alive', async () => {
    const list = new WeakList(isWanted);
    const kept = Array.from({ length: 100 }, () => ({ wanted: true }));
    for (const item of kept) list.add(item);
    let longest = 0;
    // Weak references hold their targets until the end of the job, so each batch is a job of its own. 20,000 entries that are
    // never swept would need no more than twice this many batches.
    for (let batch = 0; batch < 40; batch++) {
      for (let i = 0; i < 500; i++) list.add({ wanted: true });
      longest = Math.max(longest, list.length);
      await setImmediate();
      collectGarbage();
    }
    expect(longest).toBeLessThan(4000);
    const visited = new Set<Item>();
    list.drain((item) => visited.add(item));
    for (const item of kept) expect(visited.has(item)).toBe(true);
  });
});
