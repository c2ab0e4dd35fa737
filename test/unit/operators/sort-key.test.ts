import { describe, expect, it } from 'vitest';
import type { SortKey } from '../../../lib/engine/sort-kernels.ts';
import { SortKeyError } from '../../../lib/errors/index.ts';
import { parseSortKey, wholeLineKey } from '../../../lib/operators/sort-key.ts';

const wholeLine: SortKey = {
  startField: 0,
  startChar: 0,
  endField: -1,
  endChar: 0,
  skipStartBlanks: false,
  skipEndBlanks: false,
  numeric: false,
  descending: false,
  foldCase: false,
  dictionary: false,
  ignoreNonprinting: false,
};

describe('parseSortKey', () => {
  it.each<[string, Partial<SortKey>]>([
    ['1', {}],
    ['2', { startField: 1 }],
    ['2,2', { startField: 1, endField: 1 }],
    ['2.3', { startField: 1, startChar: 2 }],
    ['2.3,4.5', { startField: 1, startChar: 2, endField: 3, endChar: 5 }],
    ['2,4.0', { startField: 1, endField: 3 }],
    ['1,1n', { endField: 0, numeric: true }],
    ['1n,1', { endField: 0, numeric: true }],
    ['1nr,1', { endField: 0, numeric: true, descending: true }],
    ['1b,2', { endField: 1, skipStartBlanks: true }],
    ['1,2b', { endField: 1, skipEndBlanks: true }],
    ['1.2b,2.1b', { startChar: 1, endField: 1, endChar: 1, skipStartBlanks: true, skipEndBlanks: true }],
    ['1fd', { foldCase: true, dictionary: true }],
    ['1i', { ignoreNonprinting: true }],
    [' 2,+3', { startField: 1, endField: 2 }],
    ['02,3', { startField: 1, endField: 2 }],
  ])('reads %j', (spec, expected) => {
    expect(parseSortKey(spec)).toEqual({ ...wholeLine, ...expected });
  });

  it('lets d win over i, in any order', () => {
    for (const spec of ['1di', '1id', '1i,1d']) {
      expect(parseSortKey(spec)).toMatchObject({ dictionary: true, ignoreNonprinting: false });
    }
  });

  it('holds positions beyond every line at the largest one that kernels take', () => {
    const key = parseSortKey('99999999999999999999.5000000000,5000000000');
    expect(key).toMatchObject({ startField: 0x7ffffffe, startChar: 0x7ffffffe, endField: 0x7ffffffe });
  });

  it.each([
    ['', 'a number is missing at the start'],
    ['n', 'a number is missing at the start'],
    ['-1', 'a number is missing at the start'],
    ['0', 'the field number at the start is zero'],
    ['1.0', "the character number after '.' is zero"],
    ['1.', "a number is missing after '.'"],
    ['1,', "a number is missing after ','"],
    ['1,0', "the field number after ',' is zero"],
    ['1,2.', "a number is missing after '.'"],
    ['1x', "unexpected 'x'"],
    ['1,2,3', "unexpected ',3'"],
    ['1g', "ordering 'g' (general numeric) is not supported"],
    ['1,1h', "ordering 'h' (human-readable numbers) is not supported"],
    ['1M', "ordering 'M' (month names) is not supported"],
    ['1R', "ordering 'R' (random) is not supported"],
    ['1V', "ordering 'V' (version numbers) is not supported"],
    ['1nd', "the orderings 'dn' exclude each other"],
    ['1n,1i', "the orderings 'in' exclude each other"],
  ])('refuses %j', (key, reason) => {
    expect(() => parseSortKey(key)).toThrow(new SortKeyError(key, reason));
  });

  it('inherits the global orderings when it has none of its own', () => {
    expect(parseSortKey('2,2', { numeric: true, descending: true, skipBlanks: true })).toEqual({
      ...wholeLine,
      startField: 1,
      endField: 1,
      numeric: true,
      descending: true,
      skipStartBlanks: true,
      skipEndBlanks: true,
    });
  });

  it.each(['2b', '2,2b', '2f', '2r'])('inherits nothing into %j', (spec) => {
    expect(parseSortKey(spec, { numeric: true })).toMatchObject({ numeric: false });
    expect(parseSortKey(spec, { descending: true }).descending).toBe(spec === '2r');
  });

  it('refuses inherited orderings that exclude each other, and names the options', () => {
    expect(() => parseSortKey('1', { numeric: true, dictionary: true })).toThrow(
      new SortKeyError('-dn', "the orderings 'dn' exclude each other"),
    );
  });
});

describe('wholeLineKey', () => {
  it('is no key when the bytes decide', () => {
    expect(wholeLineKey({})).toBeUndefined();
    expect(wholeLineKey({ descending: true })).toBeUndefined();
  });

  it('is the whole line for any other ordering', () => {
    expect(wholeLineKey({ numeric: true, descending: true })).toEqual({
      ...wholeLine,
      numeric: true,
      descending: true,
    });
    expect(wholeLineKey({ skipBlanks: true })).toMatchObject({
      ...wholeLine,
      skipStartBlanks: true,
      skipEndBlanks: true,
    });
  });
});
