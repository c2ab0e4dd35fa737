import { copyBigint, hashBigint, readBigint, writeBigint, writeNullBigint } from '../bigint-form.ts';
import { Decimal } from '../values/decimal.ts';
import { typeOfValueClass } from './value-class.ts';

const SIGN_OF_ZERO = 2 ** 34;
const SIGN_OF_POSITIVE = 2 ** 35;

/**
 * The unscaled value as a bigint, then the scale as an int. Ordered by value; the hash code is of value and scale, as in Flink, so
 * that 1.0 and 1.00 are equal and hash apart.
 */
export const DECIMAL = typeOfValueClass<Decimal>({
  description: { kind: 'decimal' },
  expected: 'a Decimal',
  bytes: -1,
  minBytes: 8,
  nullBytes: 4,
  keyBytes: 5,
  isKeyPrefix: true,
  is: (value) => value instanceof Decimal,
  order: (a, b) => (a instanceof Decimal && b instanceof Decimal ? a.compareTo(b) : undefined),
  empty: () => Decimal.of(0n),

  write({ unscaled, scale }, target) {
    writeBigint(unscaled, target);
    target.writeInt(scale);
  },

  writeNull: writeNullBigint,

  read(source) {
    const unscaled = readBigint(source);
    return unscaled === null ? null : Decimal.of(unscaled, source.readInt());
  },

  copyBytes(source, target) {
    if (copyBigint(source, target)) target.writeInt(source.readInt());
  },

  /** java.math.BigDecimal.hashCode. */
  hash({ unscaled, scale }) {
    return (Math.imul(31, hashBigint(unscaled)) + scale) | 0;
  },

  /** Sign and magnitude, in 36 bits; Flink leaves what follows them unwritten, here it is zeros. */
  putKey(value, target, offset) {
    const key = keyOf(value);
    target.putByte(offset, Math.floor(key / 2 ** 32));
    target.putIntBigEndian(offset + 1, key | 0);
  },
});

/** Flink's numbers: what lies below the sign is from 0 for the smallest magnitude of its sign. */
function keyOf({ signum, scale, precision }: Decimal): number {
  if (signum === 0) return SIGN_OF_ZERO;
  const magnitude = 4_294_967_294 + (scale - precision + 1);
  return signum < 0 ? magnitude : SIGN_OF_POSITIVE + (6_442_450_941 - magnitude);
}
