import { describe, expect, it } from 'vitest';
import {
  ascending,
  BinaryArray,
  BinaryArrayWriter,
  type BinaryColumn,
  BinaryMap,
  BinaryRow,
  BinaryRowBatch,
  BinaryRowComparator,
  BinaryRowSerializer,
  BinaryRowWriter,
  BinaryString,
  binaryRowType,
  binaryRowTypeOf,
  columns,
  DataInputDeserializer,
  DataOutputSerializer,
  Decimal,
  Instant,
  LocalDate,
  LocalTime,
  MemorySegment,
  PagedInputView,
  PagedOutputView,
  types,
} from '../../../lib/index.ts';
import { type HostileCall, memberNames, methodCalls, misbehavior } from '../../fixtures/hostile-arguments.ts';

/** Every public method of what is made of binary rows, with what nobody should pass: errors have codes, and nothing has changed. */

const int = columns.int();
const nested = { x: int };
const type = binaryRowType({
  number: int,
  text: columns.string(),
  decimal: columns.decimal(30, 2),
  timestamp: columns.timestampLtz(9),
  list: columns.array(int),
  map: columns.map(columns.string(), int),
  row: columns.row(nested),
});
const value = {
  number: 7,
  text: 'a text that is long',
  decimal: Decimal.of('1.25'),
  timestamp: Instant.of(1n, 5),
  list: [1, 2],
  map: new Map([['a text that is long', 1]]),
  row: { x: 1 },
};
const makeRow = () => type.encode(value);
const row = makeRow();
const segmentOf = (source: BinaryRow) => MemorySegment.wrap(source.toBytes());

const fields = {
  equals: [row],
  hashCode: [],
  toBytes: [],
  copyTo: [MemorySegment.wrap(new Uint8Array(1024)), 0],
  setBoolean: [0, true],
  setByte: [0, 1],
  setShort: [0, 1],
  setInt: [0, 1],
  setLong: [0, 1n],
  setLongAsNumber: [0, 1],
  setFloat: [0, 1],
  setDouble: [0, 1],
  setDecimal: [2, { unscaled: 1n, scale: 0 }, 30],
  setTimestamp: [3, { millisecond: 1, nanoOfMillisecond: 1 }, 9],
  setNullAt: [0],
  getString: [1, new BinaryString()],
  getText: [1],
  getBinary: [1],
  getDecimal: [2, 30, 2],
  getTimestamp: [3, 9],
  getFarTimestamp: [3, 9],
  getRow: [6, 1, new BinaryRow(1)],
  getArray: [4, new BinaryArray()],
  getMap: [5, new BinaryMap()],
  partLength: [1],
  partPosition: [1],
  isNullAt: [0],
  anyNull: [],
  getBoolean: [0],
  getByte: [0],
  getShort: [0],
  getInt: [0],
  getLong: [0],
  getLongAsNumber: [0],
  getFloat: [0],
  getDouble: [0],
  copy: [],
  check: [],
  slot: [0],
  nullPositionOf: [0],
};
const rowMethods = {
  ...fields,
  pointTo: [segmentOf(row), 0, row.sizeInBytes],
  positionOf: [0],
};
const arrayMethods = {
  ...fields,
  pointTo: [MemorySegment.wrap(row.getArray(4).toBytes()), 0, row.getArray(4).sizeInBytes],
  positionOf: [0, 4],
  setNullElement: [0, 4],
};
const writerMethods = {
  complete: [new BinaryRow(7)],
  reset: [],
  writeRowKind: ['delete'],
  setNullAt: [0],
  writeBoolean: [0, true],
  writeByte: [0, 1],
  writeShort: [0, 1],
  writeInt: [0, 1],
  writeLong: [0, 1n],
  writeLongAsNumber: [0, 1],
  writeFloat: [0, 1],
  writeDouble: [0, 1],
  writeText: [1, 'a text that is long'],
  writeString: [1, BinaryString.from('a text that is long')],
  writeBinary: [1, new Uint8Array(20)],
  writeDecimal: [2, { unscaled: 1n, scale: 0 }, 30],
  writeTimestamp: [3, { millisecond: 1, nanoOfMillisecond: 1 }, 9],
  writeNested: [4, row],
  endNested: [4, 8],
};

