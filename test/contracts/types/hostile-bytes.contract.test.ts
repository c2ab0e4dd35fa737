import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MemorySegment } from '../../../lib/memory/memory-segment.ts';
import { hasOwnNull } from '../../../lib/types/own-null.ts';
import type { TypeInformation } from '../../../lib/types/type-information.ts';
import { types } from '../../../lib/types/types.ts';
import { DataInputDeserializer } from '../../../lib/views/data-input-deserializer.ts';
import type { DataInputView } from '../../../lib/views/data-input-view.ts';
import { DataOutputSerializer } from '../../../lib/views/data-output-serializer.ts';
import { PagedInputView } from '../../../lib/views/paged-input-view.ts';
import { RandomAccessInputView } from '../../../lib/views/random-access-input-view.ts';
import { atomicTypes } from '../../fixtures/atomic-types.ts';
import { failureOf } from '../failure.ts';

/** Bytes that nobody has written, in views that know how much they have and in pages that do not; and values of no type. */

const READ_FAILURE = /^ERR_(END_OF_DATA|CORRUPT_DATA|UNSAFE_INTEGER)$/;

function paged(bytes: Uint8Array, pageBytes: number): PagedInputView {
  let at = 0;
  return new PagedInputView({
    nextSegment: () => {
      if (at >= bytes.length) return undefined;
      const page = bytes.slice(at, at + pageBytes);
      at += pageBytes;
      return { segment: MemorySegment.wrap(page), limit: page.length };
    },
  });
}

/** Reads values to the end: how many, why it ended, and where. */
function readAll(type: TypeInformation<unknown>, input: DataInputView, size: number): string {
  const serializer = type.createSerializer();
  for (let count = 0; ; count++) {
    expect(count).toBeLessThanOrEqual(size);
    const start = input.position;
    try {
      serializer.deserialize(input);
    } catch (error) {
      const failure = failureOf(() => {
        throw error;
      });
      const { code, position } = failure;
      expect(code).toMatch(READ_FAILURE);
      expect(failure).not.toHaveProperty('offset');
      expect(position).toBeGreaterThanOrEqual(start);
      expect(position).toBeLessThanOrEqual(size);
      // A long that no number holds is wrong as a whole.
      if (code === 'ERR_UNSAFE_INTEGER') expect(position).toBe(start);
      return `${count} ${code} at ${String(position)}`;
    }
  }
}

/** Small numbers, and first bytes that make long lengths, come up often. */
const hostile = fc.array(fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(0, 1, 2, 4, 0x7f, 0x80, 0xff)), {
  maxLength: 80,
});

