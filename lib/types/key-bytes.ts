import { MemorySegment } from '../memory/memory-segment.ts';
import { requireKeyRange } from './normalized-key.ts';

/** A key of several parts is put together here and copied as far as it is wanted; zeros follow it. */
export class KeyBytes {
  readonly segment: MemorySegment;
  readonly #bytes: Uint8Array;

  constructor(sizeBytes: number) {
    this.#bytes = new Uint8Array(sizeBytes);
    this.segment = MemorySegment.wrap(this.#bytes);
  }

  copyTo(target: MemorySegment, offset: number, length: number): void {
    requireKeyRange(target, offset, length);
    const size = this.#bytes.length;
    target.put(offset, this.#bytes, 0, Math.min(length, size));
    if (length > size) target.fill(0, offset + size, length - size);
  }
}
