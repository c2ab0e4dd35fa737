import type { ChunkAccess } from '../../engine/chunk-access.ts';
import type { Chunk, Engine } from '../../engine/engine.ts';
import { patternBytes, patternSource } from './array-pattern.ts';
import type { ModelSegment, SegmentModel } from './segment-model.ts';
import { callSource, guarded } from './source-text.ts';

/** Larger arrays have a chunk of their own. */
const SHARED_ARRAY_BYTES = 16 * 1024;

/** A segment as the access of an engine sees it: the chunk of its root, and where it begins. */
export interface Place {
  readonly chunk: Chunk;
  readonly start: number;
  readonly size: number;
}

/**
 * The way through an engine's own access. Every root is a chunk here, those on the heap too; views are their root's chunk.
 *
 * With `record` it tells every call as a line of TypeScript.
 */
export class AccessPath {
  readonly engine: Engine;
  readonly label: string;
  readonly access: ChunkAccess;
  readonly model: SegmentModel;
  readonly #record: ((line: string) => void) | undefined;
  readonly #chunks = new Map<number, Chunk>();
  readonly #roots = new Map<number, Uint8Array>();
  readonly #live = new Set<Chunk>();
  readonly #names = new Map<Chunk, string>();
  #array: Chunk | undefined;
  #arrays = 0;

  constructor(engine: Engine, name: string, model: SegmentModel, record?: (line: string) => void) {
    this.engine = engine;
    this.label = `${name}, access`;
    this.model = model;
    this.#record = record;
    this.access = record === undefined ? engine.access : this.#recorded(engine.access, record);
  }

  allocate(handle: number, sizeBytes: number, zeroed = true): void {
    const chunk = this.#allocate(`s${handle}`, sizeBytes, zeroed);
    this.#chunks.set(handle, chunk);
    this.#roots.set(handle, new Uint8Array(chunk.buffer));
  }

  /** With the content of an array. */
  allocateFrom(handle: number, sizeBytes: number, pattern: number): void {
    this.allocate(handle, sizeBytes);
    this.#record?.(`new Uint8Array(s${handle}.buffer).set(${patternSource(pattern, sizeBytes)});`);
    this.bytesOf(handle)?.set(patternBytes(pattern, sizeBytes));
  }

  #allocate(name: string, sizeBytes: number, zeroed: boolean): Chunk {
    this.#record?.(`const ${name} = engine.allocate(${sizeBytes}${zeroed ? '' : ', { zeroed: false }'});`);
    const chunk = this.engine.allocate(sizeBytes, { zeroed });
    this.#live.add(chunk);
    this.#names.set(chunk, name);
    return chunk;
  }

  /** Of a root; also while the step that makes it is under way. */
  chunkOf(root: number): Chunk {
    const chunk = this.#chunks.get(root);
    if (chunk === undefined) throw new Error(`Segment s${root} does not exist`);
    return chunk;
  }

  at(handle: number): Place {
    const { root, start, size }: ModelSegment = this.model.at(handle);
    return { chunk: this.chunkOf(root.handle), start, size };
  }

  /**
   * Calls `use` with a chunk that begins with an array of the caller's; what the array holds then, when `use` returns.
   * `exact`: the chunk ends with the array, so that ranges which leave it are refused.
   */
  withArray(pattern: number, length: number, exact: boolean, use: (array: Chunk) => void): Uint8Array {
    // Small ones share a chunk: to wrap one for each costs more than all else.
    if (!exact && length <= SHARED_ARRAY_BYTES && this.#record === undefined) {
      this.#array ??= this.#allocate('array', SHARED_ARRAY_BYTES, true);
      return used(this.#array, pattern, length, use);
    }
    this.#arrays += 1;
    const name = `array${this.#arrays}`;
    const chunk = this.#allocate(name, length, true);
    try {
      this.#record?.(`new Uint8Array(${name}.buffer).set(${patternSource(pattern, length)});`);
      return used(chunk, pattern, length, use);
    } finally {
      this.free(chunk);
    }
  }

  free(chunk: Chunk): void {
    this.#record?.(`${this.#names.get(chunk)}.free();`);
    chunk.free();
    this.#live.delete(chunk);
  }

  bytesOf(root: number): Uint8Array | undefined {
    return this.#roots.get(root);
  }

  forget(root: number): void {
    this.#roots.delete(root);
  }

  /** Frees what is left, which is no part of the record. */
  [Symbol.dispose](): void {
    this.#roots.clear();
    this.#chunks.clear();
    for (const chunk of this.#live) chunk.free();
    this.#live.clear();
  }

  #recorded(access: ChunkAccess, record: (line: string) => void): ChunkAccess {
    const nameOf = (argument: unknown) => this.#names.get(argument as Chunk);
    return new Proxy(access, {
      get: (target, method: string) => {
        const call = Reflect.get(target, method) as (...args: unknown[]) => unknown;
        return (...args: unknown[]) => {
          const line = callSource(`engine.access.${method}`, args, nameOf);
          try {
            const result = call.apply(target, args);
            record(line);
            return result;
          } catch (error) {
            record(guarded(line));
            throw error;
          }
        };
      },
    });
  }
}

function used(chunk: Chunk, pattern: number, length: number, use: (array: Chunk) => void): Uint8Array {
  const bytes = new Uint8Array(chunk.buffer, 0, length);
  bytes.set(patternBytes(pattern, length));
  use(chunk);
  return bytes.slice();
}
