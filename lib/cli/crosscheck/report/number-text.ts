import type { BreakEven } from '../bench/break-even.ts';

const TIME_UNITS = [
  { name: 's', nanos: 1e9 },
  { name: 'ms', nanos: 1e6 },
  { name: 'µs', nanos: 1e3 },
  { name: 'ns', nanos: 1 },
] as const;

const SIZE_UNITS = [
  { name: 'GiB', bytes: 2 ** 30 },
  { name: 'MiB', bytes: 2 ** 20 },
  { name: 'KiB', bytes: 2 ** 10 },
  { name: 'B', bytes: 1 },
] as const;

/** `0.62 ns`, `34.1 ns`, `1.20 µs`: three digits. */
export function describeNanos(nanos: number): string {
  // What three digits round up to the next unit belongs there.
  const unit = TIME_UNITS.find((candidate) => nanos >= candidate.nanos * 0.9995) ?? TIME_UNITS[3];
  return `${threeDigits(nanos / unit.nanos)} ${unit.name}`;
}

/** `0.31×`, `12.4×`. */
export function describeRatio(ratio: number): string {
  return `${ratio < 0.01 ? ratio.toPrecision(1) : threeDigits(ratio)}×`;
}

/** `4 B`, `1 KiB`, `1.5 KiB`. */
export function describeSize(sizeBytes: number): string {
  const unit = SIZE_UNITS.find((candidate) => sizeBytes >= candidate.bytes) ?? SIZE_UNITS[3];
  return `${Number((sizeBytes / unit.bytes).toFixed(2))} ${unit.name}`;
}

export function describePercent(share: number): string {
  return `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
}

export function describeBreakEven({ verdict, sizeBytes }: BreakEven): string {
  switch (verdict) {
    case 'from':
      return `from ${describeSize(sizeBytes ?? 0)}`;
    case 'mixed':
      return 'at some sizes';
    case 'even':
      return 'no difference';
    case 'unmeasured':
      return '–';
    default:
      return verdict;
  }
}

function threeDigits(value: number): string {
  if (value >= 99.95) return value.toFixed(0);
  return value.toFixed(value >= 9.995 ? 1 : 2);
}
