import { Buffer } from 'node:buffer';
import { CorruptDataError } from '../errors/type-errors.ts';
import { EndOfDataError } from '../errors/view-errors.ts';
import type { DataInputView } from '../views/data-input-view.ts';
import type { DataOutputView } from '../views/data-output-view.ts';

/**
 * Flink's form of strings (StringValue.writeString): a varint of the length + 1, or 0 for null, and each UTF-16 unit as a varint.
 * A varint has 7 bits a byte, the lowest first, and the high bit where another byte follows.
 */

/** Below this a loop over the characters beats a call into the runtime. */
const SHORT_TEXT = 32;
/** Longer texts are written and read in pieces. */
const PIECE_UNITS = 16 * 1024;
const MAX_UNIT_BYTES = 3;
const MAX_PREFIX_BYTES = 5;
/** V8's longest string. */
const MAX_TEXT_UNITS = 2 ** 29 - 24;

const scratch = Buffer.allocUnsafeSlow(MAX_PREFIX_BYTES + MAX_UNIT_BYTES * PIECE_UNITS);
const units = Buffer.allocUnsafeSlow(2 * PIECE_UNITS);

export function writeNullString(target: DataOutputView): void {
  target.writeByte(0);
}

export function writeString(text: string, target: DataOutputView): void {
  const { length } = text;
  let end = putPrefix(length + 1);
  if (length <= PIECE_UNITS) {
    target.write(scratch, 0, putUnits(text, end));
    return;
  }
  for (let start = 0; start < length; start += PIECE_UNITS) {
    target.write(scratch, 0, putUnits(text.slice(start, start + PIECE_UNITS), end));
    end = 0;
  }
}

function putPrefix(value: number): number {
  let end = 0;
  while (value > 0x7f) {
    scratch[end++] = (value & 0x7f) | 0x80;
    value >>>= 7;
  }
  scratch[end++] = value;
  return end;
}

/** Behind `start` bytes; where they end. */
function putUnits(text: string, start: number): number {
  const { length } = text;
  if (length > SHORT_TEXT) {
    // With room for one more character of any length, as many bytes as units are ASCII all.
    const written = scratch.write(text, start, length + 4, 'utf8');
    return written === length ? start + length : putAnyUnits(text, start);
  }
  for (let i = 0; i < length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7f) return putAnyUnits(text, start);
    scratch[start + i] = unit;
  }
  return start + length;
}

function putAnyUnits(text: string, start: number): number {
  let end = start;
  for (let i = 0; i < text.length; i++) {
    let unit = text.charCodeAt(i);
    while (unit > 0x7f) {
      scratch[end++] = (unit & 0x7f) | 0x80;
      unit >>>= 7;
    }
    scratch[end++] = unit;
  }
  return end;
}

/** Undefined for null. */
function readLength(source: DataInputView): number | undefined {
  const { position } = source;
  let byte = source.readUnsignedByte();
  if (byte === 0) return undefined;
  let value = byte & 0x7f;
  for (let scale = 128; byte > 0x7f; scale *= 128) {
    if (scale > 2 ** 28)
      throw new CorruptDataError({ position, reason: 'the length of a string takes too many bytes' });
    byte = source.readUnsignedByte();
    value += (byte & 0x7f) * scale;
  }
  const length = value - 1;
  if (length < 0) throw new CorruptDataError({ position, reason: 'a string of negative length' });
  if (length > MAX_TEXT_UNITS) {
    throw new CorruptDataError({ position, reason: 'a string longer than strings can be', length });
  }
  const { available } = source;
  // Each unit takes a byte at least.
  if (available !== undefined && length > available) {
    throw new EndOfDataError({ position: source.position, requested: length, available });
  }
  return length;
}

export function readString(source: DataInputView): string | null {
  const length = readLength(source);
  if (length === undefined) return null;
  if (length === 0) return '';
  if (length <= PIECE_UNITS) return readUnits(source, length);
  const pieces: string[] = [];
  for (let left = length; left > 0; left -= PIECE_UNITS) pieces.push(readUnits(source, Math.min(left, PIECE_UNITS)));
  return pieces.join('');
}

function readUnits(source: DataInputView, length: number): string {
  source.readFully(scratch, 0, length);
  if (length <= SHORT_TEXT) {
    let text = '';
    for (let i = 0; i < length; i++) {
      const unit = scratch[i] as number;
      if (unit > 0x7f) return readAnyUnits(source, length);
      text += String.fromCharCode(unit);
    }
    return text;
  }
  for (let i = 0; i < length; i++) {
    if ((scratch[i] as number) > 0x7f) return readAnyUnits(source, length);
  }
  return scratch.toString('latin1', 0, length);
}

/** The first `length` bytes of `length` units are in `scratch`; reads the others as it finds that there are more. */
function readAnyUnits(source: DataInputView, length: number): string {
  let filled = length;
  let done = 0;
  let unit = 0;
  let shift = 0;
  for (;;) {
    for (let at = 0; at < filled; at++) {
      const byte = scratch[at] as number;
      unit |= (byte & 0x7f) << shift;
      if (byte > 0x7f) {
        shift += 7;
        if (shift < 7 * MAX_UNIT_BYTES) continue;
        throw new CorruptDataError({
          position: source.position,
          reason: 'a character of a string takes too many bytes',
        });
      }
      if (unit > 0xffff) {
        throw new CorruptDataError({ position: source.position, reason: 'a character of a string is beyond U+FFFF' });
      }
      units[2 * done] = unit & 0xff;
      units[2 * done + 1] = unit >> 8;
      done += 1;
      unit = 0;
      shift = 0;
    }
    filled = length - done;
    if (filled === 0) return units.toString('utf16le', 0, 2 * length);
    // Each unit that is missing, one that has begun among them, takes a byte more at least.
    source.readFully(scratch, 0, filled);
  }
}

/** Passes a string on as it is. */
export function copyString(source: DataInputView, target: DataOutputView): void {
  let length = readLength(source);
  if (length === undefined) {
    writeNullString(target);
    return;
  }
  target.write(scratch, 0, putPrefix(length + 1));
  let continuations = 0;
  while (length > 0) {
    const filled = Math.min(length, PIECE_UNITS);
    source.readFully(scratch, 0, filled);
    for (let at = 0; at < filled; at++) {
      if ((scratch[at] as number) <= 0x7f) {
        length -= 1;
        continuations = 0;
      } else if (++continuations === MAX_UNIT_BYTES) {
        throw new CorruptDataError({
          position: source.position,
          reason: 'a character of a string takes too many bytes',
        });
      }
    }
    target.write(scratch, 0, filled);
  }
}