const makeElements = (): BinaryArray => {
  const writer = new BinaryArrayWriter(8, 8);
  writer.writeText(1, 'a text that is long');
  writer.writeDecimal(2, Decimal.of('1.25'), 30);
  writer.writeTimestamp(3, { millisecond: 1, nanoOfMillisecond: 5 }, 9);
  writer.writeNested(4, row.getArray(4));
  writer.writeNested(5, row.getMap(5));
  writer.writeNested(6, row.getRow(6, 1));
  return writer.complete();
};

function makePages(): PagedOutputView {
  const next = () => MemorySegment.wrap(new Uint8Array(1024));
  return new PagedOutputView({ segmentSizeBytes: 1024, nextSegment: next });
}

function makeInput(): DataInputDeserializer {
  const output = new DataOutputSerializer(64);
  new BinaryRowSerializer(7).serialize(row, output);
  return new DataInputDeserializer(output.copyOfBuffer());
}

function makePagedInput(): PagedInputView {
  const pages = [makeInput()];
  return new PagedInputView({
    nextSegment: () => {
      const input = pages.pop();
      if (input === undefined) return undefined;
      const bytes = new Uint8Array(input.available);
      input.readFully(bytes);
      return { segment: MemorySegment.wrap(bytes), limit: bytes.length };
    },
  });
}

const serializerMethods = (): Record<string, readonly unknown[]> => ({
  createInstance: [],
  copy: [row],
  serialize: [row, new DataOutputSerializer(16)],
  deserialize: [makeInput(), new BinaryRow(7)],
  copyBytes: [makeInput(), new DataOutputSerializer(16)],
  serializeToPages: [row, makePages()],
  deserializeFromPages: [makePagedInput(), new BinaryRow(7)],
  mapFromPages: [makePagedInput(), new BinaryRow(7)],
  skipRecordFromPages: [makePagedInput()],
  pointTo: [row.sizeInBytes, new BinaryRow(7), makePagedInput()],
});

const comparator = type.createComparator([ascending('number'), ascending('text'), ascending('decimal')]);
const comparatorMethods = {
  compare: [row, row],
  check: [row],
  hash: [row],
  projectKeys: [row, new BinaryRowWriter(3)],
  isNormalizedKeyPrefixOnly: [4],
  putNormalizedKey: [row, MemorySegment.wrap(new Uint8Array(64)), 0, 8],
};

const positions = () => Int32Array.of(0, row.sizeInBytes, 0, row.sizeInBytes);
const batchMethods = {
  row: [0, new BinaryRow(7)],
  sort: [comparator],
  hashCodes: [],
  keyHashes: [comparator],
  putNormalizedKeys: [comparator, 8, MemorySegment.wrap(new Uint8Array(64)), 0],
};
const typeMethods = {
  indexOf: ['number'],
  createRow: [],
  createWriter: [{ segment: MemorySegment.wrap(new Uint8Array(1024)), offset: 0 }],
  createSerializer: [],
  createComparator: [[ascending('number')]],
  createBatch: [segmentOf(row), positions()],
  write: [value, new BinaryRowWriter(7), new BinaryRow(7)],
  encode: [value],
  toObject: [row],
};
const sectionMethods = {
  equals: [row],
  hashCode: [],
  toBytes: [],
  copyTo: [MemorySegment.wrap(new Uint8Array(1024)), 0],
  copy: [],
};
const stringMethods = {
  ...sectionMethods,
  pointTo: [segmentOf(row), 0, 8],
  byteAt: [0],
  compareTo: [BinaryString.from('b')],
  toString: [],
};
const mapMethods = {
  ...sectionMethods,
  check: [],
  pointTo: [MemorySegment.wrap(row.getMap(5).toBytes()), 0, row.getMap(5).sizeInBytes],
};

