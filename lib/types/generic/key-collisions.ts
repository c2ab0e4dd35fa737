/**
 * V8 hashes numbers and bigints without a seed, so that anybody can choose keys that fall on one another: n of them take n² steps.
 * Texts have a seed, objects a random hash. The hashes are those of V8 11 to 14. Where another V8 has others, nothing is lost: such keys
 * are then as good as any.
 */

/** On average, over all keys of a collection. Good keys take two. */
const MOST_STEPS = 1000;
/** Even if all fall on one another. */
const FREE_KEYS = 2 * MOST_STEPS;
const HASH_BITS = 0x3fffffff;

const double = new Float64Array(1);
const bitsOfDouble = new BigUint64Array(double.buffer);

/** Counts the steps that a Map or a Set takes to find the places of its keys. */
export class KeyCollisions {
  readonly #counts: Uint32Array;
  #stepsLeft: number;

  constructor(keys: number) {
    this.#counts = new Uint32Array(2 ** Math.max(0, Math.ceil(Math.log2(keys)) - 1));
    this.#stepsLeft = MOST_STEPS * keys;
  }

  /** For a collection of so many keys; undefined where it needs no counting. */
  static forKeys(keys: number): KeyCollisions | undefined {
    return keys > FREE_KEYS ? new KeyCollisions(keys) : undefined;
  }

  /** False where all of the keys up to this one take too many. */
  add(key: unknown): boolean {
    const hash = typeof key === 'number' ? hashOfNumber(key) : typeof key === 'bigint' ? hashOfLong(key) : -1;
    if (hash < 0) return true;
    const bucket = hash & (this.#counts.length - 1);
    const steps = this.#counts[bucket] as number;
    this.#counts[bucket] = steps + 1;
    this.#stepsLeft -= steps;
    return this.#stepsLeft >= 0;
  }
}

function hashOfNumber(key: number): number {
  if ((key | 0) === key) return hashOfInt(key);
  double[0] = key;
  return hashOfLong(bitsOfDouble[0] as bigint);
}

/** Thomas Wang's hash of 32 bits. */
function hashOfInt(key: number): number {
  let hash = key;
  hash = (~hash + (hash << 15)) | 0;
  hash ^= hash >>> 12;
  hash = (hash + (hash << 2)) | 0;
  hash ^= hash >>> 4;
  hash = Math.imul(hash, 2057);
  hash ^= hash >>> 16;
  return hash & HASH_BITS;
}

/** The same of 64 bits; of the lowest 64 of a bigint without its sign. */
function hashOfLong(key: bigint): number {
  let hash = BigInt.asUintN(64, key < 0n ? -key : key);
  hash = BigInt.asUintN(64, ~hash + (hash << 18n));
  hash ^= hash >> 31n;
  hash = BigInt.asUintN(64, hash * 21n);
  hash ^= hash >> 11n;
  hash = BigInt.asUintN(64, hash + (hash << 6n));
  hash ^= hash >> 22n;
  return Number(hash & BigInt(HASH_BITS));
}
