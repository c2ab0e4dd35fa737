import { CorruptDataError } from '../../errors/type-errors.ts';
import { hashOfSafeInteger } from '../long-form.ts';
import { isTime, LocalTime } from '../values/local-time.ts';
import { fixedForm, typeOfValueClass } from './value-class.ts';

const NULL_HOUR = -(2 ** 7);
const NULL_MINUTE_AND_SECOND = -(2 ** 15);
const NULL_NANO = -(2 ** 31);

/** Hour, minute and second as bytes, the nanoseconds as an int. */
export const LOCAL_TIME_FORM = fixedForm<LocalTime>(7, {
  description: { kind: 'localTime' },
  expected: 'a LocalTime',
  is: (value) => value instanceof LocalTime,
  order: (a, b) => (a instanceof LocalTime && b instanceof LocalTime ? a.compareTo(b) : undefined),
  empty: () => LocalTime.of(0, 0),

  write({ hour, minute, second, nano }, target) {
    target.writeByte(hour);
    target.writeByte(minute);
    target.writeByte(second);
    target.writeInt(nano);
  },

  writeNull(target) {
    target.writeByte(NULL_HOUR);
    target.writeShort(NULL_MINUTE_AND_SECOND);
    target.writeInt(NULL_NANO);
  },

  read(source) {
    const { position } = source;
    const hour = source.readByte();
    const minute = source.readByte();
    const second = source.readByte();
    const nano = source.readInt();
    if (hour === NULL_HOUR) return null;
    if (isTime(hour, minute, second, nano)) return LocalTime.of(hour, minute, second, nano);
    throw new CorruptDataError({ position, reason: 'there is no such time of day', hour, minute, second, nano });
  },

  copyBytes(source, target) {
    target.writeByte(source.readByte());
    target.writeShort(source.readShort());
    target.writeInt(source.readInt());
  },

  /** java.time.LocalTime.hashCode: of the nanoseconds of the day as a long. */
  hash({ hour, minute, second, nano }) {
    return hashOfSafeInteger((hour * 3600 + minute * 60 + second) * 1_000_000_000 + nano);
  },

  putKey({ hour, minute, second, nano }, target, offset) {
    target.putByte(offset, hour);
    target.putByte(offset + 1, minute);
    target.putByte(offset + 2, second);
    target.putIntBigEndian(offset + 3, nano ^ 0x80000000);
  },
});

export const LOCAL_TIME = typeOfValueClass(LOCAL_TIME_FORM);
