import { InvalidArgumentError } from '../errors/argument-errors.ts';
import { describeValue, invalid, requireOptions } from '../memory/argument-checks.ts';
import type { MemorySegment } from '../memory/memory-segment.ts';
import { ROW_KINDS, type RowKind } from '../types/composites/row-kind.ts';
import { BinaryRow } from './binary-row.ts';
import { nullMask, ROW_KIND, rowFixedBytes, rowNullBitsBytes, rowNullByte } from './binary-row-layout.ts';
import { place } from './binary-section.ts';
import { SLOT_BYTES } from './binary-slot.ts';
import { BinaryWriter } from './binary-writer.ts';
import { isIndex, noField } from './field-index.ts';
import { requireArity, requireRowOf, requireSameArity } from './row-arity.ts';
import { WriterMemory } from './writer-memory.ts';

/** Where a writer of rows or arrays writes; offsets in bytes. */
export interface BinaryWriterOptions {
  /** Where to write. Default: memory of the writer's own, which grows. */
  readonly segment?: MemorySegment | undefined;
  /** Where the row begins in `segment`. Default 0. */
  readonly offset?: number | undefined;
}

/**
 * Writes a row of `arity` fields, in any order of the fields: Flink's BinaryRowWriter. Fields that are not written are 0, not null.
 *
 * `reset()`, writes, `complete()`; then the next row at the same place. The bytes depend on the order in which values of variable
 * length are written: write in the order of the fields for rows that are equal when their values are.
 */
export class BinaryRowWriter extends BinaryWriter {
  readonly arity: number;
  readonly #nullBitsBytes: number;
  readonly #fixedBytes: number;

  /** Throws OutputFullError when the segment has no room for the fixed part. */
  constructor(arity: number, options: BinaryWriterOptions | NestedPlace = {}) {
    const { target, base } = options instanceof NestedPlace ? options : NestedPlace.outermost(options);
    super(target, base);
    requireArity(arity);
    this.arity = arity;
    this.#nullBitsBytes = rowNullBitsBytes(arity);
    this.#fixedBytes = rowFixedBytes(arity);
    this.reset();
  }

  /** Begins a row anew: an insert, whose fields are all 0. The row that `complete` returned before is lost. */
  reset(): void {
    this.target.ensure(this.base + this.#fixedBytes);
    this.target.segment.fill(0, this.base, this.#fixedBytes);
    this.cursor = this.#fixedBytes;
  }

  /** Points `row` to what has been written. It is overwritten by the next row: `row.copy()` keeps it. */
  complete(row: BinaryRow = new BinaryRow(this.arity)): BinaryRow {
    requireRowOf(this.arity, row);
    place(row, this.target.segment, this.base, this.cursor);
    return row;
  }

  writeRowKind(kind: RowKind): void {
    const byte = ROW_KINDS.indexOf(kind);
    if (byte < 0) throw new InvalidArgumentError('Argument is not a row kind', { kind: describeValue(kind) });
    this.target.segment.putByte(this.base + ROW_KIND, byte);
  }

  setNullAt(index: number): void {
    this.target.segment.putLongHighLow(this.placeOf(index), 0, 0);
    this.setNullBit(index);
  }

  protected setNullBit(index: number): void {
    const at = this.base + rowNullByte(index);
    const { segment } = this.target;
    segment.putByte(at, segment.getByte(at) | nullMask(index));
  }

  protected placeOf(index: number): number {
    if (!isIndex(index, this.arity)) throw noField(index, this.arity);
    return this.base + this.#nullBitsBytes + SLOT_BYTES * index;
  }
}

/** Throws InvalidArgumentError for what is no writer of rows, and for one of rows of another number of fields. */
export function requireWriterOf(arity: number, writer: unknown): asserts writer is BinaryRowWriter {
  if (!(writer instanceof BinaryRowWriter)) throw invalid('a BinaryRowWriter', 'writer', writer);
  requireSameArity(arity, writer.arity);
}

/** Where a writer begins: that of a value inside of another goes on in the memory of that. Not exported by the package. */
export class NestedPlace {
  readonly target: WriterMemory;
  readonly base: number;

  static outermost(options: BinaryWriterOptions): NestedPlace {
    requireOptions(options);
    const { segment, offset = 0 } = options;
    return new NestedPlace(new WriterMemory(segment, offset), offset);
  }

  constructor(target: WriterMemory, base: number) {
    this.target = target;
    this.base = base;
  }
}
