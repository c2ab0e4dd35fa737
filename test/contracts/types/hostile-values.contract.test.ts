import { describe, expect, it } from 'vitest';
import { OffheapError } from '../../../lib/errors/offheap-error.ts';
import { MemorySegment } from '../../../lib/memory/memory-segment.ts';
import { binaryRowType } from '../../../lib/rows/binary-row-type.ts';
import { columns } from '../../../lib/rows/columns/columns.ts';
import type { TypeInformation } from '../../../lib/types/type-information.ts';
import type { TypeSerializer } from '../../../lib/types/type-serializer.ts';
import { types } from '../../../lib/types/types.ts';
import type { LocalDate } from '../../../lib/types/values/local-date.ts';
import { DataOutputSerializer } from '../../../lib/views/data-output-serializer.ts';
import { forgedValues, genuine, hostileValues } from '../../fixtures/hostile-values.ts';
import { failureOf } from '../failure.ts';

/** Every kind of atoms, and a value of it. */
const atoms: readonly (readonly [type: TypeInformation<unknown>, value: unknown])[] = [
  [types.boolean(), true],
  [types.byte(), 1],
  [types.short(), 1],
  [types.char(), 'a'],
  [types.int(), 1],
  [types.long(), 1n],
  [types.long({ as: 'number' }), 1],
  [types.float(), 1],
  [types.double(), 1],
  [types.string(), 'a'],
  [types.bigint(), 1n],
  [types.decimal(), genuine.Decimal],
  [types.date(), new Date(1)],
  [types.sqlDate(), new Date(1)],
  [types.sqlTime(), new Date(1)],
  [types.sqlTimestamp(), genuine.SqlTimestamp],
  [types.instant(), genuine.Instant],
  [types.localDate(), genuine.LocalDate],
  [types.localTime(), genuine.LocalTime],
  [types.localDateTime(), genuine.LocalDateTime],
  [types.enum('a', '1'), 'a'],
  [types.void(), null],
];

const CODES = /^ERR_(TYPE_MISMATCH|NULL_FIELD|NULL_KEY_FIELD|UNSAFE_INTEGER)$/;
const KEY_BYTES = 16;
const untouched = MemorySegment.wrap(new Uint8Array(KEY_BYTES).fill(0x5a));

/** Whether it was refused, with an error of ours; any other error goes on, with the name of the value. */
function refused(name: string, act: () => unknown): boolean {
  try {
    act();
    return false;
  } catch (error) {
    if (!(error instanceof OffheapError)) throw new Error(name, { cause: error });
    expect(error.code, name).toMatch(CODES);
    return true;
  }
}

describe.each(atoms.map(([type, value]) => [type.toString(), type, value] as const))('%s', (_, type, good) => {
  const serializer = type.createSerializer();
  const isNotWritable = (name: string, value: unknown) =>
    refused(name, () => serializer.serialize(value, new DataOutputSerializer(64)));

  it('writes whatever value whole, or refuses it and has written nothing', () => {
    for (const [name, value] of hostileValues) {
      const output = new DataOutputSerializer(64);
      const isRefused = refused(name, () => serializer.serialize(value, output));
      if (isRefused) expect(output.length, name).toBe(0);
      else expect(output.length, name).toBeGreaterThanOrEqual(serializer.minLength);
      expect(
        refused(name, () => type.encode(value)),
        name,
      ).toBe(isRefused);
      expect(type.decode(type.encode(good)), name).toEqual(good);
    }
  });

  it('copies whatever value, or refuses it', () => {
    for (const [name, value] of hostileValues) refused(name, () => serializer.copy(value));
  });

  if (type.kind !== 'void') {
    it('writes whatever value as one that may be null, or refuses it', () => {
      const nullable = types.nullable(type);
      for (const [name, value] of hostileValues) {
        const isNull = value === null || value === undefined;
        const isRefused = refused(name, () => nullable.encode(value));
        expect(isRefused, name).toBe(!isNull && isNotWritable(name, value));
      }
    });
  }

  if (type.isKeyType) {
    it.each(['ascending', 'descending'] as const)(
      'has a place for what can be written, and for that alone, %s',
      (order) => {
        const comparator = type.createComparator(order);
        for (const [name, value] of hostileValues) {
          const target = MemorySegment.wrap(new Uint8Array(KEY_BYTES).fill(0x5a));
          const isRefused = isNotWritable(name, value);
          const refusals = [
            () => comparator.hash(value),
            () => comparator.compare(value, good),
            () => comparator.compare(good, value),
            () => comparator.putNormalizedKey(value, target, 0, KEY_BYTES),
          ].map((act) => refused(name, act));
          expect(refusals, name).toEqual([isRefused, isRefused, isRefused, isRefused]);
          if (isRefused) expect(target.equalTo(untouched, 0, 0, KEY_BYTES), name).toBe(true);
          else expect(comparator.compare(value, value), name).toBe(0);
        }
      },
    );
  }
});

