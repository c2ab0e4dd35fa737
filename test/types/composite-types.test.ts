import { describe, expectTypeOf, it } from 'vitest';
import { type Either, type RowKind, type TypeInformation, types, type ValueOf } from '../../lib/index.ts';

/** Held by the type checker (`npm run typecheck`): at run time these pass whatever the types are. */
describe('types of composites', () => {
  it('are objects of the values of their fields', () => {
    const click = types.row({ user: types.long(), url: types.string(), tags: types.list(types.string()) });
    expectTypeOf<ValueOf<typeof click>>().toEqualTypeOf<{ user: bigint; url: string; tags: string[] }>();
    expectTypeOf(click.createSerializer().createInstance().user).toEqualTypeOf<bigint>();
    // @ts-expect-error: a field is missing.
    void (() => click.encode({ user: 1n, url: '' }));
    // @ts-expect-error: a long is a bigint.
    void (() => click.encode({ user: 1, url: '', tags: [] }));
  });

  it('have null only where they are nullable', () => {
    const row = types.row({ a: types.nullable(types.int()), b: types.list(types.nullable(types.string())) });
    expectTypeOf<ValueOf<typeof row>>().toEqualTypeOf<{ a: number | null; b: (string | null)[] }>();
  });

  it('have the kind of the row in a property', () => {
    const row = types.row({ a: types.int() }, { kind: 'op' });
    expectTypeOf<ValueOf<typeof row>>().toEqualTypeOf<{ a: number; op: RowKind }>();
  });

  it('nest', () => {
    const row = types.row({ at: types.row({ x: types.double() }), all: types.map(types.string(), types.date()) });
    expectTypeOf<ValueOf<typeof row>>().toEqualTypeOf<{ at: { x: number }; all: Map<string, Date> }>();
  });

  it('are tuples, one type for each element', () => {
    const pair = types.tuple(types.int(), types.nullable(types.string()));
    expectTypeOf<ValueOf<typeof pair>>().toEqualTypeOf<[number, string | null]>();
  });

  it('are pojos, eithers and typed arrays', () => {
    const pojo = types.pojo('com.example.Point', { x: types.int() });
    expectTypeOf<ValueOf<typeof pojo>>().toEqualTypeOf<{ x: number }>();
    const either = types.either(types.int(), types.string());
    expectTypeOf<ValueOf<typeof either>>().toEqualTypeOf<Either<number, string>>();
    expectTypeOf(types.primitiveArray('byte')).toEqualTypeOf<TypeInformation<Uint8Array>>();
    expectTypeOf(types.primitiveArray('long')).toEqualTypeOf<TypeInformation<BigInt64Array>>();
    expectTypeOf(types.primitiveArray('long', { as: 'number' })).toEqualTypeOf<TypeInformation<number[]>>();
    // @ts-expect-error: strings are no primitives.
    void (() => types.primitiveArray('string'));
  });

  it('are of one value where they are inferred or made by hand', () => {
    expectTypeOf(types.infer({ a: 1 }, { a: 2 })).toEqualTypeOf<TypeInformation<{ a: number }>>();
    expectTypeOf(types.generic<Set<string>>()).toEqualTypeOf<TypeInformation<Set<string>>>();
  });
});
