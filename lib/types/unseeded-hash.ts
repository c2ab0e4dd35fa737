/**
 * V8 hashes numbers and bigints without a seed, so that anybody can choose keys of a Map that fall on one another: n of them take n²
 * steps. Texts have a seed, objects a random hash. The hashes are those of V8 11 to 14.
 */

const HASH_BITS = 0x3fffffff;

const longs = new BigInt64Array(1);
const doubles = new Float64Array(longs.buffer);
const words = new Int32Array(longs.buffer);
/** Which of the words is the high one of a number. */
const HIGH = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 1 : 0;

/** Of 30 bits; -1 for keys whose hash nobody can know. */
export function unseededHash(key: unknown): number {
  if (typeof key === 'number') return hashOfNumber(key);
  return typeof key === 'bigint' ? hashOfBigint(key) : -1;
}

function hashOfNumber(key: number): number {
  if ((key | 0) === key) return hashOfInt(key);
  doubles[0] = key;
  return hashOfWords(words[HIGH] as number, words[1 - HIGH] as number);
}

/** Of its lowest 64 bits without the sign. */
function hashOfBigint(key: bigint): number {
  longs[0] = key;
  const high = words[HIGH] as number;
  const low = words[1 - HIGH] as number;
  if (key >= 0n) return hashOfWords(high, low);
  return hashOfWords(low === 0 ? -high | 0 : ~high, -low | 0);
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

/** The same of 64 bits, of which only the lowest are asked for: `~n + (n << 18)`, and so on, in words. */
function hashOfWords(high: number, low: number): number {
  const sum = (~low >>> 0) + ((low << 18) >>> 0);
  let h = (~high + ((high << 18) | (low >>> 14)) + (sum > 0xffffffff ? 1 : 0)) | 0;
  let l = sum | 0;
  l ^= (h << 1) | (l >>> 31);
  h ^= h >>> 31;
  let product = (l >>> 0) * 21;
  h = (Math.imul(h, 21) + Math.floor(product / 2 ** 32)) | 0;
  l = product | 0;
  l ^= (h << 21) | (l >>> 11);
  h ^= h >>> 11;
  product = (l >>> 0) * 65;
  h = (Math.imul(h, 65) + Math.floor(product / 2 ** 32)) | 0;
  l = product | 0;
  return (l ^ ((h << 10) | (l >>> 22))) & HASH_BITS;
}
