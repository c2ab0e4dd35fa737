import { describe, expect, it } from 'vitest';
import { checkCompatibility } from '../../../lib/types/compatibility.ts';
import { ascending, descending } from '../../../lib/types/orders.ts';
import { comparatorOf, typeOf } from '../../../lib/types/type-of.ts';
import { types } from '../../../lib/types/types.ts';
import { atStep } from '../../../lib/types/value-errors.ts';
import { failureOf } from '../../contracts/failure.ts';

/** Descriptions, orders and snapshots from anybody: refused with one error, in time that their real size allows. */

const boom = () => {
  throw new Error('boom');
};
const throwing = new Proxy({}, { get: boom });
const revoked = (() => {
  const { proxy, revoke } = Proxy.revocable([], {});
  revoke();
  return proxy;
})();
const endless = Object.assign([], {
  *[Symbol.iterator]() {
    for (;;) yield 'x';
  },
});
const saysItIsLong = new Proxy([], { get: (_, name) => (name === 'length' ? 2 ** 31 : undefined) });

const noTypes: readonly (readonly [string, unknown])[] = [
  ['null', null],
  ['undefined', undefined],
  ['a text', 'int'],
  ['a function', () => ({ kind: 'int' })],
  ['a proxy that throws', throwing],
  ['a revoked proxy', revoked],
  ['a getter that throws', Object.defineProperty({}, 'kind', { get: boom })],
  ['no kind', {}],
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'x'.repeat(100_000), 'INT', ''].map(
    (kind) => [`the kind ${kind.slice(0, 20)}`, { kind }] as const,
  ),
  ['a kind that is a symbol', { kind: Symbol('int') }],
  ['a kind that is a long bigint', { kind: 1n << 100_000n }],
  ['a kind whose class throws', { kind: Object.defineProperty({}, 'constructor', { get: boom }) }],
  ['a kind whose class has a symbol for a name', { kind: { constructor: { name: Symbol('x') } } }],
  ['a kind that is a text object', { kind: new String('int') }],
  ['a long of nothing', { kind: 'long' }],
  ['a long of another kind', { kind: 'long', as: 'string' }],
  ['an enum of nothing', { kind: 'enum' }],
  ['an enum of no constants', { kind: 'enum', constants: [] }],
  ['an enum of a text', { kind: 'enum', constants: 'abc' }],
  ['an enum of numbers', { kind: 'enum', constants: [1, 2] }],
  ['an enum with a constant twice', { kind: 'enum', constants: ['a', 'b', 'a'] }],
  ['an enum of holes', { kind: 'enum', constants: new Array(10) }],
  ['an enum of 2^32 - 1 holes', { kind: 'enum', constants: new Array(2 ** 32 - 1) }],
  ['an enum that says it is long', { kind: 'enum', constants: saysItIsLong }],
  ['an enum that can be iterated for ever', { kind: 'enum', constants: endless }],
  ['a row of 2^32 - 1 holes', { kind: 'row', fields: new Array(2 ** 32 - 1) }],
  ['a tuple of 2^32 - 1 holes', { kind: 'tuple', elements: new Array(2 ** 32 - 1) }],
  ['a row that says it is long', { kind: 'row', fields: saysItIsLong }],
  ['an enum of a revoked proxy', { kind: 'enum', constants: revoked }],
];

const noComparators: readonly (readonly [string, unknown])[] = [
  ['null', null],
  ['a proxy that throws', throwing],
  ['no keys', { type: { kind: 'int' }, descending: false }],
  ['no direction', { type: { kind: 'int' }, keys: [] }],
  ['a direction that is a number', { type: { kind: 'int' }, keys: [], descending: 1 }],
  ['keys of an atom', { type: { kind: 'int' }, keys: [{ path: ['a'], descending: false }], descending: false }],
  ['2^32 - 1 keys', { type: { kind: 'int' }, keys: new Array(2 ** 32 - 1), descending: false }],
  ['keys that say they are many', { type: { kind: 'int' }, keys: saysItIsLong, descending: false }],
  ['a path that throws', { type: { kind: 'int' }, keys: [throwing], descending: false }],
  ['the order of what has none', { type: { kind: 'void' }, keys: [], descending: false }],
  ['a type that is none', { type: { kind: 'nothing' }, keys: [], descending: false }],
];

describe('typeOf', () => {
  it.each(noTypes)('refuses %s', (_, description) => {
    const { code, ...fields } = failureOf(() => typeOf(description as never));
    expect(code).toBe('ERR_TYPE_DEFINITION');
    expect(JSON.stringify(fields).length).toBeLessThan(500);
  });

  it('reads each part once, so that it cannot change between the check and the use', () => {
    let reads = 0;
    const description = {
      as: 'number',
      get kind() {
        reads += 1;
        return reads === 1 ? 'long' : 'void';
      },
    };
    expect(typeOf(description as never).toString()).toBe("long({ as: 'number' })");
    expect(reads).toBe(1);
  });

  it('keeps nothing of a description that changes later', () => {
    const constants = ['a', 'b'];
    const type = typeOf({ kind: 'enum', constants });
    constants[0] = 'c';
    expect([type.encode('a')[3], type.toString()]).toEqual([0, 'enum("a", "b")']);
  });
});

