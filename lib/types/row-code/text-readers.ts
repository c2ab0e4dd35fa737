/**
 * Reads the characters of one length at `at`, which are there; undefined where one is not ASCII.
 *
 * All characters go into one call of fromCharCode, whose number of arguments is known: nothing is copied twice, and the string is
 * flat.
 */
export type TextReader = (bytes: Uint8Array, at: number) => string | undefined;

/** For longer texts two calls into the runtime take no longer: see `textAt`. */
const MAX_UNITS = 40;

let made: readonly TextReader[] | undefined;

/** By length, from 0 on. Throws where code may not be made from texts. */
export function textReaders(): readonly TextReader[] {
  made ??= new Function('fromCharCode', `'use strict'; return [${lengths().map(readerCode).join(', ')}];`)(
    String.fromCharCode,
  ) as readonly TextReader[];
  return made;
}

function lengths(): number[] {
  return Array.from({ length: MAX_UNITS + 1 }, (_, length) => length);
}

function readerCode(length: number): string {
  if (length === 0) return `() => ''`;
  const units = Array.from({ length }, (_, i) => `c${i}`);
  return `(b, p) => {
    const ${units.map((unit, i) => `${unit} = b[p + ${i}]`).join(', ')};
    return (${units.join(' | ')}) > 127 ? undefined : fromCharCode(${units.join(', ')});
  }`;
}
