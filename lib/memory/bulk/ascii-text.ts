import { Buffer } from 'node:buffer';

/**
 * Texts whose characters are all below 80 hex, a byte each. Bounds are the caller's to check.
 *
 * Short texts go by a loop: a call into the runtime costs as much as some 30 characters, and as 16 that are read, which become
 * one string in one call of fromCharCode.
 */

const SHORT_WRITE = 32;
const SHORT_READ = 16;
const HIGH_BITS = 0x80808080;
const { fromCharCode } = String;

/** Of Buffer, but for any Uint8Array; not in Node's types. */
const { latin1Write, latin1Slice } = Buffer.prototype as unknown as {
  latin1Write(this: Uint8Array, text: string, offset: number, length: number): number;
  latin1Slice(this: Uint8Array, start: number, end: number): string;
};

/** False where a character is another: then the range holds anything. */
export function putAsciiText(text: string, bytes: Uint8Array, offset: number): boolean {
  const { length } = text;
  if (length > SHORT_WRITE) {
    if (Buffer.byteLength(text, 'utf8') !== length) return false;
    latin1Write.call(bytes, text, offset, length);
    return true;
  }
  for (let i = 0; i < length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7f) return false;
    bytes[offset + i] = unit;
  }
  return true;
}

/** Undefined where a byte is none. `view` and `bytes` are on the same memory. */
export function asciiText(view: DataView, bytes: Uint8Array, offset: number, length: number): string | undefined {
  if (length <= SHORT_READ) return shortText(view, offset, length);
  const end = offset + length;
  let all = 0;
  for (let at = offset; at <= end - 4; at += 4) all |= view.getInt32(at);
  all |= view.getInt32(end - 4);
  return (all & HIGH_BITS) === 0 ? latin1Slice.call(bytes, offset, end) : undefined;
}

/** Up to 16 characters, all handed over at once: text that grows by a character at a time is copied each time. */
function shortText(view: DataView, at: number, length: number): string | undefined {
  const tail = at + (length & ~3);
  const x = (length & 3) > 0 ? view.getUint8(tail) : 0;
  const y = (length & 3) > 1 ? view.getUint8(tail + 1) : 0;
  const z = (length & 3) > 2 ? view.getUint8(tail + 2) : 0;
  const first = length > 3 ? view.getInt32(at) : 0;
  const second = length > 7 ? view.getInt32(at + 4) : 0;
  const third = length > 11 ? view.getInt32(at + 8) : 0;
  const fourth = length > 15 ? view.getInt32(at + 12) : 0;
  if (((first | second | third | fourth) & HIGH_BITS) !== 0 || (x | y | z) > 0x7f) return undefined;
  if (length < 4) return fewCharacters(length, x, y, z);
  const a0 = first >> 24;
  const a1 = (first >> 16) & 0x7f;
  const a2 = (first >> 8) & 0x7f;
  const a3 = first & 0x7f;
  switch (length) {
    case 4:
      return fromCharCode(a0, a1, a2, a3);
    case 5:
      return fromCharCode(a0, a1, a2, a3, x);
    case 6:
      return fromCharCode(a0, a1, a2, a3, x, y);
    case 7:
      return fromCharCode(a0, a1, a2, a3, x, y, z);
    default:
  }
  const b0 = second >> 24;
  const b1 = (second >> 16) & 0x7f;
  const b2 = (second >> 8) & 0x7f;
  const b3 = second & 0x7f;
  switch (length) {
    case 8:
      return fromCharCode(a0, a1, a2, a3, b0, b1, b2, b3);
    case 9:
      return fromCharCode(a0, a1, a2, a3, b0, b1, b2, b3, x);
    case 10:
      return fromCharCode(a0, a1, a2, a3, b0, b1, b2, b3, x, y);
    case 11:
      return fromCharCode(a0, a1, a2, a3, b0, b1, b2, b3, x, y, z);
    default:
  }
  const c0 = third >> 24;
  const c1 = (third >> 16) & 0x7f;
  const c2 = (third >> 8) & 0x7f;
  const c3 = third & 0x7f;
  switch (length) {
    case 12:
      return fromCharCode(a0, a1, a2, a3, b0, b1, b2, b3, c0, c1, c2, c3);
    case 13:
      return fromCharCode(a0, a1, a2, a3, b0, b1, b2, b3, c0, c1, c2, c3, x);
    case 14:
      return fromCharCode(a0, a1, a2, a3, b0, b1, b2, b3, c0, c1, c2, c3, x, y);
    case 15:
      return fromCharCode(a0, a1, a2, a3, b0, b1, b2, b3, c0, c1, c2, c3, x, y, z);
    default:
  }
  const d0 = fourth >> 24;
  const d1 = (fourth >> 16) & 0x7f;
  const d2 = (fourth >> 8) & 0x7f;
  const d3 = fourth & 0x7f;
  return fromCharCode(a0, a1, a2, a3, b0, b1, b2, b3, c0, c1, c2, c3, d0, d1, d2, d3);
}

function fewCharacters(length: number, x: number, y: number, z: number): string {
  if (length === 3) return fromCharCode(x, y, z);
  if (length === 2) return fromCharCode(x, y);
  return length === 1 ? fromCharCode(x) : '';
}
