import { unseededHash } from './unseeded-hash.ts';

/** On average, over the keys of a collection. Good keys take two. */
const MOST_STEPS = 1000;
/** Even if all fall on one another. */
const FREE_KEYS = 2 * MOST_STEPS;
const FREE_STEPS = MOST_STEPS * FREE_KEYS;
/** Of V8's hash table when it has more than FREE_KEYS; it doubles. */
const FIRST_CAPACITY = 4096;

/** What is said of keys that `KeyCollisions` refuses. */
export const KEYS_COLLIDE = 'keys that fall on one another';

/**
 * Counts the steps that a Map or a Set takes to find the places of its keys, in a table like V8's, which grows with them. Where another
 * V8 hashes otherwise, nothing is lost: keys that are refused here are then as good as any.
 */
export class KeyCollisions {
  #hashes = new Int32Array(FIRST_CAPACITY);
  #size = 0;
  /** By bucket: of two keys each when the table is full. */
  #counts = new Uint32Array(FIRST_CAPACITY / 2);
  #stepsLeft = FREE_STEPS;

  /** For a collection that is to have so many keys; undefined where it needs no counting. Takes memory only for keys that come. */
  static forKeys(keys: number): KeyCollisions | undefined {
    return keys > FREE_KEYS ? new KeyCollisions() : undefined;
  }

  /** False where the keys up to this one take too many steps. */
  add(key: unknown): boolean {
    const hash = unseededHash(key);
    if (hash < 0) return true;
    if (this.#size === this.#hashes.length) this.#grow();
    this.#hashes[this.#size++] = hash;
    this.#stepsLeft += MOST_STEPS - this.#count(hash);
    return this.#stepsLeft >= 0;
  }

  /** How many there are already. */
  #count(hash: number): number {
    const bucket = hash & (this.#counts.length - 1);
    const steps = this.#counts[bucket] as number;
    this.#counts[bucket] = steps + 1;
    return steps;
  }

  #grow(): void {
    const hashes = new Int32Array(2 * this.#size);
    hashes.set(this.#hashes);
    this.#hashes = hashes;
    this.#counts = new Uint32Array(this.#size);
    for (let i = 0; i < this.#size; i++) this.#count(hashes[i] as number);
  }
}
