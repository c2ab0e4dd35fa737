/**
 * V8 keeps elements with gaps below 1024 in one piece of memory with room for the gaps, and more: 12 kB for `{ 1000: 0 }`. Bytes
 * that say so are ten. Objects whose elements are a dictionary, with an index in it that fast elements cannot have, stay so.
 */
const LAST_INDEX = 2 ** 32 - 2;
const FREE_GAP = 16;
const GAPS_PER_ELEMENT = 8;

/** Whether an element at `index` leaves too much room unused beside the `count` that are there. */
export function isSparse(index: number, count: number): boolean {
  return index > FREE_GAP + GAPS_PER_ELEMENT * count;
}

/** Memory for elements is then by their number, whatever their indices. The length of an array is lost: set it at the end. */
export function keepSparse(target: object): void {
  (target as Record<number, unknown>)[LAST_INDEX] = 0;
  delete (target as Record<number, unknown>)[LAST_INDEX];
}

/** The index that `key` is; -1 for keys that are none. */
export function indexOf(key: string): number {
  const first = key.charCodeAt(0);
  if (!(first >= 0x30 && first <= 0x39) || key.length > 10) return -1;
  const index = Number(key);
  return index <= LAST_INDEX && String(index) === key ? index : -1;
}
