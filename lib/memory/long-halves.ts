import { wholeOffset } from './safe-long.ts';

/**
 * A 64-bit integer as a signed high and an unsigned low half, for code that does without BigInt: the long is
 * `high * 2^32 + low`.
 */
export interface LongHalves {
  /** -2^31 to 2^31 - 1. */
  high: number;
  /** 0 to 2^32 - 1. */
  low: number;
}

export function readHigh(view: DataView, offset: number, littleEndian: boolean): number {
  return view.getInt32(littleEndian ? wholeOffset(offset) + 4 : offset, littleEndian);
}

export function readLow(view: DataView, offset: number, littleEndian: boolean): number {
  return view.getUint32(littleEndian ? offset : wholeOffset(offset) + 4, littleEndian);
}

/** Writes both halves or none. */
export function writeHalves(view: DataView, offset: number, high: number, low: number, littleEndian: boolean): void {
  offset = wholeOffset(offset);
  // The farther half first, once the nearer end is known to be inside: if one of them fails, nothing has changed.
  view.getInt8(offset);
  view.setInt32(offset + 4, littleEndian ? high : low, littleEndian);
  view.setInt32(offset, littleEndian ? low : high, littleEndian);
}
