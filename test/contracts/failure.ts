import type { OffheapError } from '../../lib/errors/offheap-error.ts';

/**
 * What `act` threw, as plain values: modules that are loaded twice have two copies of each error class, so classes cannot be
 * compared, but codes and fields can. Fails when nothing was thrown, or something that is not an error of the library.
 */
export function failureOf(act: () => unknown): { readonly code: string; readonly [field: string]: unknown } {
  try {
    act();
  } catch (error) {
    const { code, fields } = error as OffheapError;
    if (typeof code !== 'string' || !code.startsWith('ERR_') || fields === undefined) throw error;
    return { code, ...fields };
  }
  throw new Error('Nothing was thrown');
}
