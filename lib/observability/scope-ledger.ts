import type { Backing } from '../memory/backing.ts';
import type { MemorySegment } from '../memory/memory-segment.ts';
import { describeOwner } from '../memory/segment-owner.ts';
import type { SegmentPin } from '../memory/segment-pin.ts';
import { CallStack } from './call-stack.ts';
import { monotonicMillis } from './monotonic-clock.ts';
import type { OpenMemory } from './open-memory.ts';

/** Below this many entries a sweep is not worth its cost. */
const SMALLEST_SWEEP = 256;

interface Opened {
  readonly at: number;
  readonly stack: CallStack;
}

interface OpenedSegment extends Opened {
  /** Undefined of a segment that was adopted unseen. */
  readonly backing: Backing | undefined;
}

interface OpenedPin extends Opened {
  readonly segment: MemorySegment;
}

/** What one leak scope has to answer for. Holds what is open, and sweeps out the rest when it has doubled. */
export class ScopeLedger {
  readonly #segments = new Map<MemorySegment, OpenedSegment>();
  readonly #pins = new Map<SegmentPin, OpenedPin>();
  readonly #ignored = new WeakSet<MemorySegment>();
  #nextSweep = SMALLEST_SWEEP;

  enter(segment: MemorySegment, backing: Backing | undefined): void {
    this.#segments.set(segment, { backing, at: monotonicMillis(), stack: new CallStack() });
    this.#sweepWhenDue();
  }

  enterPin(segment: MemorySegment, pin: SegmentPin): void {
    if (this.#ignored.has(segment)) return;
    this.#pins.set(pin, { segment, at: monotonicMillis(), stack: new CallStack() });
    this.#sweepWhenDue();
  }

  has(segment: MemorySegment): boolean {
    return this.#segments.has(segment);
  }

  /** Takes a segment off the ledger with its pins, those to come included. */
  ignore(segment: MemorySegment): void {
    this.#ignored.add(segment);
    this.#strike(segment);
  }

  #strike(segment: MemorySegment): void {
    this.#segments.delete(segment);
    for (const [pin, pinned] of this.#pins) if (pinned.segment === segment) this.#pins.delete(pin);
  }

  /** Hands a segment and its pins to another ledger. */
  move(segment: MemorySegment, target: ScopeLedger): void {
    const opened = this.#segments.get(segment);
    if (opened !== undefined) target.#segments.set(segment, opened);
    for (const [pin, pinned] of this.#pins) if (pinned.segment === segment) target.#pins.set(pin, pinned);
    this.#strike(segment);
  }

  open(): OpenMemory[] {
    this.#sweep();
    const now = monotonicMillis();
    const segments = [...this.#segments].map(([segment, { at, stack, backing }]) =>
      openMemory(backing?.kind ?? 'segment', segment, now - at, stack),
    );
    const pins = [...this.#pins.values()].map(({ segment, at, stack }) => openMemory('pin', segment, now - at, stack));
    return [...segments, ...pins];
  }

  /** How many chunks the open segments have. */
  get chunks(): number {
    this.#sweep();
    return new Set([...this.#segments.values()].map(({ backing }) => backing?.chunk)).size;
  }

  #sweepWhenDue(): void {
    if (this.#segments.size + this.#pins.size >= this.#nextSweep) this.#sweep();
  }

  #sweep(): void {
    for (const [segment, { backing }] of this.#segments) {
      if (backing?.released ?? segment.isFreed) this.#segments.delete(segment);
    }
    for (const pin of this.#pins.keys()) if (pin.isReleased) this.#pins.delete(pin);
    this.#nextSweep = Math.max(SMALLEST_SWEEP, 2 * (this.#segments.size + this.#pins.size));
  }
}

function openMemory(kind: OpenMemory['kind'], segment: MemorySegment, ageMillis: number, stack: CallStack): OpenMemory {
  return {
    kind,
    count: 1,
    sizeBytes: segment.size,
    totalBytes: segment.size,
    owner: describeOwner(segment.owner),
    ageMillis: Math.round(ageMillis),
    place: stack.place,
    origin: stack.frames,
  };
}
