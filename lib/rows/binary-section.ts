import { CorruptDataError } from '../errors/type-errors.ts';
import { invalid, requireInteger } from '../memory/argument-checks.ts';
import { MemorySegment } from '../memory/memory-segment.ts';
import { type BinaryMemory, compareRanges, copyRange } from './binary-memory.ts';
import { INLINE_LIMIT, INLINE_START, inlineLength, isInline } from './binary-slot.ts';
import { noRange } from './field-index.ts';
import { hashWords } from './murmur-hash.ts';
import { SegmentSpan } from './segment-span.ts';

const NOWHERE: BinaryMemory = MemorySegment.wrap(new Uint8Array(0));

/** Where rows, arrays, maps and texts may lie: a segment, or several that follow one another. */
export type SectionMemory = MemorySegment | readonly MemorySegment[];

/**
 * A range of bytes that is a row, an array, a map or a text. It is a view: it owns no memory, reads what the memory holds at the
 * time, and throws SegmentFreedError when that was freed.
 *
 * Nothing that the bytes say leads outside of the range: CorruptDataError instead, with the position from the start of the range.
 */
export abstract class BinarySection {
  /** Set by `pointTo`, as are the two below. */
  readonly memory: BinaryMemory = NOWHERE;
  readonly offset: number = 0;
  readonly sizeInBytes: number = 0;

  /**
   * Bytewise, for values of the same type: as in Flink, rows are equal when their bytes are, which they are when the same fields
   * have been written in the same order. A row that holds the same values at other places is not equal.
   */
  equals(other: BinarySection): boolean {
    requireSection('other', other);
    return (
      this.sizeInBytes === other.sizeInBytes &&
      compareRanges(this.memory, this.offset, this.sizeInBytes, other.memory, other.offset, other.sizeInBytes) === 0
    );
  }

  /** Murmur3 over all bytes, in words: the hash code of Flink's row, array or map. */
  hashCode(): number {
    return hashWords(this.memory, this.offset, this.sizeInBytes & ~3);
  }

  /** A copy of the bytes. */
  toBytes(): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(this.sizeInBytes);
    if (this.sizeInBytes > 0) this.memory.get(this.offset, bytes);
    return bytes;
  }

  /** Copies the bytes into `target`, from `offset`. */
  copyTo(target: MemorySegment, offset: number): void {
    if (!(target instanceof MemorySegment)) throw invalid('a MemorySegment', 'target', target);
    requireInteger('offset', offset);
    if (!(offset >= 0 && offset <= target.size - this.sizeInBytes)) {
      throw noRange(offset, this.sizeInBytes, target.size);
    }
    copyRange(this.memory, this.offset, target, offset, this.sizeInBytes);
  }
}

/** Throws InvalidArgumentError for what is no row, array, map or text. */
export function requireSection(argument: string, value: unknown): asserts value is BinarySection {
  if (!(value instanceof BinarySection)) throw invalid('a binary row, array, map or text', argument, value);
}

/** Neighbours place a value that they have checked already. Not exported by the package. */
export function place(section: BinarySection, memory: BinaryMemory, offset: number, sizeInBytes: number): void {
  const open = section as { memory: BinaryMemory; offset: number; sizeInBytes: number };
  open.memory = memory;
  open.offset = offset;
  open.sizeInBytes = sizeInBytes;
}

/** What a view is pointed to whose bytes were refused: it has none, so that every read of a field throws. */
export function placeNowhere(section: BinarySection): void {
  place(section, NOWHERE, 0, 0);
}

/** Places `copy`, which it returns, in memory of its own that holds the bytes of `section`. */
export function placeCopy<S extends BinarySection>(section: BinarySection, copy: S): S {
  place(copy, MemorySegment.wrap(section.toBytes()), 0, section.sizeInBytes);
  return copy;
}

