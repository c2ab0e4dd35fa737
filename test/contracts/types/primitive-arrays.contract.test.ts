import fc from 'fast-check';
import { types } from '../../../lib/types/types.ts';
import { comparatorContract } from '../comparator-contract.ts';
import { serializerContract } from '../serializer-contract.ts';

const booleans = types.primitiveArray('boolean');
serializerContract({
  type: booleans,
  length: -1,
  values: [[], [true], [true, false]],
  arbitrary: fc.array(fc.boolean()),
  wrong: [null, [1], 1, new Uint8Array(1)],
});
comparatorContract({
  type: booleans,
  ascending: [[], [false], [false, true], [true], [true, false]],
  arbitrary: fc.array(fc.boolean()),
  normalizedKeyLength: 0,
});

const bytes = types.primitiveArray('byte');
serializerContract({
  type: bytes,
  length: -1,
  values: [new Uint8Array(0), Uint8Array.of(1, 255)],
  arbitrary: fc.uint8Array(),
  wrong: [null, [1], new Int8Array(1), 'a'],
});
comparatorContract({
  type: bytes,
  ascending: [new Uint8Array(0), Uint8Array.of(128), Uint8Array.of(255), Uint8Array.of(0), Uint8Array.of(0, 0)],
  arbitrary: fc.uint8Array(),
  normalizedKeyLength: 0,
});

const shorts = types.primitiveArray('short');
serializerContract({
  type: shorts,
  length: -1,
  values: [new Int16Array(0), Int16Array.of(-32768, 32767)],
  arbitrary: fc.int16Array(),
  wrong: [null, [1], new Uint16Array(1)],
});
comparatorContract({
  type: shorts,
  ascending: [new Int16Array(0), Int16Array.of(-32768), Int16Array.of(-1, 1), Int16Array.of(0)],
  arbitrary: fc.int16Array(),
  normalizedKeyLength: 0,
});

const chars = types.primitiveArray('char');
serializerContract({
  type: chars,
  length: -1,
  values: [new Uint16Array(0), Uint16Array.of(0, 65535)],
  arbitrary: fc.uint16Array(),
  wrong: [null, 'a', new Int16Array(1)],
});
comparatorContract({
  type: chars,
  ascending: [new Uint16Array(0), Uint16Array.of(0), Uint16Array.of(1, 1), Uint16Array.of(65535)],
  arbitrary: fc.uint16Array(),
  normalizedKeyLength: 0,
});

const ints = types.primitiveArray('int');
serializerContract({
  type: ints,
  length: -1,
  values: [new Int32Array(0), Int32Array.of(-(2 ** 31), 2 ** 31 - 1)],
  arbitrary: fc.int32Array(),
  wrong: [null, [1], new Uint32Array(1)],
});
comparatorContract({
  type: ints,
  ascending: [new Int32Array(0), Int32Array.of(-(2 ** 31)), Int32Array.of(0, 0), Int32Array.of(2 ** 31 - 1)],
  arbitrary: fc.int32Array(),
  normalizedKeyLength: 0,
});

const longs = types.primitiveArray('long');
serializerContract({
  type: longs,
  length: -1,
  values: [new BigInt64Array(0), BigInt64Array.of(-(2n ** 63n), 2n ** 63n - 1n)],
  arbitrary: fc.bigInt64Array(),
  wrong: [null, [1n], new BigUint64Array(1)],
});
comparatorContract({
  type: longs,
  ascending: [new BigInt64Array(0), BigInt64Array.of(-1n), BigInt64Array.of(0n), BigInt64Array.of(2n ** 62n)],
  arbitrary: fc.bigInt64Array(),
  normalizedKeyLength: 0,
});

const numbers = types.primitiveArray('long', { as: 'number' });
serializerContract({
  type: numbers,
  length: -1,
  values: [[], [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER]],
  arbitrary: fc.array(fc.maxSafeInteger()),
  wrong: [null, [1n], ['1'], [0.5]],
});
comparatorContract({
  type: numbers,
  ascending: [[], [-1], [0], [0, 0], [2 ** 52]],
  arbitrary: fc.array(fc.maxSafeInteger()),
  normalizedKeyLength: 0,
});

const floats = types.primitiveArray('float');
serializerContract({
  type: floats,
  length: -1,
  values: [new Float32Array(0), Float32Array.of(-0, Number.NaN, 1.5)],
  arbitrary: fc.float32Array(),
  wrong: [null, [1], new Float64Array(1)],
});
comparatorContract({
  type: floats,
  ascending: [new Float32Array(0), Float32Array.of(-0), Float32Array.of(0), Float32Array.of(Number.NaN)],
  arbitrary: fc.float32Array(),
  normalizedKeyLength: 0,
});

const doubles = types.primitiveArray('double');
serializerContract({
  type: doubles,
  length: -1,
  values: [new Float64Array(0), Float64Array.of(-0, Number.NaN, 1.5)],
  arbitrary: fc.float64Array(),
  wrong: [null, [1], new Float32Array(1)],
});
comparatorContract({
  type: doubles,
  ascending: [new Float64Array(0), Float64Array.of(-0), Float64Array.of(0), Float64Array.of(Number.NaN)],
  arbitrary: fc.float64Array(),
  normalizedKeyLength: 0,
});
