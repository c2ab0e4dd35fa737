import { describe, expect, it } from 'vitest';
import { JavaRandom } from '../fixtures/java-random.ts';
import { hexOf, readVectors } from './vectors.ts';

interface RandomVector {
  readonly seed: string;
  readonly method: 'nextInt' | 'nextLong' | 'nextBoolean' | 'nextFloat' | 'nextDouble' | 'nextGaussian' | 'nextBytes';
  readonly bound?: number;
  readonly values: readonly (number | string | boolean)[];
}

const { entries } = readVectors<RandomVector>('vectors/java-random.json');

describe('JavaRandom', () => {
  it.each(entries)('gives what Java gives: seed $seed, $method $bound', ({ seed, method, bound, values }) => {
    const random = new JavaRandom(BigInt(seed));
    const next: () => unknown = {
      nextInt: () => random.nextInt(bound),
      nextLong: () => String(random.nextLong()),
      nextBoolean: () => random.nextBoolean(),
      nextFloat: () => random.nextFloat(),
      nextDouble: () => random.nextDouble(),
      nextGaussian: () => random.nextGaussian(),
      nextBytes: () => hexOf(random.nextBytes(new Uint8Array(11))),
    }[method];
    expect(values.length).toBeGreaterThan(0);
    expect(values.map(() => next())).toEqual(values);
  });
});
