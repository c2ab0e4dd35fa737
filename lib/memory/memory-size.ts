import { InvalidArgumentError } from '../errors/argument-errors.ts';

/** Ascending. The short name is the one that formatting uses; parsing takes all of them. */
const UNITS = [
  { names: ['bytes', 'b'], bytes: 1 },
  { names: ['kb', 'k', 'kibibytes'], bytes: 2 ** 10 },
  { names: ['mb', 'm', 'mebibytes'], bytes: 2 ** 20 },
  { names: ['gb', 'g', 'gibibytes'], bytes: 2 ** 30 },
  { names: ['tb', 't', 'tebibytes'], bytes: 2 ** 40 },
] as const;

type Unit = (typeof UNITS)[number];

/**
 * Bytes of a size as Flink's configuration writes it: digits, then an optional unit in any case, with blanks around and
 * between. `64mb`, `32 KiBiBytes`, `4096`. Units are powers of 1024; no unit means bytes.
 *
 * Throws InvalidArgumentError for an empty text, one that does not start with a digit (so no sign), an unknown unit (so no
 * fraction), and more than `Number.MAX_SAFE_INTEGER` bytes.
 */
export function parseMemorySize(text: string): number {
  if (typeof text !== 'string') {
    throw new InvalidArgumentError('Memory size is not a string', { type: typeof text });
  }
  const trimmed = text.trim();
  if (trimmed === '') throw new InvalidArgumentError('Memory size is empty', { text });
  const digits = /^[0-9]+/.exec(trimmed)?.[0];
  if (digits === undefined) throw new InvalidArgumentError('Memory size does not start with a number', { text });
  const unit = unitNamed(trimmed.slice(digits.length).trim().toLowerCase());
  if (unit === undefined) {
    throw new InvalidArgumentError('Memory size has an unknown unit', { text, units: UNITS.map(nameOf).join(' ') });
  }
  const bytes = Number(digits) * unit.bytes;
  if (!Number.isSafeInteger(bytes)) {
    throw new InvalidArgumentError('Memory size is too large', { text, maximum: Number.MAX_SAFE_INTEGER });
  }
  return bytes;
}

/** The size in the largest unit that divides it: `128 mb`, `1025 bytes`. `parseMemorySize` gives the same bytes back. */
export function formatMemorySize(sizeBytes: number): string {
  requireBytes(sizeBytes);
  const unit = UNITS.findLast((candidate) => sizeBytes % candidate.bytes === 0 && sizeBytes >= candidate.bytes);
  const { bytes, names } = unit ?? UNITS[0];
  return `${sizeBytes / bytes} ${names[0]}`;
}

/** The size for people, in the largest unit that is smaller than it: `128.000mb (134217728 bytes)`, `512 bytes`. */
export function describeMemorySize(sizeBytes: number): string {
  requireBytes(sizeBytes);
  const unit = UNITS.findLast((candidate) => sizeBytes > candidate.bytes) ?? UNITS[0];
  if (unit.bytes === 1) return `${sizeBytes} bytes`;
  return `${(sizeBytes / unit.bytes).toFixed(3)}${nameOf(unit)} (${sizeBytes} bytes)`;
}

/** Bytes in so many KiB (2^10). Throws InvalidArgumentError where that is no whole number of bytes. */
export function kibibytes(count: number): number {
  return multiple(count, 2 ** 10);
}

/** Bytes in so many MiB (2^20). Throws InvalidArgumentError where that is no whole number of bytes. */
export function mebibytes(count: number): number {
  return multiple(count, 2 ** 20);
}

/** Bytes in so many GiB (2^30). Throws InvalidArgumentError where that is no whole number of bytes. */
export function gibibytes(count: number): number {
  return multiple(count, 2 ** 30);
}

/** Fractions are fine as long as the result is a whole number of bytes: `mebibytes(1.5)`. */
function multiple(count: number, unitBytes: number): number {
  const bytes = typeof count === 'number' ? count * unitBytes : Number.NaN;
  requireBytes(bytes);
  return bytes;
}

function requireBytes(bytes: number): void {
  if (Number.isSafeInteger(bytes) && bytes >= 0) return;
  throw new InvalidArgumentError('Memory size is not a whole number of bytes', { bytes: String(bytes) });
}

function unitNamed(name: string): Unit | undefined {
  if (name === '') return UNITS[0];
  return UNITS.find(({ names }) => (names as readonly string[]).includes(name));
}

function nameOf(unit: Unit): string {
  return unit.names[0];
}
