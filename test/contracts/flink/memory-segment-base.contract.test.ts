import { afterEach, describe, expect, it } from 'vitest';
import { JavaRandom } from '../../fixtures/java-random.ts';
import { randomScalar } from '../../fixtures/random-scalars.ts';
import { scalarTypes } from '../scalar-accessors.ts';
import { allKinds, loadMemoryModules } from '../segment-kinds.ts';

/**
 * What Flink's MemorySegmentTestBase checks beyond test/contracts/memory-segment.contract.test.ts: whole pages of random values,
 * one after another and at random positions, and random bulk transfers.
 */

const PAGE_SIZES = [64, 4096, 32 * 1024];
const SEED = 0x1a2b3c4d5en;

const cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const action of cleanUp.splice(0).reverse()) action();
});

const modules = await loadMemoryModules('unchecked');
describe.each(allKinds(modules))('$name', (kind) => {
  const make = (sizeBytes: number) => kind.make(sizeBytes, cleanUp);

  describe.each(scalarTypes)('$name', ({ name: type, accessors }) => {
    it.each(PAGE_SIZES)('fills a page of %i bytes one after another', (pageSize) => {
      for (const { name, width, get, put } of accessors) {
        const { segment, surroundingsAreIntact } = make(pageSize);
        const written = new JavaRandom(SEED);
        for (let at = 0; at <= pageSize - width; at += width) put(segment, at, randomScalar(type, written));
        const read = new JavaRandom(SEED);
        let wrong = 0;
        for (let at = 0; at <= pageSize - width; at += width) {
          if (!Object.is(get(segment, at), randomScalar(type, read))) wrong += 1;
        }
        expect([name, wrong, surroundingsAreIntact()]).toEqual([name, 0, true]);
      }
    });

    it('keeps values at 1,000 random positions that do not overlap', () => {
      const pageSize = 32 * 1024;
      for (const { name, width, get, put } of accessors) {
        const { segment } = make(pageSize);
        const positions = new JavaRandom(SEED + 1n);
        const values = new JavaRandom(SEED);
        const places = new Map<number, unknown>();
        while (places.size < 1000) {
          const slot = positions.nextInt(Math.floor((pageSize - 1) / width));
          if (places.has(slot)) continue;
          const value = randomScalar(type, values);
          places.set(slot, value);
          // Off every alignment but that of bytes.
          put(segment, 1 + slot * width, value);
        }
        const wrong = [...places].filter(([slot, value]) => !Object.is(get(segment, 1 + slot * width), value));
        expect([name, wrong]).toEqual([name, []]);
      }
    });
  });

  it.each(PAGE_SIZES)('moves random pieces of a page of %i bytes in and out', (pageSize) => {
    const random = new JavaRandom(SEED);
    const { segment, surroundingsAreIntact } = make(pageSize);
    const model = new Uint8Array(pageSize);
    for (let i = 0; i < 200; i++) {
      const length = random.nextInt(pageSize + 1);
      const offset = random.nextInt(pageSize - length + 1);
      const piece = random.nextBytes(new Uint8Array(length + 2));
      segment.put(offset, piece, 1, length);
      model.set(piece.subarray(1, length + 1), offset);
      const out = new Uint8Array(length);
      segment.get(offset, out);
      expect(Buffer.compare(out, piece.subarray(1, length + 1))).toBe(0);
    }
    const whole = new Uint8Array(pageSize);
    segment.get(0, whole);
    expect(Buffer.compare(whole, model)).toBe(0);
    expect(surroundingsAreIntact()).toBe(true);
  });
});
