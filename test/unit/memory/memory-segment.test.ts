import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { currentEngine } from '../../../lib/engine/current-engine.ts';
import { JsEngine } from '../../../lib/engine/js/js-engine.ts';
import { MemorySegment } from '../../../lib/memory/memory-segment.ts';
import { failureOf } from '../../contracts/failure.ts';

const notSizes = [
  -1,
  0.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  2 ** 53,
  '8',
  null,
  undefined,
  8n,
] as unknown as number[];

describe('MemorySegment.allocate', () => {
  it('takes one chunk of the current engine and gives it back', () => {
    const before = currentEngine().statistics();
    const segment = MemorySegment.allocate(1000);
    expect(currentEngine().statistics()).toMatchObject({
      liveChunks: before.liveChunks + 1,
      liveBytes: before.liveBytes + 1000,
    });
    segment.free();
    expect(currentEngine().statistics()).toMatchObject({
      liveChunks: before.liveChunks,
      liveBytes: before.liveBytes,
    });
  });

  it('takes its memory from the engine that it is given', () => {
    const engine = new JsEngine();
    using _segment = MemorySegment.allocate(10, { engine });
    expect(engine.statistics().liveChunks).toBe(1);
  });

  it('zeroes unless told otherwise', () => {
    using zeroed = MemorySegment.allocate(4096);
    using zeroedByOption = MemorySegment.allocate(4096, { zeroed: true });
    using raw = MemorySegment.allocate(4096, { zeroed: false });
    using zeroes = MemorySegment.allocateHeap(4096);
    expect(zeroed.equalTo(zeroes, 0, 0, 4096)).toBe(true);
    expect(zeroedByOption.equalTo(zeroes, 0, 0, 4096)).toBe(true);
    raw.fill(3);
    expect(raw.getByte(4095)).toBe(3);
  });

  it('zeroes memory that an earlier segment wrote to', () => {
    for (let round = 0; round < 10; round++) {
      using segment = MemorySegment.allocate(512);
      const bytes = new Uint8Array(512);
      segment.get(0, bytes);
      expect(bytes).toEqual(new Uint8Array(512));
      segment.fill(0xff);
    }
  });

  it('never shows a freed segment the bytes of the one that comes after it', () => {
    const freed = MemorySegment.allocate(512);
    freed.fill(1);
    freed.free();
    using next = MemorySegment.allocate(512);
    expect(failureOf(() => freed.putInt(0, 7)).code).toBe('ERR_SEGMENT_FREED');
    expect(failureOf(() => freed.fill(7)).code).toBe('ERR_SEGMENT_FREED');
    expect(next.getInt(0)).toBe(0);
  });

  it('makes segments of no bytes', () => {
    using segment = MemorySegment.allocate(0);
    expect(segment.size).toBe(0);
    expect(segment.isFreed).toBe(false);
    expect(failureOf(() => segment.getByte(0)).code).toBe('ERR_INDEX_OUT_OF_BOUNDS');
  });

  it.each(notSizes)('refuses %s as a size', (size) => {
    expect(failureOf(() => MemorySegment.allocate(size)).code).toBe('ERR_INVALID_ARGUMENT');
    expect(failureOf(() => MemorySegment.allocateHeap(size)).code).toBe('ERR_INVALID_ARGUMENT');
  });

  it('refuses options that are none', () => {
    const calls = [
      () => MemorySegment.allocate(8, null as unknown as object),
      () => MemorySegment.allocate(8, { zeroed: 1 as unknown as boolean }),
      () => MemorySegment.allocateHeap(8, 'owner' as unknown as object),
      () => MemorySegment.wrap(new Uint8Array(8), null as unknown as object),
    ];
    for (const call of calls) expect(failureOf(call).code).toBe('ERR_INVALID_ARGUMENT');
  });

  it('reports that the system has no memory for it', () => {
    const size = Number.MAX_SAFE_INTEGER;
    expect(failureOf(() => MemorySegment.allocate(size))).toMatchObject({ code: 'ERR_OUT_OF_MEMORY', sizeBytes: size });
    expect(failureOf(() => MemorySegment.allocateHeap(size))).toMatchObject({
      code: 'ERR_OUT_OF_MEMORY',
      sizeBytes: size,
    });
  });
});

