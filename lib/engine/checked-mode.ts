import { InvalidSettingError } from '../errors/setting-errors.ts';

/** How much misuse is looked for: `0`, `1` or `1/N`. Workers have it from their own `process.env`. */
const CHECKED_VARIABLE = 'OFFHEAP_CHECKED';
const MAX_INTERVAL = 1_000_000_000;

export interface CheckedMode {
  /** `0`: off. `1`: everything is checked. `1/N`: one in N chunks is guarded and poisoned, accesses are not checked. */
  readonly setting: string;
  /** Every how many chunks one is guarded and poisoned: 0 for none, 1 for each. */
  readonly interval: number;
}

/** Throws InvalidSettingError. Undefined and the empty text are `0`. */
export function parseCheckedMode(value: string | undefined): CheckedMode {
  if (value === undefined || value === '' || value === '0') return { setting: '0', interval: 0 };
  if (value === '1') return { setting: '1', interval: 1 };
  const interval = /^1\/[1-9][0-9]{0,9}$/.test(value) ? Number(value.slice(2)) : 0;
  if (interval < 2 || interval > MAX_INTERVAL) {
    throw new InvalidSettingError(CHECKED_VARIABLE, value, `0, 1, or 1/N with N from 2 to ${MAX_INTERVAL}`);
  }
  return { setting: value, interval };
}

/** Read once, when the module loads, so that code for another mode is not even there. */
export const checkedMode: CheckedMode = parseCheckedMode(process.env[CHECKED_VARIABLE]);

/** Everything is checked. */
export const CHECKED: boolean = checkedMode.interval === 1;
