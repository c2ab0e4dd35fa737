import { describe, expect, it } from 'vitest';
import {
  ascending,
  comparatorOf,
  DataOutputSerializer,
  type TypeDescription,
  typeOf,
  types,
} from '../../../lib/index.ts';
import { failureOf } from '../../contracts/failure.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('bytes of composites', () => {
  it('begin rows with the kind and the nulls, the highest bit first', () => {
    const type = types.row({ a: types.nullable(types.byte()), b: types.nullable(types.byte()) }, { kind: 'op' });
    expect(hex(type.encode({ a: null, b: 5, op: 'insert' }))).toBe('2005');
    expect(hex(type.encode({ a: 1, b: null, op: 'updateBefore' }))).toBe('9001');
    expect(hex(type.encode({ a: 1, b: 2, op: 'updateAfter' }))).toBe('400102');
    expect(hex(type.encode({ a: null, b: null, op: 'delete' }))).toBe('f0');
  });

  it('sort the fields of pojos and flag each', () => {
    const type = types.pojo('P', { b: types.byte(), a: types.nullable(types.byte()) });
    expect(hex(type.encode({ b: 7, a: null }))).toBe('02010007');
  });

  it('flag the elements of arrays that are there, and the values of maps that are not', () => {
    expect(hex(types.array(types.nullable(types.byte())).encode([1, null]))).toBe('00000002010100');
    expect(hex(types.map(types.byte(), types.nullable(types.byte())).encode(new Map([[1, null]])))).toBe(
      '000000010101',
    );
    expect(hex(types.array(types.nullable(types.string())).encode(['a', null]))).toBe('00000002026100');
  });

  it('say left by true', () => {
    const type = types.either(types.byte(), types.byte());
    expect([hex(type.encode({ left: 1 })), hex(type.encode({ right: 1 }))]).toEqual(['0101', '0001']);
  });
});

describe('values that cannot be written', () => {
  const type = types.row({
    tags: types.list(types.row({ name: types.string() })),
    m: types.map(types.int(), types.int()),
  });

  it('are named by their path', () => {
    const encode = (value: unknown) => failureOf(() => type.encode(value as never));
    expect(encode({ tags: [{ name: 'a' }, { name: 5 }], m: new Map() })).toMatchObject({
      code: 'ERR_TYPE_MISMATCH',
      path: 'tags[1].name',
    });
    expect(encode({ tags: [{}], m: new Map() })).toMatchObject({ code: 'ERR_NULL_FIELD', path: 'tags[0].name' });
    expect(encode({ tags: [], m: new Map([[1, 'x']]) })).toMatchObject({ code: 'ERR_TYPE_MISMATCH', path: 'm[1]' });
  });
});

describe('an output that rows are written to', () => {
  const type = types.row({ list: types.list(types.int()), text: types.string() });

  it('is refused when its memory has gone, also from within a getter', () => {
    const bytes = new Uint8Array(64);
    const output = new DataOutputSerializer(bytes);
    const value = {
      list: [1],
      get text() {
        if (bytes.length > 0) structuredClone(bytes, { transfer: [bytes.buffer] });
        return 'x';
      },
    };
    for (let i = 0; i < 2; i++) {
      expect(failureOf(() => type.createSerializer().serialize(value, output)).code).toBe('ERR_SEGMENT_FREED');
      expect(output.length).toBe(0);
    }
  });

  it.each([-1000, Number.NaN, 1.5, 2 ** 31])(
    'is left where it was by a list that says it has %d elements',
    (length) => {
      const list = new Proxy([1, 2, 3], {
        get: (target, name) => (name === 'length' ? length : Reflect.get(target, name)),
      });
      const output = new DataOutputSerializer(1);
      const rows = types.row({ liar: types.list(types.int()), list: types.list(types.int()) });
      const failure = failureOf(() => rows.createSerializer().serialize({ liar: list, list: [1, 2, 3, 4] }, output));
      expect(failure).toMatchObject({ code: 'ERR_TYPE_MISMATCH', path: 'liar' });
      expect(output.length).toBe(0);
    },
  );
});

