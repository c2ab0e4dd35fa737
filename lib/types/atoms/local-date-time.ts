import { CorruptDataError } from '../../errors/type-errors.ts';
import type { MemorySegment } from '../../memory/memory-segment.ts';
import type { DataInputView } from '../../views/data-input-view.ts';
import type { DataOutputView } from '../../views/data-output-view.ts';
import { KeyBytes } from '../key-bytes.ts';
import { OwnNullSerializer } from '../own-null.ts';
import type { TypeSerializer } from '../type-serializer.ts';
import { notWritable } from '../value-errors.ts';
import { LocalDate } from '../values/local-date.ts';
import { LocalDateTime } from '../values/local-date-time.ts';
import { LocalTime } from '../values/local-time.ts';
import { AtomicComparator, notComparable } from './atomic-comparator.ts';
import { atomicType } from './atomic-type.ts';
import { DATE_BYTES, hashOfDate, putDate, readDate, writeDate, writeNullDate } from './local-date.ts';
import { hashOfTime, putTime, readTime, TIME_BYTES, writeNullTime, writeTime } from './local-time.ts';

const DESCRIPTION = { kind: 'localDateTime' } as const;
const EXPECTED = 'a LocalDateTime';
const DATE_TIME_BYTES = DATE_BYTES + TIME_BYTES;

/** The date, then the time. */
class LocalDateTimeSerializer extends OwnNullSerializer<LocalDateTime> {
  constructor(nullable = false) {
    super(DESCRIPTION, DATE_TIME_BYTES, DATE_TIME_BYTES, nullable);
  }

  createInstance(): LocalDateTime {
    return LocalDateTime.of(LocalDate.of(1970, 1, 1), LocalTime.of(0, 0));
  }

  withNull(): TypeSerializer<LocalDateTime | null> {
    return new LocalDateTimeSerializer(true) as TypeSerializer<LocalDateTime | null>;
  }

  protected writeNull(target: DataOutputView): void {
    writeNullDate(target);
    writeNullTime(target);
  }

  protected writeValue(value: LocalDateTime, target: DataOutputView): void {
    if (!(value instanceof LocalDateTime)) throw notWritable(EXPECTED, value);
    writeDate(value.date, target);
    writeTime(value.time, target);
  }

  protected readValue(source: DataInputView): LocalDateTime | null {
    return readDateTime(source);
  }

  copyBytes(source: DataInputView, target: DataOutputView): void {
    target.writeInt(source.readInt());
    target.writeLong(source.readLong());
    target.writeByte(source.readByte());
  }
}

function readDateTime(source: DataInputView): LocalDateTime | null {
  const { position } = source;
  const date = readDate(source);
  const time = readTime(source);
  if (date !== null && time !== null) return LocalDateTime.of(date, time);
  if (date === null && time === null) return null;
  throw new CorruptDataError({ position, reason: 'one of date and time is null' });
}

class LocalDateTimeComparator extends AtomicComparator<LocalDateTime> {
  constructor(descending: boolean) {
    super(DESCRIPTION, descending, DATE_TIME_BYTES);
  }

  /** java.time.LocalDateTime.hashCode. */
  hash(value: LocalDateTime): number {
    if (!(value instanceof LocalDateTime)) throw notComparable(EXPECTED, value);
    return hashOfDate(value.date) ^ hashOfTime(value.time);
  }

  compare(a: LocalDateTime, b: LocalDateTime): number {
    if (!(a instanceof LocalDateTime)) throw notComparable(EXPECTED, a);
    if (!(b instanceof LocalDateTime)) throw notComparable(EXPECTED, b);
    const order = a.compareTo(b);
    return this.invertNormalizedKey ? 0 - order : order;
  }

  compareSerialized(a: DataInputView, b: DataInputView): number {
    return this.compare(readDateTime(a) as LocalDateTime, readDateTime(b) as LocalDateTime);
  }

  putNormalizedKey(record: LocalDateTime, target: MemorySegment, offset: number, length: number): void {
    if (!(record instanceof LocalDateTime)) throw notComparable(EXPECTED, record);
    putDate(record.date, key.segment);
    putTime(record.time, key.segment, DATE_BYTES);
    key.copyTo(target, offset, length);
  }
}

const key = new KeyBytes(DATE_TIME_BYTES);

export const LOCAL_DATE_TIME = atomicType<LocalDateTime>({
  description: DESCRIPTION,
  text: 'localDateTime',
  createSerializer: () => new LocalDateTimeSerializer(),
  createComparator: (descending) => new LocalDateTimeComparator(descending),
});
