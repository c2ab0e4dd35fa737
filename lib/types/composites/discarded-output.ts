import type { DataOutputView } from '../../views/data-output-view.ts';

function discard(): void {}

/** Takes everything and keeps nothing: what is passed on to it has been skipped. */
export const DISCARDED: DataOutputView = Object.freeze({
  write: discard,
  writeSegment: discard,
  writeBoolean: discard,
  writeByte: discard,
  writeShort: discard,
  writeChar: discard,
  writeInt: discard,
  writeLong: discard,
  writeLongAsNumber: discard,
  writeLongHighLow: discard,
  writeFloat: discard,
  writeDouble: discard,
  writeBytes: discard,
  writeChars: discard,
  writeUTF: discard,
  skipBytesToWrite: discard,
});
