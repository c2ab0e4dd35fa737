/**
 * The form of generic values, drawn in docs/formats/generic-values.md: one byte of version, one value. A value is a tag and what
 * belongs to it. Objects are numbered in the order in which they begin, so that later ones can refer to earlier ones.
 */

export const FORM_VERSION = 1;
/** The version, and one tag. */
export const MIN_FORM_BYTES = 2;
export const MAX_FORM_BYTES = 2 ** 31 - 1;

export const TAG_UNDEFINED = 0;
export const TAG_NULL = 1;
export const TAG_FALSE = 2;
export const TAG_TRUE = 3;
export const TAG_INT = 4;
export const TAG_DOUBLE = 5;
export const TAG_LONG = 6;
export const TAG_BIGINT = 7;
export const TAG_TEXT = 8;
export const TAG_OBJECT = 9;
export const TAG_ARRAY = 10;
/** Only among the elements of an array. */
export const TAG_HOLES = 11;
export const TAG_MAP = 12;
export const TAG_SET = 13;
export const TAG_DATE = 14;
export const TAG_REGEXP = 15;
export const TAG_ERROR = 16;
export const TAG_WRAPPER = 17;
export const TAG_BUFFER = 18;
export const TAG_VIEW = 19;
export const TAG_REFERENCE = 20;

/** What an error has, as bits. */
export const HAS_MESSAGE = 1;
export const HAS_STACK = 2;
export const HAS_CAUSE = 4;

/** By number. Those that structured clone tells apart; all others are `Error`. */
export const ERROR_NAMES = [
  'Error',
  'EvalError',
  'RangeError',
  'ReferenceError',
  'SyntaxError',
  'TypeError',
  'URIError',
] as const;

/** By number: views of memory and the bytes of an element. */
export const VIEWS: readonly (readonly [name: string, elementBytes: number])[] = [
  ['DataView', 1],
  ['Buffer', 1],
  ['Int8Array', 1],
  ['Uint8Array', 1],
  ['Uint8ClampedArray', 1],
  ['Int16Array', 2],
  ['Uint16Array', 2],
  ['Float16Array', 2],
  ['Int32Array', 4],
  ['Uint32Array', 4],
  ['Float32Array', 4],
  ['Float64Array', 8],
  ['BigInt64Array', 8],
  ['BigUint64Array', 8],
];
export const DATA_VIEW = 0;
export const BUFFER = 1;

/** Objects in one another. V8's own structured clone overflows the stack at about twice this depth. */
export const MAX_DEPTH = 1000;

/**
 * Holes take no memory here, but whoever walks over an array walks over them. All arrays of a value together may have this many,
 * and more by its bytes.
 */
const FREE_HOLES = 2 ** 16;
const HOLES_PER_BYTE = 1024;

export function mostHoles(formBytes: number): number {
  return FREE_HOLES + HOLES_PER_BYTE * formBytes;
}
