import { InvalidArgumentError } from '../errors/argument-errors.ts';
import type { CorruptDataError } from '../errors/type-errors.ts';
import { describeValue } from '../memory/argument-checks.ts';
import { ROW_KINDS, type RowKind } from '../types/composites/row-kind.ts';
import { unsafeAt } from '../views/unsafe-position.ts';
import { BinaryFields } from './binary-fields.ts';
import { nullMask, ROW_KIND, rowFixedBytes, rowNullBitsBytes, rowNullByte } from './binary-row-layout.ts';
import { corrupt, placeCopy, placeIn, placeNowhere, type SectionMemory } from './binary-section.ts';
import { SLOT_BYTES } from './binary-slot.ts';
import { isIndex, noField } from './field-index.ts';
import { requireArity } from './row-arity.ts';

/**
 * A row of `arity` fields as bytes, in the layout of Flink's BinaryRowData: each field is read when it is asked for.
 *
 * A view that can be pointed to one row after another. Getters of numbers do not ask whether the field is null: a null field
 * reads as 0. Setters change numbers in place and make the field not null.
 */
export class BinaryRow extends BinaryFields {
  readonly arity: number;
  readonly #nullBitsBytes: number;
  readonly #fixedBytes: number;

  constructor(arity: number) {
    super();
    requireArity(arity);
    this.arity = arity;
    this.#nullBitsBytes = rowNullBitsBytes(arity);
    this.#fixedBytes = rowFixedBytes(arity);
  }

  /**
   * The row in `sizeInBytes` bytes from `offset` of a segment, or of several as if they were one. Throws IndexOutOfBoundsError when
   * the memory does not hold them, CorruptDataError when they are too few, and then the row is nowhere: its getters throw.
   */
  pointTo(memory: SectionMemory, offset: number, sizeInBytes: number): this {
    // What is no number is for `placeIn` to refuse.
    if (typeof sizeInBytes === 'number' && sizeInBytes < this.#fixedBytes) {
      throw this.#refuse(sizeInBytes);
    }
    placeIn(this, memory, offset, sizeInBytes);
    return this;
  }

  /** What a row needs before a field of it is read. Not for users: `pointTo` asks it. */
  check(): void {
    if (this.sizeInBytes < this.#fixedBytes) throw this.#refuse(this.sizeInBytes);
  }

  /** Not for users: what a row is pointed to whose bytes were refused. */
  pointNowhere(): void {
    placeNowhere(this);
  }

  /** Bytes of row kind, null bits and slots. */
  get fixedBytes(): number {
    return this.#fixedBytes;
  }

  /** Throws CorruptDataError for a byte that is none of the four. */
  get rowKind(): RowKind {
    const kind = ROW_KINDS[this.memory.getByte(this.offset + ROW_KIND)];
    if (kind === undefined) throw corrupt(this, this.offset + ROW_KIND, 'no row kind');
    return kind;
  }

  set rowKind(kind: RowKind) {
    const byte = ROW_KINDS.indexOf(kind);
    if (byte < 0) throw new InvalidArgumentError('Argument is not a row kind', { kind: describeValue(kind) });
    this.memory.putByte(this.offset + ROW_KIND, byte);
  }

  isNullAt(index: number): boolean {
    this.#require(index);
    return (this.memory.getByte(this.offset + rowNullByte(index)) & nullMask(index)) !== 0;
  }

  /** Whether any field is null. */
  anyNull(): boolean {
    const { memory, offset } = this;
    for (let byte = ROW_KIND + 1; byte < this.#nullBitsBytes; byte++) {
      if (memory.getByte(offset + byte) !== 0) return true;
    }
    return false;
  }

  getBoolean(index: number): boolean {
    return this.memory.getBoolean(this.slot(index));
  }

  getByte(index: number): number {
    return this.memory.getByte(this.slot(index));
  }

  getShort(index: number): number {
    return this.memory.getShort(this.slot(index));
  }

  getInt(index: number): number {
    return this.memory.getInt(this.slot(index));
  }

  getLong(index: number): bigint {
    return this.memory.getLong(this.slot(index));
  }

  getLongAsNumber(index: number): number {
    const slot = this.slot(index);
    try {
      return this.memory.getLongAsNumber(slot);
    } catch (error) {
      throw unsafeAt(slot - this.offset, error);
    }
  }

  getFloat(index: number): number {
    return this.memory.getFloat(this.slot(index));
  }

  getDouble(index: number): number {
    return this.memory.getDouble(this.slot(index));
  }

  /** Also zeroes the slot, as in Flink; what the field had in the variable-length part stays there, unreachable. */
  setNullAt(index: number): void {
    this.#require(index);
    const at = this.offset + rowNullByte(index);
    this.memory.putByte(at, this.memory.getByte(at) | nullMask(index));
    this.memory.putLongHighLow(this.slot(index), 0, 0);
  }

  /** The same row in memory of its own, in one segment. */
  copy(): BinaryRow {
    return placeCopy(this, new BinaryRow(this.arity));
  }

  protected clearNull(index: number): void {
    this.#require(index);
    const at = this.offset + rowNullByte(index);
    this.memory.putByte(at, this.memory.getByte(at) & ~nullMask(index));
  }

  positionOf(index: number): number {
    return this.slot(index) - this.offset;
  }

  nullPositionOf(index: number): number {
    this.#require(index);
    return rowNullByte(index);
  }

  protected placeOf(index: number): number {
    return this.slot(index);
  }

  slot(index: number): number {
    if (!isIndex(index, this.arity)) throw noField(index, this.arity);
    return this.offset + this.#nullBitsBytes + SLOT_BYTES * index;
  }

  #require(index: number): void {
    if (!isIndex(index, this.arity)) throw noField(index, this.arity);
  }

  #refuse(sizeInBytes: number): CorruptDataError {
    // What is no size at all is an argument that changes nothing.
    if (Number.isInteger(sizeInBytes) && sizeInBytes >= 0) this.pointNowhere();
    return corrupt(this, this.offset, `${sizeInBytes} bytes are too few for a row of ${this.arity} fields`);
  }
}
