import { afterEach, describe, expect, it } from 'vitest';
import type { MemorySegment } from '../../lib/memory/memory-segment.ts';
import { failureOf } from './failure.ts';
import { scalarTypes } from './scalar-accessors.ts';
import { allKinds, loadMemoryModules, type Mode, rootKinds, type SegmentKind } from './segment-kinds.ts';

/** What every MemorySegment does, whatever memory it is on, in checked mode and without it. */

const SIZE = 64;
const MAX_INT = 2 ** 31 - 1;
const MIN_INT = -(2 ** 31);

function offsetsOutside(width: number): number[] {
  return [-1, SIZE, SIZE - width + 1, MAX_INT, MIN_INT, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER];
}

const cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const action of cleanUp.splice(0).reverse()) action();
});

for (const mode of ['checked', 'unchecked'] satisfies Mode[]) {
  const modules = await loadMemoryModules(mode);
  describe.each(allKinds(modules))(`$name, ${mode}`, (kind) => {
    scalars(kind);
    bulk(kind);
    life(kind, mode);
  });
}

const modules = await loadMemoryModules('unchecked');
describe.each(pairs(rootKinds(modules)))('from $source.name to $target.name', ({ source, target }) => {
  between(source, target);
});

function make(kind: SegmentKind, sizeBytes = SIZE) {
  return kind.make(sizeBytes, cleanUp);
}

/** A segment whose bytes are 1, 2, 3 and so on, which repeat after 251, never at a power of two. */
function counted(kind: SegmentKind, sizeBytes = SIZE): MemorySegment {
  const { segment } = make(kind, sizeBytes);
  segment.put(0, countedBytes(sizeBytes));
  return segment;
}

function countedBytes(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i % 251) + 1);
}

function bytesOf(segment: MemorySegment): Uint8Array {
  const bytes = new Uint8Array(segment.size);
  segment.get(0, bytes);
  return bytes;
}

function freeRoot(kind: SegmentKind, sizeBytes = SIZE): MemorySegment {
  const { segment, root } = make(kind, sizeBytes);
  root.free();
  return segment;
}

