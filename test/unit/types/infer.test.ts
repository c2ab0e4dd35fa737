import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal, type TypeInformation, types } from '../../../lib/index.ts';
import { failureOf } from '../../contracts/failure.ts';

const inferred = (...samples: readonly [unknown, ...unknown[]]) => types.infer(...samples).toString();

describe('types.infer', () => {
  it('takes the narrowest number that all samples are', () => {
    expect(inferred(1, -5)).toBe('int');
    expect(inferred(1, 2 ** 40)).toBe(types.long({ as: 'number' }).toString());
    expect(inferred(1, 0.5)).toBe('double');
    expect(inferred(0, -0)).toBe('double');
    expect(inferred(1n)).toBe('long');
    expect(inferred(1n, 2n ** 64n)).toBe('bigint');
  });

  it('takes values without parts for what they are', () => {
    expect(inferred('a')).toBe('string');
    expect(inferred(true)).toBe('boolean');
    expect(inferred(new Date(0))).toBe('date');
    expect(inferred(Decimal.of('1.5'))).toBe('decimal');
    expect(inferred(Buffer.from('a'))).toBe('primitiveArray(byte)');
    expect(inferred(null)).toBe('void');
  });

  it('makes nullable what is null or missing in a sample', () => {
    expect(inferred({ a: 1, b: 'x' }, { a: null }, { b: 'y', a: 2 })).toBe(
      'row({ a: nullable(int), b: nullable(string) })',
    );
  });

  it('looks into lists and maps', () => {
    expect(inferred([1, 2.5], [])).toBe('list(double)');
    expect(inferred(new Map([['a', [{ x: 1n }]]]))).toBe('map(string, list(row({ x: long })))');
  });

  it('reads back what it was inferred from', () => {
    const sample = { user: 5n, tags: ['a', 'b'], at: { x: 1, y: null }, bytes: Uint8Array.of(1) };
    const type = types.infer(sample);
    expect(type.decode(type.encode(sample))).toEqual(sample);
  });

  it('takes holes of arrays for nulls, as they are written', () => {
    // biome-ignore lint/suspicious/noSparseArray: it is what is tested
    const sample = [1, , 3];
    expect(inferred(sample)).toBe('list(nullable(int))');
    const type = types.infer(sample);
    expect(type.decode(type.encode(sample as number[]))).toEqual([1, null, 3]);
    expect(inferred(new Array(3))).toBe('list(void)');
  });

  it('takes empty lists and maps for those of other samples', () => {
    expect(inferred([[], [1]])).toBe('list(list(int))');
    expect(inferred([[[]], [], [[1], []]])).toBe('list(list(list(int)))');
    expect(inferred({ m: new Map() }, { m: new Map([[1, null]]) })).toBe('row({ m: map(int, void) })');
  });

  it('makes nullable what is null in a list, or a key or a value of a map', () => {
    expect(inferred(['a', null, undefined])).toBe('list(nullable(string))');
    expect(inferred(new Map([[null, 1]]), new Map([['a', null]]))).toBe('map(nullable(string), nullable(int))');
    expect(inferred([null, undefined])).toBe('list(void)');
  });

  it('takes what a sample has of its own, whatever the names are', () => {
    expect(inferred({ toString: 1, a: 1 }, { a: 2 })).toBe('row({ toString: nullable(int), a: int })');
    expect(inferred(JSON.parse('{ "__proto__": { "x": 1 } }'))).toBe("row({ ['__proto__']: row({ x: int }) })");
  });

  it('looks at a part that is shared once', () => {
    let shared: unknown = 1;
    for (let i = 0; i < 90; i++) shared = [shared, shared];
    expect(inferred(shared)).toContain('list(int)');
  });

  it.each([
    ['an invalid Date', { at: new Date(Number.NaN) }, 'at', 'null can stand for it'],
    ['an empty array', { tags: [] }, 'tags[]', 'write the type down'],
    ['nested empty arrays', [[], [[]]], '[][][]', 'write the type down'],
    ['an empty Map', new Map(), '[key]', 'write the type down'],
    ['numbers and bigints', [1, 2n], '[]', 'make all of them one or the other'],
    ['numbers and texts', { a: [1, 'x'] }, 'a[]', 'types.either'],
    [
      'a Map with keys of two types',
      new Map<unknown, number>([
        [1, 1],
        ['a', 1],
      ]),
      '[key]',
      'types.either',
    ],
    [
      'an object of a class',
      {
        p: new (class Point {
          x = 1;
        })(),
      },
      'p',
      'plain object',
    ],
    ['a Set', new Set([1]), '', 'types.generic'],
    ['a function', { a: { b: () => 1 } }, 'a.b', 'types.value'],
  ])('says where and what to do: %s', (_, sample: unknown, path, advice) => {
    const failure = failureOf(() => types.infer(sample));
    expect(failure).toMatchObject({ code: 'ERR_TYPE_DEFINITION', path });
    expect(failure['reason']).toContain(advice);
  });

  it('ends at a sample that contains itself', () => {
    const loop: unknown[] = [];
    loop.push(loop, loop);
    expect(failureOf(() => types.infer(loop)).code).toBe('ERR_TYPE_DEFINITION');
  });

  it('gives a type that writes the samples, or says why not', () => {
    const sample = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSparseArray: true,
      withTypedArray: true,
      withNullPrototype: true,
      withObjectString: false,
    });
    fc.assert(
      fc.property(fc.array(sample, { minLength: 1, maxLength: 3 }), (samples) => {
        let type: TypeInformation<unknown>;
        try {
          type = types.infer(...(samples as [unknown, ...unknown[]]));
        } catch (error) {
          expect((error as { code?: string }).code).toBe('ERR_TYPE_DEFINITION');
          return;
        }
        for (const value of samples) {
          const bytes = type.encode(value);
          expect(type.encode(type.decode(bytes))).toEqual(bytes);
        }
      }),
      { numRuns: 500 },
    );
  });
});
