import type { LineOrder } from '../../sort-kernels.ts';

/** True: only the key decides, and lines whose keys tie keep their input order. */
export function comparesKeyOnly(order: LineOrder): boolean {
  return order.keys.length > 0 && (order.stable || order.unique);
}