describe('bytes that cannot be read', () => {
  it('are subclasses of pojos', () => {
    const type = types.pojo('P', { a: types.byte() });
    expect(failureOf(() => type.decode(Uint8Array.of(4, 0, 1, 65))).reason).toBe(
      'a subclass of P, and none is registered',
    );
    expect(failureOf(() => type.decode(Uint8Array.of(8, 0))).reason).toBe(
      'a subclass of P by its tag, and none is registered',
    );
  });

  it('are rows of a kind that the type does not keep', () => {
    const failure = failureOf(() => types.row({ a: types.byte() }).decode(Uint8Array.of(0xc0, 1)));
    expect(failure).toMatchObject({ code: 'ERR_CORRUPT_DATA', position: 0 });
    expect(failure.reason).toContain('a row of kind delete');
  });

  it('are nulls in fields that are not nullable', () => {
    const failure = failureOf(() => types.row({ a: types.byte() }).decode(Uint8Array.of(0x20)));
    expect(failure).toMatchObject({ code: 'ERR_CORRUPT_DATA', field: 'a' });
    expect(failure.reason).toContain('types.nullable');
  });
});

describe('definitions', () => {
  const refused = (make: () => unknown) => expect(failureOf(make).code).toBe('ERR_TYPE_DEFINITION');

  it('are refused where there is no such type', () => {
    refused(() => types.list('int' as never));
    refused(() => types.row({ a: 5 } as never));
    refused(() => types.row(null as never));
    refused(() => types.row({ '': types.int() }));
    refused(() => types.row({ z: types.int(), 1: types.string() }));
    refused(() => types.row({ op: types.int() }, { kind: 'op' }));
    refused(() => types.tuple());
    refused(() => types.nullable(types.void()));
    refused(() => types.primitiveArray('string' as never));
    refused(() => types.pojo('', {}));
    refused(() =>
      typeOf({
        kind: 'row',
        fields: [
          { name: 'a', type: { kind: 'int' } },
          { name: 'a', type: { kind: 'int' } },
        ],
      }),
    );
    refused(() => typeOf({ kind: 'value', name: 'nobody has registered this' }));
  });

  it('are refused when they are nested too deep', () => {
    let description: TypeDescription = { kind: 'int' };
    for (let i = 0; i < 200; i++) description = { kind: 'list', element: description };
    refused(() => typeOf(description));
  });

  it('of values are one for each name', () => {
    const definition = { serialize: () => {}, deserialize: () => 1 };
    const type = types.value('composites.test', definition);
    expect(types.value('composites.test', definition)).toBe(type);
    refused(() => types.value('composites.test', { ...definition }));
    refused(() => types.value('composites.test.2', { ...definition, compare: () => 0 }));
    refused(() => types.value('composites.test.3', { ...definition, minLength: 0 }));
  });

  it('have orders only by keys that there are', () => {
    const type = types.row({ a: types.int(), tags: types.list(types.int()) });
    refused(() => type.createComparator());
    refused(() => type.createComparator(ascending('tags')));
    refused(() => type.createComparator(ascending('b')));
    refused(() => type.createComparator(ascending('a.b')));
    refused(() =>
      comparatorOf({ type: type.description, keys: [{ path: ['b'], descending: false }], descending: false }),
    );
    expect([type.isKeyType, types.row({ a: types.int() }).isKeyType]).toEqual([false, true]);
  });
});

describe('keys that are null', () => {
  it('have no order in tuples and pojos', () => {
    const tuple = types.tuple(types.nullable(types.int())).createComparator();
    expect(failureOf(() => tuple.compare([null], [1])).code).toBe('ERR_NULL_KEY_FIELD');
    expect(failureOf(() => tuple.hash([null])).code).toBe('ERR_NULL_KEY_FIELD');
    const pojo = types.pojo('P', { a: types.nullable(types.int()) });
    const comparator = pojo.createComparator();
    expect(failureOf(() => comparator.compare({ a: null }, { a: 1 })).code).toBe('ERR_NULL_KEY_FIELD');
  });
});
