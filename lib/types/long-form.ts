import type { LongHalves } from '../memory/long-halves.ts';
import type { MemorySegment } from '../memory/memory-segment.ts';
import type { DataInputView } from '../views/data-input-view.ts';
import type { DataOutputView } from '../views/data-output-view.ts';
import { putLongKey } from './normalized-key.ts';

/** Longs that no bigint is made for: as two halves of 32 bits with a sign each, or as a safe integer. */

const left: LongHalves = { high: 0, low: 0 };
const right: LongHalves = { high: 0, low: 0 };

/** Passes eight bytes on as they are. */
export function copyLong(source: DataInputView, target: DataOutputView): void {
  const { high, low } = source.readLongHighLow(left);
  target.writeLongHighLow(high, low);
}

/** Negative, 0 or positive, as the longs that the views come to next. */
export function compareLongs(a: DataInputView, b: DataInputView): number {
  // To read the other, a view may call code of its owner's, which may compare longs too.
  const { high, low } = a.readLongHighLow(left);
  const other = b.readLongHighLow(right);
  if (high !== other.high) return high < other.high ? -1 : 1;
  return low === other.low ? 0 : low < other.low ? -1 : 1;
}

/** java.lang.Long.hashCode. */
export function hashOfHalves(high: number, low: number): number {
  return high ^ low;
}

/** java.lang.Long.hashCode of a safe integer. */
export function hashOfSafeInteger(value: number): number {
  return hashOfHalves(highOf(value), value);
}

/** The normalized key of a safe integer as a long. */
export function putSafeIntegerKey(value: number, target: MemorySegment, offset: number, length: number): void {
  putLongKey(highOf(value) ^ 0x80000000, value | 0, target, offset, length);
}

/** The upper half of a safe integer. The lower is `value | 0`. */
function highOf(value: number): number {
  return Math.floor(value / 4294967296) | 0;
}
