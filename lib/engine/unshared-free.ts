import type { Chunk } from './engine.ts';

/** The method by which a chunk offers it. Not part of Chunk: a caller who is wrong about "unshared" reaches memory of others. */
export const FREE_UNSHARED: unique symbol = Symbol('freeUnshared');

/**
 * Frees a chunk for a caller that alone can reach its `buffer` and every view on it, and forgets them now: the engine may keep
 * memory and buffer for its next chunk of this size. (id, generation) is stale as after `free()`.
 */
export function freeUnshared(chunk: Chunk & { [FREE_UNSHARED]?(): void }): void {
  if (chunk[FREE_UNSHARED] === undefined) chunk.free();
  else chunk[FREE_UNSHARED]();
}
