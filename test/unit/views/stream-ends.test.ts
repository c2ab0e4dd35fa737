import { once } from 'node:events';
import { PassThrough, Readable, Writable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MemorySegment } from '../../../lib/memory/memory-segment.ts';
import { DataInputDeserializer } from '../../../lib/views/data-input-deserializer.ts';
import { DataInputStream } from '../../../lib/views/data-input-stream.ts';
import type { DataInputView } from '../../../lib/views/data-input-view.ts';
import { DataOutputSerializer } from '../../../lib/views/data-output-serializer.ts';
import { DataOutputStream } from '../../../lib/views/data-output-stream.ts';
import type { DataOutputView } from '../../../lib/views/data-output-view.ts';
import { readableOf, writableTo } from '../../../lib/views/view-streams.ts';

/** Streams that end before, or otherwise than, they should; and pieces that are not what they seem. */

const readInt = (view: DataInputView) => view.readInt();
const writeInt = (view: DataOutputView) => view.writeInt(7);

/** What a promise is rejected with. */
async function failureOf(promise: Promise<unknown>): Promise<{ readonly code?: string; readonly message: string }> {
  const outcome = await promise.then(
    (value) => ({ value }),
    (failure) => ({ failure }),
  );
  expect(outcome).toHaveProperty('failure');
  return (outcome as { failure: { code: string; message: string } }).failure;
}

function longText(length: number): Uint8Array {
  const output = new DataOutputSerializer(1);
  output.writeLongUTF('x'.repeat(length));
  return output.copyOfBuffer();
}

const readLongText = (view: DataInputView) => (view as DataInputDeserializer).readLongUTF();

async function* endless(): AsyncGenerator<Uint8Array> {
  await new Promise(() => {});
  yield new Uint8Array(1);
}

function detach(bytes: Uint8Array<ArrayBuffer>): Uint8Array {
  structuredClone(undefined, { transfer: [bytes.buffer] });
  return bytes;
}

describe('DataInputStream, ended from outside', () => {
  it('rejects the read that waits when it is closed, and destroys a stream', async () => {
    const stream = new PassThrough();
    for (const source of [stream, endless()]) {
      const input = new DataInputStream(source);
      const value = failureOf(input.read(readInt));
      await input.close();
      expect((await value).code).toBe('ERR_SOURCE_MISUSE');
    }
    expect(stream.destroyed).toBe(true);
  });

  it('rejects the read that waits, and those that follow, with the reason of its signal', async () => {
    const reason = new Error('enough');
    for (const source of [new PassThrough(), endless()]) {
      const controller = new AbortController();
      const input = new DataInputStream(source, { signal: controller.signal });
      const value = failureOf(input.read(readInt));
      controller.abort(reason);
      expect(await value).toBe(reason);
      expect(await failureOf(input.read(readInt))).toBe(reason);
    }
    const stream = new PassThrough();
    const late = new DataInputStream(stream, { signal: AbortSignal.abort(reason) });
    expect(await failureOf(late.read(readInt))).toBe(reason);
    expect(stream.destroyed).toBe(true);
  });

  it('ends the source when values() is left before its first value, or while that waits', async () => {
    const unread = new PassThrough();
    await new DataInputStream(unread).values(readInt).return();
    expect(unread.destroyed).toBe(true);

    const waiting = new PassThrough();
    const values = new DataInputStream(waiting).values(readInt);
    const value = failureOf(values.next());
    await values.return();
    expect((await value).code).toBe('ERR_SOURCE_MISUSE');
    expect(waiting.destroyed).toBe(true);
  });

  it('closes after a long value, though the source has nothing more to give', async () => {
    const bytes = longText(400_000);
    const stream = new PassThrough();
    const input = new DataInputStream(stream);
    const value = input.read(readLongText);
    for (let i = 0; i < bytes.length; i += 65_536) stream.write(bytes.slice(i, i + 65_536));
    expect((await value).length).toBe(400_000);
    await input.close();
    expect(stream.destroyed).toBe(true);
  });

  it('gives a long value that is complete before it tells what the source failed with', async () => {
    const bytes = longText(400_000);
    async function* failing() {
      yield bytes.slice(0, 300_000);
      yield bytes.slice(300_000);
      throw new Error('of the source');
    }
    const input = new DataInputStream(failing());
    expect((await input.read(readLongText)).length).toBe(400_000);
    expect((await failureOf(input.read(readInt))).message).toBe('of the source');
  });
});

