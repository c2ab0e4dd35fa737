import { CorruptDataError } from '../../errors/type-errors.ts';
import type { LongHalves } from '../../memory/long-halves.ts';
import { hashOfSafeInteger, putSafeIntegerKey } from '../long-form.ts';
import { SqlTimestamp } from '../values/sql-timestamp.ts';
import { fixedForm, typeOfValueClass } from './value-class.ts';

const NULL_HIGH = -(2 ** 31);
const NANOS_OF_MILLI = 1_000_000;
const MAX_NANOS = 999_999_999;
const halves: LongHalves = { high: 0, low: 0 };

/** The milliseconds as a long, the nanoseconds of the second as an int. */
export const SQL_TIMESTAMP = typeOfValueClass(
  fixedForm<SqlTimestamp>(12, {
    description: { kind: 'sqlTimestamp' },
    expected: 'a SqlTimestamp',
    is: (value) => value instanceof SqlTimestamp,
    order: (a, b) => (a instanceof SqlTimestamp && b instanceof SqlTimestamp ? a.compareTo(b) : undefined),
    empty: () => SqlTimestamp.of(0),

    write({ millis, nanos }, target) {
      target.writeLongAsNumber(millis);
      target.writeInt(nanos);
    },

    writeNull(target) {
      target.writeLongHighLow(NULL_HIGH, 0);
      target.writeInt(0);
    },

    /**
     * As Java, the nanoseconds decide where both say something of the fraction of the second. All of a null is read; Flink's
     * serializer forgets the nanoseconds of it.
     */
    read(source) {
      const { position } = source;
      const { high, low } = source.readLongHighLow(halves);
      const nanos = source.readInt();
      if (high === NULL_HIGH && low === 0) return null;
      const second = Math.floor((high * 2 ** 32 + low) / 1000);
      const millis = second * 1000 + Math.floor(nanos / NANOS_OF_MILLI);
      if (nanos >= 0 && nanos <= MAX_NANOS && Number.isSafeInteger(millis)) return SqlTimestamp.of(millis, nanos);
      const reason = 'a timestamp beyond 2^53 milliseconds, or of no such nanoseconds';
      throw new CorruptDataError({ position, reason });
    },

    copyBytes(source, target) {
      target.writeLong(source.readLong());
      target.writeInt(source.readInt());
    },

    /** java.sql.Timestamp.hashCode, which is of the milliseconds alone. */
    hash: ({ millis }) => hashOfSafeInteger(millis),

    putKey({ millis, nanos }, target, offset) {
      putSafeIntegerKey(millis, target, offset, 8);
      target.putIntBigEndian(offset + 8, nanos);
    },
  }),
);
