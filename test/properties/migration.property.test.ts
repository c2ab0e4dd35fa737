import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  checkCompatibility,
  DataInputDeserializer,
  DataOutputSerializer,
  migrationFrom,
  type TypeInformation,
  types,
} from '../../lib/index.ts';
import { failureOf } from '../contracts/failure.ts';
import { orNull, typedValues } from '../fixtures/typed-values.ts';

type AnyType = TypeInformation<unknown>;

/** A type, what has become of it, and what its values are then. */
interface Evolved {
  readonly old: AnyType;
  readonly current: AnyType;
  readonly values: fc.Arbitrary<unknown>;
  readonly become: (value: unknown) => unknown;
}

const same = (value: unknown): unknown => value;
const unchanged = typedValues.map(({ type, values }): Evolved => ({ old: type, current: type, values, become: same }));
const reordered = fc
  .tuple(fc.shuffledSubarray(['a', 'b', 'c'], { minLength: 3 }), fc.boolean())
  .map(([constants, more]): Evolved => {
    const current = types.enum(...(more ? [...constants, 'd'] : constants)) as AnyType;
    return { old: types.enum('a', 'b', 'c') as AnyType, current, values: fc.constantFrom('a', 'b', 'c'), become: same };
  });

/** What becomes of one field. */
const field = (evolved: fc.Arbitrary<Evolved>) =>
  fc.tuple(evolved, fc.constantFrom('kept', 'kept', 'nullable', 'now nullable', 'removed', 'added'), fc.nat());

interface Fields {
  readonly old: Record<string, AnyType>;
  readonly current: Record<string, AnyType>;
  readonly values: fc.Arbitrary<Record<string, unknown>>;
  readonly become: (value: unknown) => unknown;
}

function fieldsOf(parts: readonly (readonly [Evolved, string, number])[]): Fields {
  const named = parts.map(([part, fate, rank], i) => ({
    ...part,
    fate,
    rank,
    name: ['x', 'toString', '__proto__'][i] ?? `f${i}`,
  }));
  const before = named.filter(({ fate }) => fate !== 'added');
  const after = named.filter(({ fate }) => fate !== 'removed').toSorted((a, b) => a.rank - b.rank);
  const make = <T>(entries: readonly (readonly [string, T])[]): Record<string, T> => Object.fromEntries(entries);
  return {
    old: make(before.map(({ name, old, fate }) => [name, fate === 'nullable' ? orNull(old) : old])),
    current: make(after.map(({ name, current, fate }) => [name, fate === 'kept' ? current : orNull(current)])),
    values: fc
      .tuple(...before.map(({ values, fate }) => (fate === 'nullable' ? fc.option(values) : values)))
      .map((all) => make(all.map((value, i) => [before[i]?.name as string, value]))),
    become: (value) => {
      return make(
        after.map(({ name, fate, become }) => {
          const was = Object.getOwnPropertyDescriptor(value, name)?.value;
          return [name, fate === 'added' || was === null ? null : become(was)];
        }),
      );
    },
  };
}

const { evolved } = fc.letrec<{ evolved: Evolved }>((tie) => ({
  evolved: fc.oneof(
    { maxDepth: 3 },
    unchanged,
    reordered,
    tie('evolved').map(({ old, current, values, become }) => ({
      old,
      current: orNull(current),
      values,
      become: (value: unknown) => (value === null ? null : become(value)),
    })),
    tie('evolved').map(({ old, current, values, become }) => ({
      old: types.list(old) as AnyType,
      current: types.list(current) as AnyType,
      values: fc.array(values, { maxLength: 3 }),
      become: (value: unknown) => (value as unknown[]).map(become),
    })),
    tie('evolved').map(({ old, current, values, become }) => ({
      old: types.map(types.int(), old) as AnyType,
      current: types.map(types.int(), orNull(current)) as AnyType,
      values: fc.array(fc.tuple(fc.integer(), values), { maxLength: 3 }).map((entries) => new Map(entries)),
      become: (value: unknown) =>
        new Map([...(value as Map<number, unknown>)].map(([key, part]) => [key, part === null ? null : become(part)])),
    })),
    fc.tuple(tie('evolved'), tie('evolved')).map(([a, b]) => ({
      old: types.tuple(a.old, b.old) as AnyType,
      current: types.tuple(a.current, b.current) as AnyType,
      values: fc.tuple(a.values, b.values),
      become: (value: unknown) => [a.become((value as unknown[])[0]), b.become((value as unknown[])[1])],
    })),
    fc.tuple(tie('evolved'), tie('evolved')).map(([a, b]) => ({
      old: types.either(a.old, b.old) as AnyType,
      current: types.either(a.current, b.current) as AnyType,
      values: fc.oneof(fc.record({ left: a.values }), fc.record({ right: b.values })),
      become: (value: unknown) => {
        const either = value as { left: unknown } | { right: unknown };
        return 'left' in either ? { left: a.become(either.left) } : { right: b.become(either.right) };
      },
    })),
    fc.tuple(fc.array(field(tie('evolved')), { maxLength: 9 }), fc.boolean()).map(([parts, pojo]) => {
      const { old, current, values, become } = fieldsOf(parts);
      const make = (fields: Record<string, AnyType>) => (pojo ? types.pojo('P', fields) : types.row(fields)) as AnyType;
      return { old: make(old), current: make(current), values, become };
    }),
  ),
}));

const withValue = evolved.chain((all) => fc.tuple(fc.constant(all), all.values));

function rewritten(old: AnyType, current: AnyType, value: unknown): Uint8Array {
  const output = new DataOutputSerializer(1);
  const migration = migrationFrom(old.createSerializer().snapshot(), current.createSerializer());
  migration.migrate(new DataInputDeserializer(old.encode(value)), output);
  return output.copyOfBuffer();
}

it('writes what the new type would have written of the values', () => {
  fc.assert(
    fc.property(withValue, ([{ old, current, become }, value]) => {
      const { result } = checkCompatibility(old.createSerializer().snapshot(), current.createSerializer());
      expect(result).not.toBe('incompatible');
      expect(rewritten(old, current, value)).toEqual(current.encode(become(value)));
      if (result === 'compatible') expect(current.decode(old.encode(value))).toEqual(become(value));
    }),
    { numRuns: 250 },
  );
});

it('does with any two types what they are judged to allow', () => {
  const pairs = fc.tuple(fc.oneof(evolved, unchanged), fc.oneof(evolved, unchanged), fc.boolean());
  const any = pairs.chain(([a, b, back]) =>
    back
      ? fc.tuple(fc.constant([a.current, a.old] as const), a.values.map(a.become))
      : fc.tuple(fc.constant([a.old, b.current] as const), a.values),
  );
  fc.assert(
    fc.property(any, ([[old, current], value]) => {
      const judged = checkCompatibility(old.createSerializer().snapshot(), current.createSerializer());
      if (judged.result === 'incompatible') {
        expect(failureOf(() => rewritten(old, current, value))).toEqual({
          code: 'ERR_INCOMPATIBLE_SNAPSHOT',
          reason: judged.reason,
        });
        return;
      }
      const bytes = rewritten(old, current, value);
      expect(current.encode(current.decode(bytes))).toEqual(bytes);
      if (judged.result === 'compatible') expect(current.decode(old.encode(value))).toEqual(current.decode(bytes));
    }),
    { numRuns: 250 },
  );
});
