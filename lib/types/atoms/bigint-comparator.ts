import { unbound } from '../unbound-comparator.ts';
import { AtomicComparator } from './atomic-comparator.ts';

/** What comparators of integers that are bigints have in common. */
export abstract class BigintComparator extends AtomicComparator<bigint> {
  compare(a: bigint, b: bigint): number {
    if (this === undefined) throw unbound();
    this.require(a);
    this.require(b);
    if (a === b) return 0;
    return a < b !== this.invertNormalizedKey ? -1 : 1;
  }

  /** Throws for what the serializer would not write. */
  protected abstract require(value: bigint): void;
}
