import type { MemorySegment } from '../../memory/memory-segment.ts';
import type { DataInputView } from '../../views/data-input-view.ts';
import type { DataOutputView } from '../../views/data-output-view.ts';
import { compareLongs, copyLong, hashOfHalves } from '../long-form.ts';
import { putLongKey } from '../normalized-key.ts';
import { notWritable } from '../value-errors.ts';
import { notComparable } from './atomic-comparator.ts';
import { AtomicSerializer } from './atomic-serializer.ts';
import { atomicType } from './atomic-type.ts';
import { BigintComparator } from './bigint-comparator.ts';

const DESCRIPTION = { kind: 'long', as: 'bigint' } as const;
const EXPECTED = 'a bigint from -2^63 to 2^63 - 1';

class LongSerializer extends AtomicSerializer<bigint> {
  constructor() {
    super(DESCRIPTION, 8);
  }

  createInstance(): bigint {
    return 0n;
  }

  serialize(value: bigint, target: DataOutputView): void {
    if (typeof value !== 'bigint' || BigInt.asIntN(64, value) !== value) throw notWritable(EXPECTED, value);
    target.writeLong(value);
  }

  deserialize(source: DataInputView): bigint {
    return source.readLong();
  }

  copyBytes(source: DataInputView, target: DataOutputView): void {
    copyLong(source, target);
  }
}

class LongComparator extends BigintComparator {
  constructor(descending: boolean) {
    super(DESCRIPTION, descending, 8);
  }

  /** java.lang.Long.hashCode. */
  hash(value: bigint): number {
    this.require(value);
    return hashOfHalves(Number(BigInt.asIntN(32, value >> 32n)), Number(BigInt.asIntN(32, value)));
  }

  protected require(value: bigint): void {
    if (typeof value !== 'bigint' || BigInt.asIntN(64, value) !== value) throw notComparable(EXPECTED, value);
  }

  compareSerialized(a: DataInputView, b: DataInputView): number {
    return this.directed(compareLongs(a, b));
  }

  putNormalizedKey(record: bigint, target: MemorySegment, offset: number, length: number): void {
    this.require(record);
    const high = Number(BigInt.asIntN(32, record >> 32n));
    putLongKey(high ^ 0x80000000, Number(BigInt.asIntN(32, record)), target, offset, length);
  }
}

export const LONG = atomicType<bigint>({
  description: DESCRIPTION,
  text: 'long',
  createSerializer: () => new LongSerializer(),
  createComparator: (descending) => new LongComparator(descending),
});
