import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { migrationFrom } from '../../../lib/types/migration.ts';
import { types } from '../../../lib/types/types.ts';
import { DataInputStream } from '../../../lib/views/data-input-stream.ts';
import { DataOutputStream } from '../../../lib/views/data-output-stream.ts';
import { failureOf } from '../../contracts/failure.ts';

/** What streams are given to read and write values with. */

const before = types.row({ id: types.int() });
const now = types.row({ id: types.int(), note: types.nullable(types.string()) });
const bytes = Uint8Array.of(...before.encode({ id: 1 }), ...before.encode({ id: 2 }));

async function* byteByByte() {
  for (const byte of bytes) yield Uint8Array.of(byte);
}

async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const value of values) found.push(value);
  return found;
}

const refusedRead = { code: 'ERR_INVALID_ARGUMENT', fields: { argument: 'read' } };
const rejecting = () => Promise.reject(new Error('later'));
// biome-ignore lint/suspicious/noThenProperty: a thenable is what is refused here.
const thenable = () => ({ then: () => {} });

describe('DataInputStream', () => {
  it('reads with serializers and migrations', async () => {
    expect(await all(new DataInputStream(byteByByte()).values(before.createSerializer()))).toEqual([
      { id: 1 },
      { id: 2 },
    ]);
    const migration = migrationFrom(before.createSerializer().snapshot(), now.createSerializer());
    expect(await all(new DataInputStream(byteByByte()).values(migration))).toEqual([
      { id: 1, note: null },
      { id: 2, note: null },
    ]);
    const input = new DataInputStream(byteByByte());
    const first: { id: number } = await input.read(before.createSerializer());
    expect(first).toEqual({ id: 1 });
    await input.close();
  });

  it.each([
    ['a type', before],
    ['nothing', undefined],
    ['null', null],
    ['an object without deserialize', { serialize: () => {} }],
    ['an async function', async () => 1],
    ['an object whose deserialize is async', { deserialize: async () => 1 }],
  ])('refuses to read with %s, and goes on', async (_, wrong) => {
    const input = new DataInputStream(byteByByte());
    await expect(input.read(wrong as never)).rejects.toMatchObject(refusedRead);
    expect(failureOf(() => input.values(wrong as never))).toMatchObject({ code: refusedRead.code, argument: 'read' });
    expect(await input.read((view) => view.readByte())).toBe(0);
    await input.close();
  });

  it('says that a type has a serializer', async () => {
    const input = new DataInputStream(byteByByte());
    await expect(input.read(before as never)).rejects.toThrow('such as type.createSerializer()');
    await input.close();
  });

  it.each([
    ['rejects', rejecting],
    ['is a thenable', thenable],
  ])('refuses values that are promises: one that %s', async (_, promise) => {
    for (const read of [promise, { deserialize: promise }]) {
      const input = new DataInputStream(byteByByte());
      await expect(input.read(read)).rejects.toMatchObject(refusedRead);
      await expect(all(new DataInputStream(byteByByte()).values(read))).rejects.toMatchObject(refusedRead);
    }
    await new Promise((resolve) => setImmediate(resolve));
  });
});

describe('DataOutputStream', () => {
  it('refuses callbacks that give promises, or are none, and writes nothing of theirs', async () => {
    const written: number[] = [];
    const target = new Writable({
      write(chunk: Uint8Array, _encoding, done) {
        written.push(...chunk);
        done();
      },
    });
    const output = new DataOutputStream(target);
    await output.write((view) => view.writeByte(1));
    const refused = { code: 'ERR_INVALID_ARGUMENT', fields: { argument: 'write' } };
    await expect(output.write(async (view) => view.writeByte(2))).rejects.toMatchObject(refused);
    for (const promise of [rejecting, thenable]) {
      const write = output.write((view) => {
        view.writeByte(3);
        return promise() as never;
      });
      await expect(write).rejects.toMatchObject(refused);
    }
    for (const wrong of [undefined, null, before.createSerializer()]) {
      await expect(output.write(wrong as never)).rejects.toMatchObject(refused);
    }
    await output.write((view) => view.writeByte(4));
    await output.close();
    expect(written).toEqual([1, 4]);
  });
});
