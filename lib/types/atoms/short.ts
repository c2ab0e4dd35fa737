import type { DataInputView } from '../../views/data-input-view.ts';
import type { DataOutputView } from '../../views/data-output-view.ts';
import { notWritable } from '../value-errors.ts';
import { AtomicSerializer } from './atomic-serializer.ts';
import { atomicType } from './atomic-type.ts';
import { Int32Comparator, type Int32Form } from './integer-comparator.ts';

const FORM: Int32Form = {
  description: { kind: 'short' },
  expected: 'an integer from -32768 to 32767',
  bytes: 2,
};

class ShortSerializer extends AtomicSerializer<number> {
  constructor() {
    super(FORM.description, FORM.bytes);
  }

  createInstance(): number {
    return 0;
  }

  serialize(value: number, target: DataOutputView): void {
    if (typeof value !== 'number' || (value << 16) >> 16 !== value) throw notWritable(FORM.expected, value);
    target.writeShort(value);
  }

  deserialize(source: DataInputView): number {
    return source.readShort();
  }

  copyBytes(source: DataInputView, target: DataOutputView): void {
    target.writeShort(source.readShort());
  }
}

class ShortComparator extends Int32Comparator {
  compareSerialized(a: DataInputView, b: DataInputView): number {
    return this.compare(a.readShort(), b.readShort());
  }
}

export const SHORT = atomicType<number>({
  description: FORM.description,
  text: 'short',
  createSerializer: () => new ShortSerializer(),
  createComparator: (descending) => new ShortComparator(FORM, descending),
});
