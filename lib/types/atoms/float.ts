import type { MemorySegment } from '../../memory/memory-segment.ts';
import type { DataInputView } from '../../views/data-input-view.ts';
import type { DataOutputView } from '../../views/data-output-view.ts';
import { compareFloats, floatBits } from '../float-order.ts';
import { putIntKey } from '../normalized-key.ts';
import { unbound } from '../unbound-comparator.ts';
import { notWritable } from '../value-errors.ts';
import { AtomicComparator, notComparable } from './atomic-comparator.ts';
import { AtomicSerializer } from './atomic-serializer.ts';
import { atomicType } from './atomic-type.ts';

const DESCRIPTION = { kind: 'float' } as const;
const EXPECTED = 'a number';

/** Numbers are rounded to the nearest float. */
class FloatSerializer extends AtomicSerializer<number> {
  constructor() {
    super(DESCRIPTION, 4);
  }

  createInstance(): number {
    return 0;
  }

  serialize(value: number, target: DataOutputView): void {
    if (typeof value !== 'number') throw notWritable(EXPECTED, value);
    target.writeFloat(value);
  }

  deserialize(source: DataInputView): number {
    return source.readFloat();
  }

  copyBytes(source: DataInputView, target: DataOutputView): void {
    target.writeInt(source.readInt());
  }
}

/** Compares what would be written: the nearest floats. */
class FloatComparator extends AtomicComparator<number> {
  constructor(descending: boolean) {
    super(DESCRIPTION, descending, 4);
  }

  /** java.lang.Float.hashCode. */
  hash(value: number): number {
    if (typeof value !== 'number') throw notComparable(EXPECTED, value);
    return floatBits(value);
  }

  compare(a: number, b: number): number {
    if (this === undefined) throw unbound();
    if (typeof a !== 'number') throw notComparable(EXPECTED, a);
    if (typeof b !== 'number') throw notComparable(EXPECTED, b);
    return this.directed(compareFloats(Math.fround(a), Math.fround(b)));
  }

  compareSerialized(a: DataInputView, b: DataInputView): number {
    return this.compare(a.readFloat(), b.readFloat());
  }

  /** The bits, with the sign flipped, and all of them below 0: Flink has no such key. */
  putNormalizedKey(record: number, target: MemorySegment, offset: number, length: number): void {
    if (typeof record !== 'number') throw notComparable(EXPECTED, record);
    const bits = floatBits(record);
    putIntKey(bits < 0 ? ~bits : bits ^ 0x80000000, 4, target, offset, length);
  }
}

export const FLOAT = atomicType<number>({
  description: DESCRIPTION,
  text: 'float',
  createSerializer: () => new FloatSerializer(),
  createComparator: (descending) => new FloatComparator(descending),
});
