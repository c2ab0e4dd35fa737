import { Buffer } from 'node:buffer';

/**
 * Strings in Flink's form, in arrays: what generated code calls. What is long, null or out of order is left to `string-form.ts`.
 */

/** Up to here a loop over the characters beats two calls into the runtime. */
const LOOP_UNITS = 36;
/** Bytes of the longest length and of the longest character. */
export const MAX_PREFIX_BYTES = 5;
export const MAX_UNIT_BYTES = 3;
/** Longer texts have lengths of more bytes than are read here. */
const MAX_PLAIN_UNITS = 2 ** 14 - 2;

/** Longer texts that are not ASCII are left to `string-form.ts`. */
const MAX_ANY_UNITS = 1024;
/** Units of UTF-16, little-endian. */
const units = new Uint8Array(2 * MAX_ANY_UNITS);

const { byteLength } = Buffer;
const { latin1Slice } = Buffer.prototype as unknown as { latin1Slice(start: number, end: number): string };
const { ucs2Slice } = Buffer.prototype as unknown as { ucs2Slice(start: number, end: number): string };
const { latin1Write } = Buffer.prototype as unknown as {
  latin1Write(text: string, at: number, length: number): number;
};

/** At `at`, where there is room for the longest form; where it ends. */
export function putText(bytes: Uint8Array, at: number, text: string): number {
  const { length } = text;
  let value = length + 1;
  while (value > 0x7f) {
    bytes[at++] = (value & 0x7f) | 0x80;
    value >>>= 7;
  }
  bytes[at++] = value;
  if (length > LOOP_UNITS && isAscii(text)) {
    latin1Write.call(bytes, text, at, length);
    return at + length;
  }
  let i = 0;
  for (; i < length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7f) break;
    bytes[at + i] = unit;
  }
  at += i;
  for (; i < length; i++) {
    let unit = text.charCodeAt(i);
    while (unit > 0x7f) {
      bytes[at++] = (unit & 0x7f) | 0x80;
      unit >>>= 7;
    }
    bytes[at++] = unit;
  }
  return at;
}

/** Each other character is more than a byte in UTF-8. Node counts them by words, which a loop or a regular expression cannot. */
function isAscii(text: string): boolean {
  return byteLength(text) === text.length;
}

/** Where the text that `textAt` has read ends. */
export let textEnd = 0;

/**
 * Undefined where it is null, long, or cut off at `end`: then `readString` reads it, or says what is wrong. Short ones
 * are read faster by `textReaders`.
 */
export function textAt(bytes: Uint8Array, at: number, end: number): string | undefined {
  if (at >= end) return undefined;
  let length = bytes[at++] as number;
  if (length > 0x7f) {
    if (at >= end) return undefined;
    const more = bytes[at++] as number;
    if (more > 0x7f) return undefined;
    length = (length & 0x7f) | (more << 7);
  }
  length -= 1;
  const after = at + length;
  if (length < 0 || length > MAX_PLAIN_UNITS || after > end) return undefined;
  textEnd = after;
  return asciiAt(bytes, at, after) ?? anyTextAt(bytes, at, end, length);
}

/** `length` units of UTF-16 at `at`, of which some are not ASCII. Undefined where they are many, or not as they should be. */
export function anyTextAt(bytes: Uint8Array, at: number, end: number, length: number): string | undefined {
  if (length > MAX_ANY_UNITS) return undefined;
  for (let i = 0; i < length; i++) {
    if (at >= end) return undefined;
    let unit = bytes[at++] as number;
    if (unit > 0x7f) {
      if (at >= end) return undefined;
      const second = bytes[at++] as number;
      unit = (unit & 0x7f) | ((second & 0x7f) << 7);
      if (second > 0x7f) {
        if (at >= end) return undefined;
        const third = bytes[at++] as number;
        // One that goes on, or is beyond U+FFFF.
        if (third > 3) return undefined;
        unit |= third << 14;
      }
    }
    units[2 * i] = unit;
    units[2 * i + 1] = unit >> 8;
  }
  textEnd = at;
  return ucs2Slice.call(units, 0, 2 * length);
}

/** Undefined where a byte is not ASCII. */
export function asciiAt(bytes: Uint8Array, at: number, end: number): string | undefined {
  const text = latin1Slice.call(bytes, at, end);
  return isAscii(text) ? text : undefined;
}
