import { describe, expect, it } from 'vitest';
import { Decimal, types } from '../../../lib/index.ts';
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

  it('says where nothing fits', () => {
    expect(failureOf(() => types.infer({ a: [1, 'x'] }))).toMatchObject({ code: 'ERR_TYPE_DEFINITION', path: 'a[]' });
    expect(failureOf(() => types.infer({ a: { b: () => 1 } }))).toMatchObject({ path: 'a.b' });
    expect(failureOf(() => types.infer({ tags: [] }))).toMatchObject({ path: 'tags[]' });
    expect(failureOf(() => types.infer(new Set([1]))).code).toBe('ERR_TYPE_DEFINITION');
    const loop: unknown[] = [];
    loop.push(loop);
    expect(failureOf(() => types.infer(loop)).code).toBe('ERR_TYPE_DEFINITION');
  });
});
