import { Buffer } from 'node:buffer';
import { CorruptDataError } from '../errors/type-errors.ts';
import { EndOfDataError } from '../errors/view-errors.ts';
import type { DataInputView } from '../views/data-input-view.ts';
import type { DataOutputView } from '../views/data-output-view.ts';

/**
 * Flink's form of strings (StringValue.writeString): a varint of the length + 1, or 0 for null, and each UTF-16 unit as a varint.
 * A varint has 7 bits a byte, the lowest first, and the high bit where another byte follows.
 */

/** Longer texts are written and read in pieces. */
const PIECE_UNITS = 16 * 1024;
const MAX_UNIT_BYTES = 3;
const MAX_PREFIX_BYTES = 5;
const TOO_MANY_BYTES = 'a character of a string takes too many bytes';
/** V8's longest string. */
const MAX_TEXT_UNITS = 2 ** 29 - 24;

/** Bytes on their way, and units of UTF-16, little-endian. */
class Scratch {
  readonly bytes: Buffer = Buffer.allocUnsafeSlow(MAX_PREFIX_BYTES + MAX_UNIT_BYTES * PIECE_UNITS);
  readonly units: Buffer = Buffer.allocUnsafeSlow(2 * PIECE_UNITS);
}

/** Undefined while in use: views call code of their owner's for the next segment, and that may write or read strings too. */
let free: Scratch | undefined;

function take(): Scratch {
  const scratch = free ?? new Scratch();
  free = undefined;
  return scratch;
}

export function writeNullString(target: DataOutputView): void {
  target.writeByte(0);
}

/** Where the view does not write it in one go. */
export function writeAnyString(text: string, target: DataOutputView): void {
  const scratch = take();
  try {
    writePieces(text, target, scratch.bytes);
  } finally {
    free = scratch;
  }
}

function writePieces(text: string, target: DataOutputView, bytes: Buffer): void {
  const { length } = text;
  let end = putVarint(length + 1, bytes, 0);
  let start = 0;
  do {
    const next = Math.min(length, start + PIECE_UNITS);
    target.write(bytes, 0, putUnits(text, start, next, bytes, end));
    start = next;
    end = 0;
  } while (start < length);
}

/** At `at`; where it ends. */
function putVarint(value: number, bytes: Buffer, at: number): number {
  let end = at;
  let rest = value;
  while (rest > 0x7f) {
    bytes[end++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  bytes[end++] = rest;
  return end;
}

/** The units from `start` to `end` as varints, from `at`; where they end. */
function putUnits(text: string, start: number, end: number, bytes: Buffer, at: number): number {
  let to = at;
  for (let i = start; i < end; i++) {
    const unit = text.charCodeAt(i);
    if (unit <= 0x7f) bytes[to++] = unit;
    else to = putVarint(unit, bytes, to);
  }
  return to;
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
  return source.tryReadAsciiString?.() ?? readAnyString(source);
}

/** As `readString`, where the view has been asked for an ASCII string before. */
export function readAnyString(source: DataInputView): string | null {
  const length = readLength(source);
  if (length === undefined) return null;
  if (length === 0) return '';
  const scratch = take();
  try {
    if (length <= PIECE_UNITS) return readUnits(source, length, scratch);
    const pieces: string[] = [];
    for (let left = length; left > 0; left -= PIECE_UNITS) {
      pieces.push(readUnits(source, Math.min(left, PIECE_UNITS), scratch));
    }
    return pieces.join('');
  } finally {
    free = scratch;
  }
}

function readUnits(source: DataInputView, length: number, { bytes, units }: Scratch): string {
  source.readFully(bytes, 0, length);
  let all = 0;
  for (let i = 0; i < length; i++) all |= bytes[i] as number;
  return all > 0x7f ? readAnyUnits(source, length, bytes, units) : bytes.toString('latin1', 0, length);
}

/** The first `length` bytes of `length` units are there; reads the others as it finds that there are more. */
function readAnyUnits(source: DataInputView, length: number, bytes: Buffer, units: Buffer): string {
  let filled = length;
  let done = 0;
  let unit = 0;
  let shift = 0;
  for (;;) {
    for (let at = 0; at < filled; at++) {
      const byte = bytes[at] as number;
      unit |= (byte & 0x7f) << shift;
      if (byte > 0x7f) {
        shift += 7;
        if (shift < 7 * MAX_UNIT_BYTES) continue;
        throw new CorruptDataError({ position: source.position - filled + at, reason: TOO_MANY_BYTES });
      }
      if (unit > 0xffff) {
        throw new CorruptDataError({
          position: source.position - filled + at,
          reason: 'a character of a string is beyond U+FFFF',
        });
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
    source.readFully(bytes, 0, filled);
  }
}

/** Passes a string on as it is. */
export function copyString(source: DataInputView, target: DataOutputView): void {
  const length = readLength(source);
  if (length === undefined) {
    writeNullString(target);
    return;
  }
  const scratch = take();
  try {
    target.write(scratch.bytes, 0, putVarint(length + 1, scratch.bytes, 0));
    copyUnits(source, target, length, scratch.bytes);
  } finally {
    free = scratch;
  }
}

function copyUnits(source: DataInputView, target: DataOutputView, length: number, bytes: Buffer): void {
  let continuations = 0;
  for (let left = length; left > 0; ) {
    const filled = Math.min(left, PIECE_UNITS);
    source.readFully(bytes, 0, filled);
    for (let at = 0; at < filled; at++) {
      if ((bytes[at] as number) <= 0x7f) {
        left -= 1;
        continuations = 0;
      } else if (++continuations === MAX_UNIT_BYTES) {
        throw new CorruptDataError({ position: source.position - filled + at, reason: TOO_MANY_BYTES });
      }
    }
    target.write(bytes, 0, filled);
  }
}
