/** Seeds are integers from 0 to this one, so that they survive JSON and a command line. */
export const MAX_SEED: number = Number.MAX_SAFE_INTEGER;

/**
 * xoshiro128**, seeded by splitmix32: the same numbers for the same seed on every platform and version, which Math.random
 * does not promise. Only 32-bit integers and exact doubles take part.
 */
export class RandomSource {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(seed: number) {
    const next = splitmix(seed);
    this.#a = next();
    this.#b = next();
    this.#c = next();
    // One bit, as the state must not be all zeros.
    this.#d = next() | 1;
  }

  /** 0 to 2^32 - 1. */
  uint32(): number {
    const result = Math.imul(rotate(Math.imul(this.#b, 5), 7), 9) >>> 0;
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = rotate(this.#d, 11);
    return result;
  }

  /** 0 to `limit` - 1; `limit` is 1 to 2^32. */
  below(limit: number): number {
    return Math.floor((this.uint32() * limit) / 2 ** 32);
  }

  /** True `percent` times in a hundred. */
  chance(percent: number): boolean {
    return this.uint32() < percent * (2 ** 32 / 100);
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)] as T;
  }
}

/** The seed of a round of a run. The first round has the seed of the run: a round alone is repeated by its own seed. */
export function seedOfRound(seed: number, round: number): number {
  if (round === 0) return seed;
  const next = splitmix(seed, round);
  return (next() & 0x1fffff) * 2 ** 32 + next();
}

function splitmix(seed: number, stream = 0): () => number {
  let state = (seed >>> 0) ^ Math.imul(Math.floor(seed / 2 ** 32) + 1, 0x85ebca6b) ^ Math.imul(stream, 0xc2b2ae35);
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}
