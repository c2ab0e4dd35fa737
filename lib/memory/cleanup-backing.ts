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

  get detaches(): boolean {
    return this.#inner.detaches;
  }

  release(): void {
    this.#inner.release();
    this.#cleanup();
  }

  share(): void {
    this.#inner.share();
  }

  pin(): void {
    this.#inner.pin();
  }

  unpin(): void {
    this.#inner.unpin();
  }
}
