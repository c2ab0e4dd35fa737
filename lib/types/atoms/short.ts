import type { MemorySegment } from '../../memory/memory-segment.ts';
import type { DataInputView } from '../../views/data-input-view.ts';
import type { DataOutputView } from '../../views/data-output-view.ts';
import { putIntKey } from '../normalized-key.ts';
import { notWritable } from '../value-errors.ts';
import { AtomicComparator, notComparable } from './atomic-comparator.ts';
import { AtomicSerializer } from './atomic-serializer.ts';
import { atomicType } from './atomic-type.ts';

const DESCRIPTION = { kind: 'short' } as const;
const EXPECTED = 'an integer from -32768 to 32767';

class ShortSerializer extends AtomicSerializer<number> {
  constructor() {
    super(DESCRIPTION, 2);
  }

  createInstance(): number {
    return 0;
  }

  serialize(value: number, target: DataOutputView): void {
    if (typeof value !== 'number' || (value << 16) >> 16 !== value) throw notWritable(EXPECTED, value);
    target.writeShort(value);
  }

  deserialize(source: DataInputView): number {
    return source.readShort();
  }

  copyBytes(source: DataInputView, target: DataOutputView): void {
    target.writeShort(source.readShort());
  }
}

class ShortComparator extends AtomicComparator<number> {
  constructor(descending: boolean) {
    super(DESCRIPTION, descending, 2);
  }

  /** java.lang.Short.hashCode. */
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
    return this.compare(a.readShort(), b.readShort());
  }

  putNormalizedKey(record: number, target: MemorySegment, offset: number, length: number): void {
    if (typeof record !== 'number') throw notComparable(EXPECTED, record);
    putIntKey(record ^ 0x8000, 2, target, offset, length);
  }
}

export const SHORT = atomicType<number>({
  description: DESCRIPTION,
  text: 'short',
  createSerializer: () => new ShortSerializer(),
  createComparator: (descending) => new ShortComparator(descending),
});
