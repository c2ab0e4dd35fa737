import type { MemorySegment } from '../../memory/memory-segment.ts';
import type { DataInputView } from '../../views/data-input-view.ts';
import type { DataOutputView } from '../../views/data-output-view.ts';
import { compareFloats, doubleHighBits, doubleLowBits } from '../float-order.ts';
import { copyLong, hashOfHalves } from '../long-form.ts';
import { putLongKey } from '../normalized-key.ts';
import { unbound } from '../unbound-comparator.ts';
import { notWritable } from '../value-errors.ts';
import { AtomicComparator, notComparable } from './atomic-comparator.ts';
import { AtomicSerializer } from './atomic-serializer.ts';
import { atomicType } from './atomic-type.ts';

const DESCRIPTION = { kind: 'double' } as const;
const EXPECTED = 'a number';

class DoubleSerializer extends AtomicSerializer<number> {
  constructor() {
    super(DESCRIPTION, 8);
  }

  createInstance(): number {
    return 0;
  }

  serialize(value: number, target: DataOutputView): void {
    if (typeof value !== 'number') throw notWritable(EXPECTED, value);
    target.writeDouble(value);
  }

  deserialize(source: DataInputView): number {
    return source.readDouble();
  }

  copyBytes(source: DataInputView, target: DataOutputView): void {
    copyLong(source, target);
  }
}

class DoubleComparator extends AtomicComparator<number> {
  constructor(descending: boolean) {
    super(DESCRIPTION, descending, 8);
  }

  /** java.lang.Double.hashCode. */
  hash(value: number): number {
    if (typeof value !== 'number') throw notComparable(EXPECTED, value);
    return hashOfHalves(doubleHighBits(value), doubleLowBits());
  }

  compare(a: number, b: number): number {
    if (this === undefined) throw unbound();
    if (typeof a !== 'number') throw notComparable(EXPECTED, a);
    if (typeof b !== 'number') throw notComparable(EXPECTED, b);
    return this.directed(compareFloats(a, b));
  }

  compareSerialized(a: DataInputView, b: DataInputView): number {
    return this.compare(a.readDouble(), b.readDouble());
  }

  /** The bits, with the sign flipped, and all of them below 0: Flink has no such key. */
  putNormalizedKey(record: number, target: MemorySegment, offset: number, length: number): void {
    if (typeof record !== 'number') throw notComparable(EXPECTED, record);
    const high = doubleHighBits(record);
    const low = doubleLowBits();
    if (high < 0) putLongKey(~high, ~low, target, offset, length);
    else putLongKey(high ^ 0x80000000, low, target, offset, length);
  }
}

export const DOUBLE = atomicType<number>({
  description: DESCRIPTION,
  text: 'double',
  createSerializer: () => new DoubleSerializer(),
  createComparator: (descending) => new DoubleComparator(descending),
});