describe.each(atomicTypes.map((type) => [type.toString(), type] as const))('%s', (_, type) => {
  it('says the same of any bytes in one piece and in pages', () => {
    fc.assert(
      fc.property(hostile, fc.constantFrom(1, 2, 7, 64), (codes, pageBytes) => {
        const bytes = Uint8Array.from(codes);
        const whole = readAll(type, new DataInputDeserializer(bytes), bytes.length);
        // A boolean of pages is true for 1 only, as in Flink: what is read differs, not how much.
        expect(readAll(type, paged(bytes, pageBytes), bytes.length)).toBe(whole);
      }),
    );
  });

  it('passes any bytes on, or says why not', () => {
    const serializer = type.createSerializer();
    fc.assert(
      fc.property(hostile, (codes) => {
        const input = paged(Uint8Array.from(codes), 3);
        const output = new DataOutputSerializer(1);
        try {
          serializer.copyBytes(input, output);
          expect(output.length).toBeLessThanOrEqual(codes.length);
        } catch (error) {
          const { code } = failureOf(() => {
            throw error;
          });
          expect(code).toMatch(READ_FAILURE);
        }
      }),
    );
  });

  it('writes no value of another type, and runs no code of one', () => {
    const expected = type.encode(type.createSerializer().createInstance());
    const trap = () => {
      throw new Error('ran');
    };
    const hostileValues = [
      new Proxy({}, { get: trap, getPrototypeOf: () => null, has: trap, ownKeys: trap }),
      { valueOf: trap, toString: trap, [Symbol.toPrimitive]: trap },
      Object.create(null),
      Object.defineProperty({}, 'constructor', { get: trap }),
      Symbol('x'),
      () => 1,
      [],
      Object.create(Date.prototype),
      1n << 100_000n,
    ];
    for (const value of hostileValues) {
      if (typeof value === 'bigint' && type.kind === 'bigint') continue;
      const { code, ...fields } = failureOf(() => type.encode(value));
      expect(code).toBe('ERR_TYPE_MISMATCH');
      expect(fields).toEqual({ path: '', expected: expect.any(String), value: expect.any(String) });
      expect((fields['value'] as string).length).toBeLessThan(100);
      expect(type.encode(type.createSerializer().createInstance())).toEqual(expected);
    }
  });

  it('compares no nulls', () => {
    if (!type.isKeyType) return;
    const comparator = type.createComparator();
    const some = type.createSerializer().createInstance();
    const target = MemorySegment.wrap(new Uint8Array(16));
    for (const missing of [null, undefined]) {
      for (const act of [
        () => comparator.hash(missing),
        () => comparator.compare(missing, some),
        () => comparator.compare(some, missing),
        () => comparator.putNormalizedKey(missing, target, 0, 8),
      ]) {
        expect(failureOf(act).code).toBe('ERR_NULL_KEY_FIELD');
      }
    }
    for (const length of [1.5, Number.NaN, '8' as unknown as number]) {
      expect(failureOf(() => comparator.putNormalizedKey(some, target, 0, length)).code).toBe('ERR_INVALID_ARGUMENT');
    }
    for (const length of [1, 2, 4, 8, 16]) {
      const nowhere = null as unknown as MemorySegment;
      expect(failureOf(() => comparator.putNormalizedKey(some, nowhere, 0, length)).code).toBe('ERR_INVALID_ARGUMENT');
    }
    const mismatch = Symbol('x');
    expect(failureOf(() => comparator.hash(mismatch)).code).toBe('ERR_TYPE_MISMATCH');
    expect(failureOf(() => comparator.compare(some, mismatch)).code).toBe('ERR_TYPE_MISMATCH');
  });

  it('reads a null of its own form only where it may be null', () => {
    const serializer = type.createSerializer();
    if (!hasOwnNull(serializer)) return;
    const nullable = serializer.withNull();
    const output = new DataOutputSerializer(1);
    nullable.serialize(null, output);
    nullable.serialize(serializer.createInstance(), output);
    const input = new DataInputDeserializer(output.copyOfBuffer());
    expect([nullable.deserialize(input), nullable.deserialize(input)]).toEqual([null, serializer.createInstance()]);
    expect(failureOf(() => serializer.deserialize(new DataInputDeserializer(output.copyOfBuffer())))).toMatchObject({
      code: 'ERR_CORRUPT_DATA',
      position: 0,
    });
    const [a, b] = [new DataInputDeserializer(output.copyOfBuffer()), new DataInputDeserializer(output.copyOfBuffer())];
    const compare = () => type.createComparator().compareSerialized(a, b);
    const isPlainLong = type.kind === 'date' || type.kind === 'sqlDate' || type.kind === 'sqlTime';
    if (isPlainLong) expect(compare()).toBe(0);
    else expect(failureOf(compare).code).toBe('ERR_NULL_KEY_FIELD');
  });
});

describe('lengths that say more than there is, in pages', () => {
  const reads = [
    ['a string', types.string(), [0xfe, 0xff, 0xff, 0x7f, 0x41]],
    ['a bigint', types.bigint(), [0x07, 0xff, 0xff, 0xff, 0x41]],
    ['a decimal', types.decimal(), [0x07, 0xff, 0xff, 0xff, 0x41]],
  ] as const;
  it.each(reads)('make room for %s as far as it goes', (_, type, bytes) => {
    const serializer: { deserialize(source: DataInputView): unknown } = type.createSerializer();
    serializer.deserialize(
      new DataInputDeserializer((type as TypeInformation<unknown>).encode(type.createSerializer().createInstance())),
    );
    const before = process.memoryUsage().arrayBuffers;
    for (let i = 0; i < 20; i++) {
      expect(failureOf(() => serializer.deserialize(paged(Uint8Array.from(bytes), 1))).code).toBe('ERR_END_OF_DATA');
    }
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4 * 1024 * 1024);
  });
});

