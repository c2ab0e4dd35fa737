import { describe, expect, it } from 'vitest';
import { checkCompatibility, type TypeInformation, types } from '../../../lib/index.ts';

function judged(old: TypeInformation<unknown>, current: TypeInformation<unknown>): string {
  const result = checkCompatibility(old.createSerializer().snapshot(), current.createSerializer());
  return result.result === 'incompatible' ? result.reason : result.result;
}

const { int, long, string, row, list, map, tuple, nullable, pojo } = types;

describe('snapshots of rows', () => {
  it('can be read as they are by the same type', () => {
    expect(judged(row({ a: int() }), row({ a: int() }))).toBe('compatible');
    expect(judged(row({ a: int() }), row({ a: nullable(int()) }))).toBe('compatible');
  });

  it('can be read after migration when fields are added that are nullable, removed or moved', () => {
    const old = row({ a: int(), b: string() });
    expect(judged(old, row({ a: int(), b: string(), c: nullable(int()) }))).toBe('after-migration');
    expect(judged(old, row({ a: int(), b: string(), c: types.void() }))).toBe('after-migration');
    expect(judged(old, row({ a: int() }))).toBe('after-migration');
    expect(judged(old, row({ b: string(), a: int() }))).toBe('after-migration');
  });

  it('do not widen numbers, as in Flink', () => {
    expect(judged(row({ a: int() }), row({ a: long() }))).toBe('int has become long at a');
    expect(judged(row({ a: types.float() }), row({ a: types.double() }))).toBe('float has become double at a');
  });

  it('can be read as they are where a field that was always null has become nullable', () => {
    expect(judged(row({ a: types.void() }), row({ a: nullable(int()) }))).toBe('compatible');
    expect(judged(list(types.void()), list(nullable(int())))).toBe('after-migration');
  });

  it('cannot be read otherwise, and the reason names the path', () => {
    const old = row({ a: list(row({ x: int() })), n: nullable(int()) });
    expect(judged(old, row({ a: list(row({ x: string() })), n: nullable(int()) }))).toBe(
      'int has become string at a[].x',
    );
    expect(judged(old, row({ a: list(row({ x: int(), y: int() })), n: nullable(int()) }))).toBe(
      'a[].y is new and not nullable',
    );
    expect(judged(old, row({ a: list(row({ x: int() })), n: int() }))).toBe('n is not nullable any more');
  });
});

describe('snapshots of other composites', () => {
  it('are judged part by part', () => {
    expect(judged(tuple(int(), int()), tuple(int(), nullable(int())))).toBe('after-migration');
    expect(judged(tuple(int()), tuple(int(), int()))).toBe('a tuple of 1 has become one of 2');
    expect(judged(tuple(int()), tuple(string()))).toBe('int has become string at [0]');
    expect(judged(map(string(), int()), map(string(), string()))).toBe('int has become string at [value]');
    expect(judged(list(int()), list(nullable(int())))).toBe('after-migration');
    expect(judged(list(string()), list(nullable(string())))).toBe('compatible');
    expect(judged(string(), nullable(string()))).toBe('compatible');
    expect(judged(int(), nullable(int()))).toBe('after-migration');
    expect(judged(list(nullable(int())), list(int()))).toBe('nullable has become int at []');
    expect(judged(types.primitiveArray('int'), types.primitiveArray('long'))).toBe('int has become long');
    expect(judged(types.either(int(), int()), types.either(int(), string()))).toBe('int has become string at right');
  });

  it('of pojos go by the names of fields and of the class', () => {
    expect(judged(pojo('A', { a: int() }), pojo('A', { a: int(), b: nullable(int()) }))).toBe('after-migration');
    expect(judged(pojo('A', { a: int() }), pojo('B', { a: int() }))).toBe('A has become B');
  });
});
