import { describe, expectTypeOf, it } from 'vitest';
import {
  type BinaryColumn,
  type BinaryRow,
  type BinaryRowType,
  binaryRowType,
  binaryRowTypeOf,
  type ColumnValue,
  columns,
  type Decimal,
  type Instant,
  type LocalDate,
  type LocalDateTime,
  type LocalTime,
  type RowKind,
  type RowValue,
  type ValueOf,
} from '../../lib/index.ts';

/** Held by the type checker (`npm run typecheck`): at run time these pass whatever the types are. */
describe('types of binary rows', () => {
  const order = binaryRowType({
    id: columns.long(),
    count: columns.long({ as: 'number' }),
    name: columns.nullable(columns.string()),
    price: columns.decimal(10, 2),
    at: columns.timestamp(9),
    seen: columns.timestampLtz(3),
    day: columns.date(),
    clock: columns.time(),
    tags: columns.array(columns.string()),
    prices: columns.map(columns.string(), columns.nullable(columns.double())),
    place: columns.row({ x: columns.int(), y: columns.int() }),
    photo: columns.bytes(),
  });

  it('are inferred from the columns', () => {
    expectTypeOf<RowValue<typeof order>>().toEqualTypeOf<{
      id: bigint;
      count: number;
      name: string | null;
      price: Decimal;
      at: LocalDateTime;
      seen: Instant;
      day: LocalDate;
      clock: LocalTime;
      tags: string[];
      prices: Map<string, number | null>;
      place: { x: number; y: number };
      photo: Uint8Array;
    }>();
    expectTypeOf<ValueOf<typeof order>>().toEqualTypeOf<RowValue<typeof order>>();
    expectTypeOf(order.toObject).returns.toEqualTypeOf<RowValue<typeof order>>();
    expectTypeOf(order.encode).returns.toEqualTypeOf<BinaryRow>();
    expectTypeOf<ColumnValue<BinaryColumn<string[]>>>().toEqualTypeOf<string[]>();
  });

  it('have the row kind where one is asked for', () => {
    const changes = binaryRowType({ id: columns.int() }, { kind: 'op' });
    expectTypeOf<RowValue<typeof changes>>().toEqualTypeOf<{ id: number; op: RowKind }>();
    const nested = columns.row({ id: columns.int() }, { kind: 'op' });
    expectTypeOf<ColumnValue<typeof nested>>().toEqualTypeOf<{ id: number; op: RowKind }>();
  });

  it('refuse objects with other fields, and names of fields that there are not', () => {
    const point = binaryRowType({ x: columns.int(), y: columns.int() });
    const use = (type: typeof point) => {
      // @ts-expect-error y is missing
      type.encode({ x: 1 });
      // @ts-expect-error y is no text
      type.encode({ x: 1, y: '2' });
      // @ts-expect-error there is no z
      type.indexOf('z');
    };
    expectTypeOf(use).toBeFunction();
  });

  it('are unknown where only a description is there', () => {
    expectTypeOf(binaryRowTypeOf).returns.toEqualTypeOf<BinaryRowType<Record<string, unknown>>>();
  });
});