describe('DataInputStream, piece by piece', () => {
  it('asks for a piece when it needs one, not before', async () => {
    let asked = 0;
    async function* counting() {
      for (; asked < 10; asked++) yield Uint8Array.of(0, 0, 0, asked);
    }
    const input = new DataInputStream(counting());
    for (let i = 0; i < 3; i++) expect(await input.read(readInt)).toBe(i);
    expect(asked).toBe(2);
    await input.close();
  });

  it('reads sources that give the same memory again', async () => {
    const bytes = Uint8Array.from({ length: 400 }, (_, i) => (i * 37) % 251);
    const expected = Array.from({ length: 100 }, (_, i) => new DataView(bytes.buffer).getInt32(4 * i));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 60 }), fc.boolean(), async (size, asBuffer) => {
        async function* reusing() {
          const memory = asBuffer ? Buffer.alloc(size) : new Uint8Array(size);
          for (let i = 0; i < bytes.length; i += size) {
            const piece = bytes.subarray(i, i + size);
            memory.set(piece);
            yield memory.subarray(0, piece.length);
            memory.fill(0xee);
          }
        }
        const found: number[] = [];
        for await (const value of new DataInputStream(reusing()).values(readInt)) found.push(value);
        expect(found).toEqual(expected);
      }),
    );
  });

  it('reads shared memory, pieces of no bytes, and streams of the web', async () => {
    const shared = new Uint8Array(new SharedArrayBuffer(3));
    shared.set([0, 0, 1]);
    const pieces = [new Uint8Array(0), shared, new Uint8Array(0), Uint8Array.of(2)];
    const web = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const piece of pieces) controller.enqueue(piece);
        controller.close();
      },
    });
    for (const source of [Readable.from(pieces), web]) {
      const input = new DataInputStream(source as AsyncIterable<Uint8Array>);
      expect(await input.read(readInt)).toBe(258);
      expect((await failureOf(input.read(readInt))).code).toBe('ERR_END_OF_DATA');
    }
  });

  it('refuses pieces that were detached, and what is no piece', async () => {
    async function* of(...pieces: unknown[]) {
      for (const piece of pieces) yield piece as Uint8Array;
    }
    const gone = new DataInputStream(of(detach(new Uint8Array(4)), new Uint8Array(4)));
    expect((await failureOf(gone.read(readInt))).code).toBe('ERR_INVALID_ARGUMENT');

    for (const bytes of [6, 8]) {
      const piece = new Uint8Array(bytes);
      const input = new DataInputStream(of(piece, new Uint8Array(4)));
      expect(await input.read(readInt)).toBe(0);
      detach(piece);
      expect((await failureOf(input.read(readInt))).code).toBe('ERR_INVALID_ARGUMENT');
    }
    for (const wrong of ['text', 7, null, [1]]) {
      expect((await failureOf(new DataInputStream(of(wrong)).read(readInt))).code).toBe('ERR_INVALID_ARGUMENT');
    }
  });

  it('takes no more bytes for a value than allowed, in whatever pieces they arrive', async () => {
    const bytes = longText(1000);
    for (const size of [1, 100, 1004, 5000]) {
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
        bytes.slice(i * size, (i + 1) * size),
      );
      const read = (maxValueBytes: number) =>
        new DataInputStream(Readable.from(pieces), { maxValueBytes }).read(readLongText);
      expect((await read(1004)).length).toBe(1000);
      expect((await failureOf(read(1003))).code).toBe('ERR_VALUE_TOO_LONG');
    }
  });
});

/** Takes what it is given, when it is told to. */
function heldWritable() {
  const held: (() => void)[] = [];
  const target = new Writable({
    write(_chunk, _encoding, done) {
      held.push(done);
    },
  });
  return { target, held };
}

/** Not `once`, which throws an error that comes first. */
const closing = (target: Writable) => new Promise<void>((resolve) => target.once('close', () => resolve()));

const taking = () =>
  new Writable({
    write(_chunk, _encoding, done) {
      done();
    },
  });

