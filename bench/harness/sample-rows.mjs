/**
 * Rows of six fields, by arithmetic alone, so that a peer in another language makes the same ones
 * (bench/peers/flink has them in Java).
 */
export function sampleRows(count) {
  return Array.from({ length: count }, (_, i) => ({
    id: i * 9_007_199_254,
    price: i * 0.25 + 0.1,
    ok: i % 3 === 0,
    code: ascii(i, 12),
    text: ascii(i, 40),
    tags: Array.from({ length: 4 }, (_, k) => i * (k + 1) * 7919 - 1_000_000),
  }));
}

function ascii(row, length) {
  return String.fromCharCode(...Array.from({ length }, (_, i) => 32 + ((row * 31 + i * 7) % 95)));
}
