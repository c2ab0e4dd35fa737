export type SegmentKind = 'off-heap' | 'heap' | 'wrapped';

export interface ModelSegment {
  readonly handle: number;
  /** Itself, unless it is a view. */
  readonly root: ModelSegment;
  /** Where it begins in its root. */
  readonly start: number;
  readonly size: number;
  readonly kind: SegmentKind;
  /** By itself or with its root. */
  freed: boolean;
}

/** Freed segments that are kept at hand, to be used after their free. */
const REMEMBERED_FREED = 6;

/** Which segments exist, of which sizes and on which bytes: what is known without looking at any engine. */
export class SegmentModel {
  readonly #segments = new Map<number, ModelSegment>();
  #live: ModelSegment[] = [];
  #freed: ModelSegment[] = [];
  #lastHandle = 0;

  get live(): readonly ModelSegment[] {
    return this.#live;
  }

  /** The ones that were freed last. */
  get freed(): readonly ModelSegment[] {
    return this.#freed;
  }

  get liveRoots(): number {
    return this.#live.reduce((count, segment) => (segment.root === segment ? count + 1 : count), 0);
  }

  nextHandle(): number {
    return this.#lastHandle + 1;
  }

  find(handle: number): ModelSegment | undefined {
    return this.#segments.get(handle);
  }

  /** A segment that must be there. */
  at(handle: number): ModelSegment {
    const segment = this.#segments.get(handle);
    if (segment === undefined) throw new Error(`Segment s${handle} does not exist`);
    return segment;
  }

  addRoot(handle: number, size: number, kind: SegmentKind): void {
    const segment = { handle, start: 0, size, kind, freed: false } as ModelSegment;
    (segment as { root: ModelSegment }).root = segment;
    this.#add(segment);
  }

  /** `of` may be a view itself. */
  addView(handle: number, of: number, offset: number, size: number): void {
    const { root, start, kind } = this.at(of);
    this.#add({ handle, root, start: start + offset, size, kind, freed: false });
  }

  /** Ends a segment; with a root all its views. */
  free(handle: number): void {
    const ended = this.at(handle);
    if (ended.freed) return;
    const dead = this.#live.filter((segment) => segment === ended || (ended.root === ended && segment.root === ended));
    for (const segment of dead) segment.freed = true;
    this.#live = this.#live.filter((segment) => !segment.freed);
    this.#freed = [...this.#freed, ...dead].slice(-REMEMBERED_FREED);
  }

  #add(segment: ModelSegment): void {
    this.#segments.set(segment.handle, segment);
    this.#live.push(segment);
    this.#lastHandle = Math.max(this.#lastHandle, segment.handle);
  }
}
