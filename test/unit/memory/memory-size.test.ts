import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  describeMemorySize,
  formatMemorySize,
  gibibytes,
  kibibytes,
  mebibytes,
  parseMemorySize,
} from '../../../lib/memory/memory-size.ts';
import { failureOf } from '../../contracts/failure.ts';

describe('parseMemorySize', () => {
  it.each([
    ['0', 0],
    ['1234', 1234],
    ['1234b', 1234],
    ['1234 bytes', 1234],
    ['12k', 12 * 2 ** 10],
    ['12kb', 12 * 2 ** 10],
    ['12 KiBiBytes', 12 * 2 ** 10],
    ['64mb', 64 * 2 ** 20],
    ['  64  M  ', 64 * 2 ** 20],
    ['64mebibytes', 64 * 2 ** 20],
    ['3g', 3 * 2 ** 30],
    ['3GB', 3 * 2 ** 30],
    ['3 gibibytes', 3 * 2 ** 30],
    ['2t', 2 * 2 ** 40],
    ['2 tb', 2 * 2 ** 40],
    ['2 tebibytes', 2 * 2 ** 40],
    ['007kb', 7 * 2 ** 10],
    [String(Number.MAX_SAFE_INTEGER), Number.MAX_SAFE_INTEGER],
  ])('reads %j as %d bytes', (text, bytes) => {
    expect(parseMemorySize(text)).toBe(bytes);
  });

  it.each([
    ['', 'Memory size is empty'],
    ['   ', 'Memory size is empty'],
    ['mb', 'Memory size does not start with a number'],
    ['-1mb', 'Memory size does not start with a number'],
    ['+1', 'Memory size does not start with a number'],
    ['.5g', 'Memory size does not start with a number'],
    ['1.5g', 'Memory size has an unknown unit'],
    ['12 apples', 'Memory size has an unknown unit'],
    ['12 mb 3', 'Memory size has an unknown unit'],
    ['1 m b', 'Memory size has an unknown unit'],
    ['1e3', 'Memory size has an unknown unit'],
    ['9007199254740992', 'Memory size is too large'],
    ['8192tb', 'Memory size is too large'],
    ['99999999999999999999999999', 'Memory size is too large'],
  ])('refuses %j: %s', (text, sentence) => {
    expect(failureOf(() => parseMemorySize(text))).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', text });
    expect(() => parseMemorySize(text)).toThrow(sentence);
  });

  it.each([[undefined], [null], [64], [{}]])('refuses %j, which is no text', (value) => {
    expect(failureOf(() => parseMemorySize(value as unknown as string)).code).toBe('ERR_INVALID_ARGUMENT');
  });
});

describe('formatMemorySize', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 bytes'],
    [1023, '1023 bytes'],
    [1024, '1 kb'],
    [1025, '1025 bytes'],
    [1536, '1536 bytes'],
    [134217728, '128 mb'],
    [3 * 2 ** 30, '3 gb'],
    [3 * 2 ** 30 + 2 ** 10, '3145729 kb'],
    [5 * 2 ** 40, '5 tb'],
  ])('writes %d as %j', (bytes, text) => {
    expect(formatMemorySize(bytes)).toBe(text);
  });

  it('writes what parseMemorySize reads as the same size', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.constantFrom(1, 2 ** 10, 2 ** 20, 2 ** 30), (count, unit) => {
        const bytes = Math.floor(count / unit) * unit;
        expect(parseMemorySize(formatMemorySize(bytes))).toBe(bytes);
      }),
    );
  });
});

describe('describeMemorySize', () => {
  it.each([
    [0, '0 bytes'],
    [512, '512 bytes'],
    [1024, '1024 bytes'],
    [1025, '1.001kb (1025 bytes)'],
    [2 ** 20, '1024.000kb (1048576 bytes)'],
    [134217728, '128.000mb (134217728 bytes)'],
    [1.5 * 2 ** 30, '1.500gb (1610612736 bytes)'],
  ])('writes %d as %j', (bytes, text) => {
    expect(describeMemorySize(bytes)).toBe(text);
  });
});

describe('kibibytes, mebibytes, gibibytes', () => {
  it('count in powers of 1024', () => {
    expect([kibibytes(32), mebibytes(64), gibibytes(2), mebibytes(1.5), kibibytes(0)]).toEqual([
      32768, 67108864, 2147483648, 1572864, 0,
    ]);
  });

  it.each([-1, 0.0001, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, '1', 1n, undefined])(
    'refuse %s, which gives no whole number of bytes',
    (count) => {
      for (const unit of [kibibytes, mebibytes, gibibytes, formatMemorySize, describeMemorySize]) {
        expect(failureOf(() => unit(count as number)).code).toBe('ERR_INVALID_ARGUMENT');
      }
    },
  );
});
