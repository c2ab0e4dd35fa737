/**
 * The order of floating point numbers, as java.lang.Double.compare: -Infinity, …, -0, 0, …, Infinity, NaN; all NaNs are equal.
 * Flink compares values like this too, but what is serialized by `<`, and has no normalized keys for them.
 */
export function compareFloats(a: number, b: number): number {
  if (a < b) return -1;
  if (a > b) return 1;
  if (a === b) return a !== 0 || Object.is(a, b) ? 0 : Object.is(a, -0) ? -1 : 1;
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : 1;
  return -1;
}

const bits = new DataView(new ArrayBuffer(8));
const CANONICAL_FLOAT_NAN = 0x7fc00000;
const CANONICAL_DOUBLE_NAN_HIGH = 0x7ff80000;

/** java.lang.Float.floatToIntBits: one NaN stands for all. */
export function floatBits(value: number): number {
  if (Number.isNaN(value)) return CANONICAL_FLOAT_NAN;
  bits.setFloat32(0, value);
  return bits.getInt32(0);
}

/** The halves of java.lang.Double.doubleToLongBits, both signed; the lower of what `doubleHighBits` was called with last. */
export function doubleHighBits(value: number): number {
  if (Number.isNaN(value)) {
    bits.setInt32(4, 0);
    return CANONICAL_DOUBLE_NAN_HIGH;
  }
  bits.setFloat64(0, value);
  return bits.getInt32(0);
}

export function doubleLowBits(): number {
  return bits.getInt32(4);
}
