import { Buffer } from 'node:buffer';
import { CorruptDataError } from '../../errors/type-errors.ts';
import { EndOfDataError } from '../../errors/view-errors.ts';
import { requireInteger } from '../../memory/argument-checks.ts';
import { arrayOfInput, DataInputDeserializer } from '../../views/data-input-deserializer.ts';
import type { DataInputView } from '../../views/data-input-view.ts';

const PIECE_BYTES = 64 * 1024;

/**
 * `count` bytes of a view, where the count comes from the bytes themselves: room is made for no more than there are. Where the view
 * does not know how many are left, room grows with what has been read.
 *
 * Throws EndOfDataError where there are fewer (a DataInputStream then waits for the rest and reads the value again), and
 * CorruptDataError where `count` is negative.
 */
export function readBytes(source: DataInputView, count: number): Uint8Array<ArrayBuffer> {
  requireInteger('count', count);
  const { available } = source;
  if (count < 0) {
    throw new CorruptDataError({ position: source.position, reason: 'a negative number of bytes', count });
  }
  if (available !== undefined && count > available) {
    throw new EndOfDataError({ position: source.position, requested: count, available });
  }
  let bytes = new Uint8Array(available === undefined ? Math.min(count, PIECE_BYTES) : count);
  source.readFully(bytes);
  while (bytes.length < count) {
    const more = new Uint8Array(Math.min(count, 2 * bytes.length));
    more.set(bytes);
    source.readFully(more, bytes.length);
    bytes = more;
  }
  return bytes;
}

/** As `readBytes`; what is returned may be the memory of the source, for as long as nobody else runs. */
export function passBytes(source: DataInputView, count: number): Uint8Array {
  const array = source instanceof DataInputDeserializer ? arrayOfInput(source) : undefined;
  if (array === undefined || !isPlain(array)) return readBytes(source, count);
  const { position } = source;
  source.skipBytesToRead(count);
  return new Uint8Array(array.buffer, array.byteOffset + position, count);
}

/** Not of a class of the user's, which may say anything of its memory. */
function isPlain(array: Uint8Array): boolean {
  const prototype = Object.getPrototypeOf(array) as unknown;
  return prototype === Uint8Array.prototype || prototype === Buffer.prototype;
}
