import { describe, expect, it } from 'vitest';
import {
  ascending,
  BinaryArrayWriter,
  BinaryMap,
  BinaryRow,
  BinaryRowComparator,
  BinaryRowSerializer,
  BinaryRowWriter,
  BinaryString,
  binaryRowType,
  binaryRowTypeOf,
  type ColumnDescription,
  columns,
  DataOutputSerializer,
  descending,
  InvalidArgumentError,
  TypeDefinitionError,
} from '../../../lib/index.ts';

/** Whatever somebody passes who has no types: one coded error of one class. */

type Loose = (...args: unknown[]) => unknown;
const any = columns as unknown as Readonly<Record<keyof typeof columns, Loose>>;
const typeOf = binaryRowType as unknown as Loose;
const describedBy = (type: unknown, rest: object = {}) =>
  binaryRowTypeOf({ fields: [{ name: 'a', type }], ...rest } as never);
const int = columns.int();
const type = binaryRowType({ a: int, b: columns.string() });
const row = type.encode({ a: 1, b: 'b' });
const typeWithList = binaryRowType({ list: columns.array(int) });
/** What a column of somebody else looks like. */
const foreign = { ...int, read: () => 1, write: () => undefined, elementBytes: 8, hasPart: false, nullable: false };
const unreadable = {
  get a(): never {
    throw new RangeError('boom');
  },
};
const nothing = Object.create(null) as object;