const bytesOf = (section: { toBytes(): Uint8Array }) => [...section.toBytes()];
const makeWriter = () => {
  const writer = new BinaryRowWriter(7);
  writer.writeText(1, 'some text that is long');
  return writer;
};
const makeArrayWriter = () => {
  const writer = new BinaryArrayWriter(8, 8);
  writer.writeText(1, 'some text that is long');
  return writer;
};
/** Elements are 8 bytes wide. */
const {
  writeRowKind: _,
  writeBoolean: _1,
  writeByte: _2,
  writeShort: _3,
  writeInt: _4,
  writeFloat: _5,
  ...wideMethods
} = writerMethods;
const elementMethods = { ...wideMethods, complete: [new BinaryArray()] };
const narrowMethods = { writeInt: [0, 1], writeFloat: [0, 1], setNullAt: [0] };
const makeString = () => BinaryString.from('a');

interface Class {
  readonly name: string;
  readonly make: () => object;
  readonly methods: () => Readonly<Record<string, readonly unknown[]>>;
  readonly state?: (target: never) => unknown;
}

const classes: readonly Class[] = [
  { name: 'BinaryRow', make: makeRow, methods: () => rowMethods, state: bytesOf },
  { name: 'BinaryArray', make: makeElements, methods: () => arrayMethods, state: bytesOf },
  { name: 'BinaryMap', make: () => makeRow().getMap(5), methods: () => mapMethods, state: bytesOf },
  { name: 'BinaryString', make: makeString, methods: () => stringMethods, state: bytesOf },
  {
    name: 'BinaryRowWriter',
    make: makeWriter,
    methods: () => writerMethods,
    state: (writer: BinaryRowWriter) => bytesOf(writer.complete()),
  },
  {
    name: 'BinaryArrayWriter',
    make: makeArrayWriter,
    methods: () => elementMethods,
    state: (writer: BinaryArrayWriter) => bytesOf(writer.complete()),
  },
  {
    name: 'BinaryArrayWriter of 4 bytes',
    make: () => new BinaryArrayWriter(8, 4),
    methods: () => narrowMethods,
    state: (writer: BinaryArrayWriter) => bytesOf(writer.complete()),
  },
  { name: 'BinaryRowComparator', make: () => comparator, methods: () => comparatorMethods },
  { name: 'BinaryRowSerializer', make: () => new BinaryRowSerializer(7), methods: serializerMethods },
  {
    name: 'BinaryRowBatch',
    make: () => new BinaryRowBatch(7, segmentOf(row), positions()),
    methods: () => batchMethods,
    state: (batch: BinaryRowBatch) => [...batch.positions],
  },
  { name: 'BinaryRowType', make: () => type, methods: () => typeMethods },
];

/** For neighbours or for classes that extend it. */
const notForUsers = ['equals', 'pointNowhere', 'beginNested', 'placeOf', 'setNullBit', 'clearNull'];

describe.each(classes)('$name', ({ make, methods, state }) => {
  it('throws errors with codes for hostile arguments, and changes nothing then', async () => {
    expect(await misbehavior(() => methodCalls(make, methods(), state as never)())).toEqual([]);
  });

  it('has no method that is left out above', () => {
    const known = new Set([...Object.keys(methods()), ...Object.keys(writerMethods), ...notForUsers]);
    expect(memberNames(make()).filter((member) => !known.has(member))).toEqual([]);
  });
});

