import type { LineOrder, SortKey } from '../../sort-kernels.ts';
import { isBlank, keyEnd, keyStart } from './key-location.ts';
import { longKeyEnd, longKeyStart, STEP_BYTES, type Steps, skipWhile } from './long-key.ts';

/** What `NormalizedKeys.write` returns when the keys need more room. */
export const KEY_DOES_NOT_FIT = -1;

const NEGATIVE = 0x7f;
const ZERO = 0x80;
const POSITIVE = 0x81;

/** Counts of digits from here on take four more bytes. */
const LONG_COUNT = 0xff;

const MINUS = 0x2d;
const POINT = 0x2e;
const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;

/** The C locale has no thousands separator; GNU sort then takes this byte for one. */
const SEPARATOR_OF_THOUSANDS = 0x80;

const DROPPED = -1;

interface KeyPlan {
  readonly key: SortKey;
  /** Flips every bit of what is written. */
  readonly mask: number;
  /** What each byte of a text key becomes, or DROPPED. */
  readonly bytes: Int16Array;
}

/** Writes the keys of lines so that their bytes compare as the keys do: docs/formats/sorted-run.md, "Normalized keys". */
export class NormalizedKeys {
  readonly #plans: readonly KeyPlan[];
  readonly #separator: number;

  constructor(order: LineOrder) {
    this.#separator = order.separator;
    this.#plans = order.keys.map((key) => ({
      key,
      mask: key.descending !== order.descending ? 0xff : 0,
      bytes: survivingBytes(key),
    }));
  }

  /**
   * Writes the keys of the line [start, end) of `line` to `target` from `at`, below `limit`; returns the end of what it wrote,
   * or KEY_DOES_NOT_FIT.
   */
  write(line: Uint8Array, start: number, end: number, target: Uint8Array, at: number, limit: number): number {
    let next = at;
    for (const { key, mask, bytes } of this.#plans) {
      const from = keyStart(key, this.#separator, line, start, end);
      const to = Math.max(from, keyEnd(key, this.#separator, line, start, end));
      next = key.numeric
        ? writeNumber(line, from, to, mask, target, next, limit)
        : writeText(line, from, to, bytes, mask, target, next, limit);
      if (next === KEY_DOES_NOT_FIT) return KEY_DOES_NOT_FIT;
    }
    return next;
  }

  /** The same in steps of at most STEP_BYTES, for lines of megabytes. */
  *writeInSteps(
    line: Uint8Array,
    start: number,
    end: number,
    target: Uint8Array,
    at: number,
    limit: number,
  ): Steps<number> {
    let next = at;
    for (const { key, mask, bytes } of this.#plans) {
      const from = yield* longKeyStart(key, this.#separator, line, start, end);
      const to = Math.max(from, yield* longKeyEnd(key, this.#separator, line, start, end));
      next = key.numeric
        ? yield* writeLongNumber(line, from, to, mask, target, next, limit)
        : yield* writeLongText(line, from, to, bytes, mask, target, next, limit);
      if (next === KEY_DOES_NOT_FIT) return KEY_DOES_NOT_FIT;
    }
    return next;
  }
}

function survivingBytes(key: SortKey): Int16Array {
  return Int16Array.from({ length: 256 }, (_, byte) => {
    const letter = (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
    const digit = isDigit(byte);
    if (key.dictionary) {
      if (!letter && !digit && !isBlank(byte)) return DROPPED;
    } else if (key.ignoreNonprinting && (byte < 0x20 || byte > 0x7e)) {
      return DROPPED;
    }
    return key.foldCase && byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte;
  });
}

function writeText(
  line: Uint8Array,
  from: number,
  to: number,
  bytes: Int16Array,
  mask: number,
  target: Uint8Array,
  start: number,
  limit: number,
): number {
  const at = writeTextBytes(line, from, to, bytes, mask, target, start, limit);
  return at === KEY_DOES_NOT_FIT ? at : endText(mask, target, at, limit);
}

function* writeLongText(
  line: Uint8Array,
  from: number,
  to: number,
  bytes: Int16Array,
  mask: number,
  target: Uint8Array,
  start: number,
  limit: number,
): Steps<number> {
  let at = start;
  for (let i = from; i < to; i += STEP_BYTES) {
    const stop = Math.min(to, i + STEP_BYTES);
    at = writeTextBytes(line, i, stop, bytes, mask, target, at, limit);
    if (at === KEY_DOES_NOT_FIT) return at;
    yield stop - i;
  }
  return endText(mask, target, at, limit);
}

function writeTextBytes(
  line: Uint8Array,
  from: number,
  to: number,
  bytes: Int16Array,
  mask: number,
  target: Uint8Array,
  start: number,
  limit: number,
): number {
  let at = start;
  // Two bytes of room are kept for the end of the key, so a byte and the one behind a zero always fit.
  const last = limit - 2;
  for (let i = from; i < to; i++) {
    const byte = bytes[line[i] as number] as number;
    if (byte === DROPPED) continue;
    if (at >= last) return KEY_DOES_NOT_FIT;
    target[at++] = byte ^ mask;
    if (byte === 0) target[at++] = 1 ^ mask;
  }
  return at;
}

function endText(mask: number, target: Uint8Array, at: number, limit: number): number {
  if (at > limit - 2) return KEY_DOES_NOT_FIT;
  target[at] = mask;
  target[at + 1] = mask;
  return at + 2;
}

function writeNumber(
  line: Uint8Array,
  from: number,
  to: number,
  keyMask: number,
  target: Uint8Array,
  start: number,
  limit: number,
): number {
  let at = from;
  while (at < to && isBlank(line[at] as number)) at++;
  const negative = at < to && line[at] === MINUS;
  if (negative) at++;
  while (at < to && isZeroOrSeparator(line[at] as number)) at++;
  const integer = at;
  let digits = 0;
  for (; at < to; at++) {
    if (isDigit(line[at] as number)) digits++;
    else if (line[at] !== SEPARATOR_OF_THOUSANDS) break;
  }
  const integerEnd = at;
  const fraction = at + 1;
  let fractionEnd = fraction;
  if (at < to && line[at] === POINT) {
    fractionEnd = skipDigits(line, fraction, to);
    while (fractionEnd > fraction && line[fractionEnd - 1] === DIGIT_0) fractionEnd--;
  }
  let next = beginNumber(negative, digits, fractionEnd - fraction, keyMask, target, start, limit);
  if (next === KEY_DOES_NOT_FIT || isZero(digits, fractionEnd - fraction)) return next;
  const mask = negative ? keyMask ^ 0xff : keyMask;
  next = writeDigits(line, integer, integerEnd, mask, target, next);
  next = writeDigits(line, fraction, fractionEnd, mask, target, next);
  target[next++] = mask;
  return next;
}

function* writeLongNumber(
  line: Uint8Array,
  from: number,
  to: number,
  keyMask: number,
  target: Uint8Array,
  start: number,
  limit: number,
): Steps<number> {
  let at = yield* skipWhile(line, from, to, isBlank);
  const negative = at < to && line[at] === MINUS;
  if (negative) at++;
  at = yield* skipWhile(line, at, to, isZeroOrSeparator);
  const integer = at;
  let digits = 0;
  at = yield* skipWhile(line, at, to, (byte) => {
    if (isDigit(byte)) digits++;
    return isDigit(byte) || byte === SEPARATOR_OF_THOUSANDS;
  });
  const integerEnd = at;
  const fraction = at + 1;
  let fractionEnd = fraction;
  if (at < to && line[at] === POINT) {
    let zeros = 0;
    fractionEnd = yield* skipWhile(line, fraction, to, (byte) => {
      zeros = byte === DIGIT_0 ? zeros + 1 : isDigit(byte) ? 0 : zeros;
      return isDigit(byte);
    });
    fractionEnd -= zeros;
  }
  let next = beginNumber(negative, digits, fractionEnd - fraction, keyMask, target, start, limit);
  if (next === KEY_DOES_NOT_FIT || isZero(digits, fractionEnd - fraction)) return next;
  const mask = negative ? keyMask ^ 0xff : keyMask;
  for (const [first, end] of [
    [integer, integerEnd],
    [fraction, fractionEnd],
  ] as const) {
    for (let i = first; i < end; i += STEP_BYTES) {
      const stop = Math.min(end, i + STEP_BYTES);
      next = writeDigits(line, i, stop, mask, target, next);
      yield stop - i;
    }
  }
  target[next++] = mask;
  return next;
}

function isZero(digits: number, fractionDigits: number): boolean {
  return digits === 0 && fractionDigits === 0;
}

/** Writes what stands before the digits; of a zero that is all. */
function beginNumber(
  negative: boolean,
  digits: number,
  fractionDigits: number,
  keyMask: number,
  target: Uint8Array,
  start: number,
  limit: number,
): number {
  if (isZero(digits, fractionDigits)) {
    if (start >= limit) return KEY_DOES_NOT_FIT;
    target[start] = ZERO ^ keyMask;
    return start + 1;
  }
  const countBytes = digits < LONG_COUNT ? 1 : 5;
  if (start + 2 + countBytes + digits + fractionDigits > limit) return KEY_DOES_NOT_FIT;
  let next = start;
  target[next++] = (negative ? NEGATIVE : POSITIVE) ^ keyMask;
  const mask = negative ? keyMask ^ 0xff : keyMask;
  if (countBytes === 1) {
    target[next++] = digits ^ mask;
  } else {
    target[next++] = LONG_COUNT ^ mask;
    for (let shift = 24; shift >= 0; shift -= 8) target[next++] = ((digits >>> shift) & 0xff) ^ mask;
  }
  return next;
}

function writeDigits(line: Uint8Array, from: number, to: number, mask: number, target: Uint8Array, at: number): number {
  let next = at;
  for (let i = from; i < to; i++) {
    const byte = line[i] as number;
    if (byte !== SEPARATOR_OF_THOUSANDS) target[next++] = byte ^ mask;
  }
  return next;
}

function isZeroOrSeparator(byte: number): boolean {
  return byte === DIGIT_0 || byte === SEPARATOR_OF_THOUSANDS;
}

function skipDigits(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && isDigit(bytes[at] as number)) at++;
  return at;
}

function isDigit(byte: number): boolean {
  return byte >= DIGIT_0 && byte <= DIGIT_9;
}
