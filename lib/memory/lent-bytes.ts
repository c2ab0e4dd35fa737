import { memoryOf } from '../engine/chunk-memory.ts';
import type { Chunk } from '../engine/engine.ts';
import { refuseTransfer } from '../engine/native/transfer-guard.ts';
import type { Backing } from './backing.ts';
import { WorkingCopy } from './working-copy.ts';

/** An array for the time of a call, over memory that its reader must not reach later. */
export interface LentBytes {
  readonly bytes: Uint8Array;
  /**
   * Makes `bytes` dead. `target`: the bytes that were lent, or none when their segment is freed. False when somebody has
   * detached the array meanwhile.
   */
  end(target: Uint8Array): boolean;
}

/**
 * Where the engine can give the same memory another ArrayBuffer, which can be detached alone, the array is over that: nothing
 * is copied. Otherwise it is a copy.
 */
export function lend(source: Uint8Array, backing: Backing): LentBytes {
  const { chunk } = backing;
  if (chunk === undefined || !chunk.keepsBuffer || source.length === 0) return new WorkingCopy(source);
  return new AttachedBytes(source, backing, chunk);
}

/** The memory itself through a holder of its own, for as long as that holds it. */
class AttachedBytes implements LentBytes {
  readonly bytes: Uint8Array;
  readonly #length: number;
  readonly #holder: Chunk;
  readonly #backing: Backing;

  constructor(source: Uint8Array, backing: Backing, chunk: Chunk) {
    // A pool must not give the bytes to somebody else while they are lent.
    backing.pin();
    try {
      this.#holder = chunk.engine.attach(chunk.share());
    } catch (error) {
      backing.unpin();
      throw error;
    }
    const buffer = memoryOf(this.#holder);
    refuseTransfer(buffer as ArrayBuffer);
    this.#backing = backing;
    this.bytes = new Uint8Array(buffer, source.byteOffset, source.length);
    this.#length = source.length;
  }

  end(): boolean {
    const intact = this.bytes.length === this.#length;
    try {
      // Throws when the memory was transferred to a buffer that nothing here can end; it is never released then.
      this.#holder.free();
    } catch (error) {
      if (intact) throw error;
    } finally {
      this.#backing.unpin();
    }
    return intact;
  }
}
