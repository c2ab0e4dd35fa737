/**
 * `OFFHEAP_CHECKED=1`: misuse that the fast paths cannot see throws. Read once, when the module loads, so that the
 * unchecked build of a class contains no trace of it.
 */
export const CHECKED: boolean = process.env.OFFHEAP_CHECKED === '1';
