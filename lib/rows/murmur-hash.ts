import type { BinaryMemory } from './binary-memory.ts';

/** Murmur3 of 32 bits as Flink's MurmurHashUtils computes it: seed 42, words in the byte order of the machine. */
const SEED = 42;
const C1 = 0xcc9e2d51;
const C2 = 0x1b873593;

/** `length` is a multiple of 4. */
export function hashWords(memory: BinaryMemory, offset: number, length: number): number {
  return finish(mixWords(memory, offset, length), length);
}

/** Of any length. The bytes after the last word are mixed in one by one, each as an int with its sign. */
export function hashBytes(memory: BinaryMemory, offset: number, length: number): number {
  const words = length & ~3;
  let hash = mixWords(memory, offset, words);
  for (let i = words; i < length; i++) hash = mix(hash, memory.getByte(offset + i));
  return finish(hash, length);
}

function mixWords(memory: BinaryMemory, offset: number, length: number): number {
  let hash = SEED;
  for (let i = 0; i < length; i += 4) hash = mix(hash, memory.getInt(offset + i));
  return hash;
}

function mix(hash: number, word: number): number {
  let mixed = Math.imul(word, C1);
  mixed = Math.imul((mixed << 15) | (mixed >>> 17), C2);
  const joined = hash ^ mixed;
  return (Math.imul((joined << 13) | (joined >>> 19), 5) + 0xe6546b64) | 0;
}

function finish(hash: number, length: number): number {
  let mixed = hash ^ length;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
