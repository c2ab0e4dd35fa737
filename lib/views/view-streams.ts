import type { Buffer } from 'node:buffer';
import { Readable, Writable } from 'node:stream';
import { invalid } from '../memory/argument-checks.ts';
import { type ByteOutput, isByteOutput } from '../memory/byte-transfer.ts';
import type { DataInputView } from './data-input-view.ts';
import { requireSizeOption } from './view-arguments.ts';

const DEFAULT_CHUNK_BYTES = 64 * 1024;

/** In what pieces the bytes of a view are given; in bytes. */
export interface ViewBytesOptions {
  /** Of each piece but the last. Default 64 KiB. */
  readonly chunkBytes?: number | undefined;
}

/** What is left in a view, as copies of `chunkBytes`: Flink's DataInputViewStream as an iterable. */
export function* bytesOf(
  input: Pick<DataInputView, 'read'>,
  options: ViewBytesOptions = {},
): Generator<Uint8Array<ArrayBuffer>, void, undefined> {
  const { chunkBytes = DEFAULT_CHUNK_BYTES } = options;
  requireSizeOption('chunkBytes', chunkBytes);
  for (;;) {
    const chunk = new Uint8Array(chunkBytes);
    const count = input.read(chunk, 0, chunkBytes);
    if (count === -1) return;
    yield count === chunkBytes ? chunk : chunk.slice(0, count);
  }
}

/** A Readable of what is left in a view: Flink's DataInputViewStream. What the view throws destroys it. */
export function readableOf(input: Pick<DataInputView, 'read'>, options: ViewBytesOptions = {}): Readable {
  return Readable.from(bytesOf(input, options), { objectMode: false });
}

/** A Writable whose bytes go into a view: Flink's DataOutputViewStream. What the view throws destroys it. */
export function writableTo(output: ByteOutput): Writable {
  if (!isByteOutput(output)) throw invalid('a DataOutputView', 'output', output);
  return new Writable({
    decodeStrings: true,
    write(chunk: Buffer, _encoding, done) {
      try {
        output.write(chunk, 0, chunk.length);
      } catch (error) {
        done(error as Error);
        return;
      }
      done();
    },
  });
}
