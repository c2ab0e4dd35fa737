import { Buffer } from 'node:buffer';
import { dropMemory } from '../engine/js/detach.ts';

/** Ranges without a change are passed over in pieces of this size. */
const PIECE_BYTES = 512;

/**
 * A copy of some bytes for code that may change it, but must not reach the memory itself.
 *
 * `end()` writes the bytes that were changed, and only those, to where they came from, and detaches `bytes`: whoever kept
 * it holds an empty array. Bytes beside them keep what others, in this thread or another, have written meanwhile.
 */
export class WorkingCopy {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly #before: Uint8Array;

  constructor(source: Uint8Array) {
    // Not `slice`: the species of an array may be the user's, and over shared memory it gives a shared copy.
    this.bytes = new Uint8Array(source.length);
    this.bytes.set(source);
    this.#before = new Uint8Array(this.bytes);
  }

  /** `target`: the bytes that were copied, or none when they are gone. False when somebody has taken the copy's memory. */
  end(target: Uint8Array): boolean {
    const { bytes } = this;
    if (bytes.length !== this.#before.length) return false;
    if (target.length === bytes.length) this.#writeChanges(target);
    dropMemory(bytes.buffer);
    return true;
  }

  #writeChanges(target: Uint8Array): void {
    const before = this.#before;
    const { bytes } = this;
    for (let start = 0; start < bytes.length; start += PIECE_BYTES) {
      const end = Math.min(start + PIECE_BYTES, bytes.length);
      if (Buffer.compare(before.subarray(start, end), bytes.subarray(start, end)) === 0) continue;
      for (let i = start; i < end; i++) {
        const byte = bytes[i] as number;
        if (byte !== before[i]) target[i] = byte;
      }
    }
  }
}