describe('MemorySegment.wrap', () => {
  it('shares the bytes with the array', () => {
    const array = Uint8Array.of(1, 2, 3, 4);
    using segment = MemorySegment.wrap(array.subarray(1, 3));
    segment.putByte(0, 99);
    array[2] = 77;
    expect([...array]).toEqual([1, 99, 77, 4]);
    expect(segment.getByte(1)).toBe(77);
  });

  it('leaves the array to the user after the free', () => {
    const array = Uint8Array.of(1, 2, 3, 4);
    MemorySegment.wrap(array).free();
    expect([...array]).toEqual([1, 2, 3, 4]);
  });

  it('wraps one array any number of times, each ended by its own free', () => {
    const array = new Uint8Array(8);
    const [first, second] = [MemorySegment.wrap(array), MemorySegment.wrap(array)];
    first.free();
    second.putByte(7, 5);
    expect(array[7]).toBe(5);
    expect([first.isFreed, second.isFreed]).toEqual([true, false]);
  });

  it('wraps a Buffer and shared memory', () => {
    using text = MemorySegment.wrap(Buffer.from('Flink'));
    expect(text.getByte(0)).toBe('F'.charCodeAt(0));
    using shared = MemorySegment.wrap(new Uint8Array(new SharedArrayBuffer(16), 4, 8));
    shared.putLong(0, -2n);
    expect(shared.getLong(0)).toBe(-2n);
    expect(shared.isFreed).toBe(false);
  });

  it('is freed when the user gives the memory away', () => {
    const array = new Uint8Array(8);
    const segment = MemorySegment.wrap(array);
    const view = segment.wrap(2, 4);
    structuredClone(array.buffer, { transfer: [array.buffer] });
    for (const ended of [segment, view]) {
      expect(ended.isFreed).toBe(true);
      expect(failureOf(() => ended.getByte(0)).code).toBe('ERR_SEGMENT_FREED');
      expect(failureOf(() => ended.fill(0)).code).toBe('ERR_SEGMENT_FREED');
    }
    segment.free();
  });

  it.each([
    ['resizable', () => Reflect.construct(ArrayBuffer, [8, { maxByteLength: 16 }]) as ArrayBuffer],
    ['growable', () => Reflect.construct(SharedArrayBuffer, [8, { maxByteLength: 16 }]) as SharedArrayBuffer],
  ])('refuses memory of a %s buffer', (_, buffer) => {
    expect(failureOf(() => MemorySegment.wrap(new Uint8Array(buffer()))).code).toBe('ERR_INVALID_ARGUMENT');
  });

  it('refuses memory of a detached buffer', () => {
    const array = new Uint8Array(8);
    structuredClone(array, { transfer: [array.buffer] });
    expect(failureOf(() => MemorySegment.wrap(array)).code).toBe('ERR_INVALID_ARGUMENT');
  });

  it.each([null, undefined, [], 'text', new ArrayBuffer(8), new Int8Array(8), new DataView(new ArrayBuffer(8))])(
    'refuses %s, which is no Uint8Array',
    (bytes) => {
      expect(failureOf(() => MemorySegment.wrap(bytes as unknown as Uint8Array)).code).toBe('ERR_INVALID_ARGUMENT');
    },
  );
});

