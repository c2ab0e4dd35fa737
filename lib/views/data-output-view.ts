import type { ByteInput, ByteOutput } from '../memory/byte-transfer.ts';

/**
 * Writes values one after another: java.io.DataOutput and Flink's DataOutputView. All numbers are big-endian.
 *
 * Integers wrap around as in a cast. What does not fit throws OutputFullError, and nothing of it has been written.
 */
export interface DataOutputView extends ByteOutput {
  /** The low 8 bits of a number: the same as `writeByte`. */
  write(byte: number): void;
  /** Default: all bytes of the array. */
  write(bytes: Uint8Array, offset?: number, length?: number): void;
  /** `length` bytes of another view. Unlike the others it never makes a growing output grow. */
  write(source: ByteInput, length: number): void;
  /** One byte, 1 or 0. */
  writeBoolean(value: boolean): void;
  writeByte(value: number): void;
  writeShort(value: number): void;
  /** A UTF-16 code unit. */
  writeChar(value: number): void;
  writeInt(value: number): void;
  writeLong(value: bigint): void;
  /** A long from a number. Throws UnsafeIntegerError beyond plus or minus 2^53 - 1. */
  writeLongAsNumber(value: number): void;
  /** A long from its halves: `high * 2^32 + low`, each signed or unsigned. */
  writeLongHighLow(high: number, low: number): void;
  /** Every NaN is written as 7fc00000, but by views of pages: those write the bits that the engine has for it. */
  writeFloat(value: number): void;
  /** Every NaN is written as 7ff8000000000000, but by views of pages, as `writeFloat`. */
  writeDouble(value: number): void;
  /** The low 8 bits of each UTF-16 unit, without a length. */
  writeBytes(text: string): void;
  /** Each UTF-16 unit as a char, without a length. */
  writeChars(text: string): void;
  /** A 2-byte length and modified UTF-8. Throws EncodedTextTooLongError above 65535 bytes. */
  writeUTF(text: string): void;
  /**
   * A string in the form of Flink's StringSerializer, where it is ASCII and the view can write it in one go. False: nothing has
   * been written, and the serializer writes it by the other methods. Views may do without.
   */
  tryWriteAsciiString?(text: string): boolean;
  /** Leaves `count` bytes as they are. Never makes an output grow. */
  skipBytesToWrite(count: number): void;
}
