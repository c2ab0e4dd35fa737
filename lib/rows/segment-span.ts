import { IndexOutOfBoundsError } from '../errors/argument-errors.ts';
import { MemorySegment } from '../memory/memory-segment.ts';
import { requireSafeLong } from '../memory/safe-long.ts';
import type { BinaryMemory } from './binary-memory.ts';

/** Values that lie in two segments pass through here. */
const CROSSING_BYTES = new Uint8Array(8);
const CROSSING = MemorySegment.wrap(CROSSING_BYTES);

/**
 * Several segments, of any sizes, as one memory: where rows lie that do not fit into one page. It owns none of them.
 * Accesses within one segment cost the search for it; those across a boundary are put together from bytes.
 */
export class SegmentSpan implements BinaryMemory {
  readonly segments: readonly MemorySegment[];
  readonly size: number;
  readonly #starts: readonly number[];
  /** The segment that was used last: the next access is near. */
  #current = 0;
  /** Where a value lies in the segment that `#source` and `#target` returned last. */
  #at = 0;

  constructor(segments: readonly MemorySegment[]) {
    this.segments = segments;
    let size = 0;
    this.#starts = segments.map((segment) => {
      const start = size;
      size += segment.size;
      return start;
    });
    this.size = size;
  }

  segmentAt(offset: number): MemorySegment {
    return this.segments[this.#find(offset)] as MemorySegment;
  }

  /** Where `offset` lies in its segment. */
  within(offset: number): number {
    return offset - (this.#starts[this.#find(offset)] as number);
  }

  getByte(offset: number): number {
    return this.segmentAt(offset).getByte(this.within(offset));
  }

  putByte(offset: number, value: number): void {
    this.segmentAt(offset).putByte(this.within(offset), value);
  }

  getBoolean(offset: number): boolean {
    return this.getByte(offset) !== 0;
  }

  putBoolean(offset: number, value: boolean): void {
    this.putByte(offset, value ? 1 : 0);
  }

  getShort(offset: number): number {
    return this.#source(offset, 2).getShort(this.#at);
  }

  putShort(offset: number, value: number): void {
    const target = this.#target(offset, 2);
    target.putShort(this.#at, value);
    if (target === CROSSING) this.#scatter(offset, 2);
  }

  getInt(offset: number): number {
    return this.#source(offset, 4).getInt(this.#at);
  }

  getIntBigEndian(offset: number): number {
    return this.#gather(offset, 4).getIntBigEndian(0);
  }

  putInt(offset: number, value: number): void {
    const target = this.#target(offset, 4);
    target.putInt(this.#at, value);
    if (target === CROSSING) this.#scatter(offset, 4);
  }

  getLong(offset: number): bigint {
    return this.#source(offset, 8).getLong(this.#at);
  }

  putLong(offset: number, value: bigint): void {
    const target = this.#target(offset, 8);
    target.putLong(this.#at, value);
    if (target === CROSSING) this.#scatter(offset, 8);
  }

  getLongAsNumber(offset: number): number {
    return this.#gather(offset, 8).getLongAsNumber(0);
  }

  putLongAsNumber(offset: number, value: number): void {
    requireSafeLong(value, offset);
    CROSSING.putLongAsNumber(0, value);
    this.#scatter(offset, 8);
  }

  getLongHigh(offset: number): number {
    return this.#source(offset, 8).getLongHigh(this.#at);
  }

  getLongLow(offset: number): number {
    return this.#source(offset, 8).getLongLow(this.#at);
  }

  putLongHighLow(offset: number, high: number, low: number): void {
    CROSSING.putLongHighLow(0, high, low);
    this.#scatter(offset, 8);
  }

  getFloat(offset: number): number {
    return this.#gather(offset, 4).getFloat(0);
  }

  putFloat(offset: number, value: number): void {
    CROSSING.putFloat(0, value);
    this.#scatter(offset, 4);
  }

  getDouble(offset: number): number {
    return this.#gather(offset, 8).getDouble(0);
  }

  putDouble(offset: number, value: number): void {
    CROSSING.putDouble(0, value);
    this.#scatter(offset, 8);
  }

  get(offset: number, bytes: Uint8Array, start = 0, length = bytes.length - start): void {
    this.#require(offset, length);
    for (let done = 0; done < length; ) {
      const segment = this.segmentAt(offset + done);
      const within = this.within(offset + done);
      const count = Math.min(length - done, segment.size - within);
      segment.get(within, bytes, start + done, count);
      done += count;
    }
  }

  put(offset: number, bytes: Uint8Array, start = 0, length = bytes.length - start): void {
    this.#require(offset, length);
    for (let done = 0; done < length; ) {
      const segment = this.segmentAt(offset + done);
      const within = this.within(offset + done);
      const count = Math.min(length - done, segment.size - within);
      segment.put(within, bytes, start + done, count);
      done += count;
    }
  }

  /** Where `width` bytes from `offset` can be read as one value, at `#at`. */
  #source(offset: number, width: number): MemorySegment {
    const target = this.#target(offset, width);
    return target === CROSSING ? this.#gather(offset, width) : target;
  }

  /** Where such a value can be written; in CROSSING it is not yet where it belongs. */
  #target(offset: number, width: number): MemorySegment {
    const holds = this.#holds(offset, width);
    this.#at = holds ? this.within(offset) : 0;
    return holds ? this.segmentAt(offset) : CROSSING;
  }

  #gather(offset: number, width: number): MemorySegment {
    this.get(offset, CROSSING_BYTES, 0, width);
    return CROSSING;
  }

  #scatter(offset: number, width: number): void {
    this.put(offset, CROSSING_BYTES, 0, width);
  }

  /** Whether `width` bytes from `offset` lie in one segment. */
  #holds(offset: number, width: number): boolean {
    const index = this.#find(offset);
    const end = index + 1 < this.#starts.length ? (this.#starts[index + 1] as number) : this.size;
    return offset + width <= end;
  }

  #require(offset: number, length: number): void {
    if (offset >= 0 && length >= 0 && offset + length <= this.size) return;
    throw new IndexOutOfBoundsError({ offset, length, size: this.size });
  }

  /** The last segment that begins at or before `offset`; none of those is empty, since `offset` lies inside. */
  #find(offset: number): number {
    if (!(offset >= 0 && offset < this.size)) throw new IndexOutOfBoundsError({ offset, size: this.size });
    const starts = this.#starts;
    const current = this.#current;
    if (offset >= (starts[current] as number) && offset < (starts[current + 1] ?? this.size)) return current;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    this.#current = low;
    return low;
  }
}
