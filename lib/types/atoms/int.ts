import type { MemorySegment } from '../../memory/memory-segment.ts';
import type { DataInputView } from '../../views/data-input-view.ts';
import type { DataOutputView } from '../../views/data-output-view.ts';
import { putIntKey } from '../normalized-key.ts';
import { notWritable } from '../value-errors.ts';
import { AtomicComparator, notComparable } from './atomic-comparator.ts';
import { AtomicSerializer } from './atomic-serializer.ts';
import { atomicType } from './atomic-type.ts';

const DESCRIPTION = { kind: 'int' } as const;
const EXPECTED = 'an integer from -2^31 to 2^31 - 1';

class IntSerializer extends AtomicSerializer<number> {
  constructor() {
    super(DESCRIPTION, 4);
  }

  createInstance(): number {
    return 0;
  }

  serialize(value: number, target: DataOutputView): void {
    if (typeof value !== 'number' || (value | 0) !== value) throw notWritable(EXPECTED, value);
    target.writeInt(value);
  }

  deserialize(source: DataInputView): number {
    return source.readInt();
  }

  copyBytes(source: DataInputView, target: DataOutputView): void {
    target.writeInt(source.readInt());
  }
}

class IntComparator extends AtomicComparator<number> {
  constructor(descending: boolean) {
    super(DESCRIPTION, descending, 4);
  }

  /** java.lang.Integer.hashCode. */
  hash(value: number): number {
    if (typeof value !== 'number') throw notComparable(EXPECTED, value);
    return value | 0;
  }

  compare(a: number, b: number): number {
    if (typeof a !== 'number') throw notComparable(EXPECTED, a);
    if (typeof b !== 'number') throw notComparable(EXPECTED, b);
    if (a === b) return 0;
    return a < b !== this.invertNormalizedKey ? -1 : 1;
  }

  compareSerialized(a: DataInputView, b: DataInputView): number {
    return this.compare(a.readInt(), b.readInt());
  }

  putNormalizedKey(record: number, target: MemorySegment, offset: number, length: number): void {
    if (typeof record !== 'number') throw notComparable(EXPECTED, record);
    putIntKey(record ^ 0x80000000, 4, target, offset, length);
  }
}

export const INT = atomicType<number>({
  description: DESCRIPTION,
  text: 'int',
  createSerializer: () => new IntSerializer(),
  createComparator: (descending) => new IntComparator(descending),
});