describe('a function of rows', () => {
  const calls = (): Record<string, HostileCall> => ({
    BinaryRow: { good: [1], call: (arity) => new BinaryRow(arity) },
    BinaryRowWriter: { good: [1, { offset: 0 }], call: (arity, options) => new BinaryRowWriter(arity, options) },
    BinaryArrayWriter: {
      good: [1, 8, { offset: 0 }],
      call: (count, width, options) => new BinaryArrayWriter(count, width, options),
    },
    BinaryRowSerializer: { good: [1], call: (arity) => new BinaryRowSerializer(arity) },
    BinaryRowComparator: { good: [comparator.description], call: (it) => new BinaryRowComparator(it) },
    BinaryRowBatch: {
      good: [7, segmentOf(row), positions()],
      call: (arity, memory, at) => new BinaryRowBatch(arity, memory, at),
    },
    'BinaryMap.of': {
      good: [row.getArray(4), row.getArray(4)],
      call: (keys, values) => BinaryMap.of(keys, values),
    },
    'BinaryString.from': { good: ['a'], call: (text) => BinaryString.from(text) },
    'BinaryString.fromBytes': { good: [new Uint8Array(1)], call: (bytes) => BinaryString.fromBytes(bytes) },
    binaryRowType: { good: [{ x: int }, { kind: 'op' }], call: (of, options) => binaryRowType(of, options) },
    binaryRowTypeOf: { good: [type.description], call: (description) => binaryRowTypeOf(description) },
    'columns.long': { good: [{ as: 'number' }], call: (options) => columns.long(options) },
    'columns.decimal': { good: [4, 2], call: (precision, scale) => columns.decimal(precision, scale) },
    'columns.timestamp': { good: [4], call: (precision) => columns.timestamp(precision) },
    'columns.timestampLtz': { good: [4], call: (precision) => columns.timestampLtz(precision) },
    'columns.array': { good: [int], call: (element) => columns.array(element) },
    'columns.map': { good: [int, int], call: (key, to) => columns.map(key, to) },
    'columns.row': { good: [nested, { kind: 'op' }], call: (of, options) => columns.row(of, options) },
    'columns.nullable': { good: [int], call: (column) => columns.nullable(column) },
  });

  it('throws errors with codes for hostile arguments', async () => {
    expect(await misbehavior(calls)).toEqual([]);
  });
});

describe('a column', () => {
  const cases: readonly (readonly [string, BinaryColumn<never>, number, unknown])[] = [
    ['int', int as never, 0, 1],
    ['boolean', columns.boolean() as never, 0, true],
    ['long', columns.long() as never, 0, 1n],
    ['long as number', columns.long({ as: 'number' }) as never, 0, 1],
    ['date', columns.date() as never, 0, LocalDate.of(2026, 1, 1)],
    ['time', columns.time() as never, 0, LocalTime.of(1, 2)],
    ['string', columns.string() as never, 1, 'a text that is long'],
    ['bytes', columns.bytes() as never, 1, new Uint8Array(20)],
    ['decimal(30, 2)', columns.decimal(30, 2) as never, 2, Decimal.of('1')],
    ['decimal(5, 2)', columns.decimal(5, 2) as never, 0, Decimal.of('1')],
    ['timestampLtz(9)', columns.timestampLtz(9) as never, 3, Instant.of(1n)],
    ['array', columns.array(int) as never, 4, [1]],
    ['map', columns.map(columns.string(), int) as never, 5, new Map([['a text that is long', 1]])],
    ['row', columns.row(nested) as never, 6, { x: 1 }],
    ['nullable', columns.nullable(columns.array(int)) as never, 4, [1]],
  ];

  it.each(cases)('of %s throws errors with codes for hostile arguments', async (_, column, index, good) => {
    const first = {};
    const calls = (): Record<string, HostileCall> => {
      const writer = makeWriter();
      return {
        write: {
          good: [first, index, good],
          call: (target, at, given) => column.write(target === (first as never) ? writer : target, at, given),
          state: () => bytesOf(writer.complete()),
        },
        read: { good: [makeRow(), index], call: (fields, at) => column.read(fields, at) },
      };
    };
    expect(await misbehavior(calls)).toEqual([]);
  });

  it.each<[string, () => unknown]>([
    ['null as a writer', () => int.write(null as never, 0, 1)],
    ['a row as a writer', () => int.write(makeRow() as never, 0, 1)],
    ['null as fields', () => int.read(null as never, 0)],
    ['a writer as fields', () => int.read(makeWriter() as never, 0)],
  ])('says what is wrong with %s', (_, call) => {
    expect(call).toThrowError(
      expect.objectContaining({
        code: 'ERR_INVALID_ARGUMENT',
        fields: expect.objectContaining({ value: expect.any(String) }),
      }),
    );
  });
});