describe('comparatorOf', () => {
  it.each(noComparators)('refuses %s', (_, description) => {
    expect(failureOf(() => comparatorOf(description as never)).code).toBe('ERR_TYPE_DEFINITION');
  });
});

describe('checkCompatibility', () => {
  const serializer = types.long().createSerializer();

  it.each([
    ['null', null],
    ['a proxy that throws', throwing],
    ['another version', { version: 2, type: { kind: 'int' } }],
    ['no type', { version: 1 }],
    ['a type that is none', { version: 1, type: { kind: '__proto__' } }],
  ])('refuses %s', (_, snapshot) => {
    expect(failureOf(() => checkCompatibility(snapshot as never, serializer)).code).toBe('ERR_TYPE_DEFINITION');
  });

  it.each([
    ['byte', 'incompatible'],
    ['int', 'incompatible'],
    ['float', 'incompatible'],
    ['string', 'incompatible'],
  ] as const)('says of %s that has become long: %s', (kind, result) => {
    expect(checkCompatibility({ version: 1, type: { kind } }, serializer).result).toBe(result);
  });

  it('says of longs that they are the same as bigints and as numbers', () => {
    const snapshot = types.long({ as: 'number' }).createSerializer().snapshot();
    expect(checkCompatibility(snapshot, serializer)).toEqual({ result: 'compatible' });
  });

  it.each([
    [['a', 'b'], 'compatible'],
    [['a', 'b', 'c'], 'compatible'],
    [['b', 'a'], 'after-migration'],
    [['c', 'a', 'b'], 'after-migration'],
    [['a'], 'incompatible'],
  ])('says of an enum of a and b that has become %j: %s', (constants, result) => {
    const old = types.enum('a', 'b').createSerializer().snapshot();
    const current = types.enum(...(constants as [string])).createSerializer();
    expect(checkCompatibility(old, current).result).toBe(result);
  });
});

describe('orders', () => {
  it('are paths of names', () => {
    expect(ascending('user')).toEqual({ path: ['user'], descending: false });
    expect(descending('address.city')).toEqual({ path: ['address', 'city'], descending: true });
    expect(ascending(['a.b', 0])).toEqual({ path: ['a.b', '0'], descending: false });
    expect(ascending('__proto__').path).toEqual(['__proto__']);
    expect(Object.isFrozen(ascending('a')) && Object.isFrozen(ascending('a').path)).toBe(true);
  });

  it.each([
    '',
    'a..b',
    '.',
    -1,
    0.5,
    Number.NaN,
    1e21,
    null,
    undefined,
    [],
    [''],
    [null],
    [[]],
    'a.'.repeat(1000),
    new Array(2 ** 32 - 1),
    endless,
    saysItIsLong,
    {},
    1n,
  ])('are not %s', (path) => {
    expect(failureOf(() => ascending(path as never)).code).toBe('ERR_TYPE_DEFINITION');
  });

  it.each([null, 5, 'up', {}, [], [null], ['a'], { path: 'a', descending: false }, { path: ['a'] }])(
    'of a type are not %j',
    (order) => {
      expect(failureOf(() => types.int().createComparator(order as never)).code).toBe('ERR_TYPE_DEFINITION');
    },
  );
});

describe('types.long', () => {
  it.each([null, {}, { as: 'nummer' }, 'number'])('is not made with %j', (options) => {
    expect(failureOf(() => types.long(options as never)).code).toBe('ERR_TYPE_DEFINITION');
  });
});

describe('atStep', () => {
  const mismatch = (value: unknown) => {
    try {
      types.int().encode(value as number);
    } catch (error) {
      return error;
    }
    throw new Error('Nothing was thrown');
  };
  const stepsFrom = (error: unknown, steps: readonly (string | number)[]) =>
    failureOf(() => {
      throw steps.reduce((inner, step) => atStep(inner, step), error);
    });

  it('leads from the record to the part', () => {
    expect(stepsFrom(mismatch('x'), ['name', 2, 'tags'])).toEqual({
      code: 'ERR_TYPE_MISMATCH',
      path: 'tags[2].name',
      expected: 'an integer from -2^31 to 2^31 - 1',
      value: '"x"',
    });
    expect(stepsFrom(mismatch(null), [0, 1])).toEqual({ code: 'ERR_NULL_FIELD', path: '[1][0]' });
  });

  it('leaves other errors as they are', () => {
    const error = new Error('other');
    expect(atStep(error, 'name')).toBe(error);
    expect(atStep('text', 1)).toBe('text');
  });
});
