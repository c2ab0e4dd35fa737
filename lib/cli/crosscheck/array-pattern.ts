/** Patterns below this one are NaNs with payloads, quiet and signalling, wherever they are read. */
const NAN_PATTERNS = 16;

/** The content of an array of a step. */
export function patternBytes(pattern: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  if (pattern < NAN_PATTERNS) {
    for (let i = 0; i < length; i++) bytes[i] = i % 2 === pattern % 2 ? 0x7f : 0xa0 + ((i + pattern) & 0x57);
  } else {
    for (let i = 0; i < length; i++) bytes[i] = Math.imul(i + pattern, 0x9e3779b1) >>> 24;
  }
  return bytes;
}

/** The same as a TypeScript expression. */
export function patternSource(pattern: number, length: number): string {
  if (length <= 32) return `Uint8Array.of(${patternBytes(pattern, length).join(', ')})`;
  const byte =
    pattern < NAN_PATTERNS
      ? `(i % 2 === ${pattern % 2} ? 0x7f : 0xa0 + ((i + ${pattern}) & 0x57))`
      : `Math.imul(i + ${pattern}, 0x9e3779b1) >>> 24`;
  return `Uint8Array.from({ length: ${length} }, (_, i) => ${byte})`;
}
