/** Below it a loop is faster than `set`, which needs a view of the source. */
const LOOP_LIMIT = 48;

export function copyBytes(
  source: Uint8Array,
  sourceAt: number,
  target: Uint8Array,
  targetAt: number,
  length: number,
): void {
  if (length < LOOP_LIMIT) {
    for (let i = 0; i < length; i++) target[targetAt + i] = source[sourceAt + i] as number;
  } else {
    target.set(source.subarray(sourceAt, sourceAt + length), targetAt);
  }
}
