import { IndexOutOfBoundsError, InvalidArgumentError } from '../../errors/index.ts';
import type { ChunkAccess } from '../chunk-access.ts';
import type { Chunk } from '../engine.ts';
import * as primitives from './byte-primitives.ts';
import { JsChunk } from './js-chunk.ts';

/**
 * The contract of the addon's accessors on single bytes: neither a DataView nor the runtime's bulk routines, so that it can
 * tell when those are wrong.
 */
export class JsChunkAccess implements ChunkAccess {
  getByte(chunk: Chunk, offset: number): number {
    return primitives.loadByte(inside(chunk, offset, 1), offset);
  }

  putByte(chunk: Chunk, offset: number, value: number): void {
    requireInteger(value, -0x80, 0x7f);
    primitives.storeByte(inside(chunk, offset, 1), offset, value);
  }

  getShortLittleEndian(chunk: Chunk, offset: number): number {
    return primitives.loadShort(inside(chunk, offset, 2), offset, true);
  }

  putShortLittleEndian(chunk: Chunk, offset: number, value: number): void {
    requireInteger(value, -0x8000, 0x7fff);
    primitives.storeShort(inside(chunk, offset, 2), offset, value, true);
  }

  getShortBigEndian(chunk: Chunk, offset: number): number {
    return primitives.loadShort(inside(chunk, offset, 2), offset, false);
  }

  putShortBigEndian(chunk: Chunk, offset: number, value: number): void {
    requireInteger(value, -0x8000, 0x7fff);
    primitives.storeShort(inside(chunk, offset, 2), offset, value, false);
  }

  getCharLittleEndian(chunk: Chunk, offset: number): number {
    return primitives.loadChar(inside(chunk, offset, 2), offset, true);
  }

  putCharLittleEndian(chunk: Chunk, offset: number, value: number): void {
    requireInteger(value, 0, 0xffff);
    primitives.storeShort(inside(chunk, offset, 2), offset, value, true);
  }

  getCharBigEndian(chunk: Chunk, offset: number): number {
    return primitives.loadChar(inside(chunk, offset, 2), offset, false);
  }

  putCharBigEndian(chunk: Chunk, offset: number, value: number): void {
    requireInteger(value, 0, 0xffff);
    primitives.storeShort(inside(chunk, offset, 2), offset, value, false);
  }

  getIntLittleEndian(chunk: Chunk, offset: number): number {
    return primitives.loadInt(inside(chunk, offset, 4), offset, true);
  }

  putIntLittleEndian(chunk: Chunk, offset: number, value: number): void {
    requireInteger(value, -0x80000000, 0x7fffffff);
    primitives.storeInt(inside(chunk, offset, 4), offset, value, true);
  }

  getIntBigEndian(chunk: Chunk, offset: number): number {
    return primitives.loadInt(inside(chunk, offset, 4), offset, false);
  }

  putIntBigEndian(chunk: Chunk, offset: number, value: number): void {
    requireInteger(value, -0x80000000, 0x7fffffff);
    primitives.storeInt(inside(chunk, offset, 4), offset, value, false);
  }

  getLongLittleEndian(chunk: Chunk, offset: number): bigint {
    return primitives.loadLong(inside(chunk, offset, 8), offset, true);
  }

  putLongLittleEndian(chunk: Chunk, offset: number, value: bigint): void {
    requireLong(value);
    primitives.storeLong(inside(chunk, offset, 8), offset, value, true);
  }

  getLongBigEndian(chunk: Chunk, offset: number): bigint {
    return primitives.loadLong(inside(chunk, offset, 8), offset, false);
  }

  putLongBigEndian(chunk: Chunk, offset: number, value: bigint): void {
    requireLong(value);
    primitives.storeLong(inside(chunk, offset, 8), offset, value, false);
  }

  getFloatLittleEndian(chunk: Chunk, offset: number): number {
    return primitives.loadFloat(inside(chunk, offset, 4), offset, true);
  }

  putFloatLittleEndian(chunk: Chunk, offset: number, value: number): void {
    requireNumber(value);
    primitives.storeFloat(inside(chunk, offset, 4), offset, value, true);
  }

  getFloatBigEndian(chunk: Chunk, offset: number): number {
    return primitives.loadFloat(inside(chunk, offset, 4), offset, false);
  }

