/** Where the bytes at `a` and at `b` first differ, counted from both; at most `limit`. The first `from` are known to be the same. */
export function commonPrefix(view: DataView, a: number, b: number, from: number, limit: number): number {
  let at = from;
  while (at + 4 <= limit && view.getInt32(a + at) === view.getInt32(b + at)) at += 4;
  while (at < limit && view.getUint8(a + at) === view.getUint8(b + at)) at++;
  return at;
}
