import { describe, expect, it } from 'vitest';
import { types } from '../../../lib/types/types.ts';
import { DataInputStream } from '../../../lib/views/data-input-stream.ts';

const thrown: { error: unknown } = { error: undefined };
const throwing = types.value<number>('errors-of-users/throwing', {
  serialize(value, target) {
    if (value < 0) throw thrown.error;
    target.writeInt(value);
  },
  deserialize(source) {
    const value = source.readInt();
    if (value === 7) throw thrown.error;
    return value;
  },
});
const record = types.row({ parts: types.list(types.map(types.string(), throwing)) });
const good = (value: number) => ({ parts: [new Map([['a', value]])] });

async function* one(bytes: Uint8Array) {
  yield bytes;
}

function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

describe('what functions of a user-defined type throw', () => {
  it.each([
    ['an error', new RangeError('mine')],
    ['no error', 'a text'],
    ['nothing', undefined],
  ])('passes records and streams as it is: %s', async (_, error) => {
    thrown.error = error;
    expect(thrownBy(() => record.encode(good(-1)))).toBe(error);
    const bytes = record.encode(good(7));
    expect(thrownBy(() => record.decode(bytes))).toBe(error);
    const input = new DataInputStream(one(bytes));
    const outcome = await input.read(record.createSerializer()).then(
      () => 'read',
      (reason: unknown) => ({ reason }),
    );
    expect(outcome).toEqual({ reason: error });
    if (error instanceof Error) expect(error.message).toBe('mine');
  });
});
