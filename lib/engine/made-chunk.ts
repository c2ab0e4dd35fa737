import { InvalidArgumentError } from '../errors/index.ts';
import type { Chunk } from './engine.ts';
import { InCageChunk } from './in-cage/in-cage-chunk.ts';
import { JsChunk } from './js/js-chunk.ts';
import { NativeChunk } from './native/native-chunk.ts';

/** Throws InvalidArgumentError for what no engine has made, whatever it looks like. */
export function requireMadeChunk(value: unknown): asserts value is Chunk {
  if (NativeChunk.isOne(value) || InCageChunk.isOne(value) || JsChunk.isOne(value)) return;
  throw new InvalidArgumentError('Chunk was not made by an engine', { type: value === null ? 'null' : typeof value });
}
