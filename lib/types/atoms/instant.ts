import { CorruptDataError } from '../../errors/type-errors.ts';
import { Instant, isEpochSecond, MIN_EPOCH_SECOND } from '../values/instant.ts';
import { fixedForm, typeOfValueClass } from './value-class.ts';

const NULL_SECOND = -(2n ** 63n);
const NULL_NANO = -(2 ** 31);
const NANOS_OF_SECOND = 1_000_000_000;

/** The second as a long, the nanoseconds as an int. */
export const INSTANT = typeOfValueClass(
  fixedForm<Instant>(12, {
    description: { kind: 'instant' },
    expected: 'an Instant',
    is: (value) => value instanceof Instant,
    order: (a, b) => (a instanceof Instant && b instanceof Instant ? a.compareTo(b) : undefined),
    empty: () => Instant.of(0n),

    write({ epochSecond, nano }, target) {
      target.writeLong(epochSecond);
      target.writeInt(nano);
    },

    writeNull(target) {
      target.writeLong(NULL_SECOND);
      target.writeInt(NULL_NANO);
    },

    /** As Java, nanoseconds of other seconds are carried over. */
    read(source) {
      const { position } = source;
      const second = source.readLong();
      const nano = source.readInt();
      if (second === NULL_SECOND && nano === NULL_NANO) return null;
      const carried = Math.floor(nano / NANOS_OF_SECOND);
      const epochSecond = second + BigInt(carried);
      if (isEpochSecond(epochSecond)) return Instant.of(epochSecond, nano - carried * NANOS_OF_SECOND);
      throw new CorruptDataError({ position, reason: 'an instant beyond those of Java' });
    },

    copyBytes(source, target) {
      target.writeLong(source.readLong());
      target.writeInt(source.readInt());
    },

    /** java.time.Instant.hashCode. */
    hash({ epochSecond, nano }) {
      const high = Number(BigInt.asIntN(32, epochSecond >> 32n));
      return ((high ^ Number(BigInt.asIntN(32, epochSecond))) + Math.imul(51, nano)) | 0;
    },

    /** Seconds after the first instant, then the nanoseconds. */
    putKey({ epochSecond, nano }, target, offset) {
      target.putLongBigEndian(offset, epochSecond - MIN_EPOCH_SECOND);
      target.putIntBigEndian(offset + 8, nano);
    },
  }),
);
