import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ascending,
  binaryRowType,
  binaryRowTypeOf,
  columns,
  comparatorOf,
  DataInputDeserializer,
  DataOutputSerializer,
  MemorySegment,
  type TypeDescription,
  type TypeInformation,
  typeOf,
  types,
} from '../../lib/index.ts';
import { failureOf } from '../contracts/failure.ts';

const inherited = Object.getOwnPropertyNames(Object.prototype);
const names = fc.uniqueArray(fc.oneof(fc.constantFrom(...inherited, 'plain', '$'), fc.string({ minLength: 1 })), {
  minLength: 1,
  maxLength: 9,
});

/** An object whose properties are its own, whatever their names are. */
function own(entries: readonly (readonly [string, unknown])[], prototype: object | null = Object.prototype): object {
  const record = Object.create(prototype) as object;
  for (const [name, value] of entries) {
    Object.defineProperty(record, name, { value, writable: true, enumerable: true, configurable: true });
  }
  return record;
}

type Form = (fields: readonly string[], element: TypeDescription) => TypeDescription;
const fieldsOf = (fields: readonly string[], type: TypeDescription) => fields.map((name) => ({ name, type }));
const forms: readonly (readonly [string, Form])[] = [
  ['rows in generated code', (fields, type) => ({ kind: 'row', fields: fieldsOf(fields, type) })],
  ['rows with a kind', (fields, type) => ({ kind: 'row', fields: fieldsOf(fields, type), rowKind: 'the kind' })],
  ['pojos', (fields, type) => ({ kind: 'pojo', name: 'P', fields: fieldsOf(fields, type) })],
];
const maybe: TypeDescription = { kind: 'nullable', element: { kind: 'int' } };

const cases = names.chain((fields) => {
  return fc.tuple(
    fc.constant(fields),
    fc.array(fc.option(fc.integer(), { nil: undefined }), { minLength: fields.length, maxLength: fields.length }),
  );
});

describe.each(forms)('names that every object has a member of, in %s', (_, form) => {
  const expected = (fields: readonly string[], values: readonly (number | undefined)[]) =>
    fields.map((name, i) => [name, values[i] ?? null]);
  const partsOf = (record: unknown, fields: readonly string[]) =>
    fields.map((name) => [name, Object.getOwnPropertyDescriptor(record, name)?.value]);

  it('are read from the record alone, and given back as its own', () => {
    fc.assert(
      fc.property(cases, fc.boolean(), ([fields, values], bare) => {
        const type = typeOf(form(fields, maybe));
        const entries = fields.flatMap((name, i) => (values[i] === undefined ? [] : [[name, values[i]] as const]));
        const record = own(entries, bare ? null : Object.prototype);
        const bytes = type.encode(record);
        for (const read of [type.decode(bytes), type.createSerializer().copy(record)]) {
          expect(partsOf(read, fields)).toEqual(expected(fields, values));
          expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
        }
        const segment = MemorySegment.wrap(new Uint8Array(1024));
        const output = new DataOutputSerializer(segment);
        type.createSerializer().serialize(record, output);
        expect(output.copyOfBuffer()).toEqual(bytes);
        const read = type.createSerializer().deserialize(new DataInputDeserializer(segment, 0, output.length));
        expect(partsOf(read, fields)).toEqual(expected(fields, values));
      }),
    );
  });

  it('are keys like others', () => {
    fc.assert(
      fc.property(names, fc.integer(), fc.integer(), (fields, a, b) => {
        const type = typeOf(form(fields, { kind: 'int' }));
        const [name] = fields as [string, ...string[]];
        const comparator = comparatorOf(type.createComparator([ascending([name])]).description);
        const [left, right] = [a, b].map((value) => own(fields.map((field) => [field, value])));
        expect(Math.sign(comparator.compare(left, right))).toBe(Math.sign(a < b ? -1 : a > b ? 1 : 0));
        expect(comparator.extractKeys(left)).toEqual([a]);
        expect(comparator.hash(left)).toBe(a);
      }),
    );
  });
});

