export const NEWLINE = 0x0a;

/** Index of the first newline in [from, end), or `end`. */
export function findNewline(view: DataView, from: number, end: number): number {
  let at = from;
  for (; at + 4 <= end; at += 4) {
    // A byte of `word` is zero where the line ends. The lowest bit of `zeros` belongs to the first one; higher bits may be wrong.
    const word = view.getInt32(at, true) ^ 0x0a0a0a0a;
    const zeros = (word - 0x01010101) & ~word & 0x80808080;
    if (zeros !== 0) return at + ((31 - Math.clz32(zeros & -zeros)) >> 3);
  }
  while (at < end && view.getUint8(at) !== NEWLINE) at++;
  return at;
}
