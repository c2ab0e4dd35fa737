import { afterEach, describe, expect, it } from 'vitest';
import type { ByteInput, ByteOutput } from '../../lib/memory/byte-transfer.ts';
import type { MemorySegment } from '../../lib/memory/memory-segment.ts';
import { failureOf } from './failure.ts';
import { allKinds, loadMemoryModules } from './segment-kinds.ts';

/** `get` to outputs, `put` from inputs and `process`, on every kind of segment. */

const SIZE = 20_000;
const PIECE = 8192;

const cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const action of cleanUp.splice(0).reverse()) action();
});

/** Keeps every array that it is given. */
class Recorder implements ByteOutput {
  readonly pieces: Uint8Array[] = [];
  write(bytes: Uint8Array, offset: number, length: number): void {
    this.pieces.push(bytes.subarray(offset, offset + length));
  }
}

/** Gives 1, 2, 3 and so on, and fails where it ends. */
class Counter implements ByteInput {
  #next = 0;
  readonly #end: number;
  constructor(end: number) {
    this.#end = end;
  }
  readFully(bytes: Uint8Array, offset: number, length: number): void {
    if (this.#next + length > this.#end) throw new Error('ended');
    for (let i = 0; i < length; i++) bytes[offset + i] = counted(this.#next++);
  }
}

const counted = (i: number) => (i % 251) + 1;
const countedBytes = (length: number) => Uint8Array.from({ length }, (_, i) => counted(i));

function bytesOf(segment: MemorySegment): Uint8Array {
  const bytes = new Uint8Array(segment.size);
  segment.get(0, bytes);
  return bytes;
}

const modules = await loadMemoryModules('checked');
describe.each(allKinds(modules))('$name', (kind) => {
  const make = (sizeBytes = SIZE) => kind.make(sizeBytes, cleanUp).segment;

  it('writes a range to an output, which may keep what it gets', () => {
    const segment = make();
    segment.put(0, countedBytes(SIZE));
    const output = new Recorder();
    segment.get(3, output, SIZE - 5);
    segment.fill(0);
    expect(Buffer.concat(output.pieces)).toEqual(Buffer.from(countedBytes(SIZE).subarray(3, SIZE - 2)));
    expect(Math.max(...output.pieces.map(({ length }) => length))).toBe(PIECE);
    segment.get(SIZE, output, 0);
    expect(output.pieces.length).toBe(Math.ceil((SIZE - 5) / PIECE));
  });

  it('reads a range from an input', () => {
    const { segment, surroundingsAreIntact } = kind.make(SIZE, cleanUp);
    segment.put(7, new Counter(SIZE), SIZE - 9);
    expect(bytesOf(segment).subarray(7, SIZE - 2)).toEqual(countedBytes(SIZE - 9));
    expect([segment.getByte(6), segment.getByte(SIZE - 2), surroundingsAreIntact()]).toEqual([0, 0, true]);
  });

  it('keeps the pieces that were complete when an input fails', () => {
    const segment = make();
    expect(() => segment.put(1, new Counter(PIECE + 100), PIECE + 101)).toThrow('ended');
    expect(bytesOf(segment).subarray(1, PIECE + 1)).toEqual(countedBytes(PIECE));
    expect(bytesOf(segment).subarray(PIECE + 1)).toEqual(new Uint8Array(SIZE - PIECE - 1));
  });

  it('hands itself to outputs and inputs that take segments', () => {
    const segment = make(16);
    const calls: unknown[] = [];
    const view = {
      write: () => calls.push('write'),
      readFully: () => calls.push('readFully'),
      writeSegment: (...args: unknown[]) => calls.push(args),
      readSegment: (...args: unknown[]) => calls.push(args),
    };
    segment.get(1, view, 2);
    segment.put(3, view, 4);
    expect(calls).toEqual([
      [segment, 1, 2],
      [segment, 3, 4],
    ]);
  });

  it('refuses ranges outside before an output or input sees them', () => {
    const segment = make(16);
    const output = new Recorder();
    for (const [offset, length] of [
      [-1, 1],
      [0, 17],
      [17, 0],
      [13, 4],
      [0, -1],
      [2 ** 31 - 1, 2 ** 31 - 1],
    ] as const) {
      expect(failureOf(() => segment.get(offset, output, length)).code).toBe('ERR_INDEX_OUT_OF_BOUNDS');
      expect(failureOf(() => segment.put(offset, new Counter(99), length)).code).toBe('ERR_INDEX_OUT_OF_BOUNDS');
    }
    for (const bad of [0.5, Number.NaN, '1', null, undefined] as unknown as number[]) {
      expect(failureOf(() => segment.get(bad, output, 1)).code).toBe('ERR_INVALID_ARGUMENT');
      expect(failureOf(() => segment.get(0, output, bad)).code).toBe('ERR_INVALID_ARGUMENT');
      expect(failureOf(() => segment.put(0, new Counter(99), bad)).code).toBe('ERR_INVALID_ARGUMENT');
    }
    expect(output.pieces).toEqual([]);
    expect(bytesOf(segment)).toEqual(new Uint8Array(16));
  });

  it('ends a transfer whose segment is freed by the other side', () => {
    const { segment, root } = kind.make(SIZE, cleanUp);
    const freeing = {
      write: () => root[Symbol.dispose](),
      readFully: () => root[Symbol.dispose](),
    };
    expect(failureOf(() => segment.get(0, freeing, SIZE)).code).toBe('ERR_SEGMENT_FREED');
    const other = kind.make(SIZE, cleanUp);
    const freeingOther = { readFully: () => other.root[Symbol.dispose]() };
    expect(failureOf(() => other.segment.put(0, freeingOther, SIZE)).code).toBe('ERR_SEGMENT_FREED');
  });

  it('lends its bytes to a callback and takes back what it changed', () => {
    const { segment, surroundingsAreIntact } = kind.make(SIZE, cleanUp);
    segment.put(0, countedBytes(SIZE));
    const sum = segment.process((bytes) => {
      expect(bytes).toEqual(countedBytes(SIZE));
      bytes[0] = 200;
      bytes.fill(0, SIZE - 600, SIZE - 1);
      return bytes.length;
    });
    expect(sum).toBe(SIZE);
    const model = countedBytes(SIZE).fill(0, SIZE - 600, SIZE - 1);
    model[0] = 200;
    expect(bytesOf(segment)).toEqual(model);
    expect(surroundingsAreIntact()).toBe(true);
  });

  it('leaves a callback nothing to keep', () => {
    const segment = make(64);
    const kept: Uint8Array[] = [];
    segment.process((bytes) => kept.push(bytes, bytes.subarray(3)));
    expect(kept.map(({ length, buffer }) => [length, buffer.byteLength])).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(() => kept[0]?.fill(1)).toThrow('detached');
    expect(bytesOf(segment)).toEqual(new Uint8Array(64));
  });

  it('keeps what a callback wrote before it threw, and throws the same', () => {
    const segment = make(64);
    const kept: Uint8Array[] = [];
    const failure = new Error('of the callback');
    const act = () =>
      segment.process((bytes) => {
        kept.push(bytes);
        bytes[5] = 9;
        throw failure;
      });
    expect(act).toThrow(failure);
    expect([segment.getByte(5), kept[0]?.length]).toEqual([9, 0]);
  });

  it('keeps what is written to the segment while a callback has its bytes', () => {
    const segment = make(64);
    segment.process((bytes) => {
      bytes[1] = 1;
      segment.putByte(2, 2);
      segment.process((inner) => {
        expect(inner[2]).toBe(2);
        inner[3] = 3;
      });
    });
    expect([...bytesOf(segment).subarray(0, 5)]).toEqual([0, 1, 2, 3, 0]);
  });

  it('can be freed by the callback', () => {
    const { segment, root } = kind.make(64, cleanUp);
    const result = segment.process((bytes) => {
      root.free();
      bytes.fill(1);
      return bytes[63];
    });
    expect([result, segment.isFreed]).toEqual([1, true]);
  });

  it('refuses asynchronous callbacks', async () => {
    const segment = make(16);
    const kept: Uint8Array[] = [];
    const refused = { code: 'ERR_INVALID_ARGUMENT', argument: 'callback' };
    expect(failureOf(() => segment.process(async (bytes) => kept.push(bytes)))).toEqual(refused);
    expect(kept).toEqual([]);
    const rejected = () =>
      segment.process((bytes) => {
        kept.push(bytes);
        return Promise.reject(new Error('later'));
      });
    expect(failureOf(rejected)).toEqual(refused);
    // biome-ignore lint/suspicious/noThenProperty: a thenable is what is refused here.
    expect(failureOf(() => segment.process(() => ({ then: () => {} })))).toEqual(refused);
    expect(kept[0]?.length).toBe(0);
    await new Promise((resolve) => setImmediate(resolve));
  });

  it('refuses what is no function', () => {
    const segment = make(16);
    for (const bad of [undefined, null, 1, {}, 'text'] as unknown as (() => void)[]) {
      expect(failureOf(() => segment.process(bad)).code).toBe('ERR_INVALID_ARGUMENT');
    }
    expect(segment.process((bytes) => bytes.length)).toBe(16);
  });

  // Not on the native engine: its buffers are copied by structuredClone, and what `transfer` takes stays held for good.
  it.skipIf(/native/.test(kind.name))('refuses a callback that detaches the bytes', () => {
    const segment = make(16);
    const detaching = (bytes: Uint8Array) => void structuredClone(bytes, { transfer: [bytes.buffer as ArrayBuffer] });
    expect(failureOf(() => segment.process(detaching)).code).toBe('ERR_INVALID_ARGUMENT');
    expect(segment.isFreed).toBe(false);
  });

  it('lends no bytes of an empty segment', () => {
    expect(make(0).process(({ length }) => length)).toBe(0);
  });
});
