import type { SortKey } from '../../sort-kernels.ts';

const TAB = 0x09;
const NEWLINE = 0x0a;
const SPACE = 0x20;

export function isBlank(byte: number): boolean {
  return byte === SPACE || byte === TAB || byte === NEWLINE;
}

/** First byte of the key in the line [start, end). */
export function keyStart(key: SortKey, separator: number, bytes: Uint8Array, start: number, end: number): number {
  let at = skipFields(key.startField, separator, bytes, start, end);
  if (key.skipStartBlanks) at = skipBlanks(bytes, at, end);
  return Math.min(at + key.startChar, end);
}

/** Byte behind the key in the line [start, end); before `keyStart` when the key is empty. */
export function keyEnd(key: SortKey, separator: number, bytes: Uint8Array, start: number, end: number): number {
  if (key.endField < 0) return end;
  let at = skipFields(key.endField, separator, bytes, start, end);
  if (key.endChar === 0) return fieldEnd(separator, bytes, at, end);
  if (key.skipEndBlanks) at = skipBlanks(bytes, at, end);
  return Math.min(at + key.endChar, end);
}

/** Start of field `count`, or the end of the line. */
function skipFields(count: number, separator: number, bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  for (let field = 0; field < count && at < end; field++) {
    at = fieldEnd(separator, bytes, at, end);
    if (separator >= 0 && at < end) at++;
  }
  return at;
}

function fieldEnd(separator: number, bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  if (separator >= 0) {
    while (at < end && bytes[at] !== separator) at++;
    return at;
  }
  at = skipBlanks(bytes, at, end);
  while (at < end && !isBlank(bytes[at] as number)) at++;
  return at;
}

function skipBlanks(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && isBlank(bytes[at] as number)) at++;
  return at;
}
