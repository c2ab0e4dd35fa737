import fc from 'fast-check';
import { types } from '../../../lib/types/types.ts';
import { comparatorContract } from '../comparator-contract.ts';
import { serializerContract } from '../serializer-contract.ts';

/** Any UTF-16 units, lone surrogates among them. */
const units = (constraints?: fc.ArrayConstraints) =>
  fc
    .array(fc.oneof(fc.integer({ min: 0, max: 0x7f }), fc.integer({ min: 0, max: 0xffff })), constraints)
    .map((codes) => String.fromCharCode(...codes));

const chars = ['\0', 'a', 'z', '\x7f', '\x80', 'ä', '\u1fff', '\u2000', '\ud800', '\uffff'];
serializerContract({
  type: types.char(),
  length: 2,
  values: chars,
  arbitrary: units({ minLength: 1, maxLength: 1 }),
  wrong: [null, '', 'ab', 97, '😀'],
});
comparatorContract({ type: types.char(), ascending: chars, normalizedKeyLength: 2 });

const texts = [
  '',
  'a',
  'a'.repeat(31),
  'a'.repeat(32),
  'a'.repeat(33),
  'a'.repeat(126),
  'a'.repeat(127),
  'a'.repeat(16_384),
  'a'.repeat(16_385),
  `${'a'.repeat(127)}ä`,
  'ab',
  'b\0',
  'b\0\0',
  '\x7f',
  '\x80',
  'éa€',
  '\u1fff',
  '\u2000',
  '€'.repeat(40),
  '€'.repeat(20_000),
  '\ud800',
  '😀',
  '\udc00\ud800',
  '\uffff',
];
serializerContract({
  type: types.string(),
  length: -1,
  values: texts,
  arbitrary: fc.oneof(units(), units({ minLength: 30, maxLength: 200 }), fc.string({ maxLength: 100 })),
  wrong: [null, undefined, 1, {}],
});
comparatorContract({
  type: types.string(),
  ascending: texts,
  arbitrary: units({ maxLength: 12 }),
  normalizedKeyLength: Number.POSITIVE_INFINITY,
});

const status = types.enum('open', 'closed', '__proto__', '');
const constants = ['open', 'closed', '__proto__', ''] as const;
serializerContract({ type: status, length: 4, values: constants, wrong: [null, 'other', 0, 'constructor'] });
comparatorContract({ type: status, ascending: constants, normalizedKeyLength: 4 });

serializerContract({ type: types.void(), length: 1, values: [null], wrong: [0, '', false] });
