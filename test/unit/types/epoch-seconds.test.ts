import { describe, expect, it } from 'vitest';
import { Instant } from '../../../lib/index.ts';

describe('Instant.ofEpochSecond', () => {
  it('takes seconds as a bigint and as a number', () => {
    expect(Instant.ofEpochSecond(60).toString()).toBe('1970-01-01T00:01:00Z');
    expect(Instant.ofEpochSecond(-1n, 5).equals(Instant.of(-1n, 5))).toBe(true);
  });

  it.each([0.5, Number.NaN, 2 ** 53, 10 ** 17, '1', null])('refuses %s', (second) => {
    expect(() => Instant.ofEpochSecond(second as never)).toThrowError(/not a second of an Instant/);
  });
});
