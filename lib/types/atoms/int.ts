import type { DataInputView } from '../../views/data-input-view.ts';
import type { DataOutputView } from '../../views/data-output-view.ts';
import { notWritable } from '../value-errors.ts';
import { AtomicSerializer } from './atomic-serializer.ts';
import { atomicType } from './atomic-type.ts';
import { Int32Comparator, type Int32Form } from './integer-comparator.ts';

const FORM: Int32Form = {
  description: { kind: 'int' },
  expected: 'an integer from -2^31 to 2^31 - 1',
  bytes: 4,
};

class IntSerializer extends AtomicSerializer<number> {
  constructor() {
    super(FORM.description, FORM.bytes);
  }

  createInstance(): number {
    return 0;
  }

  serialize(value: number, target: DataOutputView): void {
    if (typeof value !== 'number' || (value | 0) !== value) throw notWritable(FORM.expected, value);
    target.writeInt(value);
  }

  deserialize(source: DataInputView): number {
    return source.readInt();
  }

  copyBytes(source: DataInputView, target: DataOutputView): void {
    target.writeInt(source.readInt());
  }
}

class IntComparator extends Int32Comparator {
  compareSerialized(a: DataInputView, b: DataInputView): number {
    return this.compare(a.readInt(), b.readInt());
  }
}

export const INT = atomicType<number>({
  description: FORM.description,
  text: 'int',
  createSerializer: () => new IntSerializer(),
  createComparator: (descending) => new IntComparator(FORM, descending),
});
