import { CorruptDataError } from '../../errors/type-errors.ts';
import { isDate, LocalDate } from '../values/local-date.ts';
import { fixedForm, typeOfValueClass } from './value-class.ts';

const NULL_YEAR = -(2 ** 31);
const NULL_MONTH_AND_DAY = -(2 ** 15);

/** The year as an int, month and day as bytes. */
export const LOCAL_DATE_FORM = fixedForm<LocalDate>(6, {
  description: { kind: 'localDate' },
  expected: 'a LocalDate',
  is: (value) => value instanceof LocalDate,
  order: (a, b) => (a instanceof LocalDate && b instanceof LocalDate ? a.compareTo(b) : undefined),
  empty: () => LocalDate.of(1970, 1, 1),

  write({ year, month, day }, target) {
    target.writeInt(year);
    target.writeByte(month);
    target.writeByte(day);
  },

  writeNull(target) {
    target.writeInt(NULL_YEAR);
    target.writeShort(NULL_MONTH_AND_DAY);
  },

  read(source) {
    const { position } = source;
    const year = source.readInt();
    const month = source.readByte();
    const day = source.readByte();
    if (year === NULL_YEAR) return null;
    if (isDate(year, month, day)) return LocalDate.of(year, month, day);
    throw new CorruptDataError({ position, reason: 'there is no such date', year, month, day });
  },

  copyBytes(source, target) {
    target.writeInt(source.readInt());
    target.writeShort(source.readShort());
  },

  /** java.time.LocalDate.hashCode. */
  hash({ year, month, day }) {
    return (year & 0xfffff800) ^ (((year << 11) + (month << 6) + day) | 0);
  },

  putKey({ year, month, day }, target, offset) {
    target.putIntBigEndian(offset, year ^ 0x80000000);
    target.putByte(offset + 4, month);
    target.putByte(offset + 5, day);
  },
});

export const LOCAL_DATE = typeOfValueClass(LOCAL_DATE_FORM);
