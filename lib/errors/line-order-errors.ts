import { OffheapError } from './offheap-error.ts';

/** A `-k` key that cannot be read. */
export class SortKeyError extends OffheapError {
  readonly code = 'ERR_SORT_KEY';

  constructor(key: string, reason: string) {
    super('Sort key is not valid', { key, reason });
  }
}

/** Options that exclude each other, or a separator that is not one byte. */
export class LineOrderError extends OffheapError {
  readonly code = 'ERR_LINE_ORDER';

  constructor(option: string, value: string, reason: string) {
    super('Line order is not valid', { [option]: value, reason });
  }
}
