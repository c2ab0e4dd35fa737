import type { DataInputView } from '../../views/data-input-view.ts';
import type { DataOutputView } from '../../views/data-output-view.ts';
import { notWritable } from '../value-errors.ts';
import { AtomicSerializer } from './atomic-serializer.ts';
import { atomicType } from './atomic-type.ts';

const DESCRIPTION = { kind: 'void' } as const;

/** One byte, of which nothing is read. */
class VoidSerializer extends AtomicSerializer<null> {
  constructor() {
    super(DESCRIPTION, 1);
  }

  createInstance(): null {
    return null;
  }

  override copy(): null {
    return null;
  }

  serialize(value: null, target: DataOutputView): void {
    if (value !== null && value !== undefined) throw notWritable('null', value);
    target.writeByte(0);
  }

  deserialize(source: DataInputView): null {
    source.readByte();
    return null;
  }

  copyBytes(source: DataInputView, target: DataOutputView): void {
    target.writeByte(source.readByte());
  }
}

export const VOID = atomicType<null>({
  description: DESCRIPTION,
  text: 'void',
  createSerializer: () => new VoidSerializer(),
});
