import { CorruptDataError } from '../../errors/type-errors.ts';
import { LocalDateTime } from '../values/local-date-time.ts';
import { LOCAL_DATE_FORM } from './local-date.ts';
import { LOCAL_TIME_FORM } from './local-time.ts';
import { fixedForm, typeOfValueClass } from './value-class.ts';

const DATE_BYTES = LOCAL_DATE_FORM.bytes;

/** The date, then the time. */
export const LOCAL_DATE_TIME = typeOfValueClass(
  fixedForm<LocalDateTime>(DATE_BYTES + LOCAL_TIME_FORM.bytes, {
    description: { kind: 'localDateTime' },
    expected: 'a LocalDateTime',
    is: (value) => value instanceof LocalDateTime,
    order: (a, b) => (a instanceof LocalDateTime && b instanceof LocalDateTime ? a.compareTo(b) : undefined),
    empty: () => LocalDateTime.of(LOCAL_DATE_FORM.empty(), LOCAL_TIME_FORM.empty()),

    write({ date, time }, target) {
      LOCAL_DATE_FORM.write(date, target);
      LOCAL_TIME_FORM.write(time, target);
    },

    writeNull(target) {
      LOCAL_DATE_FORM.writeNull(target);
      LOCAL_TIME_FORM.writeNull(target);
    },

    read(source) {
      const { position } = source;
      const date = LOCAL_DATE_FORM.read(source);
      const time = LOCAL_TIME_FORM.read(source);
      if (date !== null && time !== null) return LocalDateTime.of(date, time);
      if (date === null && time === null) return null;
      throw new CorruptDataError({ position, reason: 'one of date and time is null' });
    },

    copyBytes(source, target) {
      target.writeInt(source.readInt());
      target.writeLong(source.readLong());
      target.writeByte(source.readByte());
    },

    /** java.time.LocalDateTime.hashCode. */
    hash: ({ date, time }) => LOCAL_DATE_FORM.hash(date) ^ LOCAL_TIME_FORM.hash(time),

    putKey({ date, time }, target, offset) {
      LOCAL_DATE_FORM.putKey(date, target, offset);
      LOCAL_TIME_FORM.putKey(time, target, offset + DATE_BYTES);
    },
  }),
);