function scalars(kind: SegmentKind): void {
  describe.each(scalarTypes)('$name', ({ accessors }) => {
    it('reads and writes at every offset what a DataView does', () => {
      for (const { name, width, samples, ...accessor } of accessors) {
        const { segment, surroundingsAreIntact } = make(kind);
        const model = new DataView(new ArrayBuffer(SIZE));
        for (let offset = 0; offset <= SIZE - width; offset++) {
          const value = samples[offset % samples.length] as number;
          accessor.put(segment, offset, value);
          accessor.write(model, offset, value);
          expect(accessor.get(segment, offset), `${name} at ${offset}`).toBe(accessor.read(model, offset));
        }
        expect(bytesOf(segment), name).toEqual(new Uint8Array(model.buffer));
        expect(surroundingsAreIntact(), name).toBe(true);
      }
    });

    it('keeps every value', () => {
      const { segment } = make(kind);
      for (const { name, samples, ...accessor } of accessors) {
        for (const value of samples) {
          accessor.put(segment, 3, value);
          expect(accessor.get(segment, 3), name).toBe(value);
        }
      }
    });

    it('refuses every offset outside and changes nothing', () => {
      for (const { name, width, samples, ...accessor } of accessors) {
        const { segment, surroundingsAreIntact } = make(kind);
        segment.fill(1);
        for (const offset of offsetsOutside(width)) {
          const failure = { code: 'ERR_INDEX_OUT_OF_BOUNDS', offset, width, size: SIZE };
          expect(
            failureOf(() => accessor.get(segment, offset)),
            name,
          ).toEqual(failure);
          expect(
            failureOf(() => accessor.put(segment, offset, samples[0] as number)),
            name,
          ).toEqual(failure);
        }
        expect(bytesOf(segment), name).toEqual(new Uint8Array(SIZE).fill(1));
        expect(surroundingsAreIntact(), name).toBe(true);
      }
    });

    it('says of a freed segment that it is freed, at every offset', () => {
      const segment = freeRoot(kind);
      for (const { name, width, samples, ...accessor } of accessors) {
        for (const offset of [0, SIZE - width, ...offsetsOutside(width)]) {
          const failure = { code: 'ERR_SEGMENT_FREED', offset, size: SIZE, owner: 'contract' };
          expect(
            failureOf(() => accessor.get(segment, offset)),
            name,
          ).toEqual(failure);
          expect(
            failureOf(() => accessor.put(segment, offset, samples[0] as number)),
            name,
          ).toEqual(failure);
        }
      }
    });

    it('refuses every offset of a segment that is too small for one value', () => {
      for (const { name, width, samples, ...accessor } of accessors) {
        for (let size = 0; size < width; size++) {
          const { segment } = make(kind, size);
          for (const offset of [-1, 0, 1, size]) {
            const failure = { code: 'ERR_INDEX_OUT_OF_BOUNDS', offset, width, size };
            expect(
              failureOf(() => accessor.get(segment, offset)),
              name,
            ).toEqual(failure);
            expect(
              failureOf(() => accessor.put(segment, offset, samples[0] as number)),
              name,
            ).toEqual(failure);
          }
        }
      }
    });
  });

  it('reads any byte but zero as true', () => {
    const { segment } = make(kind);
    for (const byte of [1, 2, 127, -128, -1]) {
      segment.putByte(5, byte);
      expect(segment.getBoolean(5)).toBe(true);
    }
    segment.putByte(5, 0);
    expect(segment.getBoolean(5)).toBe(false);
  });

  it('wraps integers around as a cast does', () => {
    const { segment } = make(kind);
    segment.putByte(0, 200);
    segment.putShort(2, 0x18000);
    segment.putInt(4, 2 ** 32 + 5);
    segment.putLong(8, 2n ** 64n + 6n);
    expect([segment.getByte(0), segment.getShort(2), segment.getInt(4), segment.getLong(8)]).toEqual([
      -56,
      -0x8000,
      5,
      6n,
    ]);
  });

  it.each([
    ['', 'getLongAsNumber', 'putLong'],
    ['LittleEndian', 'getLongAsNumberLittleEndian', 'putLongLittleEndian'],
    ['BigEndian', 'getLongAsNumberBigEndian', 'putLongBigEndian'],
  ] as const)('refuses to read longs as numbers that lose digits%s', (_, get, put) => {
    const { segment } = make(kind);
    for (const value of [2n ** 53n, -(2n ** 53n), 2n ** 53n + 1n, 2n ** 63n - 1n, -(2n ** 63n)]) {
      segment[put](8, value);
      const failure = { code: 'ERR_UNSAFE_INTEGER', offset: 8, value: String(value) };
      expect(failureOf(() => segment[get](8))).toEqual(failure);
    }
  });

  it.each(['putLongAsNumber', 'putLongAsNumberLittleEndian', 'putLongAsNumberBigEndian'] as const)(
    '%s refuses numbers that are no safe integers and changes nothing',
    (put) => {
      const segment = counted(kind);
      for (const value of [2 ** 53, -(2 ** 53), 2 ** 80]) {
        expect(failureOf(() => segment[put](8, value))).toEqual({ code: 'ERR_UNSAFE_INTEGER', offset: 8, value });
      }
      for (const value of [
        0.5,
        Number.NaN,
        Number.POSITIVE_INFINITY,
        1n as unknown as number,
        '1' as unknown as number,
      ]) {
        expect(failureOf(() => segment[put](8, value)).code).toBe('ERR_INVALID_ARGUMENT');
      }
      expect(bytesOf(segment)).toEqual(countedBytes(SIZE));
    },
  );

  it.each(['putLongAsNumber', 'putLongAsNumberLittleEndian', 'putLongAsNumberBigEndian'] as const)(
    '%s writes both halves or none at the ends',
    (put) => {
      const segment = counted(kind);
      for (const offset of [-7, -4, -1, SIZE - 7, SIZE - 4, SIZE - 1]) {
        expect(failureOf(() => segment[put](offset, -2)).code).toBe('ERR_INDEX_OUT_OF_BOUNDS');
      }
      expect(bytesOf(segment)).toEqual(countedBytes(SIZE));
    },
  );

  it.each(['putLongHighLow', 'putLongHighLowLittleEndian', 'putLongHighLowBigEndian'] as const)(
    '%s writes both halves or none at the ends',
    (put) => {
      const segment = counted(kind);
      for (const offset of [-7, -4, -1, SIZE - 7, SIZE - 4, SIZE - 1]) {
        expect(failureOf(() => segment[put](offset, -2, 3)).code).toBe('ERR_INDEX_OUT_OF_BOUNDS');
      }
      expect(bytesOf(segment)).toEqual(countedBytes(SIZE));
    },
  );

  it.each([
    ...(['getLongHigh', 'getLongHighLittleEndian', 'getLongHighBigEndian'] as const),
    ...(['getLongLow', 'getLongLowLittleEndian', 'getLongLowBigEndian'] as const),
  ])('%s refuses a long that begins before the segment', (get) => {
    const segment = counted(kind);
    for (const offset of [-8, -4, -1]) {
      expect(failureOf(() => segment[get](offset)).code).toBe('ERR_INDEX_OUT_OF_BOUNDS');
    }
  });

  it('refuses a value of a type that cannot be converted', () => {
    const segment = counted(kind);
    expect(failureOf(() => segment.putLong(0, 1 as unknown as bigint)).code).toBe('ERR_INVALID_ARGUMENT');
    expect(failureOf(() => segment.putInt(0, 1n as unknown as number)).code).toBe('ERR_INVALID_ARGUMENT');
    expect(failureOf(() => segment.putDouble(0, Symbol() as unknown as number)).code).toBe('ERR_INVALID_ARGUMENT');
    expect(bytesOf(segment)).toEqual(countedBytes(SIZE));
  });

  it('refuses an offset of a type that cannot be converted', () => {
    const { segment } = make(kind);
    for (const offset of [1n, Symbol('offset')] as unknown as number[]) {
      expect(failureOf(() => segment.getInt(offset)).code).toBe('ERR_INVALID_ARGUMENT');
      expect(failureOf(() => segment.putInt(offset, 1)).code).toBe('ERR_INVALID_ARGUMENT');
    }
  });
}

