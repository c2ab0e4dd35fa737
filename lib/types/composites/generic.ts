import { deserialize, serialize } from 'node:v8';
import { CorruptDataError, TypeMismatchError } from '../../errors/type-errors.ts';
import { describeValue } from '../../memory/argument-checks.ts';
import type { DataInputView } from '../../views/data-input-view.ts';
import type { DataOutputView } from '../../views/data-output-view.ts';
import { atomicType } from '../atoms/atomic-type.ts';
import { OwnNullSerializer } from '../own-null.ts';
import type { TypeSerializer } from '../type-serializer.ts';
import { readCount } from './composite-serializer.ts';
import { readBytes } from './read-bytes.ts';

const DESCRIPTION = { kind: 'generic' } as const;
/** Two bytes of version and one of null. */
const MIN_CLONE_BYTES = 3;

/** Whatever structured clone carries, in V8's form behind an int, how many bytes. Only JavaScript reads it. */
class GenericSerializer extends OwnNullSerializer<unknown> {
  constructor(nullable = false) {
    super(DESCRIPTION, -1, 4 + MIN_CLONE_BYTES, nullable);
  }

  override get immutable(): boolean {
    return false;
  }

  createInstance(): unknown {
    return {};
  }

  override copy(value: unknown): unknown {
    return structuredClone(value);
  }

  withNull(): TypeSerializer<unknown> {
    return new GenericSerializer(true);
  }

  protected writeNull(target: DataOutputView): void {
    this.writeValue(null, target);
  }

  protected writeValue(value: unknown, target: DataOutputView): void {
    let bytes: Uint8Array;
    try {
      bytes = serialize(value);
    } catch {
      throw new TypeMismatchError({
        path: '',
        expected: 'what structured clone carries',
        value: describeValue(value),
      });
    }
    target.writeInt(bytes.length);
    target.write(bytes);
  }

  protected readValue(source: DataInputView): unknown {
    const { position } = source;
    const bytes = readBytes(source, readCount(source, 1));
    try {
      return deserialize(bytes) ?? null;
    } catch {
      throw new CorruptDataError({ position, reason: 'no structured clone that this version of V8 reads' });
    }
  }

  copyBytes(source: DataInputView, target: DataOutputView): void {
    const bytes = readBytes(source, readCount(source, 1));
    target.writeInt(bytes.length);
    target.write(bytes);
  }
}

export const GENERIC = atomicType<unknown>({
  description: DESCRIPTION,
  text: 'generic',
  createSerializer: () => new GenericSerializer(),
});