  putFloatBigEndian(chunk: Chunk, offset: number, value: number): void {
    requireNumber(value);
    primitives.storeFloat(inside(chunk, offset, 4), offset, value, false);
  }

  getDoubleLittleEndian(chunk: Chunk, offset: number): number {
    return primitives.loadDouble(inside(chunk, offset, 8), offset, true);
  }

  putDoubleLittleEndian(chunk: Chunk, offset: number, value: number): void {
    requireNumber(value);
    primitives.storeDouble(inside(chunk, offset, 8), offset, value, true);
  }

  getDoubleBigEndian(chunk: Chunk, offset: number): number {
    return primitives.loadDouble(inside(chunk, offset, 8), offset, false);
  }

  putDoubleBigEndian(chunk: Chunk, offset: number, value: number): void {
    requireNumber(value);
    primitives.storeDouble(inside(chunk, offset, 8), offset, value, false);
  }

  copyBytes(source: Chunk, sourceOffset: number, target: Chunk, targetOffset: number, length: number): void {
    const from = inside(source, sourceOffset, length);
    const to = inside(target, targetOffset, length);
    if (sourceOffset < targetOffset) {
      for (let i = length - 1; i >= 0; i--) to[targetOffset + i] = from[sourceOffset + i] as number;
    } else {
      for (let i = 0; i < length; i++) to[targetOffset + i] = from[sourceOffset + i] as number;
    }
  }

  equalBytes(chunk1: Chunk, offset1: number, chunk2: Chunk, offset2: number, length: number): boolean {
    return this.compareBytes(chunk1, offset1, length, chunk2, offset2, length) === 0;
  }

  swapBytes(chunk1: Chunk, offset1: number, chunk2: Chunk, offset2: number, length: number): void {
    const first = inside(chunk1, offset1, length);
    const second = inside(chunk2, offset2, length);
    if (chunk1 === chunk2 && offset1 !== offset2 && Math.abs(offset1 - offset2) < length) {
      throw new InvalidArgumentError('Ranges to swap overlap', { offset1, offset2, length });
    }
    for (let i = 0; i < length; i++) {
      const byte = first[offset1 + i] as number;
      first[offset1 + i] = second[offset2 + i] as number;
      second[offset2 + i] = byte;
    }
  }

  compareBytes(
    chunk1: Chunk,
    offset1: number,
    length1: number,
    chunk2: Chunk,
    offset2: number,
    length2: number,
  ): number {
    const first = inside(chunk1, offset1, length1);
    const second = inside(chunk2, offset2, length2);
    const common = Math.min(length1, length2);
    for (let i = 0; i < common; i++) {
      const byte1 = first[offset1 + i] as number;
      const byte2 = second[offset2 + i] as number;
      if (byte1 !== byte2) return byte1 < byte2 ? -1 : 1;
    }
    return length1 - length2;
  }

  fillBytes(chunk: Chunk, offset: number, length: number, value: number): void {
    requireInteger(value, 0, 0xff);
    const bytes = inside(chunk, offset, length);
    for (let i = 0; i < length; i++) bytes[offset + i] = value;
  }
}

/** The bytes of a chunk that is alive and has `length` of them at `offset`. */
function inside(chunk: Chunk, offset: number, length: number): Uint8Array {
  if (!JsChunk.isOne(chunk)) throw new InvalidArgumentError('Chunk is of another engine', { engine: 'js' });
  requireIndex('offset', offset);
  requireIndex('length', length);
  const bytes = chunk.liveBytes();
  const size = chunk.sizeBytes;
  if (length > size || offset > size - length) throw new IndexOutOfBoundsError({ offset, length, size });
  return bytes;
}

function requireIndex(name: string, value: unknown): void {
  if (typeof value !== 'number') {
    throw new InvalidArgumentError('Argument must be a number', { argument: name, type: typeof value });
  }
  if (!Number.isSafeInteger(value) || value < 0) throw new IndexOutOfBoundsError({ [name]: value });
}

function requireNumber(value: unknown): asserts value is number {
  if (typeof value !== 'number') throw new InvalidArgumentError('Value must be a number');
}

function requireInteger(value: unknown, min: number, max: number): void {
  requireNumber(value);
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new InvalidArgumentError('Value does not fit the type', { value, min, max });
}

function requireLong(value: unknown): void {
  if (typeof value === 'bigint' && BigInt.asIntN(64, value) === value) return;
  throw new InvalidArgumentError('Value must be a bigint of 64 bits with sign');
}
