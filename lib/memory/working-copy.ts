import { Buffer } from 'node:buffer';
import { dropMemory } from '../engine/js/detach.ts';
import type { LentBytes } from './lent-bytes.ts';

// The copy may be given properties of its own by whoever gets it: only the language's own functions meet it.
const { compare } = Buffer.prototype;

/** Ranges without a change are passed over in pieces of this size. */
const PIECE_BYTES = 1024;
const MAX_KEPT_BYTES = 64 * 1024;

/** Memory for the state before, which nobody but this module sees: kept for the next copy, as an allocation costs more than both copies. */
let spare: Uint8Array | undefined;

/**
 * A copy of some bytes for code that may change it, but must not reach the memory itself.
 *
 * `end()` writes the bytes that were changed, and only those, to where they came from, and detaches `bytes`: whoever kept
 * it holds an empty array. Bytes beside them keep what others, in this thread or another, have written meanwhile.
 */
export class WorkingCopy implements LentBytes {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly #length: number;
  /** At least `#length` bytes. */
  readonly #before: Uint8Array;

  constructor(source: Uint8Array) {
    // Not `slice`: over shared memory it gives a shared copy.
    this.bytes = new Uint8Array(source.length);
    this.bytes.set(source);
    this.#length = source.length;
    this.#before = takeMemory(source.length);
    // Of the copy: another thread may have written to the source meanwhile.
    this.#before.set(this.bytes);
  }

  end(target: Uint8Array): boolean {
    const { bytes } = this;
    const present = bytes.length === this.#length;
    if (present) {
      if (target.length === this.#length && this.#isChanged(0, this.#length)) this.#writeChanges(target);
      dropMemory(bytes.buffer);
    }
    if (this.#before.length <= MAX_KEPT_BYTES) spare = this.#before;
    return present;
  }

  #isChanged(start: number, end: number): boolean {
    return compare.call(this.#before, this.bytes, start, end, start, end) !== 0;
  }

  #writeChanges(target: Uint8Array): void {
    const before = this.#before;
    const { bytes } = this;
    for (let start = 0; start < this.#length; start += PIECE_BYTES) {
      const end = Math.min(start + PIECE_BYTES, this.#length);
      if (!this.#isChanged(start, end)) continue;
      for (let i = start; i < end; i++) {
        const byte = bytes[i] as number;
        if (byte !== before[i]) target[i] = byte;
      }
    }
  }
}

function takeMemory(length: number): Uint8Array {
  const kept = spare;
  if (kept === undefined || kept.length < length) return new Uint8Array(length);
  spare = undefined;
  return kept;
}
