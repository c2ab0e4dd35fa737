import type { DataInputView } from '../../views/data-input-view.ts';
import type { DataOutputView } from '../../views/data-output-view.ts';
import { notWritable } from '../value-errors.ts';
import { AtomicSerializer } from './atomic-serializer.ts';
import { atomicType } from './atomic-type.ts';
import { Int32Comparator, type Int32Form } from './integer-comparator.ts';

const FORM: Int32Form = {
  description: { kind: 'byte' },
  expected: 'an integer from -128 to 127',
  bytes: 1,
};

class ByteSerializer extends AtomicSerializer<number> {
  constructor() {
    super(FORM.description, FORM.bytes);
  }

  createInstance(): number {
    return 0;
  }

  serialize(value: number, target: DataOutputView): void {
    if (typeof value !== 'number' || (value << 24) >> 24 !== value) throw notWritable(FORM.expected, value);
    target.writeByte(value);
  }

  deserialize(source: DataInputView): number {
    return source.readByte();
  }

  copyBytes(source: DataInputView, target: DataOutputView): void {
    target.writeByte(source.readByte());
  }
}

class ByteComparator extends Int32Comparator {
  compareSerialized(a: DataInputView, b: DataInputView): number {
    return this.compare(a.readByte(), b.readByte());
  }
}

export const BYTE = atomicType<number>({
  description: FORM.description,
  text: 'byte',
  createSerializer: () => new ByteSerializer(),
  createComparator: (descending) => new ByteComparator(FORM, descending),
});
