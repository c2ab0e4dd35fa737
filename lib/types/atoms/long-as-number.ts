import { UnsafeIntegerError } from '../../errors/unsafe-integer-error.ts';
import type { MemorySegment } from '../../memory/memory-segment.ts';
import type { DataInputView } from '../../views/data-input-view.ts';
import type { DataOutputView } from '../../views/data-output-view.ts';
import { compareLongs, copyLong, hashOfSafeInteger, putSafeIntegerKey } from '../long-form.ts';
import { notWritable } from '../value-errors.ts';
import { notComparable } from './atomic-comparator.ts';
import { AtomicSerializer } from './atomic-serializer.ts';
import { atomicType } from './atomic-type.ts';
import { IntegerComparator } from './integer-comparator.ts';

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
    copyLong(source, target);
  }
}

class LongAsNumberComparator extends IntegerComparator {
  constructor(descending: boolean) {
    super(DESCRIPTION, descending, 8);
  }

  /** java.lang.Long.hashCode. */
  hash(value: number): number {
    this.require(value);
    return hashOfSafeInteger(value);
  }

  compareSerialized(a: DataInputView, b: DataInputView): number {
    return this.directed(compareLongs(a, b));
  }

  putNormalizedKey(record: number, target: MemorySegment, offset: number, length: number): void {
    this.require(record);
    putSafeIntegerKey(record, target, offset, length);
  }

  protected require(value: number): void {
    if (Number.isSafeInteger(value)) return;
    if (Number.isInteger(value)) throw new UnsafeIntegerError({ value });
    throw notComparable(EXPECTED, value);
  }
}

export const LONG_AS_NUMBER = atomicType<number>({
  description: DESCRIPTION,
  text: "long({ as: 'number' })",
  createSerializer: () => new LongAsNumberSerializer(),
  createComparator: (descending) => new LongAsNumberComparator(descending),
});
