import { NullFieldError } from '../../errors/type-errors.ts';
import type { DataInputView } from '../../views/data-input-view.ts';
import type { DataOutputView } from '../../views/data-output-view.ts';
import { atomicType } from '../atoms/atomic-type.ts';
import { readCount } from '../composites/composite-serializer.ts';
import { passBytes, readBytes } from '../composites/read-bytes.ts';
import { OwnNullSerializer } from '../own-null.ts';
import type { TypeSerializer } from '../type-serializer.ts';
import { MIN_FORM_BYTES } from './clone-form.ts';
import { readClone } from './clone-reader.ts';
import { CloneWriter } from './clone-writer.ts';

const DESCRIPTION = { kind: 'generic' } as const;

/** Undefined while in use: getters of a value that is written may write another. */
let free: CloneWriter | undefined;

/** What `use` makes of the form of `value`, which is valid until it returns. */
function withForm<T>(value: unknown, use: (form: Uint8Array) => T): T {
  const writer = free ?? new CloneWriter();
  free = undefined;
  try {
    return use(writer.write(value));
  } finally {
    free = writer;
  }
}

/** Whatever structured clone carries, in a form of ours behind an int, how many bytes. Only JavaScript reads it. */
class GenericSerializer extends OwnNullSerializer<unknown> {
  constructor(nullable = false) {
    super(DESCRIPTION, -1, 4 + MIN_FORM_BYTES, nullable);
  }

  override get immutable(): boolean {
    return false;
  }

  createInstance(): unknown {
    return {};
  }

  /** What would be read if it were written. */
  override copy(value: unknown): unknown {
    if (value === null || value === undefined) throw new NullFieldError({ path: '' });
    return withForm(value, (form) => readClone(form, 0));
  }

  withNull(): TypeSerializer<unknown> {
    return new GenericSerializer(true);
  }

  protected writeNull(target: DataOutputView): void {
    this.writeValue(null, target);
  }

  protected writeValue(value: unknown, target: DataOutputView): void {
    withForm(value, (form) => {
      target.writeInt(form.length);
      target.write(form);
    });
  }

  protected readValue(source: DataInputView): unknown {
    const count = readCount(source, 1);
    const { position } = source;
    return readClone(passBytes(source, count), position) ?? null;
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
