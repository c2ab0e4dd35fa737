import { endianness } from 'node:os';

/** Primitives in single bytes, in both byte orders. The range is inside and the value fits: that is the caller's to check. */

const MACHINE_IS_LITTLE_ENDIAN = endianness() === 'LE';

/** The machine's own representation of one float or double. */
const cell = new Uint8Array(8);
const floatCell = new Float32Array(cell.buffer, 0, 1);
const doubleCell = new Float64Array(cell.buffer);

export function loadByte(bytes: Uint8Array, offset: number): number {
  return ((bytes[offset] as number) << 24) >> 24;
}

export function storeByte(bytes: Uint8Array, offset: number, value: number): void {
  bytes[offset] = value & 0xff;
}

export function loadChar(bytes: Uint8Array, offset: number, littleEndian: boolean): number {
  const low = bytes[littleEndian ? offset : offset + 1] as number;
  const high = bytes[littleEndian ? offset + 1 : offset] as number;
  return (high << 8) | low;
}

export function loadShort(bytes: Uint8Array, offset: number, littleEndian: boolean): number {
  return (loadChar(bytes, offset, littleEndian) << 16) >> 16;
}

/** A char as well: the same 16 bits. */
export function storeShort(bytes: Uint8Array, offset: number, value: number, littleEndian: boolean): void {
  bytes[littleEndian ? offset : offset + 1] = value & 0xff;
  bytes[littleEndian ? offset + 1 : offset] = (value >> 8) & 0xff;
}

export function loadInt(bytes: Uint8Array, offset: number, littleEndian: boolean): number {
  const low = loadChar(bytes, littleEndian ? offset : offset + 2, littleEndian);
  const high = loadChar(bytes, littleEndian ? offset + 2 : offset, littleEndian);
  return (high << 16) | low;
}

export function storeInt(bytes: Uint8Array, offset: number, value: number, littleEndian: boolean): void {
  storeShort(bytes, littleEndian ? offset : offset + 2, value & 0xffff, littleEndian);
  storeShort(bytes, littleEndian ? offset + 2 : offset, value >>> 16, littleEndian);
}

export function loadLong(bytes: Uint8Array, offset: number, littleEndian: boolean): bigint {
  const low = loadInt(bytes, littleEndian ? offset : offset + 4, littleEndian);
  const high = loadInt(bytes, littleEndian ? offset + 4 : offset, littleEndian);
  return BigInt(high) * 0x1_0000_0000n + BigInt(low >>> 0);
}

export function storeLong(bytes: Uint8Array, offset: number, value: bigint, littleEndian: boolean): void {
  storeInt(bytes, littleEndian ? offset : offset + 4, Number(BigInt.asIntN(32, value)), littleEndian);
  storeInt(bytes, littleEndian ? offset + 4 : offset, Number(BigInt.asIntN(32, value >> 32n)), littleEndian);
}

export function loadFloat(bytes: Uint8Array, offset: number, littleEndian: boolean): number {
  toCell(bytes, offset, 4, littleEndian);
  return floatCell[0] as number;
}

export function storeFloat(bytes: Uint8Array, offset: number, value: number, littleEndian: boolean): void {
  floatCell[0] = value;
  fromCell(bytes, offset, 4, littleEndian);
}

export function loadDouble(bytes: Uint8Array, offset: number, littleEndian: boolean): number {
  toCell(bytes, offset, 8, littleEndian);
  return doubleCell[0] as number;
}

export function storeDouble(bytes: Uint8Array, offset: number, value: number, littleEndian: boolean): void {
  doubleCell[0] = value;
  fromCell(bytes, offset, 8, littleEndian);
}

function toCell(bytes: Uint8Array, offset: number, width: number, littleEndian: boolean): void {
  for (let i = 0; i < width; i++) cell[cellIndex(i, width, littleEndian)] = bytes[offset + i] as number;
}

function fromCell(bytes: Uint8Array, offset: number, width: number, littleEndian: boolean): void {
  for (let i = 0; i < width; i++) bytes[offset + i] = cell[cellIndex(i, width, littleEndian)] as number;
}

function cellIndex(index: number, width: number, littleEndian: boolean): number {
  return littleEndian === MACHINE_IS_LITTLE_ENDIAN ? index : width - 1 - index;
}
