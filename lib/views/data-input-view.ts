import type { ByteInput } from '../memory/byte-transfer.ts';
import type { LongHalves } from '../memory/long-halves.ts';

/**
 * Reads values one after another: java.io.DataInput and Flink's DataInputView. All numbers are big-endian.
 *
 * Where too few bytes are left, EndOfDataError is thrown and the position stays, but for a PagedInputView that has given back the
 * page in which the value begins: that one is then at the end.
 */
export interface DataInputView extends ByteInput {
  /** Bytes from the start of the view to what is read next. */
  readonly position: number;
  /** Bytes that are left; undefined where the view does not know. */
  readonly available: number | undefined;
  /** One byte: 1 is true, 0 is false. Of any other byte, views of pages say false and the others true, as in Flink. */
  readBoolean(): boolean;
  readByte(): number;
  readUnsignedByte(): number;
  readShort(): number;
  readUnsignedShort(): number;
  /** A UTF-16 code unit. */
  readChar(): number;
  readInt(): number;
  readUnsignedInt(): number;
  readLong(): bigint;
  /** A long as a number. Throws UnsafeIntegerError beyond plus or minus 2^53 - 1, and the position stays, unless the long lies in two pages. */
  readLongAsNumber(): number;
  /** A long as its halves, into `target`, which is also returned: nothing is allocated. */
  readLongHighLow(target: LongHalves): LongHalves;
  readFloat(): number;
  readDouble(): number;
  /** Fills the range, by default the whole array. */
  readFully(bytes: Uint8Array, offset?: number, length?: number): void;
  /** Up to `length` bytes: how many, or -1 at the end. 0 when `length` is 0, at the end too. */
  read(bytes: Uint8Array, offset?: number, length?: number): number;
  /** The bytes to the next `\n`, `\r\n` or the end, each a character from 0 to 255. Undefined at the end. */
  readLine(): string | undefined;
  /** What `writeUTF` wrote. Throws MalformedUtfError, and the position stays, unless a PagedInputView finds the text in two pages. */
  readUTF(): string;
  /**
   * A string in the form of Flink's StringSerializer, where it is ASCII and lies in one piece. Undefined: nothing has been read,
   * and the serializer reads what there is by the other methods. Views may do without.
   */
  tryReadAsciiString?(): string | undefined;
  /** Skips up to `count` bytes; how many. */
  skipBytes(count: number): number;
  /** Skips exactly `count` bytes. */
  skipBytesToRead(count: number): void;
}
