import type { ChunkDescriptor } from '../../engine/chunk-descriptor.ts';
import type { Chunk } from '../../engine/engine.ts';
import type { Backing, ChunkBacking } from '../backing.ts';
import type { MemoryReservation } from './memory-reservation.ts';

/** A chunk of the segment's own that a budget pays for until its memory goes: with the free, or with the last pin after it. */
export class BudgetedBacking implements Backing {
  readonly chunk: Chunk;
  readonly keepsBuffer: boolean;
  readonly #backing: ChunkBacking;
  readonly #reservation: MemoryReservation;
  #pins = 0;

  constructor(backing: ChunkBacking, reservation: MemoryReservation) {
    this.chunk = backing.chunk;
    this.keepsBuffer = backing.keepsBuffer;
    this.#backing = backing;
    this.#reservation = reservation;
  }

  get kind(): Backing['kind'] {
    return this.#backing.kind;
  }

  get released(): boolean {
    return this.#backing.released;
  }

  release(): void {
    this.#backing.release();
    if (this.#pins === 0) this.#reservation.release();
  }

  expose(): void {
    this.#backing.expose();
  }

  share(): ChunkDescriptor {
    return this.#backing.share();
  }

  pin(): void {
    this.#backing.pin();
    this.#pins += 1;
  }

  unpin(): void {
    this.#backing.unpin();
    this.#pins -= 1;
    if (this.#pins === 0 && this.released) this.#reservation.release();
  }
}
