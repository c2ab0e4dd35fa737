import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import {
  DataInputDeserializer,
  type DataInputView,
  DataOutputSerializer,
  MemorySegment,
  types,
} from '../../../lib/index.ts';
import { failureOf } from '../../contracts/failure.ts';

const generic = types.generic<unknown>();
const serializer = generic.createSerializer();
const again = (value: unknown): unknown => generic.decode(generic.encode(value));

/** A flag that TypeScript does not know of its target. */
const SETS = 'v';
const { WebAssembly } = globalThis as unknown as {
  readonly WebAssembly: Readonly<Record<'Module' | 'Memory', new (argument: unknown) => object>>;
};

class Point {
  readonly x = 1;
  get length(): number {
    return this.x;
  }
}

class Bytes extends Uint8Array<ArrayBuffer> {}

function inShared(bytes: Uint8Array): Uint8Array {
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  return shared;
}

class StrictError extends RangeError {
  override readonly name = 'StrictError';
  readonly extra = 1;
}

describe('generic values', () => {
  const sparse = Object.assign(new Array(60_000), { 0: 'first', 5000: 'later' });
  // biome-ignore lint/suspicious/noSparseArray: holes are what is tested.
  const holes = [, 1, , , undefined, ,];

  it.each<[string, unknown]>([
    ['numbers', [0, -0, 1, -1, 63, 64, -65, 2 ** 31 - 1, -(2 ** 31), 2 ** 31, 2 ** 53, 1.5, Number.NaN, -Infinity]],
    ['bigints', [0n, -1n, 2n ** 63n - 1n, -(2n ** 63n), 2n ** 63n, -(2n ** 63n) - 1n, 2n ** 4000n, -(2n ** 4000n)]],
    ['texts', ['', 'a', 'é', 'é'.repeat(99), 'a'.repeat(10_000), '日本', `${'a'.repeat(99)}\ud800`, '\u0100\u00ff']],
    ['atoms', [undefined, null, true, false]],
    ['objects', { a: 1, 日: { '': [] }, 2: 'two' }],
    ['objects with indices far apart', { 0: 0, 1000: 1, 70000: 2, 4294967294: 3, 4294967295: 4, '01': 5 }],
    ['properties that objects inherit', JSON.parse('{"__proto__":{"toString":1},"constructor":2}')],
    ['arrays with holes', holes],
    ['arrays that are mostly holes', sparse],
    ['arrays of nothing else', new Array(65_000)],
    ['arrays with properties', 'abc'.match(/(?<letter>b)/)],
    [
      'maps',
      new Map<unknown, unknown>([
        [{ a: 1 }, new Map([[1, 2]])],
        [Number.NaN, 'nan'],
      ]),
    ],
    ['sets', new Set([1, 'a', new Set([1])])],
    ['maps of many keys', new Map(Array.from({ length: 5000 }, (_, i) => [i * 4096, i / 3]))],
    [
      'sets of many members',
      new Set(Array.from({ length: 5000 }, (_, i) => (i % 2 === 0 ? i / 8 : -BigInt(i) << 20n))),
    ],
    ['maps of many bigints alike', new Map(multiples(2000).map((key) => [key, 0]))],
    ['dates', [new Date(0), new Date(-1), new Date(8.64e15)]],
    ['regular expressions', [/a\/b/giu, new RegExp('[\\p{L}\\p{N}]+', SETS), /(?:)/]],
    ['wrappers', [Object(1), Object('text'), Object(false), Object(5n)]],
    ['buffers', [new ArrayBuffer(0), Uint8Array.of(1, 2).buffer]],
    [
      'views',
      [Int8Array.of(-1), Uint8ClampedArray.of(300), Float32Array.of(0.5), BigUint64Array.of(5n), new Uint32Array(0)],
    ],
  ])('are %s', (_, value) => {
    expect(again(value)).toStrictEqual(structuredClone(value));
    expect(serializer.copy(value)).toStrictEqual(structuredClone(value));
  });

  it('are dates that cannot be', () => {
    expect((again(new Date(Number.NaN)) as Date).getTime()).toBeNaN();
  });

  it('are objects with no more than their properties, of whatever class they were', () => {
    expect(again(new Point())).toStrictEqual({ x: 1 });
    expect(again(Object.assign(Object.create(null), { a: 1 }))).toStrictEqual({ a: 1 });
    expect(again(Object.create(new Point(), { own: { value: 2, enumerable: true } }))).toStrictEqual({ own: 2 });
  });

  it('are objects of other realms', () => {
    const value: unknown = runInNewContext(
      '({ a: [new Map([[1, new Set([2])]]), new Date(3), new ArrayBuffer(4), /5/, new Uint8Array([6])] })',
    );
    expect(again(value)).toStrictEqual({
      a: [new Map([[1, new Set([2])]]), new Date(3), new ArrayBuffer(4), /5/, Uint8Array.of(6)],
    });
  });

  it('are Buffers, with their bytes alone', () => {
    const read = again([Buffer.from('abc'), Buffer.alloc(0)]) as Buffer[];
    expect(read).toStrictEqual([Buffer.from('abc'), Buffer.alloc(0)]);
    expect(read[0]?.buffer.byteLength).toBe(3);
  });

  it('are data views, of what they show', () => {
    const read = again(new DataView(Uint8Array.of(1, 2, 3, 4).buffer, 1, 2)) as DataView;
    expect([read.byteOffset, read.byteLength, read.getUint16(0)]).toEqual([0, 2, 0x0203]);
  });

  it('are errors with message, stack and cause', () => {
    const error = new StrictError('too much', { cause: { because: [1] } });
    const read = again(error) as Error;
    expect(Object.getPrototypeOf(read)).toBe(Error.prototype);
    expect(read).toMatchObject({ message: 'too much', cause: { because: [1] } });
    expect(read.stack).toBe(error.stack);
    expect(Object.keys(read)).toEqual([]);
    expect(again(new TypeError('no'))).toBeInstanceOf(TypeError);
    expect(Object.hasOwn(again(new Error()) as Error, 'message')).toBe(false);
  });

  it('leave the limit of stack traces as it was', () => {
    const { stackTraceLimit } = Error;
    again(new Error('a'));
    expect(Error.stackTraceLimit).toBe(stackTraceLimit);
  });

  it('keep which objects are the same', () => {
    const shared = { a: 1 };
    const value: Record<string, unknown> = { left: shared, right: [shared], map: new Map(), error: new Error('a') };
    value.self = value;
    (value.map as Map<unknown, unknown>).set(value.map, value);
    (value.error as Error).cause = value;
    const read = again(value) as {
      left: object;
      right: object[];
      self: object;
      map: Map<unknown, unknown>;
      error: Error;
    };
    expect(read.right[0]).toBe(read.left);
    expect(read.self).toBe(read);
    expect(read.map.get(read.map)).toBe(read);
    expect(read.error.cause).toBe(read);
  });

  it('are nested 1000 deep', () => {
    const nested = (depth: number): unknown => {
      let value: unknown = {};
      for (let i = 1; i < depth; i++) value = i % 2 === 0 ? { a: value } : [value];
      return value;
    };
    const bytes = generic.encode(nested(1000));
    expect(generic.encode(generic.decode(bytes))).toEqual(bytes);
    expect(failureOf(() => generic.encode(nested(1001)))).toMatchObject({
      code: 'ERR_TYPE_MISMATCH',
      reason: 'nested deeper than 1000',
    });
  });

  it('keep nothing of the bytes that they were read from', () => {
    const value = [
      Uint8Array.of(1, 2, 3),
      Int32Array.of(4, 5),
      Buffer.from('bytes'),
      new ArrayBuffer(9),
      'text',
      2n ** 80n,
    ];
    const bytes = generic.encode(value);
    const read = generic.decode(bytes);
    bytes.fill(0xff);
    expect(read).toStrictEqual([
      ...structuredClone(value.slice(0, 2)),
      Buffer.from('bytes'),
      ...structuredClone(value.slice(3)),
    ]);
  });

  it.each<[string, (bytes: Uint8Array) => DataInputView]>([
    ['an array', (bytes) => new DataInputDeserializer(bytes, 8)],
    ['a Buffer', (bytes) => new DataInputDeserializer(Buffer.from(bytes), 8)],
    ['shared memory', (bytes) => new DataInputDeserializer(inShared(bytes), 8)],
    ['an array of a class of its own', (bytes) => new DataInputDeserializer(Bytes.from(bytes), 8)],
    ['a segment', (bytes) => new DataInputDeserializer(MemorySegment.wrap(bytes), 8)],
  ])('are read where they lie, one after another: %s', (_, open) => {
    const values = [{ a: Uint8Array.of(1, 2) }, 'second', [0.5, -1, 2n ** 63n - 1n, -(2n ** 63n)]];
    const output = new DataOutputSerializer(64);
    output.writeLong(7n);
    for (const value of values) serializer.serialize(value, output);
    const input = open(output.copyOfBuffer());
    expect(values.map(() => serializer.deserialize(input))).toStrictEqual(values);
    expect(input.available).toBe(0);
  });

  it('can be written by getters of values that are written', () => {
    const value = {
      get inner(): unknown {
        return serializer.copy([1]);
      },
      after: 2,
    };
    expect(again(value)).toEqual({ inner: [1], after: 2 });
  });
});

