import type { Backing } from './backing.ts';
import type { MemorySegment } from './memory-segment.ts';

/**
 * The raw bytes of a segment for asynchronous I/O, and the promise that their memory stays until `release()`, whoever frees
 * the segment meanwhile.
 *
 * Owned by whoever pinned; `release()` is idempotent. Once a segment with memory of its own is freed, `bytes` is detached
 * (length 0): the I/O under way still has its memory, JavaScript has not. The bytes of a pool's segment stay readable until
 * the release, and the pool gets them back only then. Never hand `bytes` to code that may keep them longer.
 */
export class SegmentPin implements Disposable {
  readonly bytes: Uint8Array;
  #backing: Backing | undefined;
  /** Held so that a segment of which only the pin is left is not taken for forgotten, and its bytes detached. */
  #root: MemorySegment | undefined;

  constructor(bytes: Uint8Array, backing: Backing, root: MemorySegment) {
    backing.pin();
    this.bytes = bytes;
    this.#backing = backing;
    this.#root = root;
  }

  get isReleased(): boolean {
    return this.#root === undefined;
  }

  release(): void {
    const backing = this.#backing;
    this.#backing = undefined;
    this.#root = undefined;
    backing?.unpin();
  }

  [Symbol.dispose](): void {
    this.release();
  }
}