describe('an index', () => {
  const indexes = [
    Symbol('0'),
    '0',
    1n,
    Number.NaN,
    -1,
    7,
    8,
    0.5,
    2 ** 32,
    Infinity,
    null,
    undefined,
    {},
    [0],
    Object.create(null),
  ];
  const elements = makeElements();
  const calls: Record<string, (index: never) => unknown> = {};
  for (const name of Object.keys(fields)) {
    if (!/^([gs]et|isNullAt|part)/.test(name)) continue;
    const [, ...rest] = (fields as unknown as Record<string, unknown[]>)[name] as unknown[];
    calls[`row.${name}`] = (index) =>
      (row as never as Record<string, (...args: unknown[]) => unknown>)[name]?.(index, ...rest);
    calls[`array.${name}`] = (index) =>
      (elements as never as Record<string, (...args: unknown[]) => unknown>)[name]?.(index === 7 ? 8 : index, ...rest);
  }

  it.each(Object.entries(calls))('that is none is refused by %s, which changes nothing', (_, call) => {
    const before = [bytesOf(row), bytesOf(elements)];
    for (const index of indexes) {
      expect(() => call(index as never)).toThrowError(expect.objectContaining({ code: 'ERR_INDEX_OUT_OF_BOUNDS' }));
    }
    expect([bytesOf(row), bytesOf(elements)]).toEqual(before);
  });
});

describe('a batch', () => {
  const { sizeInBytes } = row;
  it.each<[string, unknown, unknown]>([
    ['positions of bytes', segmentOf(row), new Uint8Array(2)],
    ['positions in a list', segmentOf(row), [0, sizeInBytes]],
    ['positions of unsigned numbers', segmentOf(row), Uint32Array.of(0, sizeInBytes)],
    ['an odd number of positions', segmentOf(row), Int32Array.of(0, sizeInBytes, 0)],
    ['no positions', segmentOf(row), null],
    ['bytes as memory', new Uint8Array(8), positions()],
    ['null as memory', null, positions()],
    ['null among the memory', [segmentOf(row), null], positions()],
  ])('is not made of %s', (_, memory, at) => {
    expect(() => type.createBatch(memory as never, at as never)).toThrowError(
      expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT' }),
    );
  });

  it.each<[string, number[], string]>([
    ['beyond the memory', [8, sizeInBytes], 'ERR_INDEX_OUT_OF_BOUNDS'],
    ['at a negative offset', [-8, sizeInBytes], 'ERR_INDEX_OUT_OF_BOUNDS'],
    ['of a negative size', [0, -1], 'ERR_CORRUPT_DATA'],
    ['of too few bytes', [0, 8], 'ERR_CORRUPT_DATA'],
  ])('with a row %s says which, and writes nothing', async (_, at, code) => {
    const given = Int32Array.of(0, sizeInBytes, ...at);
    const batch = type.createBatch(segmentOf(row), given);
    const target = MemorySegment.wrap(new Uint8Array(64).fill(7));
    const error = expect.objectContaining({ code, fields: expect.objectContaining({ row: 1 }) });
    await expect(batch.sort(comparator)).rejects.toThrowError(error);
    expect(() => batch.hashCodes()).toThrowError(error);
    expect(() => batch.keyHashes(comparator)).toThrowError(error);
    expect(() => batch.putNormalizedKeys(comparator, 8, target)).toThrowError(error);
    expect(given).toEqual(Int32Array.of(0, sizeInBytes, ...at));
    expect(target.getLong(0)).toBe(0x0707070707070707n);
  });

  it('refuses a comparator of typed rows, one of another arity, and a target that is too small', async () => {
    const batch = type.createBatch(segmentOf(row), positions());
    const typed = types.row({ x: types.int() }).createComparator([ascending('x')]);
    const other = binaryRowType(nested).createComparator(ascending('x'));
    for (const wrong of [typed, other, null, { arity: 7 }]) {
      const error = expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT' });
      await expect(batch.sort(wrong as never)).rejects.toThrowError(error);
      expect(() => batch.keyHashes(wrong as never)).toThrowError(error);
    }
    const small = MemorySegment.wrap(new Uint8Array(15));
    expect(() => batch.putNormalizedKeys(comparator, 8, small)).toThrowError(
      expect.objectContaining({ code: 'ERR_INDEX_OUT_OF_BOUNDS' }),
    );
  });
});