const refused: readonly (readonly [string, () => unknown])[] = [
  ['long(null)', () => any.long(null)],
  ["long('number')", () => any.long('number')],
  ["long({ as: 'int' })", () => any.long({ as: 'int' })],
  ['long({ as: null }) of a description', () => describedBy({ kind: 'long', as: null })],
  ["long({ form: 'number' })", () => any.long({ form: 'number' })],
  [
    'long of options that throw',
    () => any.long(Object.defineProperty({}, 'as', { enumerable: true, get: () => unreadable.a })),
  ],
  ['decimal()', () => any.decimal()],
  ['decimal(0, 0)', () => any.decimal(0, 0)],
  ['decimal(39, 0)', () => any.decimal(39, 0)],
  ['decimal(10)', () => any.decimal(10)],
  ['decimal(10, 11)', () => any.decimal(10, 11)],
  ['decimal(10, -1)', () => any.decimal(10, -1)],
  ['decimal(10.5, 0)', () => any.decimal(10.5, 0)],
  ["decimal('10', 0)", () => any.decimal('10', 0)],
  ['decimal(10n, 0n)', () => any.decimal(10n, 0n)],
  ['decimal of a symbol', () => any.decimal(Symbol('10'), 0)],
  ['decimal of an object without a text', () => any.decimal(nothing, 0)],
  ['timestamp(null)', () => any.timestamp(null)],
  ['timestamp(10)', () => any.timestamp(10)],
  ['timestamp(-1)', () => any.timestamp(-1)],
  ['timestampLtz(10)', () => any.timestampLtz(10)],
  ["timestampLtz('3')", () => any.timestampLtz('3')],
  ['array()', () => any.array()],
  ['array(null)', () => any.array(null)],
  ['array of a name', () => any.array('int')],
  ['array of a column of somebody else', () => any.array(foreign)],
  ['nullable(undefined)', () => any.nullable(undefined)],
  ['map(int)', () => any.map(int)],
  ['map(int, 5)', () => any.map(int, 5)],
  ['map of what is not called yet', () => any.map(columns.int, int)],
  ['row(null)', () => any.row(null)],
  ['row([])', () => any.row([])],
  ['row({}, null)', () => any.row({}, null)],
  ["row({}, 'op')", () => any.row({}, 'op')],
  ["row({}, { rowKind: 'op' })", () => any.row({}, { rowKind: 'op' })],
  ['row({}, { kind: 5 })', () => any.row({}, { kind: 5 })],
  ['row of fields that throw', () => any.row(unreadable)],
  ['binaryRowType()', () => typeOf()],
  ['binaryRowType(null)', () => typeOf(null)],
  ['binaryRowType([int])', () => typeOf([int])],
  ["binaryRowType('a')", () => typeOf('a')],
  ['binaryRowType(fields, null)', () => typeOf({ a: int }, null)],
  ['binaryRowType(fields, { kinds })', () => typeOf({ a: int }, { kinds: 'op' })],
  ['a row kind without a name', () => typeOf({ a: int }, { kind: '' })],
  ['a row kind named __proto__', () => typeOf({ a: int }, { kind: '__proto__' })],
  ['a row kind that is a symbol', () => typeOf({ a: int }, { kind: Symbol('op') })],
  ['a row kind that is a field', () => typeOf({ a: int }, { kind: 'a' })],
  ['a field that is null', () => typeOf({ a: null })],
  ['a field that is a description', () => typeOf({ a: { kind: 'int' } })],
  ['a column of somebody else', () => typeOf({ a: foreign })],
  ['an empty name', () => typeOf({ '': int })],
  ['a name that is a number', () => typeOf({ 7: int })],
  ['an empty name in a description', () => binaryRowTypeOf({ fields: [{ name: '', type: { kind: 'int' } }] })],
  ['a name twice', () => binaryRowTypeOf({ fields: [...type.description.fields, ...type.description.fields] })],
  ['a row kind that is a number, in a description', () => describedBy({ kind: 'int' }, { rowKind: 5 })],
  ['a kind that is not known', () => describedBy({ kind: 'uuid' })],
  ['a kind that is no text', () => describedBy({ kind: Symbol('int') })],
  ['a description without kind', () => describedBy({})],
  ['a long without form', () => describedBy({ kind: 'long' })],
  ['a timestamp without precision', () => describedBy({ kind: 'timestamp' })],
  ['an array without element', () => describedBy({ kind: 'array' })],
  ['a map without values', () => describedBy({ kind: 'map', key: { kind: 'int' } })],
  ['a row inside without fields', () => describedBy({ kind: 'row' })],
  ['a comparator of null', () => type.createComparator(null as never)],
  ['a comparator of no keys', () => type.createComparator([])],
  ['a comparator of a name', () => type.createComparator('nothing' as never)],
  ['a key that is no field', () => type.createComparator({ field: 'c' })],
  ['a key that is no field, as a path', () => type.createComparator(ascending('c'))],
  ['a key inside of a field', () => type.createComparator(descending('a.b'))],
  ['a key of an empty name', () => type.createComparator({ field: '' })],
  ['a key without a field', () => type.createComparator({ descending: true } as never)],
  ['a key with a field and a path', () => type.createComparator({ ...ascending('a'), field: 'a' } as never)],
  ['a key that is a symbol', () => type.createComparator({ field: Symbol('a') } as never)],
  ['a direction that is a text', () => type.createComparator({ field: 'a', descending: 'yes' } as never)],
  ['a place of nulls that is a text', () => type.createComparator(ascending('a', { nullsLast: 'last' as never }))],
  ['an option of a key that there is not', () => type.createComparator({ field: 'a', desc: true } as never)],
  ['an option of ascending() that there is not', () => ascending('a', { nulls: 'last' } as never)],
  ['null for the options of descending()', () => descending('a', null as never)],
  ['a key without order', () => typeWithList.createComparator({ field: 'list' })],
  ['the position of no field', () => type.indexOf('c' as never)],
  ['the position of a symbol', () => type.indexOf(Symbol('a') as never)],
];

