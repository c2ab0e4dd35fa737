import type { DataInputView } from '../../views/data-input-view.ts';

const PIECE_BYTES = 64 * 1024;

/** `count` bytes. Where the view does not know how many are left, room grows with what has been read. */
export function readBytes(source: DataInputView, count: number): Uint8Array<ArrayBuffer> {
  const known = source.available !== undefined;
  let bytes = new Uint8Array(known ? count : Math.min(count, PIECE_BYTES));
  source.readFully(bytes);
  while (bytes.length < count) {
    const more = new Uint8Array(Math.min(count, 2 * bytes.length));
    more.set(bytes);
    source.readFully(more, bytes.length);
    bytes = more;
  }
  return bytes;
}
