import { describe, expect, it } from 'vitest';
import { CorruptDataError, MalformedUtfError, type OffheapError } from '../../../lib/errors/index.ts';
import { types } from '../../../lib/types/types.ts';
import { DataInputStream, type DataInputStreamOptions } from '../../../lib/views/data-input-stream.ts';
import type { DataInputView } from '../../../lib/views/data-input-view.ts';

/** Where in a stream a value could not be read. */

const text = types.string();
const serializer = text.createSerializer();
const readText = (view: DataInputView) => serializer.deserialize(view);
/** Two values of 5 and 7 bytes. */
const whole = Uint8Array.of(...text.encode('four'), ...text.encode('sixsix'));

const inOne = async function* (bytes: Uint8Array) {
  yield bytes;
};
const byteByByte = async function* (bytes: Uint8Array) {
  for (const byte of bytes) yield Uint8Array.of(byte);
};

/** What reading all values of `bytes` ends with. */
async function failureIn<T>(
  source: AsyncIterable<Uint8Array>,
  read: (view: DataInputView) => T,
  options?: DataInputStreamOptions,
): Promise<OffheapError> {
  const input = new DataInputStream(source, options);
  try {
    for await (const _ of input.values(read));
  } catch (error) {
    return error as OffheapError;
  }
  throw new Error('nothing was thrown');
}

describe.each([
  ['in one piece', inOne],
  ['byte by byte', byteByByte],
])('a DataInputStream whose bytes arrive %s', (_, pieces) => {
  it('counts the bytes and the values that were read', async () => {
    const input = new DataInputStream(pieces(whole));
    expect([input.position, input.valuesRead]).toEqual([0, 0]);
    await input.read(readText);
    expect([input.position, input.valuesRead]).toEqual([5, 1]);
    await input.read(readText);
    expect([input.position, input.valuesRead]).toEqual([12, 2]);
    await input.close();
    expect([input.position, input.valuesRead]).toEqual([12, 2]);
  });

  it('says where the value began that the source ends in', async () => {
    const error = await failureIn(pieces(Uint8Array.of(...whole, 9, 65)), readText);
    expect(error).toMatchObject({ code: 'ERR_END_OF_DATA', fields: { position: 1, valueIndex: 2, valueStart: 12 } });
    expect(error.message).toMatch(/^Data ends before what was to be read: .*, valueIndex=2, valueStart=12$/);
    expect(error.stack).toContain(error.message);
  });

  it('says where the value begins that a source at its end does not have', async () => {
    const input = new DataInputStream(pieces(whole));
    await input.read(readText);
    await input.read(readText);
    const fields = { position: 0, requested: 1, available: 0, valueIndex: 2, valueStart: 12 };
    await expect(input.read(readText)).rejects.toMatchObject({ code: 'ERR_END_OF_DATA', fields });
  });

  it('says where the value begins that takes too many bytes', async () => {
    const long = text.encode('x'.repeat(50));
    const error = await failureIn(pieces(Uint8Array.of(...whole, ...long)), readText, { maxValueBytes: 20 });
    expect(error).toMatchObject({
      code: 'ERR_VALUE_TOO_LONG',
      fields: { maxValueBytes: 20, valueIndex: 2, valueStart: 12 },
    });
  });

  it('says where the value begins whose bytes cannot be read, and keeps the class of the error', async () => {
    const list = types.list(types.int());
    const lists = list.createSerializer();
    const bytes = Uint8Array.of(...list.encode([1]), 0xff, 0xff, 0xff, 0xff);
    const corrupt = await failureIn(pieces(bytes), (view) => lists.deserialize(view));
    expect(corrupt).toBeInstanceOf(CorruptDataError);
    expect(corrupt.fields).toMatchObject({ position: 0, count: -1, valueIndex: 1, valueStart: 8 });

    const malformed = await failureIn(pieces(Uint8Array.of(0, 1, 65, 0, 1, 0xff)), (view) => view.readUTF());
    expect(malformed).toBeInstanceOf(MalformedUtfError);
    expect(malformed.fields).toMatchObject({ position: 2, valueIndex: 1, valueStart: 3 });
  });
});

describe('what is thrown while a value is read', () => {
  it('is passed on as it is where it has no code, and the stream says where it was', async () => {
    const failure = new RangeError('mine');
    const input = new DataInputStream(inOne(whole));
    await input.read(readText);
    await expect(
      input.read((view) => {
        view.readByte();
        throw failure;
      }),
    ).rejects.toBe(failure);
    expect(failure.message).toBe('mine');
    expect([input.position, input.valuesRead]).toEqual([5, 1]);
  });

  it('is the error that was thrown, with the place added once, unless it is frozen', async () => {
    const bare = new CorruptDataError({ position: 3, reason: 'no such tag' });
    const throwBare = () => {
      throw bare;
    };
    const message = 'Data cannot be read as the type: position=3, reason=no such tag, valueIndex=0, valueStart=0';
    for (let i = 0; i < 2; i++) {
      expect(await failureIn(inOne(whole), throwBare)).toBe(bare);
      expect(bare.message).toBe(message);
    }
    const frozen = Object.freeze(new CorruptDataError({ position: 3, reason: 'no such tag' }));
    const found = await failureIn(inOne(whole), () => {
      throw frozen;
    });
    expect(found).toBe(frozen);
    expect(frozen.fields).toEqual({ position: 3, reason: 'no such tag' });
  });

  it('says nothing of values where it comes from the source', async () => {
    const own = new CorruptDataError({ position: 1, reason: 'of the source' });
    const failing = async function* () {
      yield whole.subarray(0, 5);
      throw own;
    };
    expect(await failureIn(failing(), readText)).toBe(own);
    expect(own.fields).toEqual({ position: 1, reason: 'of the source' });
  });
});

describe('values of a DataInputStream', () => {
  it('are refused where reading one takes no byte', async () => {
    const bytes = Uint8Array.of(...whole, 7);
    const input = new DataInputStream(inOne(bytes));
    const found: unknown[] = [];
    const reading = async () => {
      for await (const value of input.values((view) => (input.valuesRead < 2 ? readText(view) : 1))) found.push(value);
    };
    await expect(reading()).rejects.toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
      fields: { argument: 'read', valueIndex: 2, valueStart: 12 },
    });
    expect(found).toEqual(['four', 'sixsix']);
    await expect(input.read(readText)).rejects.toMatchObject({ code: 'ERR_SOURCE_MISUSE' });
  });

  it('are none of a source without bytes, and one by one a value may take none', async () => {
    for await (const value of new DataInputStream(inOne(new Uint8Array(0))).values(() => 1))
      expect(value).toBe(undefined);
    const input = new DataInputStream(inOne(whole));
    expect(await input.read((view) => view.position)).toBe(0);
    expect(await input.read(readText)).toBe('four');
    await input.close();
  });
});
