import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChunkAccess } from '../../lib/engine/chunk-access.ts';
import type { Chunk, Engine } from '../../lib/engine/engine.ts';
import { loadEngine } from '../../lib/engine/load-engine.ts';
import { enginesUnderTest } from '../fixtures/engines.ts';
import { failureOf } from './failure.ts';

const SIZE = 40;

interface Scalar {
  readonly type: string;
  readonly width: number;
  readonly values: fc.Arbitrary<number | bigint>;
  readonly misfits: readonly unknown[];
  readonly read: (view: DataView, offset: number, littleEndian: boolean) => number | bigint;
}

const integerMisfits = (min: number, max: number) => [min - 1, max + 1, 0.5, Number.NaN, Number.POSITIVE_INFINITY];
const noNumbers = ['1', undefined, null, true, 1n];

const scalars: readonly Scalar[] = [
  {
    type: 'Byte',
    width: 1,
    values: fc.integer({ min: -0x80, max: 0x7f }),
    misfits: [...integerMisfits(-0x80, 0x7f), ...noNumbers],
    read: (view, offset) => view.getInt8(offset),
  },
  {
    type: 'Short',
    width: 2,
    values: fc.integer({ min: -0x8000, max: 0x7fff }),
    misfits: [...integerMisfits(-0x8000, 0x7fff), ...noNumbers],
    read: (view, offset, little) => view.getInt16(offset, little),
  },
  {
    type: 'Char',
    width: 2,
    values: fc.integer({ min: 0, max: 0xffff }),
    misfits: [...integerMisfits(0, 0xffff), ...noNumbers],
    read: (view, offset, little) => view.getUint16(offset, little),
  },
  {
    type: 'Int',
    width: 4,
    values: fc.integer(),
    misfits: [...integerMisfits(-(2 ** 31), 2 ** 31 - 1), ...noNumbers],
    read: (view, offset, little) => view.getInt32(offset, little),
  },
  {
    type: 'Long',
    width: 8,
    values: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    misfits: [2n ** 63n, -(2n ** 63n) - 1n, 1, '1', undefined, null, true],
    read: (view, offset, little) => view.getBigInt64(offset, little),
  },
  {
    type: 'Float',
    width: 4,
    values: fc.oneof(fc.float(), fc.double()),
    misfits: noNumbers,
    read: (view, offset, little) => view.getFloat32(offset, little),
  },
  {
    type: 'Double',
    width: 8,
    values: fc.double(),
    misfits: noNumbers,
    read: (view, offset, little) => view.getFloat64(offset, little),
  },
];

const accessors = scalars.flatMap((scalar) =>
  (scalar.width === 1 ? [''] : ['LittleEndian', 'BigEndian']).map((order) => ({
    ...scalar,
    name: `${scalar.type}${order}`,
    littleEndian: order !== 'BigEndian',
  })),
);

type Call = (...args: unknown[]) => unknown;

for (const { name, engine, missing } of enginesUnderTest) {
  describe.skipIf(engine === undefined)(`the access of the ${name} engine${missing}`, () => {
    contract(engine as Engine);
  });
}

