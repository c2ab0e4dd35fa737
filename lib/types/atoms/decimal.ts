import { requireRange } from '../../memory/argument-checks.ts';
import type { MemorySegment } from '../../memory/memory-segment.ts';
import type { DataInputView } from '../../views/data-input-view.ts';
import type { DataOutputView } from '../../views/data-output-view.ts';
import { copyBigint, hashBigint, readBigint, writeBigint, writeNullBigint } from '../bigint-form.ts';
import { OwnNullSerializer } from '../own-null.ts';
import type { TypeSerializer } from '../type-serializer.ts';
import { notWritable } from '../value-errors.ts';
import { Decimal } from '../values/decimal.ts';
import { AtomicComparator, notComparable } from './atomic-comparator.ts';
import { atomicType } from './atomic-type.ts';

const DESCRIPTION = { kind: 'decimal' } as const;
const EXPECTED = 'a Decimal';
const KEY_BYTES = 5;

/** The unscaled value as a bigint, then the scale as an int. */
class DecimalSerializer extends OwnNullSerializer<Decimal> {
  constructor(nullable = false) {
    super(DESCRIPTION, -1, nullable ? 4 : 8, nullable);
  }

  createInstance(): Decimal {
    return Decimal.of(0n);
  }

  withNull(): TypeSerializer<Decimal | null> {
    return new DecimalSerializer(true) as TypeSerializer<Decimal | null>;
  }

  protected writeNull(target: DataOutputView): void {
    writeNullBigint(target);
  }

  protected writeValue(value: Decimal, target: DataOutputView): void {
    if (!(value instanceof Decimal)) throw notWritable(EXPECTED, value);
    writeBigint(value.unscaled, target);
    target.writeInt(value.scale);
  }

  protected readValue(source: DataInputView): Decimal | null {
    return readDecimal(source);
  }

  copyBytes(source: DataInputView, target: DataOutputView): void {
    if (copyBigint(source, target)) target.writeInt(source.readInt());
  }
}

function readDecimal(source: DataInputView): Decimal | null {
  const unscaled = readBigint(source);
  return unscaled === null ? null : Decimal.of(unscaled, source.readInt());
}

/** By value; the hash code is of value and scale, as in Flink, so that 1.0 and 1.00 are equal and hash apart. */
class DecimalComparator extends AtomicComparator<Decimal> {
  constructor(descending: boolean) {
    super(DESCRIPTION, descending, KEY_BYTES);
  }

  /** java.math.BigDecimal.hashCode. */
  hash(value: Decimal): number {
    if (!(value instanceof Decimal)) throw notComparable(EXPECTED, value);
    return (Math.imul(31, hashBigint(value.unscaled)) + value.scale) | 0;
  }

  compare(a: Decimal, b: Decimal): number {
    if (!(a instanceof Decimal)) throw notComparable(EXPECTED, a);
    if (!(b instanceof Decimal)) throw notComparable(EXPECTED, b);
    const order = a.compareTo(b);
    return this.invertNormalizedKey ? 0 - order : order;
  }

  compareSerialized(a: DataInputView, b: DataInputView): number {
    return this.compare(readDecimal(a) as Decimal, readDecimal(b) as Decimal);
  }

  override isNormalizedKeyPrefixOnly(): boolean {
    return true;
  }

  /** Sign and magnitude, in 36 bits; Flink leaves what follows them unwritten, here it is zeros. */
  putNormalizedKey(record: Decimal, target: MemorySegment, offset: number, length: number): void {
    if (!(record instanceof Decimal)) throw notComparable(EXPECTED, record);
    requireRange('offset', offset, length, target.size);
    const key = keyOf(record);
    for (let i = 0; i < length; i++) {
      target.putByte(offset + i, i < KEY_BYTES ? Math.floor(key / 256 ** (KEY_BYTES - 1 - i)) % 256 : 0);
    }
  }
}

const SIGN_OF_ZERO = 2 ** 34;
const SIGN_OF_POSITIVE = 2 ** 35;

/** Flink's numbers: what lies below the sign is from 0 for the smallest magnitude of its sign. */
function keyOf({ signum, scale, precision }: Decimal): number {
  if (signum === 0) return SIGN_OF_ZERO;
  const magnitude = 4_294_967_294 + (scale - precision + 1);
  return signum < 0 ? magnitude : SIGN_OF_POSITIVE + (6_442_450_941 - magnitude);
}

export const DECIMAL = atomicType<Decimal>({
  description: DESCRIPTION,
  text: 'decimal',
  createSerializer: () => new DecimalSerializer(),
  createComparator: (descending) => new DecimalComparator(descending),
});
