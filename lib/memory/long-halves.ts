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

const TWO_TO_32 = 4294967296;

export function joinHalves(high: number, low: number): number {
  return high * TWO_TO_32 + low;
}

/** Of a safe integer. Its low half is the number itself, once made into 32 bits. */
export function highHalf(value: number): number {
  return Math.floor(value / TWO_TO_32);
}

/**
 * The offset of the half at the higher address. Outside of the memory whenever `offset` lies before its start or the long goes
 * beyond its end: whoever writes this half first writes both or none. Ask before loading the DataView, since V8 calls its methods
 * out of line, ten times slower, where something branches in between.
 */
export function fartherHalf(offset: number): number {
  return offset >= 0 && offset <= 0x7fffffff ? (offset | 0) + 4 : roundedFartherHalf(offset);
}

/** A DataView rounds towards zero, and so must we before 4 is added: NaN + 4 would be 0 as well, and -0.5 + 4 is 3. */
function roundedFartherHalf(offset: number): number {
  const start = Math.trunc(offset) || 0;
  return start < 0 ? start : start + 4;
}
