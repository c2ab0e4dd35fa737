import type { Backing, SegmentKind } from '../memory/backing.ts';
import type { MemorySegment } from '../memory/memory-segment.ts';
import { describeOwner } from '../memory/segment-owner.ts';
import { CallStack } from './call-stack.ts';
import { monotonicMillis } from './monotonic-clock.ts';

/** As many of the last touches are kept. */
const TOUCHES = 4;

export interface Touch {
  readonly hint: string;
  /** `monotonicMillis()` */
  readonly at: number;
  readonly stack: CallStack;
}

/** Where a segment comes from and what was done to it last. */
export class SegmentHistory {
  readonly origin = new CallStack();
  #touches: Touch[] = [];
  #worded = false;

  get touches(): readonly Touch[] {
    return this.#touches;
  }

  touch(hint: string): void {
    const touch = { hint, at: monotonicMillis(), stack: new CallStack() };
    if (this.#worded) void touch.stack.frames;
    if (this.#touches.length === TOUCHES) this.#touches.shift();
    this.#touches.push(touch);
  }

  /** From now on this holds nothing but text, and so cannot keep the segment alive. */
  putIntoWords(): void {
    this.#worded = true;
    void this.origin.frames;
    for (const touch of this.#touches) void touch.stack.frames;
  }
}

/** A segment in the nursery, held as strongly as by its owner. */
export interface YoungSegment {
  readonly segment: MemorySegment;
  readonly backing: Backing;
  /** How many allocations this one stands for. */
  readonly weight: number;
  readonly history: SegmentHistory | undefined;
}

/**
 * What is kept of a segment that the collector watches: everything that it takes to report and free it, and nothing that
 * leads to the segment. (A pool's `giveBack` that held the segment would keep it alive for ever.)
 */
export interface GrownSegment {
  /** Empty as soon as the collector has found it. */
  readonly segment: WeakRef<MemorySegment>;
  readonly backing: Backing;
  readonly kind: SegmentKind;
  readonly sizeBytes: number;
  readonly owner: string | undefined;
  /** `monotonicMillis()` */
  readonly bornAt: number;
  readonly weight: number;
  readonly history: SegmentHistory | undefined;
}

export function grow(young: YoungSegment, bornAt: number): GrownSegment {
  const { segment, backing, weight, history } = young;
  history?.putIntoWords();
  return {
    segment: new WeakRef(segment),
    backing,
    kind: backing.kind,
    sizeBytes: segment.size,
    owner: ownerText(segment),
    bornAt,
    weight,
    history,
  };
}

function ownerText(segment: MemorySegment): string | undefined {
  try {
    return describeOwner(segment.owner);
  } catch {
    // The owner's class is the user's code.
    return undefined;
  }
}