describe('a member of Object.prototype', () => {
  const fields = inherited.map((name) => ({ name, type: maybe }));
  const type = typeOf({ kind: 'row', fields }) as TypeInformation<object>;

  it('is no value of a field', () => {
    expect(Object.values(type.decode(type.encode({})))).toEqual(inherited.map(() => null));
    const strict = typeOf({ kind: 'row', fields: [{ name: 'toString', type: { kind: 'int' } }] });
    expect(failureOf(() => strict.encode({}))).toMatchObject({ code: 'ERR_NULL_FIELD', path: 'toString' });
    expect(strict.createComparator('ascending').compare({}, { toString: 1 })).toBe(-1);
  });

  it('is one where a class of the record has a getter of the name', () => {
    class Text {
      readonly #value: number;
      constructor(value: number) {
        this.#value = value;
      }
      get valueOf(): never {
        return this.#value as never;
      }
    }
    class Derived extends Text {}
    const named = types.row({ valueOf: types.nullable(types.int()) });
    expect(named.decode(named.encode(new Derived(5)))).toEqual({ valueOf: 5 });
  });

  it('is left as it is by the property of the row kind', () => {
    const kept = types.row({ a: types.int() }, { kind: 'toString' });
    expect(kept.decode(kept.encode({ a: 1 } as never))).toEqual({ a: 1, toString: 'insert' });
    expect(kept.decode(kept.encode({ a: 1, toString: 'delete' }))).toEqual({ a: 1, toString: 'delete' });
  });
});

describe('a field named __proto__', () => {
  it('is a property of its own', () => {
    const type = types.row({ ['__proto__']: types.int(), a: types.int() });
    const row = type.decode(type.encode(JSON.parse('{ "a": 1, "__proto__": 5 }')));
    expect(Object.keys(row)).toEqual(['__proto__', 'a']);
    expect(JSON.stringify(row)).toBe('{"__proto__":5,"a":1}');
    expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
    expect(failureOf(() => type.encode({ a: 1 } as never))).toMatchObject({
      code: 'ERR_NULL_FIELD',
      path: '__proto__',
    });
  });
});

describe('names that every object has a member of, in binary rows', () => {
  const described = (fields: readonly string[], rowKind?: string) => {
    const type = { kind: 'nullable', element: { kind: 'int' } } as const;
    const named = fields.map((name) => ({ name, type }));
    return binaryRowTypeOf(rowKind === undefined ? { fields: named } : { fields: named, rowKind });
  };
  // Names that are numbers are refused, as an object does not keep their place.
  const notNumbers = cases.filter(([fields]) => fields.every((name) => !/^(0|[1-9]\d*)$/.test(name)));

  it('are read from the record alone, and given back as its own', () => {
    fc.assert(
      fc.property(notNumbers, fc.boolean(), fc.constantFrom(undefined, 'the kind'), ([fields, values], bare, kind) => {
        const type = described(fields, kind);
        const entries = fields.flatMap((name, i) => (values[i] === undefined ? [] : [[name, values[i]] as const]));
        const row = type.encode(own(entries, bare ? null : Object.prototype) as Record<string, unknown>);
        const read = type.toObject(row);
        const parts = fields.map((name) => Object.getOwnPropertyDescriptor(read, name)?.value);
        expect(parts).toEqual(fields.map((_, i) => values[i] ?? null));
        expect(parts).toEqual(fields.map((_, i) => (row.isNullAt(i) ? null : row.getInt(i))));
        expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
        expect(fields.map((name) => type.indexOf(name))).toEqual(fields.map((_, i) => i));
        const [name] = fields as [string, ...string[]];
        expect(type.createComparator(ascending([name])).compare(row, row)).toBe(0);
      }),
    );
  });

  it('are missing where the record has none of its own', () => {
    const type = described(inherited);
    expect(Object.values(type.toObject(type.encode({})))).toEqual(inherited.map(() => null));
    const strict = binaryRowType({ toString: columns.int() });
    expect(failureOf(() => strict.encode({} as never))).toMatchObject({ code: 'ERR_NULL_FIELD', path: 'toString' });
  });

  it('are columns of rows inside of rows too', () => {
    const type = binaryRowType({ inner: columns.row({ ['__proto__']: columns.int(), valueOf: columns.int() }) });
    const read = type.toObject(type.encode(JSON.parse('{ "inner": { "__proto__": 1, "valueOf": 2 } }')));
    expect(JSON.stringify(read)).toBe('{"inner":{"__proto__":1,"valueOf":2}}');
    expect(failureOf(() => type.encode(JSON.parse('{ "inner": { "valueOf": 2 } }')))).toMatchObject({
      code: 'ERR_NULL_FIELD',
      path: 'inner.__proto__',
    });
  });

  it('can hold the kind of the row', () => {
    const type = binaryRowType({ a: columns.int() }, { kind: 'toString' });
    expect(type.toObject(type.encode({ a: 1 } as never))).toEqual({ a: 1, toString: 'insert' });
    expect(type.toObject(type.encode({ a: 1, toString: 'delete' }))).toEqual({ a: 1, toString: 'delete' });
  });
});
