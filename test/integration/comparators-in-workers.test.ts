import { expect, it } from 'vitest';
import {
  ascending,
  DataInputDeserializer,
  Decimal,
  descending,
  Instant,
  LocalDate,
  LocalDateTime,
  LocalTime,
  MemorySegment,
  type Order,
  SqlTimestamp,
  type TypeInformation,
  types,
} from '../../lib/index.ts';
import { messagesOf, startLibraryWorker } from '../fixtures/library-script.ts';

interface Ordered {
  readonly type: TypeInformation<unknown>;
  readonly orders: readonly Order[];
  readonly values: readonly unknown[];
}

const BOTH: readonly Order[] = ['ascending', 'descending'];
const atom = <T>(type: TypeInformation<T>, ...values: readonly T[]): Ordered => ({ type, orders: BOTH, values });

const date = LocalDate.of(2026, 11, 21);
const numbers = [-128, -1, 0, 1, 127];
const kinds: readonly Ordered[] = [
  atom(types.boolean(), false, true),
  atom(types.byte(), ...numbers),
  atom(types.short(), ...numbers, 32_767),
  atom(types.char(), '\0', 'a', '\ud800', '\uffff'),
  atom(types.int(), ...numbers, -(2 ** 31)),
  atom(types.long(), -(2n ** 63n), -1n, 0n, 2n ** 63n - 1n),
  atom(types.long({ as: 'number' }), ...numbers, 2 ** 53 - 1),
  atom(types.float(), ...numbers, -0, Number.NaN, 0.1),
  atom(types.double(), ...numbers, -0, Number.NaN, 0.1),
  atom(types.string(), '', 'a', 'ab', 'ä', '\ud800', '😀'),
  atom(types.bigint(), -(10n ** 40n), -1n, 0n, 10n ** 40n),
  atom(types.decimal(), Decimal.of('-1e40'), Decimal.of('1.0'), Decimal.of('1.00'), Decimal.of('2')),
  atom(types.date(), new Date(-1), new Date(0), new Date(8.64e15)),
  atom(types.sqlDate(), new Date(-1), new Date(0)),
  atom(types.sqlTime(), new Date(-1), new Date(0)),
  atom(types.sqlTimestamp(), SqlTimestamp.of(-1), SqlTimestamp.of(0, 1), SqlTimestamp.of(5)),
  atom(types.instant(), Instant.of(-1n, 5), Instant.of(0n), Instant.of(0n, 1)),
  atom(types.localDate(), LocalDate.of(-5, 1, 1), date, LocalDate.of(2026, 12, 1)),
  atom(types.localTime(), LocalTime.of(0, 0), LocalTime.of(0, 0, 0, 1), LocalTime.of(23, 59)),
  atom(types.localDateTime(), LocalDateTime.of(date, LocalTime.of(1, 0)), LocalDateTime.of(date, LocalTime.of(2, 0))),
  atom(types.enum('b', 'a', '__proto__'), 'b', 'a', '__proto__'),
  atom(types.nullable(types.int()), 1, 2),
  atom(types.primitiveArray('int'), Int32Array.of(), Int32Array.of(1), Int32Array.of(1, 2)),
  {
    type: types.tuple(types.int(), types.string()),
    orders: [...BOTH, [descending(1), ascending(0)]],
    values: [
      [1, 'b'],
      [2, 'a'],
    ],
  },
  {
    type: types.row({ a: types.nullable(types.int()), b: types.tuple(types.string()) }),
    orders: [ascending('a'), [descending('b.0'), ascending('a')]],
    values: [
      { a: null, b: ['x'] },
      { a: 1, b: ['y'] },
      { a: 2, b: ['x'] },
    ],
  },
  {
    type: types.pojo('com.example.P', { a: types.int(), b: types.string() }),
    orders: [descending('b'), [ascending('a'), ascending('b')]],
    values: [
      { a: 1, b: 'x' },
      { a: 1, b: 'y' },
    ],
  },
];

/** All that a comparator says of values; the code runs here and, as text, in the worker. */
const answersOf = `({ DataInputDeserializer, MemorySegment }, comparator, type, encoded) => {
  const values = encoded.map((bytes) => type.decode(bytes));
  const keyBytes = Number.isFinite(comparator.normalizedKeyLength) ? comparator.normalizedKeyLength : 20;
  const each = (pair) => values.map((_, i) => values.map((_, j) => Math.sign(pair(i, j))));
  const input = (i) => new DataInputDeserializer(encoded[i]);
  return {
    description: comparator.description,
    orders: each((i, j) => comparator.compare(values[i], values[j])),
    serialized: each((i, j) => comparator.compareSerialized(input(i), input(j))),
    hashes: values.map((value) => comparator.hash(value)),
    extracted: values.map((value) => comparator.extractKeys(value).map(String)),
    inverted: comparator.invertNormalizedKey,
    keyLength: comparator.normalizedKeyLength,
    prefix: comparator.isNormalizedKeyPrefixOnly(keyBytes),
    keys: !comparator.supportsNormalizedKey ? [] : values.map((value) => {
      const target = MemorySegment.wrap(new Uint8Array(keyBytes));
      comparator.putNormalizedKey(value, target, 0, keyBytes);
      return Array.from({ length: keyBytes }, (_, at) => target.getByte(at));
    }),
  };
}`;

type Answers = (
  library: { readonly DataInputDeserializer: unknown; readonly MemorySegment: unknown },
  comparator: unknown,
  type: TypeInformation<unknown>,
  encoded: readonly Uint8Array[],
) => unknown;

it('comparators of every kind answer in a worker, made anew from their descriptions, as they do here', async () => {
  const answers = new Function(`return ${answersOf}`)() as Answers;
  const cases = kinds.flatMap(({ type, orders, values }) =>
    orders.map((order) => ({
      type,
      comparator: type.createComparator(order),
      encoded: values.map((v) => type.encode(v)),
    })),
  );
  const expected = cases.map(({ type, comparator, encoded }) =>
    answers({ DataInputDeserializer, MemorySegment }, comparator, type, encoded),
  );

  const work = cases.flatMap(({ comparator: { description }, encoded }) => [
    { description, encoded },
    { description: JSON.parse(JSON.stringify(description)) as unknown, encoded },
  ]);
  const code = `
    const answersOf = ${answersOf};
    parentPort.postMessage(workerData.work.map(({ description, encoded }) =>
      answersOf(offheap, offheap.comparatorOf(description), offheap.typeOf(description.type), encoded)));
  `;
  const [message] = await messagesOf(startLibraryWorker('js', code, { work }));
  expect(message).toEqual(expected.flatMap((each) => [each, each]));
});
