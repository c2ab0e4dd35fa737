import { threadId } from 'node:worker_threads';
import { ChunkStateError, OutOfMemoryError, SegmentDescriptorError, SegmentFreedError } from '../../errors/index.ts';
import type { ChunkDescriptor, SharedMemoryDescriptor } from '../chunk-descriptor.ts';
import { hasEnded } from './ended-threads.ts';

/** Threads that can hold one chunk at a time. */
const MAX_THREADS = 64;
/**
 * The words of `holders`:
 *
 *     | state | thread + 1 | its references | thread + 1 | its references | …
 *
 * A thread changes its own pair; that of a thread that has ended is cleared by the one that had started it. There is no sum of
 * the references: a thread that is terminated between two changes would leave it wrong.
 *
 * `state` decides between who frees and who attaches. It is FREED for ever, or the count of attachments, which wraps. Who
 * attaches enters its reference, then counts up; who frees reads the count, finds no reference, then exchanges that count for
 * FREED. If the attachment was counted before the reading, its reference was found; if between reading and exchange, the
 * exchange fails and the holders are looked at again; if after it, the attachment finds FREED and is taken back. A count that
 * has wrapped would take 2^31 attachments between reading and exchange.
 */
const STATE = 0;
const FREED = -1;
const MAX_COUNT = 2 ** 31 - 1;
const FIRST_HOLDER = 1;
const WORDS = FIRST_HOLDER + 2 * MAX_THREADS;

/**
 * A chunk's memory in a SharedArrayBuffer, and the count of who holds it. The runtime keeps the memory while any thread can
 * reach it, so the count decides only whether the chunk still exists: after the last `release` no `attach` succeeds. What a
 * worker held when it ended no longer counts once the thread that had started it attaches; other threads may attach until then.
 */
export class SharedMemory {
  readonly buffer: SharedArrayBuffer;
  readonly #holders: Int32Array<SharedArrayBuffer>;

  private constructor(buffer: SharedArrayBuffer, holders: Int32Array<SharedArrayBuffer>) {
    this.buffer = buffer;
    this.#holders = holders;
  }

  /** Zeroed memory with one reference, this thread's. Throws OutOfMemoryError. */
  static create(sizeBytes: number): SharedMemory {
    try {
      const memory = new SharedMemory(
        new SharedArrayBuffer(sizeBytes),
        new Int32Array(new SharedArrayBuffer(WORDS * Int32Array.BYTES_PER_ELEMENT)),
      );
      memory.#hold();
      return memory;
    } catch (error) {
      if (error instanceof RangeError) throw new OutOfMemoryError({ sizeBytes }, { cause: error });
      throw error;
    }
  }

  /** One more reference. Throws SegmentFreedError, SegmentDescriptorError, ChunkStateError for too many threads. */
  static attach(descriptor: ChunkDescriptor): SharedMemory {
    const { memory: buffer, holders: words } = descriptor as SharedMemoryDescriptor;
    if (
      !(buffer instanceof SharedArrayBuffer && words instanceof SharedArrayBuffer) ||
      words.byteLength !== WORDS * Int32Array.BYTES_PER_ELEMENT
    ) {
      throw new SegmentDescriptorError(
        'it names no shared memory, as those of this engine do, which travel by postMessage or workerData, never as JSON',
      );
    }
    const memory = new SharedMemory(buffer, new Int32Array(words));
    memory.#releaseEnded();
    // Its last holder may have been terminated before it came to that.
    memory.#freeUnlessHeld();
    if (Atomics.load(memory.#holders, STATE) === FREED) throw new SegmentFreedError({ size: buffer.byteLength });
    if (!memory.#hold()) throw new ChunkStateError('Chunk is held by too many threads', { threads: MAX_THREADS });
    if (!memory.#countAttachment()) {
      // Its last holder has freed it in between.
      memory.release();
      throw new SegmentFreedError({ size: buffer.byteLength });
    }
    return memory;
  }

  describe(): SharedMemoryDescriptor {
    return { place: 'shared memory', memory: this.buffer, holders: this.#holders.buffer };
  }

  /** Gives back one reference of this thread. The last one frees the chunk. */
  release(): void {
    const holder = this.#holderOf(threadId);
    if (holder === undefined) return;
    if (Atomics.sub(this.#holders, holder + 1, 1) === 1) Atomics.store(this.#holders, holder, 0);
    this.#freeUnlessHeld();
  }

  /** Gives back what threads that have ended still held. */
  #releaseEnded(): void {
    for (let holder = FIRST_HOLDER; holder < WORDS; holder += 2) {
      const thread = Atomics.load(this.#holders, holder) - 1;
      if (thread < 0 || !hasEnded(thread)) continue;
      Atomics.store(this.#holders, holder + 1, 0);
      Atomics.store(this.#holders, holder, 0);
    }
  }

  #freeUnlessHeld(): void {
    for (;;) {
      const state = Atomics.load(this.#holders, STATE);
      if (state === FREED || this.#isHeld()) return;
      if (Atomics.compareExchange(this.#holders, STATE, state, FREED) === state) return;
    }
  }

  #isHeld(): boolean {
    for (let holder = FIRST_HOLDER; holder < WORDS; holder += 2) {
      if (Atomics.load(this.#holders, holder + 1) > 0) return true;
    }
    return false;
  }

  /** After `#hold`. False: the chunk is freed, and stays it. */
  #countAttachment(): boolean {
    for (let state = Atomics.load(this.#holders, STATE); state !== FREED; ) {
      const next = state === MAX_COUNT ? 0 : state + 1;
      const before = Atomics.compareExchange(this.#holders, STATE, state, next);
      if (before === state) return true;
      state = before;
    }
    return false;
  }

  /** Counts one reference for this thread; false when no place is left for it. */
  #hold(): boolean {
    const holder = this.#holderOf(threadId) ?? this.#newHolder();
    if (holder === undefined) return false;
    Atomics.add(this.#holders, holder + 1, 1);
    return true;
  }

  #holderOf(thread: number): number | undefined {
    for (let holder = FIRST_HOLDER; holder < WORDS; holder += 2) {
      if (Atomics.load(this.#holders, holder) === thread + 1) return holder;
    }
    return undefined;
  }

  #newHolder(): number | undefined {
    for (let holder = FIRST_HOLDER; holder < WORDS; holder += 2) {
      if (Atomics.compareExchange(this.#holders, holder, 0, threadId + 1) === 0) return holder;
    }
    return undefined;
  }
}
