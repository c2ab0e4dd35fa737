/**
 * `OFFHEAP_CHECKED=1`: misuse that the fast paths cannot see throws. Read once, when the module loads, so that the
 * unchecked build of a class contains no trace of it. False where checked mode only samples (`1/N`).
 */
export { CHECKED, checkedMode } from '../engine/checked-mode.ts';
