import { describe, expect, expectTypeOf, it } from 'vitest';
import { Decimal, type Inferred, type TypeInformation, types, type ValueOf } from '../../lib/index.ts';
import { failureOf } from '../contracts/failure.ts';

interface Tree {
  readonly value: number;
  readonly children: readonly Tree[];
}

/** Both: what the type checker says of each type (`npm run typecheck`), and what comes back at run time. */
describe('what types.infer says of the values', () => {
  it('is null where objects lack what others have', () => {
    const type = types.infer({ a: 1 }, { b: 2 });
    expectTypeOf<ValueOf<typeof type>>().toEqualTypeOf<{ a: number | null; b: number | null }>();
    expect(type.decode(type.encode({ a: 1, b: null }))).toEqual({ a: 1, b: null });
    expect(type.toString()).toBe('row({ a: nullable(int), b: nullable(int) })');
  });

  it('is null for undefined', () => {
    const type = types.infer({ b: undefined });
    expectTypeOf<ValueOf<typeof type>>().toEqualTypeOf<{ b: null }>();
    expect(type.decode(type.encode({ b: null }))).toEqual({ b: null });
    const list = types.infer([1, undefined]);
    expectTypeOf(list).toEqualTypeOf<TypeInformation<(number | null)[]>>();
    expect(list.decode(list.encode([1, null]))).toEqual([1, null]);
    const none = types.infer(null, undefined);
    expectTypeOf(none).toEqualTypeOf<TypeInformation<null>>();
    expect(none.decode(none.encode(null))).toBe(null);
  });

  it('is null where a property is optional', () => {
    const samples: [{ readonly a?: number; readonly b?: string | undefined }, { readonly a?: number }] = [
      { b: 'x' },
      { a: 1 },
    ];
    const type = types.infer(...samples);
    expectTypeOf<ValueOf<typeof type>>().toEqualTypeOf<{ a: number | null; b: string | null }>();
    expect(type.decode(type.encode({ a: null, b: 'x' }))).toEqual({ a: null, b: 'x' });
  });

  it('is a Uint8Array for a Buffer', () => {
    const type = types.infer({ bytes: Buffer.from('a') });
    expectTypeOf<ValueOf<typeof type>>().toEqualTypeOf<{ bytes: Uint8Array }>();
    const { bytes } = type.decode(type.encode({ bytes: Buffer.from('a') }));
    expect(Buffer.isBuffer(bytes)).toBe(false);
    expect(bytes).toEqual(Uint8Array.of(97));
  });

  it('is what literals are literals of', () => {
    const type = types.infer({ kind: 'a', size: 1, on: true, at: [1, 2] } as const);
    expectTypeOf<ValueOf<typeof type>>().toEqualTypeOf<{ kind: string; size: number; on: boolean; at: number[] }>();
    const other = { kind: 'b', size: 2, on: false, at: [3] };
    expect(type.decode(type.encode(other))).toEqual(other);
  });

  it('is an array for a tuple', () => {
    const pair: [number, number] = [1, 2];
    const type = types.infer(pair);
    expectTypeOf<ValueOf<typeof type>>().toEqualTypeOf<number[]>();
    expect(type.toString()).toBe('list(int)');
    expect(type.decode(type.encode([1, 2, 3]))).toEqual([1, 2, 3]);
  });

  it('is what is in Maps, lists and objects, and classes as they are', () => {
    const type = types.infer({
      m: new Map([['a', [{ x: 1n }]]]),
      d: Decimal.of('1.5'),
      at: new Date(0),
      t: new Int32Array(1),
    });
    expectTypeOf<ValueOf<typeof type>>().toEqualTypeOf<{
      m: Map<string, { x: bigint }[]>;
      d: Decimal;
      at: Date;
      t: Int32Array;
    }>();
    const value = { m: new Map([['a', [{ x: 1n }]]]), d: Decimal.of('2'), at: new Date(1), t: Int32Array.of(1) };
    expect(type.decode(type.encode(value))).toEqual(value);
  });

  it('takes empty lists for those of other samples', () => {
    const type = types.infer({ tags: [] }, { tags: ['x'] });
    expectTypeOf<ValueOf<typeof type>>().toEqualTypeOf<{ tags: string[] }>();
    expect(type.decode(type.encode({ tags: ['y'] }))).toEqual({ tags: ['y'] });
  });

  it('is unknown for what is unknown, and ends at types that contain themselves', () => {
    const something: unknown = { a: 1 };
    expectTypeOf(types.infer(something)).toEqualTypeOf<TypeInformation<unknown>>();
    expectTypeOf<Inferred<Tree>['children'][number]['children'][number]['value']>().toEqualTypeOf<number>();
    expectTypeOf<Inferred<Record<string, 1>>>().toEqualTypeOf<Record<string, number>>();
  });

  it('is an error where no type fits', () => {
    const refused = [
      // @ts-expect-error: a Set.
      () => types.infer(new Set()),
      // @ts-expect-error: a function.
      () => types.infer(() => 1),
      // @ts-expect-error: a function in an object.
      () => types.infer({ a: { b: () => 1 } }),
      // @ts-expect-error: a symbol.
      () => types.infer(Symbol('a')),
      // @ts-expect-error: a number and a text.
      () => types.infer(1, 'a'),
      // @ts-expect-error: numbers and bigints in a list.
      () => types.infer([1, 2n]),
      // @ts-expect-error: no element to infer a type from.
      () => types.infer([]),
      // @ts-expect-error: a typed array that Java has none of.
      () => types.infer({ at: new Int8Array(1) }),
      // @ts-expect-error: no samples.
      () => types.infer(),
    ];
    for (const infer of refused) expect(failureOf(infer).code).toBe('ERR_TYPE_DEFINITION');
  });
});
