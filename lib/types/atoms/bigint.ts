import type { MemorySegment } from '../../memory/memory-segment.ts';
import type { DataInputView } from '../../views/data-input-view.ts';
import type { DataOutputView } from '../../views/data-output-view.ts';
import { copyBigint, hashBigint, readBigint, writeBigint, writeNullBigint } from '../bigint-form.ts';
import { bitLength } from '../bit-length.ts';
import { requireKeyRange } from '../normalized-key.ts';
import { OwnNullSerializer } from '../own-null.ts';
import type { TypeSerializer } from '../type-serializer.ts';
import { notWritable } from '../value-errors.ts';
import { notComparable } from './atomic-comparator.ts';
import { atomicType } from './atomic-type.ts';
import { BigintComparator } from './bigint-comparator.ts';

const DESCRIPTION = { kind: 'bigint' } as const;
const EXPECTED = 'a bigint';
/** Sign and number of bits, at the beginning of a key. */
const HEAD_BYTES = 4;

class BigintSerializer extends OwnNullSerializer<bigint> {
  constructor(nullable = false) {
    super(DESCRIPTION, -1, 4, nullable);
  }

  createInstance(): bigint {
    return 0n;
  }

  withNull(): TypeSerializer<bigint | null> {
    return new BigintSerializer(true) as TypeSerializer<bigint | null>;
  }

  protected writeNull(target: DataOutputView): void {
    writeNullBigint(target);
  }

  protected writeValue(value: bigint, target: DataOutputView): void {
    if (typeof value !== 'bigint') throw notWritable(EXPECTED, value);
    writeBigint(value, target);
  }

  protected readValue(source: DataInputView): bigint | null {
    return readBigint(source);
  }

  copyBytes(source: DataInputView, target: DataOutputView): void {
    copyBigint(source, target);
  }
}

class AnyBigintComparator extends BigintComparator {
  constructor(descending: boolean) {
    super(DESCRIPTION, descending, Number.POSITIVE_INFINITY);
  }

  hash(value: bigint): number {
    this.require(value);
    return hashBigint(value);
  }

  protected require(value: bigint): void {
    if (typeof value !== 'bigint') throw notComparable(EXPECTED, value);
  }

  compareSerialized(a: DataInputView, b: DataInputView): number {
    return this.compare(readBigint(a) as bigint, readBigint(b) as bigint);
  }

  override isNormalizedKeyPrefixOnly(): boolean {
    return true;
  }

  /** Four bytes of sign and number of bits, then the bits below the sign, from the highest; then zeros. */
  putNormalizedKey(record: bigint, target: MemorySegment, offset: number, length: number): void {
    this.require(record);
    requireKeyRange(target, offset, length);
    const flipped = record < 0n;
    const magnitude = flipped ? -record - 1n : record;
    const count = bitLength(magnitude);
    const head = flipped ? 0x7fffffff - count : count | 0x80000000;
    const bits = firstBits(magnitude, count, 8 * (length - HEAD_BYTES));
    for (let i = 0; i < length; i++) {
      if (i < HEAD_BYTES) {
        target.putByte(offset + i, head >>> (8 * (3 - i)));
        continue;
      }
      // The last bits are not moved up: they are the low ones of their byte.
      const digits = bits.slice(8 * (i - HEAD_BYTES), 8 * (i - HEAD_BYTES + 1));
      const byte = digits === '' ? 0 : Number.parseInt(digits, 2);
      target.putByte(offset + i, flipped ? (1 << digits.length) - 1 - byte : byte);
    }
  }
}

/** The highest of `count` bits, `wanted` or all, as digits: no more of a long number is written down than the key has room for. */
function firstBits(magnitude: bigint, count: number, wanted: number): string {
  if (count === 0 || wanted <= 0) return '';
  return (wanted < count ? magnitude >> BigInt(count - wanted) : magnitude).toString(2);
}

export const BIGINT = atomicType<bigint>({
  description: DESCRIPTION,
  text: 'bigint',
  createSerializer: () => new BigintSerializer(),
  createComparator: (descending) => new AnyBigintComparator(descending),
});
