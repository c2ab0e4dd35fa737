import { once } from 'node:events';
import { PassThrough, Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  EndOfDataError,
  OutputFullError,
  SinkMisuseError,
  SourceMisuseError,
  ValueTooLongError,
} from '../../../lib/errors/index.ts';
import { DataInputDeserializer } from '../../../lib/views/data-input-deserializer.ts';
import { DataInputStream } from '../../../lib/views/data-input-stream.ts';
import { DataOutputSerializer } from '../../../lib/views/data-output-serializer.ts';
import { DataOutputStream } from '../../../lib/views/data-output-stream.ts';
import { bytesOf, readableOf, writableTo } from '../../../lib/views/view-streams.ts';

/** Pieces of `bytes` that end at `cuts`, with turns of the event loop between them. */
async function* piecesOf(bytes: Uint8Array, cuts: readonly number[], closed?: () => void) {
  try {
    let start = 0;
    for (const end of [...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]) {
      yield bytes.slice(start, end);
      start = end;
      if (start % 3 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
  } finally {
    closed?.();
  }
}

async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const value of values) found.push(value);
  return found;
}

describe('DataInputStream', () => {
  it('reads the values that were written, however their bytes arrive', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer(), fc.string({ maxLength: 300 }))),
        fc.array(fc.nat(), { maxLength: 30 }),
        async (records, cuts) => {
          const output = new DataOutputSerializer(1);
          for (const [number, text] of records) {
            output.writeInt(number);
            output.writeUTF(text);
          }
          const input = new DataInputStream(piecesOf(output.copyOfBuffer(), cuts));
          expect(await all(input.values((view) => [view.readInt(), view.readUTF()]))).toEqual(records);
        },
      ),
    );
  });

  it('reads a value as soon as its last byte is there', async () => {
    const stream = new PassThrough();
    const input = new DataInputStream(stream);
    const value = input.read((view) => view.readInt());
    for (const byte of [0, 0, 1]) stream.write(Uint8Array.of(byte));
    await expect(input.read((view) => view.readInt())).rejects.toThrow(SourceMisuseError);
    stream.write(Uint8Array.of(2));
    expect(await value).toBe(258);
    await input.close();
    expect(stream.destroyed).toBe(true);
  });

  it('takes long values, and what arrives with them, in one', async () => {
    const long = 'x'.repeat(3_000_000);
    const output = new DataOutputSerializer(1);
    output.writeLongUTF(long);
    output.writeByte(7);
    let calls = 0;
    const input = new DataInputStream(
      Readable.from(bytesOf(new DataInputDeserializer(output.sharedBuffer, 0, output.length), { chunkBytes: 1000 })),
    );
    const found = await input.read((view) => {
      calls += 1;
      return (view as DataInputDeserializer).readLongUTF();
    });
    expect(found === long).toBe(true);
    expect(calls).toBeLessThan(20);
    expect(await input.read((view) => view.readByte())).toBe(7);
    for (let again = 0; again < 2; again++) {
      await expect(input.read((view) => view.readByte())).rejects.toThrow(EndOfDataError);
    }
    await input.close();
    await expect(input.read((view) => view.readByte())).rejects.toThrow(SourceMisuseError);
  });

  it('says when the source ends within a value, and closes it', async () => {
    const input = new DataInputStream(piecesOf(Uint8Array.of(0, 0, 0), [1]));
    await expect(all(input.values((view) => view.readInt()))).rejects.toThrow(EndOfDataError);
  });

  it('takes no more bytes for a value than allowed', async () => {
    const output = new DataOutputSerializer(1);
    output.writeLongUTF('x'.repeat(1000));
    const bytes = output.copyOfBuffer();
    const read = (maxValueBytes: number) =>
      new DataInputStream(piecesOf(bytes, [100, 200, 700]), { maxValueBytes }).read((view) =>
        (view as DataInputDeserializer).readLongUTF(),
      );
    expect(await read(1004)).toBe('x'.repeat(1000));
    await expect(read(1003)).rejects.toThrow(ValueTooLongError);
  });

  it('closes the source when the reader stops early, and when reading throws', async () => {
    let closed = 0;
    for await (const byte of new DataInputStream(piecesOf(new Uint8Array(9), [3], () => closed++)).values((view) =>
      view.readByte(),
    )) {
      expect(byte).toBe(0);
      break;
    }
    expect(closed).toBe(1);
    const failing = new DataInputStream(piecesOf(new Uint8Array(9), [3], () => closed++));
    await expect(
      failing.read(() => {
        throw new TypeError('of the reader');
      }),
    ).rejects.toThrow('of the reader');
    expect(closed).toBe(2);
  });

  it('passes on what the source fails with', async () => {
    const stream = new PassThrough();
    const value = new DataInputStream(stream).read((view) => view.readInt());
    stream.destroy(new Error('of the source'));
    await expect(value).rejects.toThrow('of the source');
  });
});

