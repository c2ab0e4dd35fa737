import type { MemorySegment } from '../../memory/memory-segment.ts';
import type { DataInputView } from '../../views/data-input-view.ts';
import type { DataOutputView } from '../../views/data-output-view.ts';
import { putIntKey } from '../normalized-key.ts';
import { notWritable } from '../value-errors.ts';
import { AtomicComparator, notComparable } from './atomic-comparator.ts';
import { AtomicSerializer } from './atomic-serializer.ts';
import { atomicType } from './atomic-type.ts';

const DESCRIPTION = { kind: 'byte' } as const;
const EXPECTED = 'an integer from -128 to 127';

class ByteSerializer extends AtomicSerializer<number> {
  constructor() {
    super(DESCRIPTION, 1);
  }

  createInstance(): number {
    return 0;
  }

  serialize(value: number, target: DataOutputView): void {
    if (typeof value !== 'number' || (value << 24) >> 24 !== value) throw notWritable(EXPECTED, value);
    target.writeByte(value);
  }

  deserialize(source: DataInputView): number {
    return source.readByte();
  }

  copyBytes(source: DataInputView, target: DataOutputView): void {
    target.writeByte(source.readByte());
  }
}

class ByteComparator extends AtomicComparator<number> {
  constructor(descending: boolean) {
    super(DESCRIPTION, descending, 1);
  }

  /** java.lang.Byte.hashCode. */
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
    return this.compare(a.readByte(), b.readByte());
  }

  putNormalizedKey(record: number, target: MemorySegment, offset: number, length: number): void {
    if (typeof record !== 'number') throw notComparable(EXPECTED, record);
    putIntKey(record ^ 0x80, 1, target, offset, length);
  }
}

export const BYTE = atomicType<number>({
  description: DESCRIPTION,
  text: 'byte',
  createSerializer: () => new ByteSerializer(),
  createComparator: (descending) => new ByteComparator(descending),
});