describe('a definition of rows', () => {
  it.each(refused)('is refused: %s', (_, define) => {
    const error = thrownBy(define);
    expect(error).toBeInstanceOf(TypeDefinitionError);
    expect(error).toMatchObject({
      code: 'ERR_TYPE_DEFINITION',
      message: expect.stringMatching(/^Type cannot be defined/),
    });
  });

  it.each<[string, () => unknown]>([
    ['a row of -1 fields', () => new BinaryRow(-1)],
    ['a row of a symbol of fields', () => new BinaryRow(Symbol('1') as never)],
    ['a writer of no number of fields', () => new BinaryRowWriter(undefined as never)],
    ['a writer of 2^30 fields', () => new BinaryRowWriter(2 ** 30)],
    ['a writer with null for options', () => new BinaryRowWriter(1, null as never)],
    ['a writer in what is no segment', () => new BinaryRowWriter(1, { segment: { size: 100 } as never })],
    ['a writer in null', () => type.createWriter({ segment: null as never })],
    ['a serializer of 1.5 fields', () => new BinaryRowSerializer(1.5)],
    ['an array of -1 elements', () => new BinaryArrayWriter(-1, 8)],
    ['an array of elements of 3 bytes', () => new BinaryArrayWriter(1, 3 as never)],
    ['an array with null for options', () => new BinaryArrayWriter(1, 8, null as never)],
    ['a row written without a writer', () => type.write({ a: 1, b: '' }, undefined as never)],
    ['a row written by a writer of others', () => type.write({ a: 1, b: '' }, new BinaryRowWriter(3))],
    ['a row completed as null', () => type.createWriter().complete(null as never)],
    ['a row compared with null', () => row.equals(null as never)],
    ['a row copied to an object', () => row.copyTo({ size: 100 } as never, 0)],
    ['a row in an object', () => type.createRow().pointTo({ size: 100 } as never, 0, 64)],
    ['a row in a list of one that is none', () => type.createRow().pointTo([null] as never, 0, 64)],
    ['a row kind that has no text', () => new BinaryRowWriter(1).writeRowKind(nothing as never)],
    ['a text of a number', () => BinaryString.from(5 as never)],
    ['a text of bytes that are none', () => BinaryString.fromBytes('text' as never)],
    ['a text compared with a text', () => BinaryString.from('a').compareTo('a' as never)],
    ['a map of lists', () => BinaryMap.of([] as never, [] as never)],
    ['an array completed as a row', () => new BinaryArrayWriter(1, 4).complete(row as never)],
    ['null serialized', () => type.createSerializer().serialize(null as never, new DataOutputSerializer(16))],
    ['a row of others serialized', () => new BinaryRowSerializer(3).serialize(row, new DataOutputSerializer(16))],
    ['an object of no row', () => type.toObject(null as never)],
  ])('needs arguments that make sense: not %s', (_, call) => {
    const error = thrownBy(call);
    expect(error).toBeInstanceOf(InvalidArgumentError);
    expect(error).toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
  });

  it('takes options that are left out', () => {
    expect(any.long(undefined)).toBe(columns.long());
    expect(any.long({})).toBe(columns.long());
    expect(any.long({ as: undefined })).toBe(columns.long());
    expect(binaryRowType({ a: int }, {}).description).toEqual({ fields: [{ name: 'a', type: { kind: 'int' } }] });
  });
});

describe('a description', () => {
  const everything = binaryRowType(
    {
      a: columns.nullable(columns.array(columns.map(columns.string(), columns.decimal(10, 2)))),
      b: columns.row({ c: columns.long({ as: 'number' }), d: columns.timestampLtz() }, { kind: 'op' }),
    },
    { kind: 'change' },
  );

  it('of a column or a type is frozen, with all that is in it', () => {
    const made: unknown[] = [
      everything.description,
      binaryRowTypeOf(structuredClone(everything.description)).description,
      everything.names,
      ...Object.keys(columns).flatMap((name) => descriptionOf(name as keyof typeof columns)),
    ];
    expect(made.length).toBeGreaterThan(15);
    for (const each of made) expect(thawedIn(each)).toEqual([]);
  });

  it('is the same however often it is asked for', () => {
    expect(everything.description).toBe(everything.description);
    const maybe = columns.nullable(int);
    expect(columns.nullable(maybe).description).toBe(maybe.description);
  });

  it('of a comparator is frozen, whatever it was made of', () => {
    const keys = [{ field: 'a' }];
    const comparator = new BinaryRowComparator({ type: structuredClone(type.description), keys });
    expect(thawedIn(comparator.description)).toEqual([]);
    keys[0] = { field: 'b' };
    expect(comparator.description.keys.map(({ field }) => field)).toEqual(['a']);
  });
});

function descriptionOf(name: keyof typeof columns): ColumnDescription[] {
  const arguments_ = { decimal: [20, 2], array: [int], nullable: [int], map: [int, int], row: [{ a: int }] } as Record<
    string,
    unknown[]
  >;
  return [(any[name](...(arguments_[name] ?? [])) as typeof int).description];
}

function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return 'nothing';
}

/** Paths of what can be changed. */
function thawedIn(value: unknown, path = 'it'): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const inside = Object.entries(value).flatMap(([name, part]) => thawedIn(part, `${path}.${name}`));
  return Object.isFrozen(value) ? inside : [path, ...inside];
}