function contract(engine: Engine): void {
  const call = (method: string, ...args: unknown[]) =>
    (engine.access as unknown as Record<string, Call>)[method]?.call(engine.access, ...args);

  function withChunks(act: (chunk: Chunk, bytes: Uint8Array, other: Chunk, otherBytes: Uint8Array) => void): void {
    const chunks = [engine.allocate(SIZE), engine.allocate(SIZE)] as const;
    try {
      act(chunks[0], new Uint8Array(chunks[0].buffer), chunks[1], new Uint8Array(chunks[1].buffer));
    } finally {
      for (const chunk of chunks) chunk.free();
    }
  }

  describe.each(accessors)('$name', ({ name, width, values, misfits, read, littleEndian }) => {
    it('writes what a DataView reads, at every alignment, and nothing else', () => {
      withChunks((chunk, bytes) => {
        const view = new DataView(chunk.buffer);
        fc.assert(
          fc.property(fc.nat(SIZE - width), values, (offset, value) => {
            bytes.fill(0xa5);
            call(`put${name}`, chunk, offset, value);
            expect(call(`get${name}`, chunk, offset)).toBe(read(view, offset, littleEndian));
            const around = [...bytes.subarray(0, offset), ...bytes.subarray(offset + width)];
            expect(around.every((byte) => byte === 0xa5)).toBe(true);
            const written = read(view, offset, littleEndian);
            expect(Object.is(written, name.startsWith('Float') ? Math.fround(Number(value)) : value)).toBe(true);
          }),
          { numRuns: 50 },
        );
      });
    });

    it('reads what any bytes mean to a DataView', () => {
      withChunks((chunk, bytes) => {
        const view = new DataView(chunk.buffer);
        fc.assert(
          fc.property(
            fc.nat(SIZE - width),
            fc.uint8Array({ minLength: width, maxLength: width }),
            (offset, content) => {
              bytes.set(content, offset);
              expect(Object.is(call(`get${name}`, chunk, offset), read(view, offset, littleEndian))).toBe(true);
            },
          ),
          { numRuns: 50 },
        );
      });
    });

    it.each([
      [-1, 'ERR_INDEX_OUT_OF_BOUNDS'],
      [SIZE - width + 1, 'ERR_INDEX_OUT_OF_BOUNDS'],
      [2 ** 31, 'ERR_INDEX_OUT_OF_BOUNDS'],
      [2 ** 53, 'ERR_INDEX_OUT_OF_BOUNDS'],
      [0.5, 'ERR_INDEX_OUT_OF_BOUNDS'],
      [Number.NaN, 'ERR_INDEX_OUT_OF_BOUNDS'],
      ['0', 'ERR_INVALID_ARGUMENT'],
      [undefined, 'ERR_INVALID_ARGUMENT'],
    ])('refuses the offset %s with %s', (offset, code) => {
      withChunks((chunk, bytes) => {
        const fitting = name.startsWith('Long') ? 1n : 1;
        expect(failureOf(() => call(`get${name}`, chunk, offset)).code).toBe(code);
        expect(failureOf(() => call(`put${name}`, chunk, offset, fitting)).code).toBe(code);
        expect(bytes.every((byte) => byte === 0)).toBe(true);
      });
    });

    it('refuses values that do not fit, before it looks at anything else', () => {
      withChunks((chunk, bytes) => {
        for (const value of misfits) {
          expect(failureOf(() => call(`put${name}`, chunk, -1, value)).code).toBe('ERR_INVALID_ARGUMENT');
          expect(failureOf(() => call(`put${name}`, chunk, 0, value)).code).toBe('ERR_INVALID_ARGUMENT');
        }
        expect(bytes.every((byte) => byte === 0)).toBe(true);
      });
    });
  });

  it('copies, compares, swaps and fills ranges as loops over the bytes do', () => {
    const range = fc.record({ offset1: fc.nat(SIZE), offset2: fc.nat(SIZE), length: fc.nat(SIZE), same: fc.boolean() });
    fc.assert(
      fc.property(
        range,
        fc.uint8Array({ minLength: SIZE, maxLength: SIZE }),
        ({ offset1, offset2, ...rest }, content) =>
          withChunks((chunk, bytes, second, secondBytes) => {
            const length = Math.min(rest.length, SIZE - offset1, SIZE - offset2);
            const other = rest.same ? chunk : second;
            const otherBytes = rest.same ? bytes : secondBytes;
            bytes.set(content);
            secondBytes.set(content.subarray(0, SIZE / 2), SIZE / 2);
            const [left, right] = [bytes.slice(offset1, offset1 + length), otherBytes.slice(offset2, offset2 + length)];

            const order = engine.access.compareBytes(chunk, offset1, length, other, offset2, length);
            expect(Math.sign(order)).toBe(Math.sign(Buffer.compare(left, right)));
            expect(engine.access.equalBytes(chunk, offset1, other, offset2, length)).toBe(order === 0);

            const overlaps = rest.same && offset1 !== offset2 && Math.abs(offset1 - offset2) < length;
            const swap = () => engine.access.swapBytes(chunk, offset1, other, offset2, length);
            if (overlaps) {
              expect(failureOf(swap).code).toBe('ERR_INVALID_ARGUMENT');
            } else {
              swap();
              expect([...otherBytes.subarray(offset2, offset2 + length)]).toEqual([...left]);
              swap();
            }

            engine.access.copyBytes(chunk, offset1, other, offset2, length);
            expect([...otherBytes.subarray(offset2, offset2 + length)]).toEqual([...left]);
            engine.access.fillBytes(other, offset2, length, 255);
            expect(otherBytes.subarray(offset2, offset2 + length).every((byte) => byte === 255)).toBe(true);
          }),
      ),
      { numRuns: 100 },
    );
  });

  it('says which of two ranges of different lengths is the longer when one begins with the other', () => {
    withChunks((chunk, _bytes, other) => {
      expect(engine.access.compareBytes(chunk, 0, 12, other, 3, 5)).toBe(7);
      expect(engine.access.compareBytes(chunk, 0, 5, other, 3, 12)).toBe(-7);
    });
  });

  it('refuses ranges that are not inside, and fill values that are no bytes', () => {
    withChunks((chunk, _bytes, other) => {
      const { access } = engine;
      const code = (act: () => unknown) => failureOf(act).code;
      expect(code(() => access.copyBytes(chunk, 0, other, 1, SIZE))).toBe('ERR_INDEX_OUT_OF_BOUNDS');
      expect(code(() => access.equalBytes(chunk, -1, other, 0, 1))).toBe('ERR_INDEX_OUT_OF_BOUNDS');
      expect(code(() => access.compareBytes(chunk, 0, 1, other, 0, SIZE + 1))).toBe('ERR_INDEX_OUT_OF_BOUNDS');
      expect(code(() => access.swapBytes(chunk, SIZE, other, 0, 1))).toBe('ERR_INDEX_OUT_OF_BOUNDS');
      expect(code(() => access.fillBytes(chunk, 0, 1, 256))).toBe('ERR_INVALID_ARGUMENT');
      expect(code(() => access.fillBytes(chunk, 0, 1, -1))).toBe('ERR_INVALID_ARGUMENT');
    });
  });

  it('refuses a freed chunk, of no bytes too', () => {
    for (const size of [0, SIZE]) {
      const chunk = engine.allocate(size);
      chunk.free();
      expect(failureOf(() => engine.access.getByte(chunk, 0)).code).toBe('ERR_SEGMENT_FREED');
      expect(failureOf(() => engine.access.fillBytes(chunk, 0, 0, 0)).code).toBe('ERR_SEGMENT_FREED');
    }
  });

  it('refuses chunks of another engine', () => {
    const foreign = otherEngine(engine);
    if (foreign === undefined) return;
    const chunk = foreign.allocate(SIZE);
    const access: ChunkAccess = engine.access;
    expect(failureOf(() => access.getByte(chunk, 0)).code).toBe('ERR_INVALID_ARGUMENT');
    chunk.free();
  });
}

function otherEngine(engine: Engine): Engine | undefined {
  return engine.name === 'js'
    ? enginesUnderTest.find(({ name }) => name === 'native')?.engine
    : loadEngine('js').engine;
}
