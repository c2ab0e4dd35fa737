/** TupleComparatorBase.HASH_SALT of Flink: primes that the hash code of the keys before is multiplied by. */
const HASH_SALT = [
  73, 79, 97, 113, 131, 197, 199, 311, 337, 373, 719, 733, 919, 971, 991, 1193, 1931, 3119, 3779, 7793, 7937, 9311,
  9377, 11939, 19391, 19937, 37199, 39119, 71993, 91193, 93719, 93911,
] as const;

/** The hash code of the keys up to `index`, from that of those before. */
export function hashStep(before: number, index: number, key: number): number {
  return (Math.imul(before, HASH_SALT[index & 31] as number) + key) | 0;
}
