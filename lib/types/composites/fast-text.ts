import { Buffer } from 'node:buffer';

/**
 * Strings in Flink's form, in arrays: what generated code calls. What is not short and plain is left to `string-form.ts`.
 */

/** Up to here a loop over the characters beats two calls into the runtime. */
const LOOP_UNITS = 36;
/** Bytes of the longest length and of the longest character. */
export const MAX_PREFIX_BYTES = 5;
export const MAX_UNIT_BYTES = 3;
/** Longer texts have lengths of more bytes than are read here. */
const MAX_PLAIN_UNITS = 2 ** 14 - 2;

const { byteLength } = Buffer;
const { latin1Slice } = Buffer.prototype as unknown as { latin1Slice(start: number, end: number): string };
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
 * Undefined where it is null, not ASCII, long, or cut off at `end`: then `readString` reads it, or says what is wrong. Short ones
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
  return asciiAt(bytes, at, after);
}

/** Undefined where a byte is not ASCII. */
export function asciiAt(bytes: Uint8Array, at: number, end: number): string | undefined {
  const text = latin1Slice.call(bytes, at, end);
  return isAscii(text) ? text : undefined;
}
