import { describe, expect, it } from 'vitest';
import { binaryRowType, columns, types } from '../../../lib/index.ts';
import { failureOf } from '../../contracts/failure.ts';

/** `array.sort(comparator.compare)`, which calls the function without the comparator. */

describe('compare without its comparator', () => {
  it('is refused with what to do where it is of binary rows', () => {
    const type = binaryRowType({ id: columns.int() });
    const rows = [3, 1, 2].map((id) => type.encode({ id }));
    const comparator = type.createComparator({ field: 'id' });
    expect(failureOf(() => rows.sort(comparator.compare)).code).toBe('ERR_INVALID_ARGUMENT');
    expect(rows.sort((a, b) => comparator.compare(a, b)).map((row) => row.getInt(0))).toEqual([1, 2, 3]);
  });

  it.each([
    types.boolean(),
    types.byte(),
    types.int(),
    types.long(),
    types.long({ as: 'number' }),
    types.bigint(),
    types.float(),
    types.double(),
    types.char(),
    types.string(),
    types.date(),
    types.instant(),
    types.decimal(),
    types.enum('a', 'b'),
    types.primitiveArray('int'),
    types.nullable(types.int()),
    types.row({ a: types.int() }),
    types.tuple(types.int()),
    types.value('unbound', {
      serialize: () => undefined,
      deserialize: () => 0,
      compare: () => 0,
      hash: () => 0,
    }),
  ])('is refused with what to do where the type is %s', (type) => {
    const { compare } = type.createComparator();
    expect(failureOf(() => compare(1 as never, 2 as never)).code).toBe('ERR_INVALID_ARGUMENT');
    expect(() => compare(1 as never, 2 as never)).toThrowError(/pass \(a, b\) => comparator\.compare\(a, b\)/);
  });
});