describe('DataOutputStream', () => {
  it('writes the values in order, a buffer at a time, and ends the target', async () => {
    const chunks: Buffer[] = [];
    const target = new Writable({
      write(chunk, _encoding, done) {
        chunks.push(chunk);
        setImmediate(done);
      },
    });
    {
      await using output = new DataOutputStream(target, { bufferBytes: 64 });
      for (let i = 0; i < 100; i++) await output.write((view) => view.writeInt(i));
    }
    expect(target.writableFinished).toBe(true);
    expect(chunks.map(({ length }) => length)).toEqual([64, 64, 64, 64, 64, 64, 16]);
    const input = new DataInputStream(Readable.from(chunks));
    expect(await all(input.values((view) => view.readInt()))).toEqual(Array.from({ length: 100 }, (_, i) => i));
  });

  it('writes nothing of a value whose writing throws', async () => {
    const target = new PassThrough();
    const output = new DataOutputStream(target);
    await output.write((view) => view.writeByte(1));
    await expect(
      output.write((view) => {
        view.writeInt(9);
        throw new TypeError('of the writer');
      }),
    ).rejects.toThrow('of the writer');
    await output.write((view) => view.writeByte(2));
    await output.close();
    expect([...(target.read() as Buffer)]).toEqual([1, 2]);
    await expect(output.write((view) => view.writeByte(3))).rejects.toThrow(SinkMisuseError);
    await output.close();
  });

  it('waits for the target, and refuses a write meanwhile', async () => {
    let finish: (() => void) | undefined;
    const target = new Writable({
      write(_chunk, _encoding, done) {
        finish = done;
      },
    });
    const output = new DataOutputStream(target, { bufferBytes: 4 });
    const first = output.write((view) => view.writeInt(1));
    await expect(output.write((view) => view.writeInt(2))).rejects.toThrow(SinkMisuseError);
    finish?.();
    await first;
    expect(output.bufferedBytes).toBe(0);
  });

  it('throws what the target fails with', async () => {
    const target = new Writable({
      write(_chunk, _encoding, done) {
        done(new Error('of the target'));
      },
    });
    const failed = once(target, 'error');
    const output = new DataOutputStream(target, { bufferBytes: 1 });
    await expect(output.write((view) => view.writeByte(1))).rejects.toThrow('of the target');
    await failed;
  });
});

describe('streams of views', () => {
  it('pass the bytes of a view on, and take them up again', async () => {
    const bytes = Uint8Array.from({ length: 1000 }, (_, i) => i);
    const output = new DataOutputSerializer(1);
    await pipeline(readableOf(new DataInputDeserializer(bytes), { chunkBytes: 77 }), writableTo(output));
    expect(output.copyOfBuffer()).toEqual(bytes);
  });

  it('fail with what the view throws', async () => {
    const full = new DataOutputSerializer(new Uint8Array(5));
    await expect(pipeline(readableOf(new DataInputDeserializer(new Uint8Array(6))), writableTo(full))).rejects.toThrow(
      OutputFullError,
    );
  });
});
