import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STEP_BYTES } from '../../../lib/engine/js/sorting/long-key.ts';
import { NormalizedKeys } from '../../../lib/engine/js/sorting/normalized-key.ts';
import { linesArbitrary, orderArbitrary } from '../../fixtures/line-arbitraries.ts';

/** Short lines one after another, and between them one byte many times over: a line of a few steps. */
const longLine = fc.record({
  head: linesArbitrary(4),
  byte: fc.constantFrom(0x20, 0x30, 0x39, 0x61, 0x80),
  count: fc.nat(3 * STEP_BYTES),
  tail: linesArbitrary(4),
});

function drain(steps: Generator<number, number>): number {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    expect(step.value).toBeLessThanOrEqual(2 * STEP_BYTES);
  }
}

describe('keys of long lines', () => {
  it('are the same in steps as in one go, in steps that are short', () => {
    fc.assert(
      fc.property(
        orderArbitrary,
        longLine,
        fc.integer({ min: -3, max: 3 }),
        (order, { head, byte, count, tail }, room) => {
          const line = Buffer.concat([...head, Buffer.alloc(count, byte), ...tail]);
          const keys = new NormalizedKeys(order);
          const whole = Buffer.alloc(8 * line.length + 100);
          const end = keys.write(line, 0, line.length, whole, 0, whole.length);
          const stepped = Buffer.alloc(whole.length);
          expect(drain(keys.writeInSteps(line, 0, line.length, stepped, 0, stepped.length))).toBe(end);
          expect(stepped.equals(whole)).toBe(true);
          const limit = Math.max(0, end + room);
          expect(drain(keys.writeInSteps(line, 0, line.length, stepped, 0, limit))).toBe(
            keys.write(line, 0, line.length, whole, 0, limit),
          );
        },
      ),
      { numRuns: 100 },
    );
  });
});
