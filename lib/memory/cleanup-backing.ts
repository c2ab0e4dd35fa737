import type { ChunkDescriptor } from '../engine/chunk-descriptor.ts';
import type { Backing } from './backing.ts';

/** Another backing, and something to do after its release: once, when the root segment is freed. */
export class CleanupBacking implements Backing {
  readonly #inner: Backing;
  readonly #cleanup: () => void;

  constructor(inner: Backing, cleanup: () => void) {
    this.#inner = inner;
    this.#cleanup = cleanup;
  }

  get chunk(): Backing['chunk'] {
    return this.#inner.chunk;
  }

  get keepsBuffer(): boolean {
    return this.#inner.keepsBuffer;
  }

  get kind(): Backing['kind'] {
    return this.#inner.kind;
  }

  get released(): boolean {
    return this.#inner.released;
  }

  release(): void {
    this.#inner.release();
    this.#cleanup();
  }

  expose(): void {
    this.#inner.expose();
  }

  share(): ChunkDescriptor {
    return this.#inner.share();
  }

  pin(): void {
    this.#inner.pin();
  }

  unpin(): void {
    this.#inner.unpin();
  }
}
