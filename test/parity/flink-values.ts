import type { TypeInformation } from '../../lib/types/type-information.ts';
import { types } from '../../lib/types/types.ts';
import type { DataInputView } from '../../lib/views/data-input-view.ts';
import type { DataOutputView } from '../../lib/views/data-output-view.ts';

type AnyType = TypeInformation<unknown>;
type ValueDefinition = Parameters<typeof types.value<unknown>>[1];

/** Values of Flink as a user would define them: by the type that has most of their form, and what is different. */
const LIKE: Readonly<Record<string, readonly [AnyType, Partial<ValueDefinition>?]>> = {
  BooleanValue: [types.boolean() as AnyType, { hash: (value) => Number(value) }],
  ByteValue: [types.byte() as AnyType],
  ShortValue: [types.short() as AnyType],
  CharValue: [types.char() as AnyType],
  IntValue: [types.int() as AnyType],
  LongValue: [
    types.long() as AnyType,
    {
      hash: (value) =>
        (types
          .long()
          .createComparator()
          .hash(value as bigint) +
          43) |
        0,
    },
  ],
  FloatValue: [types.float() as AnyType, { compare: compareNumbers }],
  DoubleValue: [
    types.double() as AnyType,
    {
      compare: compareNumbers,
      hash: (value) =>
        (types
          .double()
          .createComparator()
          .hash(value as number) +
          31) |
        0,
    },
  ],
  StringValue: [types.string() as AnyType, { serialize: writeText, deserialize: readText }],
};
const PACKAGE = 'org.apache.flink.types.';

/** A Value of the generator's own: Point.java. */
const POINT = 'offheap.parity.Point';

interface Point {
  readonly x: number;
  readonly label: string;
}

/** The type that has the JSON form of a value of Flink, or undefined. */
export function typeLike(name: string): AnyType | undefined {
  return LIKE[name.slice(PACKAGE.length)]?.[0];
}

export function registerFlinkValues(): void {
  for (const [name, [type, own = {}]] of Object.entries(LIKE)) {
    types.value<unknown>(`${PACKAGE}${name}`, { ...definitionFrom(type), ...own });
  }
  types.value<Point>(POINT, {
    minLength: 6,
    serialize(point, target) {
      target.writeInt(point.x);
      target.writeUTF(point.label);
    },
    deserialize: (source) => ({ x: source.readInt(), label: source.readUTF() }),
  });
}

function definitionFrom(type: AnyType): ValueDefinition {
  const serializer = type.createSerializer();
  const comparator = type.createComparator();
  const hasKeys = type.kind !== 'float' && type.kind !== 'double';
  return {
    length: serializer.length,
    minLength: serializer.minLength,
    serialize: (value, target) => serializer.serialize(value, target),
    deserialize: (source) => serializer.deserialize(source),
    compare: (a, b) => comparator.compare(a, b),
    hash: (value) => comparator.hash(value),
    ...(hasKeys
      ? {
          normalizedKeyLength: comparator.normalizedKeyLength,
          putNormalizedKey: (value, target, offset, length) =>
            comparator.putNormalizedKey(value, target, offset, length),
        }
      : {}),
  };
}

/** NaN is the same as everything. */
function compareNumbers(a: unknown, b: unknown): number {
  return (a as number) < (b as number) ? -1 : (a as number) > (b as number) ? 1 : 0;
}

/** As a string, but that there is no null: the length is not one more. */
function writeText(value: unknown, target: DataOutputView): void {
  const text = value as string;
  writeVarint(text.length, target);
  for (let i = 0; i < text.length; i++) writeVarint(text.charCodeAt(i), target);
}

function readText(source: DataInputView): string {
  let text = '';
  for (let rest = readVarint(source); rest > 0; rest--) text += String.fromCharCode(readVarint(source));
  return text;
}

function writeVarint(value: number, target: DataOutputView): void {
  let rest = value;
  for (; rest >= 0x80; rest >>>= 7) target.writeByte(rest | 0x80);
  target.writeByte(rest);
}

function readVarint(source: DataInputView): number {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = source.readUnsignedByte();
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return value;
  }
}
