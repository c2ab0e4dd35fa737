import type { SortKey } from '../../sort-kernels.ts';
import { isBlank } from './key-location.ts';

/**
 * Where the key of a line of megabytes lies, found in steps: what `keyStart` and `keyEnd` of key-location.ts find in one go.
 * Each generator yields the bytes it looked at, at most twice STEP_BYTES, and returns the place.
 */
export type Steps<T> = Generator<number, T>;

/** Some 100 microseconds of a loop over bytes. */
export const STEP_BYTES = 1 << 16;

/** From `at` to the first byte that does not pass, or `end`. */
export function* skipWhile(
  bytes: Uint8Array,
  at: number,
  end: number,
  passes: (byte: number) => boolean,
): Steps<number> {
  let next = at;
  while (next < end) {
    const from = next;
    const stop = Math.min(end, from + STEP_BYTES);
    while (next < stop && passes(bytes[next] as number)) next++;
    if (next < stop) return next;
    yield next - from;
  }
  return end;
}

export function* longKeyStart(
  key: SortKey,
  separator: number,
  bytes: Uint8Array,
  start: number,
  end: number,
): Steps<number> {
  let at = yield* skipFields(key.startField, separator, bytes, start, end);
  if (key.skipStartBlanks) at = yield* skipWhile(bytes, at, end, isBlank);
  return Math.min(at + key.startChar, end);
}

export function* longKeyEnd(
  key: SortKey,
  separator: number,
  bytes: Uint8Array,
  start: number,
  end: number,
): Steps<number> {
  if (key.endField < 0) return end;
  let at = yield* skipFields(key.endField, separator, bytes, start, end);
  if (key.endChar === 0) return yield* fieldEnd(separator, bytes, at, end);
  if (key.skipEndBlanks) at = yield* skipWhile(bytes, at, end, isBlank);
  return Math.min(at + key.endChar, end);
}

function* skipFields(count: number, separator: number, bytes: Uint8Array, start: number, end: number): Steps<number> {
  let at = start;
  let passed = 0;
  for (let field = 0; field < count && at < end; field++) {
    const from = at;
    at = yield* fieldEnd(separator, bytes, at, end);
    if (separator >= 0 && at < end) at++;
    passed += Math.min(at - from, STEP_BYTES);
    if (passed >= STEP_BYTES) {
      yield passed;
      passed = 0;
    }
  }
  return at;
}

function* fieldEnd(separator: number, bytes: Uint8Array, start: number, end: number): Steps<number> {
  if (separator >= 0) return yield* skipWhile(bytes, start, end, (byte) => byte !== separator);
  const field = yield* skipWhile(bytes, start, end, isBlank);
  return yield* skipWhile(bytes, field, end, (byte) => !isBlank(byte));
}
