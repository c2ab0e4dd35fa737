import { UnsafeIntegerError } from '../../errors/unsafe-integer-error.ts';
import type { LongHalves } from '../../memory/long-halves.ts';
import type { MemorySegment } from '../../memory/memory-segment.ts';
import type { DataInputView } from '../../views/data-input-view.ts';
import type { DataOutputView } from '../../views/data-output-view.ts';
import { compareHalves, hashOfHalves, highOf, putLongKey } from '../normalized-key.ts';
import { notWritable } from '../value-errors.ts';
import { AtomicComparator, notComparable } from './atomic-comparator.ts';
import { AtomicSerializer } from './atomic-serializer.ts';
import { atomicType } from './atomic-type.ts';

const DESCRIPTION = { kind: 'long', as: 'number' } as const;
const EXPECTED = 'an integer from -(2^53 - 1) to 2^53 - 1';

class LongAsNumberSerializer extends AtomicSerializer<number> {
  constructor() {
    super(DESCRIPTION, 8);
  }

  createInstance(): number {
    return 0;
  }

  serialize(value: number, target: DataOutputView): void {
    if (!Number.isSafeInteger(value)) {
      if (Number.isInteger(value)) throw new UnsafeIntegerError({ value });
      throw notWritable(EXPECTED, value);
    }
    target.writeLongAsNumber(value);
  }

  deserialize(source: DataInputView): number {
    return source.readLongAsNumber();
  }

  copyBytes(source: DataInputView, target: DataOutputView): void {
    const { high, low } = source.readLongHighLow(left);
    target.writeLongHighLow(high, low);
  }
}

class LongAsNumberComparator extends AtomicComparator<number> {
  constructor(descending: boolean) {
    super(DESCRIPTION, descending, 8);
  }

  /** java.lang.Long.hashCode. */
  hash(value: number): number {
    if (typeof value !== 'number') throw notComparable(EXPECTED, value);
    return hashOfHalves(highOf(value), value);
  }

  compare(a: number, b: number): number {
    if (typeof a !== 'number') throw notComparable(EXPECTED, a);
    if (typeof b !== 'number') throw notComparable(EXPECTED, b);
    if (a === b) return 0;
    return a < b !== this.invertNormalizedKey ? -1 : 1;
  }

  compareSerialized(a: DataInputView, b: DataInputView): number {
    const order = compareHalves(a.readLongHighLow(left), b.readLongHighLow(right));
    return this.invertNormalizedKey ? 0 - order : order;
  }

  putNormalizedKey(record: number, target: MemorySegment, offset: number, length: number): void {
    if (typeof record !== 'number') throw notComparable(EXPECTED, record);
    putLongKey(highOf(record) ^ 0x80000000, record | 0, target, offset, length);
  }
}

const left: LongHalves = { high: 0, low: 0 };
const right: LongHalves = { high: 0, low: 0 };

export const LONG_AS_NUMBER = atomicType<number>({
  description: DESCRIPTION,
  text: "long({ as: 'number' })",
  createSerializer: () => new LongAsNumberSerializer(),
  createComparator: (descending) => new LongAsNumberComparator(descending),
});
