import type { MemorySegment } from '../../memory/memory-segment.ts';
import type { DataInputView } from '../../views/data-input-view.ts';
import type { DataOutputView } from '../../views/data-output-view.ts';
import { requireKeyRange } from '../normalized-key.ts';
import { OwnNullSerializer } from '../own-null.ts';
import { copyString, readAnyString, readString, writeAnyString, writeNullString } from '../string-form.ts';
import type { TypeSerializer } from '../type-serializer.ts';
import { unbound } from '../unbound-comparator.ts';
import { notWritable } from '../value-errors.ts';
import { AtomicComparator, notComparable } from './atomic-comparator.ts';
import { atomicType } from './atomic-type.ts';

const DESCRIPTION = { kind: 'string' } as const;
const EXPECTED = 'a string';

class StringSerializer extends OwnNullSerializer<string> {
  constructor(nullable = false) {
    super(DESCRIPTION, -1, 1, nullable);
  }

  createInstance(): string {
    return '';
  }

  withNull(): TypeSerializer<string | null> {
    return new StringSerializer(true) as TypeSerializer<string | null>;
  }

  /** The usual way, without the steps of the class above. */
  override serialize(value: string, target: DataOutputView): void {
    if (typeof value !== 'string' || !target.tryWriteAsciiString?.(value)) super.serialize(value, target);
  }

  override deserialize(source: DataInputView): string {
    return source.tryReadAsciiString?.() ?? super.deserialize(source);
  }

  protected writeNull(target: DataOutputView): void {
    writeNullString(target);
  }

  /** After `serialize`. */
  protected writeValue(value: string, target: DataOutputView): void {
    if (typeof value !== 'string') throw notWritable(EXPECTED, value);
    writeAnyString(value, target);
  }

  /** After `deserialize`. */
  protected readValue(source: DataInputView): string | null {
    return readAnyString(source);
  }

  copyBytes(source: DataInputView, target: DataOutputView): void {
    copyString(source, target);
  }
}

/** By UTF-16 units, as java.lang.String.compareTo. */
class StringComparator extends AtomicComparator<string> {
  constructor(descending: boolean) {
    super(DESCRIPTION, descending, Number.POSITIVE_INFINITY);
  }

  /** java.lang.String.hashCode. */
  hash(value: string): number {
    if (typeof value !== 'string') throw notComparable(EXPECTED, value);
    let hash = 0;
    for (let i = 0; i < value.length; i++) hash = (Math.imul(31, hash) + value.charCodeAt(i)) | 0;
    return hash;
  }

  compare(a: string, b: string): number {
    if (this === undefined) throw unbound();
    if (typeof a !== 'string') throw notComparable(EXPECTED, a);
    if (typeof b !== 'string') throw notComparable(EXPECTED, b);
    if (a === b) return 0;
    return a < b !== this.invertNormalizedKey ? -1 : 1;
  }

  compareSerialized(a: DataInputView, b: DataInputView): number {
    return this.compare(readString(a) as string, readString(b) as string);
  }

  override isNormalizedKeyPrefixOnly(): boolean {
    return true;
  }

  /** Units below 80 hex in a byte, below 2000 in two, others in three; then zeros. */
  putNormalizedKey(record: string, target: MemorySegment, offset: number, length: number): void {
    if (typeof record !== 'string') throw notComparable(EXPECTED, record);
    requireKeyRange(target, offset, length);
    const end = offset + length;
    let at = offset;
    for (let i = 0; i < record.length && at < end; i++) {
      const unit = record.charCodeAt(i);
      if (unit < 0x80) {
        target.putByte(at++, unit);
      } else if (unit < 0x2000) {
        target.putByte(at++, (unit >>> 7) | 0x80);
        if (at < end) target.putByte(at++, unit);
      } else {
        target.putByte(at++, (unit >>> 10) | 0xc0);
        if (at < end) target.putByte(at++, unit >>> 2);
        if (at < end) target.putByte(at++, unit);
      }
    }
    while (at < end) target.putByte(at++, 0);
  }
}

export const STRING = atomicType<string>({
  description: DESCRIPTION,
  text: 'string',
  createSerializer: () => new StringSerializer(),
  createComparator: (descending) => new StringComparator(descending),
});
