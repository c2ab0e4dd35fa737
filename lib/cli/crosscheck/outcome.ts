import { Buffer } from 'node:buffer';
import { literal } from './source-text.ts';

/** What came of a step on one path. */
export interface Outcome {
  /** The path. */
  readonly label: string;
  readonly value: unknown;
  /** Of the error; undefined: it succeeded. An error without a code of ours counts by its name and message. */
  readonly code: string | undefined;
  readonly error: unknown;
}

export function outcomeOf(label: string, act: () => unknown): Outcome {
  try {
    return { label, value: act(), code: undefined, error: undefined };
  } catch (error) {
    return { label, value: undefined, code: codeOf(error), error };
  }
}

function codeOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && code.startsWith('ERR_') ? code : String(error);
}

/** Errors of ours have a code; all others are defects, even when every path throws them. */
export function isForeseen({ code }: Outcome): boolean {
  return code === undefined || /^ERR_[A-Z_]+$/.test(code);
}

/** NaN is NaN, 0 is not -0, arrays are equal byte for byte. */
export function isSameValue(a: unknown, b: unknown): boolean {
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b) === 0;
  return Object.is(a, b);
}

export function outcomeText({ value, code, error }: Outcome): string {
  if (code !== undefined) return `throws ${error instanceof Error ? String(error) : code}`;
  if (value instanceof Uint8Array) return `returns ${value.length} bytes ${Buffer.from(value).toString('hex', 0, 32)}`;
  return value === undefined ? 'returns nothing' : `returns ${literal(value)}`;
}
