import { Buffer } from 'node:buffer';
import { ChunkStateError, OutOfMemoryError } from '../../errors/index.ts';
import { CHECKED } from '../checked-mode.ts';
import type { ChunkDescriptor, SharedMemoryDescriptor } from '../chunk-descriptor.ts';
import type { AllocateOptions } from '../engine.ts';
import { UNINITIALISED_BYTE } from '../poison.ts';
import { dropMemory, moveMemory } from './detach.ts';
import { SharedMemory } from './shared-memory.ts';

const GONE = new ArrayBuffer(0);

/**
 * Memory of the runtime behind one chunk of one holder: an ArrayBuffer until the chunk is shared, a SharedArrayBuffer from
 * then on. Owned by its chunk, which calls `drop` or `conceal` once.
 */
export class ChunkMemory {
  readonly sizeBytes: number;
  #buffer: ArrayBufferLike;
  #shared: SharedMemory | undefined;

  private constructor(buffer: ArrayBufferLike, shared?: SharedMemory) {
    this.sizeBytes = buffer.byteLength;
    this.#buffer = buffer;
    this.#shared = shared;
  }

  /** Throws OutOfMemoryError. */
  static allocate(sizeBytes: number, { zeroed = true, shared = false }: AllocateOptions = {}): ChunkMemory {
    if (!shared) return new ChunkMemory(allocateBuffer(sizeBytes, zeroed));
    const memory = SharedMemory.create(sizeBytes);
    return new ChunkMemory(memory.buffer, memory);
  }

  static attach(descriptor: ChunkDescriptor): ChunkMemory {
    const memory = SharedMemory.attach(descriptor);
    return new ChunkMemory(memory.buffer, memory);
  }

  get buffer(): ArrayBufferLike {
    return this.#buffer;
  }

  get isShared(): boolean {
    return this.#shared !== undefined;
  }

  /**
   * The first call moves the bytes to memory that can be shared, and detaches the buffer from before; while the memory is
   * `pinned` that throws ChunkStateError.
   */
  share(pinned: boolean): SharedMemoryDescriptor {
    if (this.#shared === undefined) {
      if (pinned) {
        throw new ChunkStateError('Pinned memory cannot move to be shared: allocate it with shared: true', {
          size: this.sizeBytes,
        });
      }
      const memory = SharedMemory.create(this.sizeBytes);
      new Uint8Array(memory.buffer).set(new Uint8Array(this.#buffer));
      dropMemory(this.#buffer);
      this.#shared = memory;
      this.#buffer = memory.buffer;
    }
    return this.#shared.describe();
  }

  /** Nobody uses the memory any more, as far as this holder knows. */
  drop(): void {
    const buffer = this.#buffer;
    this.#buffer = GONE;
    if (this.#shared === undefined) dropMemory(buffer);
    else this.#shared.release();
  }

  /** Takes the memory away from JavaScript while pins use it still: what has to be kept for them. */
  conceal(): ArrayBufferLike {
    const buffer = this.#buffer;
    this.#buffer = GONE;
    if (this.#shared === undefined) return moveMemory(buffer as ArrayBuffer);
    this.#shared.release();
    return buffer;
  }
}

function allocateBuffer(sizeBytes: number, zeroed: boolean): ArrayBuffer {
  try {
    if (zeroed) return new ArrayBuffer(sizeBytes);
    const bytes = Buffer.allocUnsafeSlow(sizeBytes);
    if (CHECKED) bytes.fill(UNINITIALISED_BYTE);
    return bytes.buffer as ArrayBuffer;
  } catch (error) {
    if (error instanceof RangeError) throw new OutOfMemoryError({ sizeBytes }, { cause: error });
    throw error;
  }
}
