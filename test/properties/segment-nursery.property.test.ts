import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SegmentNursery } from '../../lib/observability/segment-nursery.ts';

interface Item {
  readonly name: number;
  freed: boolean;
}

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ add: fc.integer({ min: 1, max: 400 }) }) },
  { weight: 4, arbitrary: fc.record({ free: fc.double({ min: 0, max: 1, noNaN: true }), count: fc.nat(300) }) },
  { weight: 1, arbitrary: fc.record({ grow: fc.nat(20), limit: fc.nat(500) }) },
);

describe('SegmentNursery', () => {
  it('hands out every item once, the oldest first, unless it is freed before', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const nursery = new SegmentNursery<Item>((item) => item.freed);
        /** All that were added and not handed out, oldest first. */
        let young: { item: Item; bornAt: number }[] = [];
        let now = 0;
        let names = 0;
        for (const action of steps) {
          now += 1;
          if ('add' in action) {
            for (let i = 0; i < action.add; i++) {
              const item = { name: names++, freed: false };
              nursery.add(item, now);
              young.push({ item, bornAt: now });
            }
          } else if ('free' in action) {
            const first = Math.floor(action.free * young.length);
            for (const { item } of young.slice(first, first + action.count)) item.freed = true;
          } else {
            const taken: object[] = [];
            const bornBefore = now - action.grow;
            nursery.takeGrown(bornBefore, action.limit, (item, bornAt) => taken.push({ item, bornAt }));
            young = young.filter(({ item }) => !item.freed);
            const grown = young.filter(({ bornAt }) => bornAt <= bornBefore).slice(0, action.limit);
            expect(taken).toEqual(grown);
            young = young.slice(grown.length);
          }
          const live = young.filter(({ item }) => !item.freed);
          expect(nursery.length).toBeGreaterThanOrEqual(live.length);
        }
        const left: object[] = [];
        nursery.forEachLive((item, bornAt) => left.push({ item, bornAt }));
        expect(left).toEqual(young.filter(({ item }) => !item.freed));
      }),
      { numRuns: 60 },
    );
  });

  it('keeps at most 256 freed items beyond as many as are live', () => {
    fc.assert(
      fc.property(fc.nat(1000), (live) => {
        const nursery = new SegmentNursery<Item>((item) => item.freed);
        for (let name = 0; name < live; name++) nursery.add({ name, freed: false }, 0);
        let previous: Item = { name: -1, freed: true };
        for (let name = 0; name < 5000; name++) {
          // The one before the last is freed, so that none can take its predecessor's place.
          const item = { name, freed: false };
          nursery.add(item, 0);
          previous.freed = true;
          previous = item;
          expect(nursery.length).toBeLessThanOrEqual(2 * (live + 2) + 256);
        }
      }),
      { numRuns: 10 },
    );
  });
});
