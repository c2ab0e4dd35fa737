import { CorruptDataError } from '../../errors/type-errors.ts';
import type { MemorySegment } from '../../memory/memory-segment.ts';
import type { DataInputView } from '../../views/data-input-view.ts';
import type { DataOutputView } from '../../views/data-output-view.ts';
import { KeyBytes } from '../key-bytes.ts';
import { OwnNullSerializer } from '../own-null.ts';
import type { TypeSerializer } from '../type-serializer.ts';
import { notWritable } from '../value-errors.ts';
import { isDate, LocalDate } from '../values/local-date.ts';
import { AtomicComparator, notComparable } from './atomic-comparator.ts';
import { atomicType } from './atomic-type.ts';

const DESCRIPTION = { kind: 'localDate' } as const;
const EXPECTED = 'a LocalDate';
export const DATE_BYTES = 6;
const NULL_YEAR = -(2 ** 31);
const NULL_MONTH_AND_DAY = -(2 ** 15);

class LocalDateSerializer extends OwnNullSerializer<LocalDate> {
  constructor(nullable = false) {
    super(DESCRIPTION, DATE_BYTES, DATE_BYTES, nullable);
  }

  createInstance(): LocalDate {
    return LocalDate.of(1970, 1, 1);
  }

  withNull(): TypeSerializer<LocalDate | null> {
    return new LocalDateSerializer(true) as TypeSerializer<LocalDate | null>;
  }

  protected writeNull(target: DataOutputView): void {
    writeNullDate(target);
  }

  protected writeValue(value: LocalDate, target: DataOutputView): void {
    if (!(value instanceof LocalDate)) throw notWritable(EXPECTED, value);
    writeDate(value, target);
  }

  protected readValue(source: DataInputView): LocalDate | null {
    return readDate(source);
  }

  copyBytes(source: DataInputView, target: DataOutputView): void {
    target.writeInt(source.readInt());
    target.writeShort(source.readShort());
  }
}

export function writeNullDate(target: DataOutputView): void {
  target.writeInt(NULL_YEAR);
  target.writeShort(NULL_MONTH_AND_DAY);
}

export function writeDate({ year, month, day }: LocalDate, target: DataOutputView): void {
  target.writeInt(year);
  target.writeByte(month);
  target.writeByte(day);
}

export function readDate(source: DataInputView): LocalDate | null {
  const { position } = source;
  const year = source.readInt();
  const month = source.readByte();
  const day = source.readByte();
  if (year === NULL_YEAR) return null;
  if (isDate(year, month, day)) return LocalDate.of(year, month, day);
  throw new CorruptDataError({ position, reason: 'there is no such date', year, month, day });
}

class LocalDateComparator extends AtomicComparator<LocalDate> {
  constructor(descending: boolean) {
    super(DESCRIPTION, descending, DATE_BYTES);
  }

  hash(value: LocalDate): number {
    if (!(value instanceof LocalDate)) throw notComparable(EXPECTED, value);
    return hashOfDate(value);
  }

  compare(a: LocalDate, b: LocalDate): number {
    if (!(a instanceof LocalDate)) throw notComparable(EXPECTED, a);
    if (!(b instanceof LocalDate)) throw notComparable(EXPECTED, b);
    const order = a.compareTo(b);
    return this.invertNormalizedKey ? 0 - order : order;
  }

  compareSerialized(a: DataInputView, b: DataInputView): number {
    return this.compare(readDate(a) as LocalDate, readDate(b) as LocalDate);
  }

  putNormalizedKey(record: LocalDate, target: MemorySegment, offset: number, length: number): void {
    if (!(record instanceof LocalDate)) throw notComparable(EXPECTED, record);
    putDate(record, key.segment);
    key.copyTo(target, offset, length);
  }
}

const key = new KeyBytes(DATE_BYTES);

/** The key of a date, at offset 0. */
export function putDate({ year, month, day }: LocalDate, target: MemorySegment): void {
  target.putIntBigEndian(0, year ^ 0x80000000);
  target.putByte(4, month);
  target.putByte(5, day);
}

/** java.time.LocalDate.hashCode. */
export function hashOfDate({ year, month, day }: LocalDate): number {
  return (year & 0xfffff800) ^ (((year << 11) + (month << 6) + day) | 0);
}

export const LOCAL_DATE = atomicType<LocalDate>({
  description: DESCRIPTION,
  text: 'localDate',
  createSerializer: () => new LocalDateSerializer(),
  createComparator: (descending) => new LocalDateComparator(descending),
});
