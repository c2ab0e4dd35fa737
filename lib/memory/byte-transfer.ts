import { isUint8Array } from 'node:util/types';
import type { MemorySegment } from './memory-segment.ts';

/**
 * Where a segment can write its bytes: what `MemorySegment.get` asks of a DataOutput.
 *
 * The bytes of a segment never leave it as an array, which could be kept beyond its free. An output that has `writeSegment`
 * takes them from the segment itself; any other gets copies, of at most 8 KiB a call, which it may keep.
 */
export interface ByteOutput {
  write(bytes: Uint8Array, offset: number, length: number): void;
  /** Takes `length` bytes of a live segment; the range lies inside. */
  writeSegment?(segment: MemorySegment, offset: number, length: number): void;
}

/**
 * What a segment can read bytes from: what `MemorySegment.put` asks of a DataInput.
 *
 * Both methods read exactly `length` bytes or throw. An input with `readSegment` decides itself what an end before that
 * leaves (DataInputDeserializer: nothing is changed). From any other the bytes arrive in pieces of at most 8 KiB, and those that
 * were complete stay in the segment.
 */
export interface ByteInput {
  readFully(bytes: Uint8Array, offset: number, length: number): void;
  /** Puts `length` bytes into a live segment; the range lies inside. */
  readSegment?(segment: MemorySegment, offset: number, length: number): void;
}

const PIECE_BYTES = 8 * 1024;

/** A Buffer has a `write` too, for texts. */
export function isByteOutput(value: unknown): value is ByteOutput {
  return !isUint8Array(value) && typeof (value as ByteOutput | undefined | null)?.write === 'function';
}

export function isByteInput(value: unknown): value is ByteInput {
  return !isUint8Array(value) && typeof (value as ByteInput | undefined | null)?.readFully === 'function';
}

export function writeOut(segment: MemorySegment, offset: number, output: ByteOutput, length: number): void {
  if (typeof output.writeSegment === 'function') {
    output.writeSegment(segment, offset, length);
    return;
  }
  for (let done = 0; done < length; ) {
    const count = Math.min(PIECE_BYTES, length - done);
    const piece = new Uint8Array(count);
    segment.get(offset + done, piece);
    output.write(piece, 0, count);
    done += count;
  }
}

export function readIn(segment: MemorySegment, offset: number, input: ByteInput, length: number): void {
  if (typeof input.readSegment === 'function') {
    input.readSegment(segment, offset, length);
    return;
  }
  const piece = new Uint8Array(Math.min(PIECE_BYTES, length));
  for (let done = 0; done < length; ) {
    const count = Math.min(piece.length, length - done);
    input.readFully(piece, 0, count);
    segment.put(offset + done, piece, 0, count);
    done += count;
  }
}
