import { afterEach, describe, expect, it } from 'vitest';
import { MemorySegment } from '../../../lib/memory/memory-segment.ts';
import { enginesUnderTest } from '../../fixtures/engines.ts';

/** On the native engine the next segment of this size gets the same memory under the same ArrayBuffer. */
const SIZE = 1024;
/** Short, long, and the whole segment: each has its own way of being copied. */
const LENGTHS = [8, 200, SIZE];
const SECRET = 0x5e;
/** Properties of an array that an operation might ask for, and that the user can define. */
const GETTERS = ['buffer', 'byteOffset', 'byteLength', 'length', 'constructor'] as const;

/** What the user's arrays were handed. */
const kept = new Set<ArrayBufferView | ArrayBufferLike>();

function keep(values: readonly unknown[]): void {
  for (const value of values) {
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) kept.add(value);
  }
}

/** A user's array whose every method, and whose every species, keeps what it gets. */
class KeepingArray extends Uint8Array {
  static get [Symbol.species](): Uint8ArrayConstructor {
    return KeepingArray as unknown as Uint8ArrayConstructor;
  }

  static {
    const methods = Object.getPrototypeOf(Uint8Array.prototype) as Record<string, unknown>;
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(methods))) {
      if (typeof value !== 'function' || name === 'constructor') continue;
      Object.defineProperty(KeepingArray.prototype, name, {
        value(this: unknown, ...values: unknown[]): unknown {
          keep([this, ...values]);
          const result = Reflect.apply(value, this, values);
          keep([result]);
          return result;
        },
      });
    }
  }
}

/** The bulk methods, each on `segment` with an array of the user's, alone or wrapped. */
const operations: Record<string, (segment: MemorySegment, array: Uint8Array, length: number) => void> = {
  'get, whole array': (segment, array) => segment.get(0, array),
  'get, part': (segment, array, length) => segment.get(0, array, 0, length),
  'put, whole array': (segment, array) => segment.put(0, array),
  'put, part': (segment, array, length) => segment.put(0, array, 0, length),
  copyTo: (segment, array, length) => segment.copyTo(0, MemorySegment.wrap(array), 0, length),
  'copyTo, from the array': (segment, array, length) => MemorySegment.wrap(array).copyTo(0, segment, 0, length),
  compare: (segment, array, length) => segment.compare(MemorySegment.wrap(array), 0, 0, length),
  'compare, by the array': (segment, array, length) => MemorySegment.wrap(array).compare(segment, 0, 0, length),
  equalTo: (segment, array, length) => segment.equalTo(MemorySegment.wrap(array), 0, 0, length),
  swapBytes: (segment, array, length) => segment.swapBytes(MemorySegment.wrap(array), 0, 0, length),
  fill: (segment, array, length) => {
    segment.fill(1, 0, length);
    MemorySegment.wrap(array).fill(1, 0, length);
  },
};

for (const { name, engine, missing } of enginesUnderTest) {
  describe.skipIf(engine === undefined)(`a segment that was freed, ${name} engine${missing}`, () => {
    const opened: MemorySegment[] = [];

    function allocate(): MemorySegment {
      const segment = MemorySegment.allocate(SIZE, { engine });
      opened.push(segment);
      return segment;
    }

    /** The next segment, full of what nobody else may see. */
    function secretAfter(segment: MemorySegment): MemorySegment {
      segment.free();
      const next = allocate();
      next.fill(SECRET);
      return next;
    }

    afterEach(() => {
      for (const segment of opened.splice(0)) segment[Symbol.dispose]();
      kept.clear();
    });

    describe.each(Object.keys(operations))('%s', (operation) => {
      it.each(LENGTHS)('of %i bytes leaves nobody a view on the next segment', (length) => {
        const array = new KeepingArray(length);
        const segment = allocate();
        operations[operation]?.(segment, array, length);
        const next = secretAfter(segment);
        for (const value of kept) {
          const bytes = ArrayBuffer.isView(value)
            ? Buffer.from(value.buffer, value.byteOffset, value.byteLength)
            : Buffer.from(value);
          expect(bytes.includes(SECRET)).toBe(false);
        }
        expect(next.getByte(0)).toBe(SECRET);
      });

      it.each(GETTERS)('is not diverted by an array whose %s frees the segment', (property) => {
        for (const length of LENGTHS) {
          const segment = allocate();
          let next: MemorySegment | undefined;
          const hostile = new Uint8Array(length);
          const bytes = new Uint8Array(hostile.buffer);
          const honest = hostile[property];
          Object.defineProperty(hostile, property, {
            get() {
              next ??= secretAfter(segment);
              return honest;
            },
          });
          attempt(() => operations[operation]?.(segment, hostile, length));
          expectUntouched(next, bytes);
        }
      });

      it.each(LENGTHS)('of %i bytes is not diverted by a buffer that frees the segment', (length) => {
        const segment = allocate();
        let next: MemorySegment | undefined;
        const array = new Uint8Array(length);
        const { byteLength } = array.buffer;
        Object.defineProperty(array.buffer, 'byteLength', {
          get() {
            next ??= secretAfter(segment);
            return byteLength;
          },
        });
        attempt(() => operations[operation]?.(segment, array, length));
        expectUntouched(next, array);
      });
    });
  });
}

/** Freed is a fair answer to an operation whose arguments free the segment. */
function attempt(operation: () => void): void {
  try {
    operation();
  } catch (error) {
    expect(error).toMatchObject({ code: 'ERR_SEGMENT_FREED' });
  }
}

function expectUntouched(next: MemorySegment | undefined, array: Uint8Array): void {
  expect(array.includes(SECRET)).toBe(false);
  if (next === undefined) return;
  const bytes = new Uint8Array(SIZE);
  next.get(0, bytes);
  expect(bytes.every((byte) => byte === SECRET)).toBe(true);
}
