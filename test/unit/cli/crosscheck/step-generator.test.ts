import { describe, expect, it } from 'vitest';
import { operations } from '../../../../lib/cli/crosscheck/operation-table.ts';
import { nameEngines, SideBySide } from '../../../../lib/cli/crosscheck/side-by-side.ts';
import { StepGenerator } from '../../../../lib/cli/crosscheck/step-generator.ts';
import { loadEngine } from '../../../../lib/engine/load-engine.ts';

const engines = nameEngines([loadEngine('js').engine, loadEngine('js').engine]);

/** A round's steps as TypeScript. */
function stepsOf(seed: number, count: number, segmentSize?: number): string[] {
  using sides = new SideBySide(engines);
  const generator = new StepGenerator(seed, operations, sides.model, segmentSize);
  return Array.from({ length: count }, () => {
    const step = generator.next();
    sides.run(step, false);
    return step.operation.source(step.given);
  });
}

describe('the steps of a round', () => {
  it('are the same for the same seed', () => {
    expect(stepsOf(42, 1500)).toEqual(stepsOf(42, 1500));
  });

  it('are others for another seed', () => {
    expect(stepsOf(42, 50)).not.toEqual(stepsOf(43, 50));
  });

  it('begin alike, however many they are', () => {
    expect(stepsOf(42, 1500).slice(0, 700)).toEqual(stepsOf(42, 700));
  });

  it('make segments of one size when that is asked for', () => {
    const sizes = stepsOf(7, 1000, 77).flatMap(
      (source) => /MemorySegment\.allocate\((\d+), \{ engine \}\)/.exec(source)?.[1] ?? [],
    );
    expect(sizes.length).toBeGreaterThan(3);
    // The bad sizes are tried all the same.
    expect(sizes.filter((size) => size === '77').length).toBeGreaterThan(sizes.length / 2);
  });

  it('try every operation, on freed segments and with bad indices too', () => {
    const sources = [1, 2, 3].flatMap((seed) => stepsOf(seed, 2000)).join('\n');
    for (const pattern of [
      /\.get\w+\(-1\)/,
      /\(NaN/,
      /2147483648/,
      /9007199254740992/,
      /undefined/,
      /\.wrap\(/,
      /\.free\(\)/,
    ]) {
      expect(sources).toMatch(pattern);
    }
  });
});
