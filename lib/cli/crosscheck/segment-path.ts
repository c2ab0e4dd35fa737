import type { Chunk, Engine } from '../../engine/engine.ts';
import { type AllocateSegmentOptions, MemorySegment } from '../../memory/memory-segment.ts';
import type { SegmentOptions } from '../../memory/segment-owner.ts';

/** The way through MemorySegment: the segments of one round, over one engine. */
export class SegmentPath {
  readonly engine: Engine;
  readonly label: string;
  readonly #segments = new Map<number, MemorySegment>();
  readonly #roots = new Map<number, Uint8Array>();

  constructor(engine: Engine, name: string) {
    this.engine = engine;
    this.label = `${name}, segment`;
  }

  /** Throws when the step that made it was not run. */
  at(handle: number): MemorySegment {
    const segment = this.#segments.get(handle);
    if (segment === undefined) throw new Error(`Segment s${handle} does not exist`);
    return segment;
  }

  allocate(handle: number, sizeBytes: number, options: AllocateSegmentOptions): MemorySegment {
    let chunk: Chunk | undefined;
    const engine: Engine = Object.create(this.engine, {
      allocate: {
        value: (...args: Parameters<Engine['allocate']>) => {
          chunk = this.engine.allocate(...args);
          return chunk;
        },
      },
    });
    const segment = MemorySegment.allocate(sizeBytes, { ...options, engine });
    return this.#adopt(handle, segment, new Uint8Array((chunk as Chunk).buffer));
  }

  allocateHeap(handle: number, sizeBytes: number, options: SegmentOptions): MemorySegment {
    const segment = MemorySegment.allocateHeap(sizeBytes, options);
    using pin = segment.pin();
    return this.#adopt(handle, segment, pin.bytes);
  }

  wrapArray(handle: number, bytes: Uint8Array): MemorySegment {
    return this.#adopt(handle, MemorySegment.wrap(bytes), bytes);
  }

  /** A size for which there is nothing to keep. */
  allocateBad(isOffHeap: boolean, sizeBytes: number): void {
    const segment = isOffHeap
      ? MemorySegment.allocate(sizeBytes, { engine: this.engine })
      : MemorySegment.allocateHeap(sizeBytes);
    segment.free();
  }

  addView(handle: number, view: MemorySegment): void {
    this.#segments.set(handle, view);
  }

  #adopt(handle: number, segment: MemorySegment, bytes: Uint8Array): MemorySegment {
    this.#segments.set(handle, segment);
    this.#roots.set(handle, bytes);
    return segment;
  }

  /** All bytes of a live root. */
  bytesOf(root: number): Uint8Array | undefined {
    return this.#roots.get(root);
  }

  /** To be called before a root is freed: from then on its bytes may be those of another segment. */
  forget(root: number): void {
    this.#roots.delete(root);
  }

  [Symbol.dispose](): void {
    this.#roots.clear();
    for (const segment of this.#segments.values()) segment[Symbol.dispose]();
    this.#segments.clear();
  }
}
