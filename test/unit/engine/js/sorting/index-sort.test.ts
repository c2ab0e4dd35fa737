import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { IndexSort } from '../../../../../lib/engine/js/sorting/index-sort.ts';
import { RecordIndex } from '../../../../../lib/engine/js/sorting/record-index.ts';
import type { TimeSlice } from '../../../../../lib/engine/js/sorting/time-slice.ts';

/** Entries that one step may handle, each counted twice at most, and a few units for the step itself. */
const MOST_UNITS_PER_STEP = 2 * 8192 + 64;

/** A slice that is always used up, so that the sort stops wherever it can. */
class UsedUpSlice implements TimeSlice {
  readonly units: number[] = [];

  spend(units: number): boolean {
    this.units.push(units);
    return true;
  }
}

function sortStepByStep(lines: readonly string[]) {
  const bytes = Buffer.from(lines.join(''), 'latin1');
  const size = Math.ceil((bytes.length + 8) / 16) * 16 + lines.length * 16;
  const view = new DataView(new ArrayBuffer(size));
  Buffer.from(view.buffer).set(bytes);
  const index = new RecordIndex(view, size);
  let offset = 0;
  for (const line of lines) {
    index.add(offset, line.length);
    offset += line.length;
  }
  const sort = new IndexSort(view, index, { ties: 'any' });
  const slice = new UsedUpSlice();
  while (!sort.step(slice));

  const sorted: string[] = [];
  for (let entry = index.first; entry < index.capacity; entry++) {
    const at = index.words[entry * 4 + 2]!;
    sorted.push(bytes.toString('latin1', at, at + index.words[entry * 4 + 3]!));
  }
  return { sorted, units: slice.units };
}

const count = 50_000;
const numbers = Array.from({ length: count }, (_, i) => i);
const patterns: Record<string, string[]> = {
  'random lines': numbers.map((i) => String((i * 48_271) % 65_537)),
  'one long cycle': numbers.map((i) => String.fromCharCode((i + 1) % 250)),
  'identical lines': numbers.map(() => 'identical'),
  'long common prefixes': numbers.map((i) => `${'p'.repeat(50)}${i % 1000}`),
};

describe('index sort', () => {
  for (const [pattern, lines] of Object.entries(patterns)) {
    it(`stops after bounded steps and goes on where it stopped: ${pattern}`, () => {
      const { sorted, units } = sortStepByStep(lines);
      expect(sorted).toEqual([...lines].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
      expect(Math.min(...units)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...units)).toBeLessThanOrEqual(MOST_UNITS_PER_STEP);
      expect(units.reduce((sum, unit) => sum + unit, 0)).toBeGreaterThanOrEqual(lines.length);
    });
  }
});
