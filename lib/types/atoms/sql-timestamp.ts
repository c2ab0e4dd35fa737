import { CorruptDataError } from '../../errors/type-errors.ts';
import type { LongHalves } from '../../memory/long-halves.ts';
import type { MemorySegment } from '../../memory/memory-segment.ts';
import type { DataInputView } from '../../views/data-input-view.ts';
import type { DataOutputView } from '../../views/data-output-view.ts';
import { KeyBytes } from '../key-bytes.ts';
import { hashOfHalves, highOf, putLongKey } from '../normalized-key.ts';
import { OwnNullSerializer } from '../own-null.ts';
import type { TypeSerializer } from '../type-serializer.ts';
import { notWritable } from '../value-errors.ts';
import { SqlTimestamp } from '../values/sql-timestamp.ts';
import { AtomicComparator, notComparable } from './atomic-comparator.ts';
import { atomicType } from './atomic-type.ts';

const DESCRIPTION = { kind: 'sqlTimestamp' } as const;
const EXPECTED = 'a SqlTimestamp';
const TIMESTAMP_BYTES = 12;
const NULL_HIGH = -(2 ** 31);
const NANOS_OF_MILLI = 1_000_000;
const MAX_NANOS = 999_999_999;

/** The milliseconds as a long, the nanoseconds of the second as an int. */
class SqlTimestampSerializer extends OwnNullSerializer<SqlTimestamp> {
  constructor(nullable = false) {
    super(DESCRIPTION, TIMESTAMP_BYTES, TIMESTAMP_BYTES, nullable);
  }

  createInstance(): SqlTimestamp {
    return SqlTimestamp.of(0);
  }

  withNull(): TypeSerializer<SqlTimestamp | null> {
    return new SqlTimestampSerializer(true) as TypeSerializer<SqlTimestamp | null>;
  }

  protected writeNull(target: DataOutputView): void {
    target.writeLongHighLow(NULL_HIGH, 0);
    target.writeInt(0);
  }

  protected writeValue(value: SqlTimestamp, target: DataOutputView): void {
    if (!(value instanceof SqlTimestamp)) throw notWritable(EXPECTED, value);
    target.writeLongAsNumber(value.millis);
    target.writeInt(value.nanos);
  }

  protected readValue(source: DataInputView): SqlTimestamp | null {
    return readTimestamp(source);
  }

  copyBytes(source: DataInputView, target: DataOutputView): void {
    target.writeLong(source.readLong());
    target.writeInt(source.readInt());
  }
}

/**
 * As Java, the nanoseconds decide where both say something of the fraction of the second. All of a null is read; Flink's
 * serializer forgets the nanoseconds of it.
 */
function readTimestamp(source: DataInputView): SqlTimestamp | null {
  const { position } = source;
  const { high, low } = source.readLongHighLow(halves);
  const nanos = source.readInt();
  if (high === NULL_HIGH && low === 0) return null;
  const second = Math.floor((high * 2 ** 32 + low) / 1000);
  const millis = second * 1000 + Math.floor(nanos / NANOS_OF_MILLI);
  if (nanos >= 0 && nanos <= MAX_NANOS && Number.isSafeInteger(millis)) return SqlTimestamp.of(millis, nanos);
  throw new CorruptDataError({ position, reason: 'a timestamp beyond 2^53 milliseconds, or of no such nanoseconds' });
}

class SqlTimestampComparator extends AtomicComparator<SqlTimestamp> {
  constructor(descending: boolean) {
    super(DESCRIPTION, descending, TIMESTAMP_BYTES);
  }

  /** java.sql.Timestamp.hashCode, which is of the milliseconds alone. */
  hash(value: SqlTimestamp): number {
    if (!(value instanceof SqlTimestamp)) throw notComparable(EXPECTED, value);
    return hashOfHalves(highOf(value.millis), value.millis);
  }

  compare(a: SqlTimestamp, b: SqlTimestamp): number {
    if (!(a instanceof SqlTimestamp)) throw notComparable(EXPECTED, a);
    if (!(b instanceof SqlTimestamp)) throw notComparable(EXPECTED, b);
    const order = a.compareTo(b);
    return this.invertNormalizedKey ? 0 - order : order;
  }

  compareSerialized(a: DataInputView, b: DataInputView): number {
    return this.compare(readTimestamp(a) as SqlTimestamp, readTimestamp(b) as SqlTimestamp);
  }

  putNormalizedKey(record: SqlTimestamp, target: MemorySegment, offset: number, length: number): void {
    if (!(record instanceof SqlTimestamp)) throw notComparable(EXPECTED, record);
    putLongKey(highOf(record.millis) ^ 0x80000000, record.millis | 0, key.segment, 0, 8);
    key.segment.putIntBigEndian(8, record.nanos);
    key.copyTo(target, offset, length);
  }
}

const halves: LongHalves = { high: 0, low: 0 };
const key = new KeyBytes(TIMESTAMP_BYTES);

export const SQL_TIMESTAMP = atomicType<SqlTimestamp>({
  description: DESCRIPTION,
  text: 'sqlTimestamp',
  createSerializer: () => new SqlTimestampSerializer(),
  createComparator: (descending) => new SqlTimestampComparator(descending),
});
