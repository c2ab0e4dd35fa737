import { endianness } from 'node:os';

/** Which byte of a number comes first in memory: the lowest or the highest. */
export type ByteOrder = 'little-endian' | 'big-endian';

/** The order in which this machine stores the bytes of a number, and in which accessors without a suffix read and write. */
export const nativeByteOrder: ByteOrder = endianness() === 'LE' ? 'little-endian' : 'big-endian';
