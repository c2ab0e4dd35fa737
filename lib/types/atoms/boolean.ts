import type { MemorySegment } from '../../memory/memory-segment.ts';
import type { DataInputView } from '../../views/data-input-view.ts';
import type { DataOutputView } from '../../views/data-output-view.ts';
import { putIntKey } from '../normalized-key.ts';
import { unbound } from '../unbound-comparator.ts';
import { notWritable } from '../value-errors.ts';
import { AtomicComparator, notComparable } from './atomic-comparator.ts';
import { AtomicSerializer } from './atomic-serializer.ts';
import { atomicType } from './atomic-type.ts';

const DESCRIPTION = { kind: 'boolean' } as const;
const EXPECTED = 'a boolean';
/** java.lang.Boolean.hashCode. */
const HASH_OF_TRUE = 1231;
const HASH_OF_FALSE = 1237;

class BooleanSerializer extends AtomicSerializer<boolean> {
  constructor() {
    super(DESCRIPTION, 1);
  }

  createInstance(): boolean {
    return false;
  }

  serialize(value: boolean, target: DataOutputView): void {
    if (typeof value !== 'boolean') throw notWritable(EXPECTED, value);
    target.writeBoolean(value);
  }

  deserialize(source: DataInputView): boolean {
    return source.readBoolean();
  }

  /** As Flink: any byte that is true becomes 1. */
  copyBytes(source: DataInputView, target: DataOutputView): void {
    target.writeBoolean(source.readBoolean());
  }
}

/** False before true. */
class BooleanComparator extends AtomicComparator<boolean> {
  constructor(descending: boolean) {
    super(DESCRIPTION, descending, 1);
  }

  hash(value: boolean): number {
    if (typeof value !== 'boolean') throw notComparable(EXPECTED, value);
    return value ? HASH_OF_TRUE : HASH_OF_FALSE;
  }

  compare(a: boolean, b: boolean): number {
    if (this === undefined) throw unbound();
    if (typeof a !== 'boolean') throw notComparable(EXPECTED, a);
    if (typeof b !== 'boolean') throw notComparable(EXPECTED, b);
    if (a === b) return 0;
    return a === this.invertNormalizedKey ? -1 : 1;
  }

  compareSerialized(a: DataInputView, b: DataInputView): number {
    return this.compare(a.readBoolean(), b.readBoolean());
  }

  putNormalizedKey(record: boolean, target: MemorySegment, offset: number, length: number): void {
    if (typeof record !== 'boolean') throw notComparable(EXPECTED, record);
    putIntKey(record ? 1 : 0, 1, target, offset, length);
  }
}

export const BOOLEAN = atomicType<boolean>({
  description: DESCRIPTION,
  text: 'boolean',
  createSerializer: () => new BooleanSerializer(),
  createComparator: (descending) => new BooleanComparator(descending),
});
