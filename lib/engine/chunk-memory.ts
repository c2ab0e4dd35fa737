import type { Chunk } from './engine.ts';
import { NativeChunk } from './native/native-chunk.ts';

/** A chunk's `buffer` for code of the package that lets nobody else reach it, nor an array over it. */
export function memoryOf(chunk: Chunk): ArrayBufferLike {
  return NativeChunk.unguarded(chunk) ?? chunk.buffer;
}
