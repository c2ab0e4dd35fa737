import { Buffer } from 'node:buffer';
import { EncodedTextTooLongError, MalformedUtfError } from '../errors/view-errors.ts';
import type { MemorySegment } from '../memory/memory-segment.ts';

/**
 * Java's modified UTF-8. Each UTF-16 unit stands for itself, so a lone surrogate survives:
 *
 *     U+0001 - U+007F           0xxxxxxx
 *     U+0000, U+0080 - U+07FF   110xxxxx 10xxxxxx
 *     U+0800 - U+FFFF           1110xxxx 10xxxxxx 10xxxxxx
 *
 * Readers also take longer forms than these, as Java does.
 */

/** Below this a loop over the characters beats a call into the runtime (architecture decision 10: about 10, plus a copy). */
const SHORT_TEXT = 24;

/** `writeUTF` has a length of 2 bytes. */
const MAX_UTF_BYTES = 0xffff;

/** Holds one text, or a piece of it, between its segment and the string. Grows to the largest text that is read. */
let scratch = Buffer.allocUnsafe(1024);
/** UTF-16, little-endian. */
let units = Buffer.allocUnsafe(2048);
/** What is kept for the next text; longer ones get memory of their own. */
const MAX_KEPT_BYTES = 64 * 1024;

/** Bytes of `text` in modified UTF-8. */
export function encodedLength(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7f || unit === 0) length += unit > 0x7ff ? 2 : 1;
  }
  return length;
}

/** Bytes of `text` behind a length of 2 bytes. Throws EncodedTextTooLongError. */
export function encodedUtfLength(text: string): number {
  const length = encodedLength(text);
  if (length > MAX_UTF_BYTES) throw new EncodedTextTooLongError({ bytes: length, maxBytes: MAX_UTF_BYTES });
  return length;
}

/** `length` is `encodedLength(text)`, and there is room for it. */
export function encode(text: string, length: number, segment: MemorySegment, offset: number): void {
  if (length === text.length) putLatin1(text, segment, offset);
  else encodeUnits(text, segment, offset);
}

/** The low 8 bits of each UTF-16 unit. */
export function putLatin1(text: string, segment: MemorySegment, offset: number): void {
  const { length } = text;
  if (length <= SHORT_TEXT) {
    for (let i = 0; i < length; i++) segment.putByte(offset + i, text.charCodeAt(i));
    return;
  }
  const bytes = length <= MAX_KEPT_BYTES ? roomIn(length) : Buffer.allocUnsafe(length);
  bytes.write(text, 0, length, 'latin1');
  segment.put(offset, bytes, 0, length);
}

function encodeUnits(text: string, segment: MemorySegment, offset: number): void {
  let at = offset;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit <= 0x7f && unit !== 0) {
      segment.putByte(at++, unit);
    } else if (unit <= 0x7ff) {
      segment.putByte(at++, 0xc0 | (unit >> 6));
      segment.putByte(at++, 0x80 | (unit & 0x3f));
    } else {
      segment.putByte(at++, 0xe0 | (unit >> 12));
      segment.putByte(at++, 0x80 | ((unit >> 6) & 0x3f));
      segment.putByte(at++, 0x80 | (unit & 0x3f));
    }
  }
}

/** The text in `length` bytes from `offset`. Throws MalformedUtfError. */
export function decode(segment: MemorySegment, offset: number, length: number): string {
  const bytes = length <= MAX_KEPT_BYTES ? roomIn(length) : Buffer.allocUnsafe(length);
  segment.get(offset, bytes, 0, length);
  let ascii = 0;
  while (ascii < length && (bytes[ascii] as number) < 0x80) ascii++;
  return ascii === length ? textOf(bytes, 'latin1', length) : decodeUnits(bytes, length, offset);
}

function decodeUnits(bytes: Buffer, length: number, offset: number): string {
  const out = unitsFor(length);
  let count = 0;
  for (let at = 0; at < length; ) {
    const first = bytes[at] as number;
    let unit: number;
    if (first < 0x80) {
      unit = first;
      at += 1;
    } else if (first >> 5 === 0b110) {
      if (at + 2 > length) throw malformed(offset + at, 'incomplete character');
      unit = ((first & 0x1f) << 6) | continuation(bytes, at + 1, at, offset);
      at += 2;
    } else if (first >> 4 === 0b1110) {
      if (at + 3 > length) throw malformed(offset + at, 'incomplete character');
      unit =
        ((first & 0x0f) << 12) |
        (continuation(bytes, at + 1, at, offset) << 6) |
        continuation(bytes, at + 2, at, offset);
      at += 3;
    } else {
      throw malformed(offset + at, 'no first byte of a character');
    }
    out[2 * count] = unit & 0xff;
    out[2 * count + 1] = unit >> 8;
    count += 1;
  }
  return textOf(out, 'utf16le', 2 * count);
}

function continuation(bytes: Buffer, at: number, start: number, offset: number): number {
  const byte = bytes[at] as number;
  if (byte >> 6 !== 0b10) throw malformed(offset + start, 'no continuation of a character');
  return byte & 0x3f;
}

function malformed(position: number, reason: string): MalformedUtfError {
  return new MalformedUtfError({ position, reason });
}

function textOf(bytes: Buffer, encoding: 'latin1' | 'utf16le', length: number): string {
  try {
    return bytes.toString(encoding, 0, length);
  } catch (cause) {
    // Longer than V8's longest string.
    throw new EncodedTextTooLongError({ bytes: length }, { cause });
  }
}

function roomIn(length: number): Buffer {
  if (scratch.length < length) scratch = Buffer.allocUnsafe(Math.min(MAX_KEPT_BYTES, 2 * length));
  return scratch;
}

/** A unit takes at least one byte of the text. */
function unitsFor(length: number): Buffer {
  if (length > MAX_KEPT_BYTES) return Buffer.allocUnsafe(2 * length);
  if (units.length < 2 * length) units = Buffer.allocUnsafe(2 * Math.min(MAX_KEPT_BYTES, 2 * length));
  return units;
}