const revokedArray = (() => {
  const { proxy, revoke } = Proxy.revocable([], {});
  revoke();
  return proxy;
})();
const ofLength = (length: unknown) =>
  new Proxy([1], { get: (target, name) => (name === 'length' ? length : Reflect.get(target, name)) });

describe.each([
  ['a list', types.list(types.nullable(types.int()))],
  ['an array', types.array(types.nullable(types.int()))],
  ['an array of texts', types.array(types.string())],
])('%s', (_, type) => {
  const serializer = type.createSerializer() as TypeSerializer<unknown>;
  const noArrays = hostileValues.filter(([name]) => name !== 'an array' && name !== 'an array of a number');

  it('is neither written nor copied from what is no array', () => {
    for (const [name, value] of [...noArrays, ['a revoked array', revokedArray] as const]) {
      const output = new DataOutputSerializer(64);
      expect(
        refused(name, () => serializer.serialize(value, output)),
        name,
      ).toBe(true);
      expect(output.length, name).toBe(0);
      expect(
        refused(name, () => serializer.copy(value)),
        name,
      ).toBe(true);
    }
  });

  it.each([2 ** 31, 2 ** 32 - 1, -1, 0.5, Number.NaN, '1', undefined, {}])(
    'is not written of %s elements',
    (length) => {
      const output = new DataOutputSerializer(64);
      const failure = failureOf(() => serializer.serialize(ofLength(length), output));
      expect(failure).toMatchObject({ code: 'ERR_TYPE_MISMATCH', expected: 'of 0 to 2147483647 elements' });
      expect(output.length).toBe(0);
    },
  );

  it('is not written of more holes than an int counts', () => {
    expect(failureOf(() => type.encode(new Array(2 ** 32 - 1) as never)).code).toBe('ERR_TYPE_MISMATCH');
  });
});

describe('values that our classes have not made', () => {
  const classOf = (value: object) => value.constructor as typeof LocalDate;

  it.each(forgedValues)('are no instances: %s', (_, forged, value) => {
    expect(forged instanceof classOf(value)).toBe(false);
    expect(value instanceof classOf(value)).toBe(true);
  });

  it.each(forgedValues)('equal none and are compared with none: %s', (_, forged, value) => {
    expect((value as LocalDate).equals(forged)).toBe(false);
    expect(failureOf(() => (value as LocalDate).compareTo(forged as LocalDate))).toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
      argument: 'other',
    });
  });

  it.each(forgedValues)('are refused with their path in a row: %s', (_, forged, value) => {
    const [type] = atoms.find(([, good]) => good === value) as (typeof atoms)[number];
    const failure = failureOf(() => types.row({ a: types.list(type) }).encode({ a: [value, forged] }));
    expect(failure).toMatchObject({ code: 'ERR_TYPE_MISMATCH', path: 'a[1]' });
  });

  const row = binaryRowType({
    decimal: columns.nullable(columns.decimal(10, 2)),
    wide: columns.nullable(columns.decimal(38, 2)),
    date: columns.nullable(columns.date()),
    time: columns.nullable(columns.time()),
    timestamp: columns.nullable(columns.timestamp(9)),
    timestampLtz: columns.nullable(columns.timestampLtz(9)),
  });
  const empty = Object.fromEntries(row.description.fields.map(({ name }) => [name, null]));

  it.each(forgedValues)('are refused with their path in a binary row: %s', (_, forged) => {
    for (const { name } of row.description.fields) {
      const failure = failureOf(() => row.encode({ ...empty, [name]: forged } as never));
      expect(failure).toMatchObject({ code: 'ERR_TYPE_MISMATCH', path: name });
    }
  });

  it.each(Object.entries(genuine))('are not to be had from the constructor of %s', (_, value) => {
    for (const part of ['1', Number.NaN, undefined, Symbol('part'), 1e300]) {
      const parts = Object.keys(value).map(() => part);
      expect(failureOf(() => Reflect.construct(classOf(value), parts)).code).toBe('ERR_INVALID_ARGUMENT');
    }
  });
});