describe('DataOutputStream, ended by its target', () => {
  it('throws what the target fails with between two writes, each time, and closes in peace', async () => {
    const target = taking();
    const output = new DataOutputStream(target, { bufferBytes: 4 });
    await output.write(writeInt);
    target.destroy(new Error('reset'));
    await closing(target);
    for (let again = 0; again < 2; again++) {
      expect((await failureOf(output.write(writeInt))).message).toBe('reset');
    }
    await output.close();
  });

  it('throws on close what nobody has been told of', async () => {
    const target = taking();
    const output = new DataOutputStream(target);
    await output.write(writeInt);
    target.destroy(new Error('reset'));
    await closing(target);
    expect((await failureOf(output.close())).message).toBe('reset');
    await output.close();
  });

  it('says that the target was closed: during a write, before one, before the end and during it', async () => {
    const during = heldWritable();
    const written = failureOf(new DataOutputStream(during.target, { bufferBytes: 4 }).write(writeInt));
    during.target.destroy();
    expect((await written).code).toBe('ERR_OUTPUT_CLOSED');

    const before = taking();
    const output = new DataOutputStream(before, { bufferBytes: 4 });
    await output.write(writeInt);
    before.destroy();
    expect((await failureOf(output.write(writeInt))).code).toBe('ERR_OUTPUT_CLOSED');

    const unended = taking();
    const complete = new DataOutputStream(unended, { bufferBytes: 4 });
    await complete.write(writeInt);
    unended.destroy();
    expect((await failureOf(complete.close())).code).toBe('ERR_OUTPUT_CLOSED');

    const ending = new Writable({ write: (_chunk, _encoding, done) => done(), final() {} });
    const last = new DataOutputStream(ending);
    await last.write(writeInt);
    const closed = failureOf(last.close());
    await new Promise((resolve) => setImmediate(resolve));
    ending.destroy();
    expect((await closed).code).toBe('ERR_OUTPUT_CLOSED');
  });

  it('throws what the end of the target fails with', async () => {
    const target = new Writable({
      write: (_chunk, _encoding, done) => done(),
      final: (done) => done(new Error('of the end')),
    });
    const output = new DataOutputStream(target);
    await output.write(writeInt);
    expect((await failureOf(output.close())).message).toBe('of the end');
  });

  it('says that the reader of a pipe stopped early', async () => {
    const pipe = new PassThrough({ highWaterMark: 4 });
    const output = new DataOutputStream(pipe, { bufferBytes: 4 });
    const written = failureOf(
      (async () => {
        for (;;) await output.write(writeInt);
      })(),
    );
    for await (const value of new DataInputStream(pipe).values(readInt)) {
      expect(value).toBe(7);
      break;
    }
    expect((await written).code).toBe('ERR_OUTPUT_CLOSED');
  });
});

describe('DataOutputStream, aborted', () => {
  it('drops what is buffered, destroys the target and takes nothing more', async () => {
    const chunks: unknown[] = [];
    const target = new Writable({ write: (chunk, _encoding, done) => done(void chunks.push(chunk)) });
    const output = new DataOutputStream(target);
    await output.write(writeInt);
    output.abort();
    output.abort();
    expect([output.bufferedBytes, target.destroyed, chunks]).toEqual([0, true, []]);
    expect((await failureOf(output.write(writeInt))).code).toBe('ERR_SINK_MISUSE');
    await output.close();
  });

  it('rejects the write that waits', async () => {
    const reason = new Error('enough');
    const { target, held } = heldWritable();
    const output = new DataOutputStream(target, { bufferBytes: 4 });
    const first = failureOf(output.write(writeInt));
    output.abort(reason);
    expect(await first).toBe(reason);
    expect([target.errored, held.length]).toEqual([reason, 1]);
  });

  it('is what its signal does', async () => {
    const reason = new Error('enough');
    const { target } = heldWritable();
    const controller = new AbortController();
    const output = new DataOutputStream(target, { bufferBytes: 4, signal: controller.signal });
    const first = failureOf(output.write(writeInt));
    controller.abort(reason);
    expect(await first).toBe(reason);
    expect(await failureOf(output.write(writeInt))).toBe(reason);
    expect(target.destroyed).toBe(true);
    await output.close();

    const late = new DataOutputStream(taking(), { signal: AbortSignal.abort(reason) });
    expect(await failureOf(late.write(writeInt))).toBe(reason);
  });

  it('does nothing once the stream is closed', async () => {
    const target = taking();
    const controller = new AbortController();
    const output = new DataOutputStream(target, { signal: controller.signal });
    await output.write(writeInt);
    await output.close();
    controller.abort();
    output.abort();
    expect([target.writableFinished, target.errored]).toEqual([true, null]);
  });
});

describe('streams of views', () => {
  it('read no further than their consumer', async () => {
    const view = new DataInputDeserializer(new Uint8Array(1_000_000));
    for await (const chunk of readableOf(view, { chunkBytes: 1000 })) {
      expect(chunk.length).toBe(1000);
      break;
    }
    expect(view.available).toBeGreaterThan(500_000);
  });

  it('fail with the error of a segment that is freed meanwhile', async () => {
    const segment = MemorySegment.allocate(100);
    const readable = readableOf(new DataInputDeserializer(segment), { chunkBytes: 10 });
    const chunks = readable[Symbol.asyncIterator]();
    await chunks.next();
    segment.free();
    const rest = async () => {
      for (let done = false; !done; ) done = (await chunks.next()).done === true;
    };
    expect((await failureOf(rest())).code).toBe('ERR_SEGMENT_FREED');
  });

  it('take and give shared memory', async () => {
    const shared = new Uint8Array(new SharedArrayBuffer(10)).fill(7);
    const output = new DataOutputSerializer(1);
    const target = writableTo(output);
    target.write(shared);
    for await (const chunk of readableOf(new DataInputDeserializer(shared))) target.write(chunk);
    target.end();
    await once(target, 'finish');
    expect(output.copyOfBuffer()).toEqual(new Uint8Array(20).fill(7));
  });
});