describe('the position of what is wrong', () => {
  const long = [0, 0x40, 0, 0, 0, 0, 0, 0];
  const cases: readonly (readonly [string, TypeInformation<unknown>, readonly number[], string, number])[] = [
    ['a null', types.list(types.string()), [0, 0, 0, 2, 2, 65, 0], 'ERR_CORRUPT_DATA', 6],
    ['a character of four bytes', types.string(), [4, 65, 0x80, 0x80, 0x80, 1, 65], 'ERR_CORRUPT_DATA', 4],
    ['a character beyond U+FFFF', types.string(), [4, 65, 0xff, 0xff, 0x7f, 65], 'ERR_CORRUPT_DATA', 4],
    ['a character that a later piece ends', types.string(), [3, 0xc1, 0xff, 0xff, 0xff, 1], 'ERR_CORRUPT_DATA', 3],
    ['a length that is too long', types.string(), [0xff, 0xff, 0xff, 0xff, 0xff, 1], 'ERR_CORRUPT_DATA', 0],
    ['a long that is unsafe', types.long({ as: 'number' }), long, 'ERR_UNSAFE_INTEGER', 0],
    ['one in a list', types.list(types.long({ as: 'number' })), [0, 0, 0, 1, ...long], 'ERR_UNSAFE_INTEGER', 4],
    [
      'one in an array',
      types.primitiveArray('long', { as: 'number' }),
      [0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 7, ...long],
      'ERR_UNSAFE_INTEGER',
      12,
    ],
    [
      'one in a row',
      types.row({ a: types.int(), b: types.long({ as: 'number' }) }),
      [0, 0, 0, 0, 7, ...long],
      'ERR_UNSAFE_INTEGER',
      5,
    ],
    [
      'a date beyond those of JavaScript',
      types.tuple(types.int(), types.date()),
      [0, 0, 0, 1, ...long],
      'ERR_CORRUPT_DATA',
      4,
    ],
  ] as unknown as readonly (readonly [string, TypeInformation<unknown>, readonly number[], string, number])[];

  it.each(cases)('is the same for %s in one piece and in pages of any size', (_, type, codes, code, position) => {
    const bytes = Uint8Array.from(codes);
    const serializer = type.createSerializer();
    const before = 3;
    const later = Uint8Array.from([...new Array<number>(before).fill(1), ...codes]);
    for (const [read, at] of [
      [new DataInputDeserializer(bytes), 0],
      [new DataInputDeserializer(later, before), before],
      [new DataInputDeserializer(MemorySegment.wrap(later), before), before],
      ...[1, 2, 3, 5, 6, 12, 16, 20].map((pageBytes) => [paged(bytes, pageBytes), 0] as const),
      ...[1, 2, 4, 8, 16].map((pageBytes) => [randomAccess(bytes, pageBytes), 0] as const),
    ] as const) {
      expect(failureOf(() => serializer.deserialize(read))).toMatchObject({ code, position: position + at });
    }
  });

  it('is that of a bad character also behind many good ones, and when it is passed on', () => {
    const good = 40_000;
    const bytes = new Uint8Array(good + 20).fill(65);
    // The length + 1.
    bytes.set([((good + 10) & 0x7f) | 0x80, (((good + 10) >> 7) & 0x7f) | 0x80, (good + 10) >> 14]);
    bytes.set([0x80, 0x80, 0x80], good);
    const serializer = types.string().createSerializer();
    for (const input of [new DataInputDeserializer(bytes), paged(bytes, 1000), randomAccess(bytes, 4096)]) {
      expect(failureOf(() => serializer.deserialize(input)).position).toBe(good + 2);
    }
    for (const input of [new DataInputDeserializer(bytes), paged(bytes, 1000), randomAccess(bytes, 4096)]) {
      expect(failureOf(() => serializer.copyBytes(input, new DataOutputSerializer(1))).position).toBe(good + 2);
    }
  });

  it('is where a value begins of which pages hold only a part', () => {
    for (const pageBytes of [1, 3, 6, 12]) {
      const input = paged(new Uint8Array(11), pageBytes);
      input.readInt();
      expect(failureOf(() => input.readLong())).toEqual({
        code: 'ERR_END_OF_DATA',
        position: 4,
        requested: 8,
        available: 7,
      });
    }
  });
});

function randomAccess(bytes: Uint8Array, pageBytes: number): RandomAccessInputView {
  const count = Math.ceil(bytes.length / pageBytes);
  const all = new Uint8Array(count * pageBytes);
  all.set(bytes);
  const segments = Array.from({ length: count }, (_, i) =>
    MemorySegment.wrap(all.slice(i * pageBytes, (i + 1) * pageBytes)),
  );
  return new RandomAccessInputView(segments, pageBytes, {
    limitInLastSegment: bytes.length - (count - 1) * pageBytes,
  });
}