/** Never an offset, a length or a value of a byte. */
const notIntegers = [0.5, Number.NaN, Number.POSITIVE_INFINITY, '1', null, {}, 1n, true] as unknown as number[];
const notArrays = [null, undefined, 'text', [], new ArrayBuffer(8), new Uint16Array(8), {}] as unknown as Uint8Array[];
const notSegments = [null, undefined, 1, {}, new Uint8Array(8), new DataView(new ArrayBuffer(8))];

/** Calls that must fail with the code, whatever the segment holds; none may change anything. */
type BadCalls = readonly (readonly [code: string, call: () => unknown])[];

function expectFailures(calls: BadCalls): void {
  for (const [code, call] of calls) expect(failureOf(call).code, call.toString()).toBe(code);
}

const invalid = 'ERR_INVALID_ARGUMENT';
const outOfBounds = 'ERR_INDEX_OUT_OF_BOUNDS';

function bulk(kind: SegmentKind): void {
  it('copies out and in', () => {
    const segment = counted(kind);
    const target = new Uint8Array(10);
    segment.get(5, target);
    expect([...target]).toEqual([6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
    segment.get(0, target, 8);
    expect([...target.subarray(7)]).toEqual([13, 1, 2]);
    segment.get(SIZE - 1, target, 0, 1);
    expect(target[0]).toBe(SIZE);
    segment.put(2, Uint8Array.of(91, 92, 93, 94), 1, 2);
    expect([...bytesOf(segment).subarray(0, 6)]).toEqual([1, 2, 92, 93, 5, 6]);
    segment.put(0, Uint8Array.of(81, 82, 83), 2);
    expect([...bytesOf(segment).subarray(0, 2)]).toEqual([83, 2]);
  });

  it.each([0, 1, 15, 16, 17, 64, 1000])('copies %i bytes out and in again', (length) => {
    const segment = counted(kind, length + 3);
    const out = new Uint8Array(length + 2);
    segment.get(3, out, 1, length);
    expect(out.subarray(1, length + 1)).toEqual(countedBytes(length + 3).subarray(3));
    segment.put(0, out, 1, length);
    expect(bytesOf(segment).subarray(0, length)).toEqual(out.subarray(1, length + 1));
  });

  it('refuses bad arguments of get and put, and changes nothing', () => {
    const segment = counted(kind);
    const array = new Uint8Array(10).fill(7);
    for (const bulkCall of ['get', 'put'] as const) {
      const call = (...args: [number, Uint8Array, number?, number?]) => segment[bulkCall](...args);
      expectFailures([
        ...notIntegers.map((bad) => [invalid, () => call(bad, array)] as const),
        ...notArrays.map((bad) => [invalid, () => call(0, bad)] as const),
        ...notIntegers.map((bad) => [invalid, () => call(0, array, bad)] as const),
        ...notIntegers.map((bad) => [invalid, () => call(0, array, 0, bad)] as const),
        [outOfBounds, () => call(-1, array)],
        [outOfBounds, () => call(SIZE - 9, array)],
        [outOfBounds, () => call(SIZE + 1, array, 0, 0)],
        [outOfBounds, () => call(MAX_INT, array)],
        [outOfBounds, () => call(MIN_INT, array)],
        [outOfBounds, () => call(0, array, -1)],
        [outOfBounds, () => call(0, array, 11)],
        [outOfBounds, () => call(0, array, 1, 10)],
        [outOfBounds, () => call(0, array, MAX_INT, MAX_INT)],
        [outOfBounds, () => call(0, array, 0, -1)],
        [outOfBounds, () => call(0, new Uint8Array(SIZE + 1))],
      ]);
    }
    expect(bytesOf(segment)).toEqual(countedBytes(SIZE));
    expect([...array]).toEqual(Array(10).fill(7));
  });

  it('takes ranges of no bytes, up to the very end', () => {
    const segment = counted(kind);
    segment.get(SIZE, new Uint8Array(0));
    segment.put(SIZE, new Uint8Array(4), 4);
    segment.copyTo(SIZE, segment, SIZE, 0);
    segment.swapBytes(segment, 0, SIZE, 0);
    segment.fill(9, SIZE);
    expect(segment.compare(segment, SIZE, 0, 0)).toBe(0);
    expect(segment.equalTo(segment, 0, SIZE, 0)).toBe(true);
    expect(segment.wrap(SIZE, 0).size).toBe(0);
    expect(bytesOf(segment)).toEqual(countedBytes(SIZE));
  });

  it.each([
    ['ahead', 0, 5, 40],
    ['back', 5, 0, 40],
    ['onto itself', 3, 3, 20],
    ['by one byte', 0, 1, 10],
    ['a little', 0, 2, 4],
  ])('copies overlapping ranges %s as if through a copy', (_, from, to, length) => {
    const segment = counted(kind);
    const model = countedBytes(SIZE).copyWithin(to, from, from + length);
    segment.copyTo(from, segment, to, length);
    expect(bytesOf(segment)).toEqual(model);
  });

  it('copies and swaps ranges of every length, however they overlap', () => {
    for (const length of upTo(36)) {
      for (const [from, to] of OVERLAPS) {
        const segment = counted(kind);
        const model = countedBytes(SIZE).copyWithin(to, from, from + length);
        segment.wrap(0, SIZE).copyTo(from, segment, to, length);
        expect(bytesOf(segment)).toEqual(model);
        const first = model.slice(from, from + length);
        model.copyWithin(from, to, to + length);
        model.set(first, to);
        segment.wrap(0, SIZE).swapBytes(segment, from, to, length);
        expect(bytesOf(segment), `${length} bytes at ${from} and ${to}`).toEqual(model);
      }
    }
  });

  it('copies overlapping ranges of two views as if through a copy', () => {
    for (const [from, to, length] of [
      [0, 3, 40],
      [3, 0, 40],
      [0, 1, 12],
    ] as const) {
      const segment = counted(kind);
      segment.wrap(from, length).copyTo(0, segment.wrap(to, length), 0, length);
      expect(bytesOf(segment)).toEqual(countedBytes(SIZE).copyWithin(to, from, from + length));
    }
  });

  it('refuses bad arguments of the operations on two segments, and changes nothing', () => {
    const segment = counted(kind);
    const other = counted(kind, 32);
    type Call = (other: MemorySegment, offset1: number, offset2: number, length: number) => unknown;
    const calls: Record<string, Call> = {
      copyTo: (target, offset1, offset2, length) => segment.copyTo(offset1, target, offset2, length),
      compare: (...args) => segment.compare(...args),
      equalTo: (...args) => segment.equalTo(...args),
      swapBytes: (...args) => segment.swapBytes(...args),
    };
    for (const call of Object.values(calls)) {
      expectFailures([
        ...notSegments.map((bad) => [invalid, () => call(bad as MemorySegment, 0, 0, 1)] as const),
        ...[...notIntegers, undefined as unknown as number].flatMap((bad) => [
          [invalid, () => call(other, bad, 0, 1)] as const,
          [invalid, () => call(other, 0, bad, 1)] as const,
          [invalid, () => call(other, 0, 0, bad)] as const,
        ]),
        [outOfBounds, () => call(other, -1, 0, 1)],
        [outOfBounds, () => call(other, 0, -1, 1)],
        [outOfBounds, () => call(other, 0, 0, -1)],
        [outOfBounds, () => call(other, SIZE - 3, 0, 4)],
        [outOfBounds, () => call(other, 0, 29, 4)],
        [outOfBounds, () => call(other, 0, 0, 33)],
        [outOfBounds, () => call(other, MAX_INT, 0, 1)],
        [outOfBounds, () => call(other, 0, MAX_INT, 1)],
        [outOfBounds, () => call(other, 0, 0, MAX_INT)],
        [outOfBounds, () => call(other, MIN_INT, MIN_INT, MIN_INT)],
      ]);
    }
    expectFailures([
      ...notIntegers.map((bad) => [invalid, () => segment.compare(other, 0, 0, 1, bad)] as const),
      [outOfBounds, () => segment.compare(other, 0, 0, 1, -1)],
      [outOfBounds, () => segment.compare(other, 0, 0, 1, 33)],
    ]);
    expect(bytesOf(segment)).toEqual(countedBytes(SIZE));
    expect(bytesOf(other)).toEqual(countedBytes(32));
  });

  it('fills a range', () => {
    const { segment, surroundingsAreIntact } = make(kind);
    segment.fill(7);
    expect(bytesOf(segment).every((byte) => byte === 7)).toBe(true);
    segment.fill(255, 60);
    segment.fill(-128, 0, 2);
    expect([...bytesOf(segment).subarray(0, 3)]).toEqual([128, 128, 7]);
    expect([...bytesOf(segment).subarray(59)]).toEqual([7, 255, 255, 255, 255]);
    expect(surroundingsAreIntact()).toBe(true);
  });

  it('fills ranges of every length with every byte', () => {
    const { segment } = make(kind);
    for (const value of [0, 1, 127, 128, 254, 255, -1, -128]) {
      for (const length of upTo(SIZE - 2)) {
        segment.fill(3);
        segment.fill(value, 1, length);
        expect(bytesOf(segment), `${length} bytes`).toEqual(new Uint8Array(SIZE).fill(3).fill(value, 1, 1 + length));
      }
    }
  });

  it('refuses bad arguments of fill, wrap and pin, and changes nothing', () => {
    const segment = counted(kind);
    expectFailures([
      ...[...notIntegers, 256, -129].map((bad) => [invalid, () => segment.fill(bad)] as const),
      ...notIntegers.flatMap((bad) => [
        [invalid, () => segment.fill(0, bad)] as const,
        [invalid, () => segment.fill(0, 0, bad)] as const,
        [invalid, () => segment.wrap(bad, 1)] as const,
        [invalid, () => segment.wrap(0, bad)] as const,
        [invalid, () => segment.pin(bad)] as const,
        [invalid, () => segment.pin(0, bad)] as const,
      ]),
      [invalid, () => segment.wrap(0, undefined as unknown as number)],
      ...(
        [
          [-1, 1],
          [0, -1],
          [0, SIZE + 1],
          [SIZE + 1, 0],
          [MAX_INT, MAX_INT],
        ] as const
      ).flatMap(([offset, length]) => [
        [outOfBounds, () => segment.wrap(offset, length)] as const,
        [outOfBounds, () => segment.pin(offset, length)] as const,
      ]),
      [outOfBounds, () => segment.fill(0, -1)],
      [outOfBounds, () => segment.fill(0, 0, -1)],
      [outOfBounds, () => segment.fill(0, 1, SIZE)],
      [outOfBounds, () => segment.fill(0, SIZE + 1)],
    ]);
    expect(bytesOf(segment)).toEqual(countedBytes(SIZE));
  });

  it('checks the bounds of an array before it says that the segment is freed', () => {
    const segment = freeRoot(kind);
    const array = new Uint8Array(4);
    expectFailures([
      [outOfBounds, () => segment.get(0, array, 5)],
      [outOfBounds, () => segment.put(0, array, 0, 5)],
      ['ERR_SEGMENT_FREED', () => segment.get(0, array)],
      ['ERR_SEGMENT_FREED', () => segment.put(-1, array)],
    ]);
  });
}

function life(kind: SegmentKind, mode: Mode): void {
  it('is zeroed, knows its size and owner, and keeps them after the free', () => {
    const { segment, root } = make(kind);
    expect(bytesOf(segment)).toEqual(new Uint8Array(SIZE));
    const facts = { size: SIZE, owner: 'contract', isOffHeap: kind.isOffHeap };
    expect(segment).toMatchObject({ ...facts, isFreed: false });
    root.free();
    expect(segment).toMatchObject({ ...facts, isFreed: true });
  });

  it.each([0, SIZE])('refuses every operation after the free, with %i bytes', (sizeBytes) => {
    const { segment: live } = make(kind);
    const { segment, root } = make(kind, sizeBytes);
    // Whatever it keeps for its bulk operations, it has it now.
    segment.fill(1);
    root.free();
    const array = new Uint8Array(0);
    const calls: (() => unknown)[] = [
      () => segment.get(0, array),
      () => segment.put(0, array),
      () => segment.copyTo(0, live, 0, 0),
      () => segment.compare(live, 0, 0, 0),
      () => segment.equalTo(live, 0, 0, 0),
      () => segment.swapBytes(live, 0, 0, 0),
      () => segment.fill(0),
      () => segment.wrap(0, 0),
      () => segment.pin(),
      () => segment.process(() => never()),
      () => segment.get(0, { write: never }, 0),
      () => segment.put(0, { readFully: never }, 0),
    ];
    for (const call of calls) {
      expect(failureOf(call), call.toString()).toEqual({
        code: 'ERR_SEGMENT_FREED',
        size: sizeBytes,
        owner: 'contract',
      });
    }
  });

  it('says which of two segments is freed', () => {
    const { segment: live } = make(kind);
    const freed = freeRoot(kind);
    const calls: [string, () => unknown][] = [
      ['target', () => live.copyTo(0, freed, 0, 0)],
      ['other', () => live.compare(freed, 0, 0, 0)],
      ['other', () => live.equalTo(freed, 0, 0, 0)],
      ['other', () => live.swapBytes(freed, 0, 0, 0)],
    ];
    for (const [argument, call] of calls) {
      expect(failureOf(call)).toEqual({ code: 'ERR_SEGMENT_FREED', argument, size: SIZE, owner: 'contract' });
    }
  });

  it('shares its bytes with its views, and ends them all with its root', () => {
    const { segment, root } = make(kind);
    const view = segment.wrap(8, 16);
    const viewOnView = view.wrap(4, 4);
    segment.putIntBigEndian(12, 0x01020304);
    expect(view.getIntBigEndian(4)).toBe(0x01020304);
    viewOnView.putByte(3, 9);
    expect(segment.getByte(15)).toBe(9);
    expect([view.size, view.owner, view.isOffHeap, viewOnView.size]).toEqual([16, 'contract', kind.isOffHeap, 4]);
    root.free();
    for (const ended of [segment, view, viewOnView]) {
      expect(ended.isFreed).toBe(true);
      expect(failureOf(() => ended.getByte(0)).code).toBe('ERR_SEGMENT_FREED');
      expect(failureOf(() => ended.fill(0)).code).toBe('ERR_SEGMENT_FREED');
      expect(failureOf(() => ended.wrap(0, 1)).code).toBe('ERR_SEGMENT_FREED');
    }
  });

  it('outlives its views, and a view outlives the one it was made from', () => {
    const { segment } = make(kind);
    const view = segment.wrap(8, 16);
    const viewOnView = view.wrap(4, 4);
    view.fill(1);
    view.free();
    expect(view.isFreed).toBe(true);
    expect(failureOf(() => view.getInt(0)).code).toBe('ERR_SEGMENT_FREED');
    expect(failureOf(() => view.fill(2)).code).toBe('ERR_SEGMENT_FREED');
    viewOnView.putInt(0, 77);
    expect(segment.getInt(12)).toBe(77);
    expect([segment.isFreed, viewOnView.isFreed]).toEqual([false, false]);
  });

  it(`${mode === 'checked' ? 'refuses' : 'ignores'} a second free`, () => {
    const { segment } = make(kind);
    segment.free();
    if (mode === 'checked') {
      expect(failureOf(() => segment.free())).toEqual({ code: 'ERR_SEGMENT_FREED', size: SIZE, owner: 'contract' });
    } else {
      segment.free();
    }
    expect(segment.isFreed).toBe(true);
  });

  it('is disposed of any number of times, also after the free', () => {
    const { segment } = make(kind);
    {
      using disposed = segment;
      disposed.putByte(0, 1);
    }
    expect(segment.isFreed).toBe(true);
    segment[Symbol.dispose]();
    expect(segment.isFreed).toBe(true);
  });

  it('hands out its bytes while it is pinned', () => {
    const segment = counted(kind);
    using pin = segment.pin(4, 8);
    expect([...pin.bytes]).toEqual([5, 6, 7, 8, 9, 10, 11, 12]);
    pin.bytes[0] = 99;
    expect(segment.getByte(4)).toBe(99);
    using whole = segment.pin();
    expect(whole.bytes.length).toBe(SIZE);
  });

  it('can be freed while it is pinned', () => {
    const { segment, root } = make(kind);
    const pin = segment.pin();
    root.free();
    expect(failureOf(() => segment.getByte(0)).code).toBe('ERR_SEGMENT_FREED');
    pin.release();
    pin.release();
  });

  describe(`${mode === 'checked' ? 'refuses' : 'rounds towards zero'} offsets that are not integers`, () => {
    const offsets = [
      [1.9, 1],
      [Number.NaN, 0],
      ['2', 2],
      [undefined, 0],
      [-0.5, 0],
    ] as [number, number][];

    it.each(scalarTypes)('of $name', ({ accessors }) => {
      for (const { name, samples, get, put } of accessors) {
        const value = samples.at(-1) as (typeof samples)[number];
        for (const [offset, rounded] of offsets) {
          const segment = counted(kind);
          if (mode === 'checked') {
            expect(failureOf(() => get(segment, offset)).code).toBe('ERR_INVALID_ARGUMENT');
            expect(failureOf(() => put(segment, offset, value)).code).toBe('ERR_INVALID_ARGUMENT');
            expect(bytesOf(segment)).toEqual(countedBytes(SIZE));
            continue;
          }
          put(segment, rounded, value);
          expect([name, get(segment, offset)]).toEqual([name, value]);
          const written = bytesOf(segment);
          segment.put(0, countedBytes(SIZE));
          put(segment, offset, value);
          expect([name, bytesOf(segment)]).toEqual([name, written]);
        }
      }
    });
  });
}

/** Where two ranges begin that lie near each other. */
const OVERLAPS = [0, 1, 3, 4, 7, 8, 15, 16].flatMap((distance) => [
  [2, 2 + distance] as const,
  [2 + distance, 2] as const,
]);

/** The integers from 0: operations take other ways at other lengths, and few bytes have each their own. */
function upTo(last: number): number[] {
  return Array.from({ length: last + 1 }, (_, i) => i);
}

function never(): never {
  throw new Error('must not be called');
}

function pairs(kinds: readonly SegmentKind[]): { readonly source: SegmentKind; readonly target: SegmentKind }[] {
  return kinds.flatMap((source) => kinds.map((target) => ({ source, target })));
}

function between(source: SegmentKind, target: SegmentKind): void {
  it('copies', () => {
    for (const length of [...upTo(70), 4096, 9001]) {
      const from = counted(source, length + 5);
      const { segment: to } = make(target, length + 5);
      from.copyTo(5, to, 2, length);
      const model = new Uint8Array(length + 5);
      model.set(countedBytes(length + 5).subarray(5), 2);
      expect(bytesOf(to), `${length} bytes`).toEqual(model);
    }
  });

  it('swaps', () => {
    for (const length of [...upTo(70), 255, 256, 257, 4096, 4097, 9001]) {
      const first = counted(source, length + 5);
      const { segment: second } = make(target, length + 5);
      second.fill(0xee);
      first.swapBytes(second, 5, 2, length);
      const secondModel = new Uint8Array(length + 5).fill(0xee);
      secondModel.set(countedBytes(length + 5).subarray(5), 2);
      expect(bytesOf(first), `${length} bytes`).toEqual(countedBytes(length + 5).fill(0xee, 5));
      expect(bytesOf(second), `${length} bytes`).toEqual(secondModel);
    }
  });

  it('compares as unsigned bytes, by the first that differs', () => {
    for (const length of [...upTo(40).slice(1), 63, 64, 65, 100, 127, 128, 129, 1000, 9001]) {
      const left = counted(source, length + 3);
      const { segment: right } = make(target, length + 1);
      right.put(1, countedBytes(length));
      expect(left.compare(right, 0, 1, length)).toBe(0);
      expect(left.equalTo(right, 0, 1, length)).toBe(true);
      for (const position of new Set([0, length >> 1, length - 1])) {
        const byte = right.getByte(1 + position);
        right.putByte(1 + position, 0xff);
        expect(left.compare(right, 0, 1, length)).toBe(-1);
        expect(right.compare(left, 1, 0, length)).toBe(1);
        expect(left.equalTo(right, 0, 1, length)).toBe(false);
        right.putByte(1 + position, byte);
      }
    }
  });

  it('orders a range before a longer one that begins with it', () => {
    const left = counted(source, 200);
    const right = counted(target, 200);
    for (const length of [0, 1, 64, 150]) {
      expect(left.compare(right, 0, 0, length, length + 3)).toBe(-1);
      expect(left.compare(right, 0, 0, length + 3, length)).toBe(1);
      expect(left.compare(right, 0, 0, length, length)).toBe(0);
    }
    right.putByte(0, 0);
    expect(left.compare(right, 0, 0, 1, 150)).toBe(1);
  });
}
