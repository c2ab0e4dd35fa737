import type { TypeDescription } from '../type-description.ts';
import { AtomicComparator, notComparable } from './atomic-comparator.ts';

/** What comparators of integers that are bigints have in common. */
export abstract class BigintComparator extends AtomicComparator<bigint> {
  readonly #expected: string;

  constructor(description: TypeDescription, expected: string, descending: boolean, keyBytes: number) {
    super(description, descending, keyBytes);
    this.#expected = expected;
  }

  compare(a: bigint, b: bigint): number {
    this.require(a);
    this.require(b);
    if (a === b) return 0;
    return a < b !== this.invertNormalizedKey ? -1 : 1;
  }

  protected require(value: bigint): void {
    if (typeof value !== 'bigint') throw notComparable(this.#expected, value);
  }
}