describe('MemorySegment', () => {
  it('cannot be made by new', () => {
    const construct = () => Reflect.construct(MemorySegment, [Symbol(), new DataView(new ArrayBuffer(8))]);
    expect(failureOf(construct).code).toBe('ERR_INVALID_ARGUMENT');
  });

  it('ends all views of a wrapped array, however many, and forgets those that are freed', () => {
    const segment = MemorySegment.wrap(new Uint8Array(64));
    const kept = Array.from({ length: 500 }, (_, i) => {
      segment.wrap(0, 1).free();
      return segment.wrap(i % 64, 1);
    });
    segment.free();
    for (const view of kept) expect(failureOf(() => view.getByte(0)).code).toBe('ERR_SEGMENT_FREED');
  });

  it('swaps overlapping ranges as Flink does: the second gets all that the first held', () => {
    for (const length of [5, 300, 5000]) {
      using segment = MemorySegment.allocateHeap(length + 3);
      for (let i = 0; i < segment.size; i++) segment.putByte(i, i);
      const model = new Uint8Array(segment.size);
      segment.get(0, model);
      const first = model.slice(0, length);
      model.copyWithin(0, 3, 3 + length);
      model.set(first, 3);
      segment.wrap(0, length).swapBytes(segment.wrap(3, length), 0, 0, length);
      const result = new Uint8Array(segment.size);
      segment.get(0, result);
      expect(result).toEqual(model);
    }
  });

  it('keeps the bits of a NaN that it copies', () => {
    using segment = MemorySegment.allocate(16);
    const signalling = [0x7f, 0xf0, 0, 0, 0, 0, 0, 1];
    segment.put(0, Uint8Array.from(signalling));
    expect(segment.getDoubleBigEndian(0)).toBeNaN();
    segment.copyTo(0, segment, 8, 8);
    const copied = new Uint8Array(8);
    segment.get(8, copied);
    expect([...copied]).toEqual(signalling);
  });

  it('names its owner in errors: a text, a symbol, or the class of an object', () => {
    class ExternalSort {}
    const owners = ['sort-3', Symbol('sort-4'), new ExternalSort(), Object.create(null), undefined];
    const named = owners.map((owner) => {
      const segment = MemorySegment.allocateHeap(8, { owner });
      expect(segment.owner).toBe(owner);
      segment.free();
      return failureOf(() => segment.getInt(4)).owner;
    });
    expect(named).toEqual(['sort-3', 'sort-4', 'ExternalSort', 'object', undefined]);
  });

  it('says what happened in one line', () => {
    const segment = MemorySegment.allocateHeap(32, { owner: 'sort-3' });
    expect(() => segment.getInt(29)).toThrow('Index is out of bounds: offset=29, width=4, size=32');
    expect(() => segment.fill(0, 30, 3)).toThrow(
      'Index is out of bounds: argument=offset, offset=30, length=3, size=32',
    );
    segment.free();
    expect(() => segment.getInt(16)).toThrow('Segment was already freed: offset=16, size=32, owner=sort-3');
  });

  it('shows what it is', () => {
    const segment = MemorySegment.allocate(32, { owner: 'sort-3' });
    const view = segment.wrap(0, 8);
    expect(inspect(segment)).toBe('MemorySegment { 32 bytes, off-heap, owner sort-3 }');
    segment.free();
    expect(inspect(view)).toBe('MemorySegment { 8 bytes, off-heap, view, freed, owner sort-3 }');
    expect(inspect(MemorySegment.wrap(new Uint8Array(3)))).toBe('MemorySegment { 3 bytes, heap }');
  });

  it('refuses other receivers', () => {
    const { getInt, putInt, fill } = MemorySegment.prototype;
    expect(failureOf(() => getInt.call({} as MemorySegment, 0)).code).toBe('ERR_INVALID_ARGUMENT');
    expect(failureOf(() => putInt.call({} as MemorySegment, 0, 1)).code).toBe('ERR_INVALID_ARGUMENT');
    expect(failureOf(() => fill.call({} as MemorySegment, 0)).code).toBe('ERR_INVALID_ARGUMENT');
  });

  it('never reaches the next segment from arguments that free this one', () => {
    const methods = Object.getOwnPropertyNames(MemorySegment.prototype).filter((name) => /^(get|put)[A-Z]/.test(name));
    const long = (name: string) => /Long(?!AsNumber)/.test(name);
    for (const name of methods) {
      // A boolean is not converted: any object is true.
      for (const argument of name.startsWith('get') || name === 'putBoolean' ? [0] : [0, 1]) {
        const segment = MemorySegment.allocate(64);
        let next: MemorySegment | undefined;
        const freeing = {
          valueOf() {
            segment.free();
            next = MemorySegment.allocate(64);
            return argument === 1 && long(name) ? 5n : 5;
          },
        };
        const args: unknown[] = name.startsWith('get') ? [0] : [0, long(name) ? 1n : 1];
        args[argument] = freeing;
        const failure = failureOf(() =>
          (segment as unknown as Record<string, (...args: unknown[]) => void>)[name]?.(...args),
        );
        // Some refuse the object before they convert it.
        expect(['ERR_SEGMENT_FREED', 'ERR_INVALID_ARGUMENT', undefined], name).toContain(failure?.code);
        const content = new Uint8Array(64);
        next?.get(0, content);
        expect(
          content.every((byte) => byte === 0),
          name,
        ).toBe(true);
        next?.free();
        segment[Symbol.dispose]();
      }
    }
  });
});