describe('values that are not generic', () => {
  const detached = new ArrayBuffer(4);
  structuredClone(detached, { transfer: [detached] });
  const { port1, port2 } = new MessageChannel();
  port1.close();
  port2.close();
  const tooLong: unknown[] = [];
  tooLong.length = 2 ** 32 - 1;

  it.each<[string, unknown, string]>([
    ['a function', () => 1, 'a function'],
    ['a symbol', Symbol('s'), 'a symbol'],
    ['a wrapped symbol', Object(Symbol('s')), 'a symbol'],
    ['a proxy', new Proxy({}, {}), 'a proxy'],
    ['a promise', Promise.resolve(), 'V8 says'],
    ['a weak map', new WeakMap(), 'V8 says'],
    ['a generator', (function* () {})(), 'V8 says'],
    ['an object that holds the system', process.env, 'a host object'],
    ['a port', port1, 'a host object'],
    ['shared memory', new SharedArrayBuffer(4), 'V8 says'],
    ['a view of shared memory', new Uint8Array(new SharedArrayBuffer(4)), 'a view of shared memory'],
    ['a module', new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)), 'a WebAssembly module'],
    ['memory of a module', new WebAssembly.Memory({ initial: 1 }), 'V8 says'],
    ['a buffer that was transferred', detached, 'detached'],
    ['a buffer that can grow', Reflect.construct(ArrayBuffer, [4, { maxByteLength: 8 }]), 'can be resized'],
    ['an array too long for its bytes', tooLong, 'more holes in arrays (4294967295) than'],
    ['a pattern that takes long to read', new RegExp('\\p{L}'.repeat(65), 'u'), 'more than 64 classes'],
    ['a pattern that is long', new RegExp('a'.repeat(4097), 'u'), 'more than 4096 characters'],
    ['a pattern with a property of strings', new RegExp('\\p{RGI_Emoji}', SETS), 'a property of strings'],
    ['keys that fall on one another', new Map(multiples(4000).map((key) => [key, 0])), 'fall on one another'],
    ['members that fall on one another', new Set(multiples(4000)), 'fall on one another'],
    ['a pattern that says it is another', Object.defineProperty(/a/, 'source', { value: '(' }), 'Invalid regular'],
  ])('are refused when they are written or copied: %s', (_, value, reason) => {
    for (const act of [() => generic.encode(value), () => serializer.copy(value)]) {
      const failure = failureOf(act);
      expect(failure).toMatchObject({ code: 'ERR_TYPE_MISMATCH', path: '', expected: 'what structured clone carries' });
      expect(failure['reason']).toContain(reason);
    }
  });

  it('are found wherever they are', () => {
    const path = (value: unknown): unknown => failureOf(() => generic.encode(value))['path'];
    expect(path({ a: [1, { b: () => 2 }] })).toBe('a[1].b');
    expect(path([new Map([['k', Symbol('s')]])])).toBe('[0][0]');
    expect(path(new Set([1, () => 2]))).toBe('[1]');
    expect(path(new Error('a', { cause: () => 1 }))).toBe('cause');
    expect(path(Object.assign([1], { f: () => 1 }))).toBe('f');
  });

  it('do not show what the environment holds', () => {
    expect(failureOf(() => generic.encode({ env: process.env }))['reason']).toBe(
      'an object, of which V8 says: a host object',
    );
  });

  it('are those whose getters throw', () => {
    const value = {
      get a(): unknown {
        throw new Error('not today');
      },
    };
    expect(failureOf(() => generic.encode(value))).toMatchObject({ code: 'ERR_TYPE_MISMATCH', reason: 'not today' });
  });

  it('leave the target as it was', () => {
    const row = types.row({ a: types.int(), b: generic });
    expect(failureOf(() => row.encode({ a: 1, b: { c: () => 1 } }))).toMatchObject({ path: 'b.c' });
    expect(row.decode(row.encode({ a: 1, b: { c: 1 } }))).toEqual({ a: 1, b: { c: 1 } });
  });
});

/** Bigints that have the same hash in V8, which looks at the lowest 64 bits. */
function multiples(count: number): bigint[] {
  return Array.from({ length: count }, (_, i) => BigInt(i + 1) << 64n);
}
