import type { Chunk } from '../engine.ts';

/**
 * What names an engine's chunks to the addon, from private fields: an object that only looks like a chunk, or one whose
 * properties somebody has replaced, must not reach the bytes of another chunk. Throws InvalidArgumentError for what is no chunk
 * of the engine.
 */
export interface ChunkHandles {
  idOf(chunk: Chunk): number;
  generationOf(chunk: Chunk): number;
}
