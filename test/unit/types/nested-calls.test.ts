import { describe, expect, it } from 'vitest';
import {
  ascending,
  DataInputDeserializer,
  type DataInputView,
  type DataOutputView,
  MemorySegment,
  PagedInputView,
  type TypeComparator,
  type TypeInformation,
  type TypeSerializer,
  types,
} from '../../../lib/index.ts';

/** A tree: a row with more fields than one byte of its mask has, the last of them its children, rows of the same type. */
interface Tree {
  readonly name: string | null;
  readonly fields: readonly (number | null)[];
  readonly children: readonly Tree[];
}
type TreeRow = Record<string, unknown>;

let treeSerializer: TypeSerializer<TreeRow>;
let treeComparator: TypeComparator<TreeRow>;

function writeChildren(children: readonly TreeRow[], target: DataOutputView): void {
  target.writeByte(children.length);
  for (const child of children) treeSerializer.serialize(child, target);
}

function readChildren(source: DataInputView): TreeRow[] {
  return Array.from({ length: source.readUnsignedByte() }, () => treeSerializer.deserialize(source));
}

const children = types.value<readonly TreeRow[]>('nested-calls/children', {
  serialize: writeChildren,
  deserialize: readChildren,
  compare(a, b) {
    for (let i = 0; i < Math.min(a.length, b.length); i++) {
      const encoded = [a[i], b[i]].map((row) => new DataInputDeserializer(tree.encode(row as TreeRow)));
      const order = treeComparator.compareSerialized(encoded[0] as DataInputView, encoded[1] as DataInputView);
      if (order !== 0) return order;
    }
    return a.length - b.length;
  },
  hash: (value) => value.length,
});

const maybe = types.nullable(types.int());
const numbers = Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`f${i}`, maybe]));
const tree = types.row({
  first: children,
  name: types.nullable(types.string()),
  ...numbers,
  rest: children,
}) as unknown as TypeInformation<TreeRow>;
treeSerializer = tree.createSerializer();

const rowOf = ({ name, fields, children }: Tree): TreeRow => ({
  first: children.slice(0, 1).map(rowOf),
  name,
  ...Object.fromEntries(fields.map((value, i) => [`f${i}`, value])),
  rest: children.slice(1).map(rowOf),
});
const leaf = (name: string | null, ...fields: (number | null)[]): Tree => ({
  name,
  fields: Array.from({ length: 8 }, (_, i) => fields[i] ?? null),
  children: [],
});
const node = (name: string | null, fields: (number | null)[], ...children: Tree[]): Tree => ({
  ...leaf(name, ...fields),
  children,
});

describe('a row whose values hold rows of the same type', () => {
  const deep = rowOf(
    node(null, [1, null, 3, null, 5, null, 7, null], node('b', [], leaf(null, 1, 2, 3)), leaf('c', 4)),
  );

  it('is read and passed on with a mask of its own', () => {
    const bytes = tree.encode(deep);
    expect(tree.decode(bytes)).toEqual(deep);
    expect(treeSerializer.deserialize(new DataInputDeserializer(bytes))).toEqual(deep);
  });

  it.each([
    ['in the order of the fields', [ascending('first'), ascending('name'), ascending('f7')]],
    ['in another order', [ascending('first'), ascending('f7'), ascending('name')]],
  ])('is compared as bytes with nulls of its own, %s', (_, order) => {
    treeComparator = tree.createComparator(order);
    const some = [
      node('a', [1, 2, 3, 4, 5, 6, 7, 8], leaf(null)),
      node(null, [1, 2, 3, 4, 5, 6, 7, null], leaf('x', 1, 2, 3, 4, 5, 6, 7, 8)),
      node('a', [1, 2, 3, 4, 5, 6, 7, null], leaf(null)),
      node(null, [], node('y', [], leaf('z'))),
      leaf(null),
    ].map(rowOf);
    for (const a of some) {
      for (const b of some) {
        const left = new DataInputDeserializer(tree.encode(a));
        const right = new DataInputDeserializer(tree.encode(b));
        expect(Math.sign(treeComparator.compareSerialized(left, right))).toBe(Math.sign(treeComparator.compare(a, b)));
      }
    }
  });
});

describe('pages that compare others of the same type when they are asked for the next', () => {
  const longs = [
    ['long', types.long(), BigInt],
    ['long as number', types.long({ as: 'number' }), Number],
    ['date', types.date(), (number: number) => new Date(number)],
  ] as unknown as readonly (readonly [string, TypeInformation<unknown>, (number: number) => unknown])[];

  it.each(longs)('leave %s as they were read', (_, type, value) => {
    const comparator = type.createComparator();
    const input = (number: number) => new DataInputDeserializer(type.encode(value(number)));
    const paged = (number: number): PagedInputView => {
      const bytes = type.encode(value(number));
      const pages = [bytes.slice(0, 4), bytes.slice(4)].map((page) => ({
        segment: MemorySegment.wrap(page),
        limit: 4,
      }));
      return new PagedInputView({
        nextSegment() {
          expect(comparator.compareSerialized(input(9), input(8))).toBeGreaterThan(0);
          return pages.shift();
        },
      });
    };
    expect(Math.sign(comparator.compareSerialized(paged(1), paged(2)))).toBe(-1);
    expect(Math.sign(comparator.compareSerialized(paged(2), paged(2)))).toBe(0);
    expect(Math.sign(comparator.compareSerialized(input(1), paged(2)))).toBe(-1);
  });
});
