import { describe, expect, it } from 'vitest';
import { BinaryRowSerializer } from '../../../lib/rows/binary-row-serializer.ts';
import { hasOwnNull } from '../../../lib/types/own-null.ts';
import type { PrimitiveKind } from '../../../lib/types/type-description.ts';
import type { TypeInformation } from '../../../lib/types/type-information.ts';
import { typeOf } from '../../../lib/types/type-of.ts';
import { types } from '../../../lib/types/types.ts';
import type { DataInputView } from '../../../lib/views/data-input-view.ts';
import type { DataOutputView } from '../../../lib/views/data-output-view.ts';
import { atomicTypes } from '../../fixtures/atomic-types.ts';

const valueForm = {
  serialize: (value: number, target: DataOutputView) => target.writeByte(value),
  deserialize: (source: DataInputView) => source.readByte(),
};
const PRIMITIVES: readonly PrimitiveKind[] = ['boolean', 'byte', 'short', 'char', 'int', 'long', 'float', 'double'];

/** Every kind, and types that differ from another in one thing. */
const all = [
  ...atomicTypes,
  types.generic(),
  types.enum('closed', 'open'),
  types.enum('open', 'closed', 'lost'),
  ...PRIMITIVES.map((element) => types.primitiveArray(element)),
  types.primitiveArray('long', { as: 'number' }),
  types.array(types.int()),
  types.array(types.string()),
  types.list(types.int()),
  types.list(types.string()),
  types.list(types.list(types.int())),
  types.nullable(types.int()),
  types.nullable(types.string()),
  types.list(types.nullable(types.int())),
  types.map(types.int(), types.string()),
  types.map(types.string(), types.int()),
  types.map(types.string(), types.nullable(types.int())),
  types.tuple(types.int()),
  types.tuple(types.int(), types.int()),
  types.either(types.int(), types.string()),
  types.either(types.string(), types.int()),
  types.row({ a: types.int(), b: types.string() }),
  types.row({ b: types.string(), a: types.int() }),
  types.row({ a: types.int(), b: types.nullable(types.string()) }),
  types.row({ a: types.int(), b: types.string() }, { kind: 'op' }),
  types.row({ a: types.int(), b: types.string() }, { kind: 'kind' }),
  types.pojo('example.A', { a: types.int(), b: types.string() }),
  types.pojo('example.B', { a: types.int(), b: types.string() }),
  types.pojo('example.A', { a: types.int(), c: types.string() }),
  types.value<number>('serializer-equality/first', valueForm),
  types.value<number>('serializer-equality/second', valueForm),
  types.list(types.value<number>('serializer-equality/first', valueForm)),
] as unknown as readonly TypeInformation<unknown>[];

describe.each(all.map((type) => [type.toString(), type] as const))('serializer of %s', (_, type) => {
  it('is equal to those of its type and to no other', () => {
    const serializer = type.createSerializer();
    for (const other of all) {
      expect(serializer.equals(other.createSerializer()), other.toString()).toBe(other === type);
      const carried = typeOf(structuredClone(other.description)).createSerializer();
      expect(serializer.equals(carried), other.toString()).toBe(other === type);
    }
  });

  it('is not equal to the one that also reads its null', () => {
    const serializer = type.createSerializer();
    if (!hasOwnNull(serializer)) return;
    expect(serializer.equals(serializer.withNull())).toBe(false);
    expect(serializer.withNull().equals(serializer)).toBe(false);
    expect(serializer.withNull().equals(serializer.withNull())).toBe(true);
  });
});

it('rows of one arity have equal serializers', () => {
  const serializer = new BinaryRowSerializer(3);
  expect(serializer.equals(new BinaryRowSerializer(3))).toBe(true);
  expect(serializer.equals(new BinaryRowSerializer(4))).toBe(false);
  expect(serializer.equals({ arity: 3 })).toBe(false);
  expect(serializer.equals(null)).toBe(false);
  expect(types.int().createSerializer().equals(serializer)).toBe(false);
});
