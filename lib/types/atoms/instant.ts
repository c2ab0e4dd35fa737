import { CorruptDataError } from '../../errors/type-errors.ts';
import type { MemorySegment } from '../../memory/memory-segment.ts';
import type { DataInputView } from '../../views/data-input-view.ts';
import type { DataOutputView } from '../../views/data-output-view.ts';
import { KeyBytes } from '../key-bytes.ts';
import { OwnNullSerializer } from '../own-null.ts';
import type { TypeSerializer } from '../type-serializer.ts';
import { notWritable } from '../value-errors.ts';
import { Instant, isEpochSecond, MIN_EPOCH_SECOND } from '../values/instant.ts';
import { AtomicComparator, notComparable } from './atomic-comparator.ts';
import { atomicType } from './atomic-type.ts';

const DESCRIPTION = { kind: 'instant' } as const;
const EXPECTED = 'an Instant';
const INSTANT_BYTES = 12;
const NULL_SECOND = -(2n ** 63n);
const NULL_NANO = -(2 ** 31);
const NANOS_OF_SECOND = 1_000_000_000;

/** The second as a long, the nanoseconds as an int. */
class InstantSerializer extends OwnNullSerializer<Instant> {
  constructor(nullable = false) {
    super(DESCRIPTION, INSTANT_BYTES, INSTANT_BYTES, nullable);
  }

  createInstance(): Instant {
    return Instant.of(0n);
  }

  withNull(): TypeSerializer<Instant | null> {
    return new InstantSerializer(true) as TypeSerializer<Instant | null>;
  }

  protected writeNull(target: DataOutputView): void {
    target.writeLong(NULL_SECOND);
    target.writeInt(NULL_NANO);
  }

  protected writeValue(value: Instant, target: DataOutputView): void {
    if (!(value instanceof Instant)) throw notWritable(EXPECTED, value);
    target.writeLong(value.epochSecond);
    target.writeInt(value.nano);
  }

  protected readValue(source: DataInputView): Instant | null {
    return readInstant(source);
  }

  copyBytes(source: DataInputView, target: DataOutputView): void {
    target.writeLong(source.readLong());
    target.writeInt(source.readInt());
  }
}

/** As Java, nanoseconds of other seconds are carried over. */
function readInstant(source: DataInputView): Instant | null {
  const { position } = source;
  const second = source.readLong();
  const nano = source.readInt();
  if (second === NULL_SECOND && nano === NULL_NANO) return null;
  const carried = Math.floor(nano / NANOS_OF_SECOND);
  const epochSecond = second + BigInt(carried);
  if (isEpochSecond(epochSecond)) return Instant.of(epochSecond, nano - carried * NANOS_OF_SECOND);
  throw new CorruptDataError({ position, reason: 'an instant beyond those of Java' });
}

class InstantComparator extends AtomicComparator<Instant> {
  constructor(descending: boolean) {
    super(DESCRIPTION, descending, INSTANT_BYTES);
  }

  /** java.time.Instant.hashCode. */
  hash(value: Instant): number {
    if (!(value instanceof Instant)) throw notComparable(EXPECTED, value);
    const { epochSecond, nano } = value;
    const high = Number(BigInt.asIntN(32, epochSecond >> 32n));
    return ((high ^ Number(BigInt.asIntN(32, epochSecond))) + Math.imul(51, nano)) | 0;
  }

  compare(a: Instant, b: Instant): number {
    if (!(a instanceof Instant)) throw notComparable(EXPECTED, a);
    if (!(b instanceof Instant)) throw notComparable(EXPECTED, b);
    const order = a.compareTo(b);
    return this.invertNormalizedKey ? 0 - order : order;
  }

  compareSerialized(a: DataInputView, b: DataInputView): number {
    return this.compare(readInstant(a) as Instant, readInstant(b) as Instant);
  }

  /** Seconds after the first instant, then the nanoseconds. */
  putNormalizedKey(record: Instant, target: MemorySegment, offset: number, length: number): void {
    if (!(record instanceof Instant)) throw notComparable(EXPECTED, record);
    key.segment.putLongBigEndian(0, record.epochSecond - MIN_EPOCH_SECOND);
    key.segment.putIntBigEndian(8, record.nano);
    key.copyTo(target, offset, length);
  }
}

const key = new KeyBytes(INSTANT_BYTES);

export const INSTANT = atomicType<Instant>({
  description: DESCRIPTION,
  text: 'instant',
  createSerializer: () => new InstantSerializer(),
  createComparator: (descending) => new InstantComparator(descending),
});
