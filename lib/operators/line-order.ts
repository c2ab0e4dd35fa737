import type { LineOrder } from '../engine/sort-kernels.ts';
import { LineOrderError } from '../errors/line-order-errors.ts';
import { type KeyOrdering, parseSortKey, wholeLineKey } from './sort-key.ts';

/** The options of sort(1) that say how lines compare. `numeric`, `foldCase` … apply to every key without letters of its own. */
export interface LineOrderOptions extends KeyOrdering {
  /** `-k` keys (`2,2n`), compared in turn. Default: the whole line. */
  readonly keys?: readonly string[];
  /** One byte between fields. Default: a field starts at each change from non-blank to blank. */
  readonly separator?: string | undefined;
  /** Lines whose keys tie keep their input order. Default: their bytes decide. */
  readonly stable?: boolean;
  /** Of lines that compare equal keep the first. */
  readonly unique?: boolean;
}

/**
 * The order that sort(1) gives these options in the C locale. `lineOrder({ keys: ['2,2n'], separator: ':' })` is `sort -t : -k 2,2n`.
 *
 * Throws SortKeyError and LineOrderError.
 */
export function lineOrder(options: LineOrderOptions = {}): LineOrder {
  const { keys = [], separator, descending = false, stable = false, unique = false } = options;
  const parsed = keys.map((key) => parseSortKey(key, options));
  if (parsed.length === 0) {
    const whole = wholeLineKey(options);
    if (whole !== undefined) parsed.push(whole);
  }
  return {
    keys: parsed,
    separator: separator === undefined ? -1 : separatorByte(separator),
    descending,
    stable: stable || unique,
    unique,
  };
}

function separatorByte(separator: string): number {
  // The one escape that sort(1) knows, as a NUL cannot be typed.
  if (separator === '\\0') return 0;
  const bytes = new TextEncoder().encode(separator);
  if (bytes.length === 1 && bytes[0] !== undefined) return bytes[0];
  throw new LineOrderError('separator', separator, bytes.length === 0 ? 'it is empty' : 'it is longer than one byte');
}
