import type { Chunk } from './engine.ts';

/** The property by which a chunk offers its buffer without watching over it. Not part of Chunk. */
export const CHUNK_MEMORY: unique symbol = Symbol('chunkMemory');

/** A chunk's `buffer` for code of the package that lets nobody else reach it, nor an array over it. */
export function memoryOf(chunk: Chunk & { readonly [CHUNK_MEMORY]?: ArrayBufferLike }): ArrayBufferLike {
  return chunk[CHUNK_MEMORY] ?? chunk.buffer;
}
