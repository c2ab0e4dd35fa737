import { afterEach, describe, expect, it } from 'vitest';
import { failureOf } from './failure.ts';
import { allKinds, loadMemoryModules } from './segment-kinds.ts';

/** `getAscii` and `putAscii`, on every kind of segment, in both modes. */

const cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const action of cleanUp.splice(0).reverse()) action();
});

/** Around the lengths where the way changes. */
const lengths = [...Array(40).keys(), 63, 64, 65, 1000];
const textOf = (length: number) => Array.from({ length }, (_, i) => String.fromCharCode((i * 37 + 1) % 128)).join('');

for (const mode of ['checked', 'unchecked'] as const) {
  const modules = await loadMemoryModules(mode);
  describe.each(allKinds(modules))(`$name, ${mode}`, (kind) => {
    it('reads the texts that it writes, of every length', () => {
      const { segment, surroundingsAreIntact } = kind.make(1000, cleanUp);
      for (const length of lengths) {
        for (const offset of length > 990 ? [1000 - length] : [0, 3, 1000 - length]) {
          const text = textOf(length);
          expect(segment.putAscii(offset, text)).toBe(true);
          expect(segment.getAscii(offset, length)).toBe(text);
        }
      }
      expect(surroundingsAreIntact()).toBe(true);
    });

    it('refuses a character that is not ASCII, at every place', () => {
      const { segment, surroundingsAreIntact } = kind.make(65, cleanUp);
      for (const length of [1, 2, 3, 4, 5, 15, 16, 17, 19, 32, 33, 65]) {
        for (let at = 0; at < length; at++) {
          const text = textOf(length);
          segment.putAscii(0, text);
          segment.putByte(at, 0x80);
          expect(segment.getAscii(0, length)).toBeUndefined();
          for (const other of ['\x80', 'Ł', '\u4141', '\ud800']) {
            expect(segment.putAscii(0, text.slice(0, at) + other + text.slice(at + 1))).toBe(false);
          }
        }
      }
      expect(surroundingsAreIntact()).toBe(true);
    });

    it('refuses ranges outside, and what is no offset, length or text', () => {
      const { segment } = kind.make(8, cleanUp);
      for (const [offset, length] of [
        [-1, 2],
        [7, 2],
        [9, 0],
        [0, 9],
        [4, -1],
        [2 ** 40, 1],
      ] as const) {
        expect(failureOf(() => segment.getAscii(offset, length)).code).toBe('ERR_INDEX_OUT_OF_BOUNDS');
        if (length >= 0) {
          expect(failureOf(() => segment.putAscii(offset, 'x'.repeat(length))).code).toBe('ERR_INDEX_OUT_OF_BOUNDS');
        }
      }
      const text = { length: 1, charCodeAt: () => 65 } as unknown as string;
      expect(failureOf(() => segment.putAscii(0, text)).code).toBe('ERR_INVALID_ARGUMENT');
      expect(failureOf(() => segment.putAscii(0.5, 'x')).code).toBe('ERR_INVALID_ARGUMENT');
      expect(failureOf(() => segment.getAscii(0, 0.5)).code).toBe('ERR_INVALID_ARGUMENT');
      expect(segment.getAscii(0, 8)).toBe('\0'.repeat(8));
    });

    it('says that the segment is freed', () => {
      const { segment, root } = kind.make(64, cleanUp);
      segment.putAscii(0, textOf(40));
      root.free();
      expect(failureOf(() => segment.getAscii(0, 40)).code).toBe('ERR_SEGMENT_FREED');
      expect(failureOf(() => segment.getAscii(0, 4)).code).toBe('ERR_SEGMENT_FREED');
      expect(failureOf(() => segment.putAscii(0, textOf(40))).code).toBe('ERR_SEGMENT_FREED');
      expect(failureOf(() => segment.putAscii(0, 'x')).code).toBe('ERR_SEGMENT_FREED');
    });
  });
}
