import fc from 'fast-check';
import { types } from '../../../lib/types/types.ts';
import { comparatorContract } from '../comparator-contract.ts';
import { serializerContract } from '../serializer-contract.ts';

const values = [-(2 ** 31), -(2 ** 31) + 1, -65536, -256, -1, 0, 1, 255, 256, 65535, 2 ** 31 - 2, 2 ** 31 - 1];

serializerContract({
  type: types.int(),
  length: 4,
  values,
  arbitrary: fc.integer(),
  wrong: [null, undefined, 2 ** 31, -(2 ** 31) - 1, 0.5, Number.NaN, '1', 1n, true, {}],
});

comparatorContract({ type: types.int(), ascending: values, arbitrary: fc.integer(), normalizedKeyLength: 4 });
