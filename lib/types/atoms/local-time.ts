import { CorruptDataError } from '../../errors/type-errors.ts';
import type { MemorySegment } from '../../memory/memory-segment.ts';
import type { DataInputView } from '../../views/data-input-view.ts';
import type { DataOutputView } from '../../views/data-output-view.ts';
import { KeyBytes } from '../key-bytes.ts';
import { hashOfHalves, highOf } from '../normalized-key.ts';
import { OwnNullSerializer } from '../own-null.ts';
import type { TypeSerializer } from '../type-serializer.ts';
import { notWritable } from '../value-errors.ts';
import { isTime, LocalTime } from '../values/local-time.ts';
import { AtomicComparator, notComparable } from './atomic-comparator.ts';
import { atomicType } from './atomic-type.ts';

const DESCRIPTION = { kind: 'localTime' } as const;
const EXPECTED = 'a LocalTime';
export const TIME_BYTES = 7;
const NULL_HOUR = -(2 ** 7);
const NULL_MINUTE_AND_SECOND = -(2 ** 15);
const NULL_NANO = -(2 ** 31);

class LocalTimeSerializer extends OwnNullSerializer<LocalTime> {
  constructor(nullable = false) {
    super(DESCRIPTION, TIME_BYTES, TIME_BYTES, nullable);
  }

  createInstance(): LocalTime {
    return LocalTime.of(0, 0);
  }

  withNull(): TypeSerializer<LocalTime | null> {
    return new LocalTimeSerializer(true) as TypeSerializer<LocalTime | null>;
  }

  protected writeNull(target: DataOutputView): void {
    writeNullTime(target);
  }

  protected writeValue(value: LocalTime, target: DataOutputView): void {
    if (!(value instanceof LocalTime)) throw notWritable(EXPECTED, value);
    writeTime(value, target);
  }

  protected readValue(source: DataInputView): LocalTime | null {
    return readTime(source);
  }

  copyBytes(source: DataInputView, target: DataOutputView): void {
    target.writeByte(source.readByte());
    target.writeShort(source.readShort());
    target.writeInt(source.readInt());
  }
}

export function writeNullTime(target: DataOutputView): void {
  target.writeByte(NULL_HOUR);
  target.writeShort(NULL_MINUTE_AND_SECOND);
  target.writeInt(NULL_NANO);
}

export function writeTime({ hour, minute, second, nano }: LocalTime, target: DataOutputView): void {
  target.writeByte(hour);
  target.writeByte(minute);
  target.writeByte(second);
  target.writeInt(nano);
}

export function readTime(source: DataInputView): LocalTime | null {
  const { position } = source;
  const hour = source.readByte();
  const minute = source.readByte();
  const second = source.readByte();
  const nano = source.readInt();
  if (hour === NULL_HOUR) return null;
  if (isTime(hour, minute, second, nano)) return LocalTime.of(hour, minute, second, nano);
  throw new CorruptDataError({ position, reason: 'there is no such time of day', hour, minute, second, nano });
}

class LocalTimeComparator extends AtomicComparator<LocalTime> {
  constructor(descending: boolean) {
    super(DESCRIPTION, descending, TIME_BYTES);
  }

  hash(value: LocalTime): number {
    if (!(value instanceof LocalTime)) throw notComparable(EXPECTED, value);
    return hashOfTime(value);
  }

  compare(a: LocalTime, b: LocalTime): number {
    if (!(a instanceof LocalTime)) throw notComparable(EXPECTED, a);
    if (!(b instanceof LocalTime)) throw notComparable(EXPECTED, b);
    const order = a.compareTo(b);
    return this.invertNormalizedKey ? 0 - order : order;
  }

  compareSerialized(a: DataInputView, b: DataInputView): number {
    return this.compare(readTime(a) as LocalTime, readTime(b) as LocalTime);
  }

  putNormalizedKey(record: LocalTime, target: MemorySegment, offset: number, length: number): void {
    if (!(record instanceof LocalTime)) throw notComparable(EXPECTED, record);
    putTime(record, key.segment, 0);
    key.copyTo(target, offset, length);
  }
}

const key = new KeyBytes(TIME_BYTES);

/** The key of a time. */
export function putTime({ hour, minute, second, nano }: LocalTime, target: MemorySegment, offset: number): void {
  target.putByte(offset, hour);
  target.putByte(offset + 1, minute);
  target.putByte(offset + 2, second);
  target.putIntBigEndian(offset + 3, nano ^ 0x80000000);
}

/** java.time.LocalTime.hashCode: of the nanoseconds of the day as a long. */
export function hashOfTime({ hour, minute, second, nano }: LocalTime): number {
  const nanoOfDay = (hour * 3600 + minute * 60 + second) * 1_000_000_000 + nano;
  return hashOfHalves(highOf(nanoOfDay), nanoOfDay);
}

export const LOCAL_TIME = atomicType<LocalTime>({
  description: DESCRIPTION,
  text: 'localTime',
  createSerializer: () => new LocalTimeSerializer(),
  createComparator: (descending) => new LocalTimeComparator(descending),
});
