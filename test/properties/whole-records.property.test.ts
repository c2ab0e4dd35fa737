import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  DataOutputSerializer,
  Decimal,
  Instant,
  LocalDateTime,
  LocalTime,
  SqlTimestamp,
  types,
} from '../../lib/index.ts';
import { failureOf } from '../contracts/failure.ts';
import { type Typed, typedValues } from '../fixtures/typed-values.ts';

/** Atoms that are written in several steps. */
const inSteps: readonly Typed[] = [
  { type: types.string(), values: fc.string({ unit: 'binary', minLength: 1, maxLength: 400 }) },
  { type: types.string(), values: fc.constantFrom('é'.repeat(40_000), 'x'.repeat(40_000)) },
  { type: types.decimal(), values: fc.bigInt().map((unscaled) => Decimal.of(String(unscaled))) },
  { type: types.bigint(), values: fc.bigInt() },
  { type: types.instant(), values: fc.bigInt(0n, 9n ** 10n).map((second) => Instant.of(second, 5)) },
  { type: types.localTime(), values: fc.constant(LocalTime.of(1, 2, 3, 4)) },
  { type: types.sqlTimestamp(), values: fc.constant(SqlTimestamp.of(1234)) },
  { type: types.localDateTime(), values: fc.constant(LocalDateTime.parse('2026-01-02T03:04:05.000000006')) },
  { type: types.generic(), values: fc.object() },
];

const withValue = fc
  .oneof(typedValues, fc.constantFrom(...inSteps))
  .chain(({ type, values }) => fc.tuple(fc.constant(type), values));

it('writes all of a record into an array that ends, or nothing', () => {
  fc.assert(
    fc.property(withValue, fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean(), ([type, value], part, again) => {
      const { length } = type.encode(value);
      const room = Math.floor(part * length);
      const output = new DataOutputSerializer(new Uint8Array(room + 3));
      output.writeShort(0x5a5a);
      const serializer = type.createSerializer();
      if (length <= room + 1) {
        serializer.serialize(value, output);
        expect(output.length).toBe(2 + length);
        return;
      }
      expect(failureOf(() => serializer.serialize(value, output)).code).toBe('ERR_OUTPUT_FULL');
      expect(output.length).toBe(2);
      // Nothing of it is left in the serializer either.
      if (again) expect(type.encode(value).length).toBe(length);
    }),
    { numRuns: 300 },
  );
});