/** The memory of a range that begins at `offset`, as `BinarySection.pointTo` takes it. A range within one segment lies in that. */
export function placeIn(section: BinarySection, memory: SectionMemory, offset: number, sizeInBytes: number): void {
  const segment = memory as MemorySegment;
  if (
    memory instanceof MemorySegment &&
    typeof offset === 'number' &&
    typeof sizeInBytes === 'number' &&
    (offset | 0) === offset &&
    (sizeInBytes | 0) === sizeInBytes &&
    offset >= 0 &&
    sizeInBytes >= 0 &&
    offset <= segment.size - sizeInBytes
  ) {
    place(section, segment, offset, sizeInBytes);
  } else placeSlowly(section, memory, offset, sizeInBytes);
}

function placeSlowly(section: BinarySection, memory: SectionMemory, offset: number, sizeInBytes: number): void {
  if (Array.isArray(memory)) {
    placeInMany(section, memory, offset, sizeInBytes);
    return;
  }
  if (!(memory instanceof MemorySegment)) throw invalid('a MemorySegment', 'memory', memory);
  throw noRange(offset, sizeInBytes, memory.size);
}

function placeInMany(
  section: BinarySection,
  segments: readonly MemorySegment[],
  offset: number,
  sizeInBytes: number,
): void {
  const other = segments.findIndex((segment) => !(segment instanceof MemorySegment));
  if (other >= 0) throw invalid('a MemorySegment', `memory[${other}]`, segments[other]);
  const span = new SegmentSpan(segments);
  if (
    !(Number.isInteger(offset) && Number.isInteger(sizeInBytes) && offset >= 0 && sizeInBytes >= 0) ||
    offset > span.size - sizeInBytes
  ) {
    throw noRange(offset, sizeInBytes, span.size);
  }
  placeWithin(section, span, offset, sizeInBytes);
}

/** A part of what is in `memory` already: in one segment again when it fits there. */
export function placeWithin(section: BinarySection, memory: BinaryMemory, offset: number, sizeInBytes: number): void {
  if (memory instanceof SegmentSpan && sizeInBytes > 0) {
    const segment = memory.segmentAt(offset);
    const within = memory.within(offset);
    if (within <= segment.size - sizeInBytes) {
      place(section, segment, within, sizeInBytes);
      return;
    }
  }
  place(section, memory, offset, sizeInBytes);
}

/** `at` counts within the memory of the section. */
export function corrupt(section: BinarySection, at: number, reason: string): CorruptDataError {
  return new CorruptDataError({ position: at - section.offset, reason });
}

// Where the value of a slot is: two functions and no object, since this is done for each text that is read or compared.

/** Where bytes or a text begin, in the memory of the section; all of `variableLength` bytes lie in the section. */
export function variableStart(section: BinarySection, slot: number, fixedBytes: number): number {
  const { memory } = section;
  const high = memory.getLongHigh(slot);
  if (isInline(high)) return inlineStart(section, slot, inlineLength(high));
  return partStart(section, slot, high, memory.getLongLow(slot), fixedBytes);
}

/** Where the bytes of an inline value begin. */
function inlineStart(section: BinarySection, slot: number, length: number): number {
  if (length <= INLINE_LIMIT) return slot + INLINE_START;
  throw corrupt(section, slot, `${length} bytes in a slot`);
}

export function variableLength(section: BinarySection, slot: number): number {
  const high = section.memory.getLongHigh(slot);
  return isInline(high) ? inlineLength(high) : section.memory.getLongLow(slot);
}

/** Where `length` bytes begin in the memory of the section that a slot says to be at `start`, behind the fixed part. */
export function partStart(
  section: BinarySection,
  slot: number,
  start: number,
  length: number,
  fixedBytes: number,
): number {
  if (start >= fixedBytes && start <= section.sizeInBytes - length) return section.offset + start;
  // A slot of zeros is an empty text: what Flink reads where nothing was written.
  if (length === 0 && start >= 0 && start <= section.sizeInBytes) return section.offset + start;
  throw corrupt(section, slot, `a value at ${start} of ${length} bytes does not lie behind the fixed part`);
}
