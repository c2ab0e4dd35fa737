import type { BinaryMemory } from './binary-memory.ts';

/** Texts of rows are UTF-8 as Java's encoder writes it: a lone surrogate becomes `?`, not U+FFFD. */

/** Enough for most texts; longer ones get memory of their own. */
const SCRATCH_BYTES = 16 * 1024;
const scratch = Buffer.alloc(SCRATCH_BYTES);

/** Texts up to here are faster read and written character by character, as long as they are ASCII. */
const SHORT = 48;
const LONE_SURROGATE = /\p{Surrogate}/gu;
const MAX_UTF8_BYTES_A_UNIT = 3;

/** What `encodeText` wrote last. */
export let encodedBytes: Buffer = scratch;

/** Bytes of the text, which are in `encodedBytes` until the next call. */
export function encodeText(text: string): number {
  const { length } = text;
  encodedBytes = scratch;
  if (length <= SHORT) {
    let i = 0;
    for (; i < length; i++) {
      const unit = text.charCodeAt(i);
      if (unit >= 0x80) break;
      scratch[i] = unit;
    }
    if (i === length) return length;
  }
  const wellFormed = text.replace(LONE_SURROGATE, '?');
  if (length * MAX_UTF8_BYTES_A_UNIT <= SCRATCH_BYTES) return scratch.write(wellFormed, 'utf8');
  encodedBytes = Buffer.from(wellFormed, 'utf8');
  return encodedBytes.length;
}

/** What is no UTF-8 becomes U+FFFD, as in Java. */
export function decodeText(memory: BinaryMemory, offset: number, length: number): string {
  if (length === 0) return '';
  const bytes = length <= SCRATCH_BYTES ? scratch : Buffer.allocUnsafeSlow(length);
  memory.get(offset, bytes, 0, length);
  return bytes.toString('utf8', 0, length);
}
