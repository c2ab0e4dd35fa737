import { describe, expect, it } from 'vitest';
import { LineOrderError, SortKeyError } from '../../../lib/errors/index.ts';
import { lineOrder } from '../../../lib/operators/line-order.ts';

describe('lineOrder', () => {
  it('compares the bytes of whole lines by default', () => {
    expect(lineOrder()).toEqual({ keys: [], separator: -1, descending: false, stable: false, unique: false });
  });

  it('takes keys in their order', () => {
    const { keys } = lineOrder({ keys: ['3,3n', '1'] });
    expect(keys.map(({ startField, numeric }) => [startField, numeric])).toEqual([
      [2, true],
      [0, false],
    ]);
  });

  it('makes a key of the whole line for an ordering without keys', () => {
    expect(lineOrder({ numeric: true }).keys).toMatchObject([{ startField: 0, endField: -1, numeric: true }]);
  });

  it('gives a global reversal to keys without orderings, and to the last resort', () => {
    const order = lineOrder({ keys: ['1', '2n', '3r'], descending: true });
    expect(order.keys.map((key) => key.descending)).toEqual([true, false, true]);
    expect(order.descending).toBe(true);
  });

  it('is stable when it is unique', () => {
    expect(lineOrder({ unique: true })).toMatchObject({ stable: true, unique: true });
  });

  it.each([
    [':', 0x3a],
    ['\t', 0x09],
    ['\n', 0x0a],
    ['\\', 0x5c],
    ['0', 0x30],
    ['\\0', 0],
  ])('takes %j as separator', (separator, byte) => {
    expect(lineOrder({ separator }).separator).toBe(byte);
  });

  it.each([
    ['', 'it is empty'],
    ['ab', 'it is longer than one byte'],
    ['\\t', 'it is longer than one byte'],
    ['é', 'it is longer than one byte'],
  ])('refuses %j as separator', (separator, reason) => {
    expect(() => lineOrder({ separator })).toThrow(new LineOrderError('separator', separator, reason));
  });

  it('refuses orderings that exclude each other only where a key has both', () => {
    expect(() => lineOrder({ numeric: true, dictionary: true })).toThrow(SortKeyError);
    expect(() => lineOrder({ numeric: true, dictionary: true, keys: ['1'] })).toThrow(SortKeyError);
    expect(lineOrder({ numeric: true, dictionary: true, keys: ['1f'] }).keys).toMatchObject([{ foldCase: true }]);
  });
});
