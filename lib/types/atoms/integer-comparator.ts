import type { MemorySegment } from '../../memory/memory-segment.ts';
import { putIntKey } from '../normalized-key.ts';
import type { TypeDescription } from '../type-description.ts';
import { unbound } from '../unbound-comparator.ts';
import { AtomicComparator, notComparable } from './atomic-comparator.ts';

/** What comparators of integers that are numbers have in common. */
export abstract class IntegerComparator extends AtomicComparator<number> {
  compare(a: number, b: number): number {
    if (this === undefined) throw unbound();
    this.require(a);
    this.require(b);
    if (a === b) return 0;
    return a < b !== this.invertNormalizedKey ? -1 : 1;
  }

  /** Throws for what the serializer would not write. */
  protected abstract require(value: number): void;
}

/** What tells byte, short and int from one another. */
export interface Int32Form {
  readonly description: TypeDescription;
  readonly expected: string;
  readonly bytes: 1 | 2 | 4;
}

/** What comparators of byte, short and int have in common. */
export abstract class Int32Comparator extends IntegerComparator {
  readonly #expected: string;
  readonly #sign: number;
  /** To the left and back, only what has no more bits stays what it is. */
  readonly #shift: number;

  constructor({ description, expected, bytes }: Int32Form, descending: boolean) {
    super(description, descending, bytes);
    this.#expected = expected;
    this.#sign = 1 << (8 * bytes - 1);
    this.#shift = 32 - 8 * bytes;
  }

  /** java.lang.Integer.hashCode, and so those of Short and Byte. */
  hash(value: number): number {
    this.require(value);
    return value | 0;
  }

  putNormalizedKey(record: number, target: MemorySegment, offset: number, length: number): void {
    this.require(record);
    putIntKey(record ^ this.#sign, this.normalizedKeyLength, target, offset, length);
  }

  protected require(value: number): void {
    if (typeof value === 'number' && (value << this.#shift) >> this.#shift === value) return;
    throw notComparable(this.#expected, value);
  }
}
