import { CorruptDataError, NullFieldError } from '../../errors/type-errors.ts';
import { DataInputDeserializer } from '../../views/data-input-deserializer.ts';
import type { DataInputView } from '../../views/data-input-view.ts';
import { DataOutputSerializer } from '../../views/data-output-serializer.ts';
import type { DataOutputView } from '../../views/data-output-view.ts';
import { makeRowCode, type RowCode } from '../row-code/row-code.ts';
import type { TypeDescription } from '../type-description.ts';
import { atStep, notWritable } from '../value-errors.ts';
import { CompositeSerializer } from './composite-serializer.ts';
import { copyFields, type FieldSerializer, minLengthOf, partAt, putPart } from './fields.ts';
import { readProperty, setProperty } from './properties.ts';
import type { RowRecord } from './row.ts';
import { kindOfMask, maskBit, maskLength, maskOfKind, ROW_KINDS, type RowKind } from './row-kind.ts';

/** Flink's RowSerializer: a mask of the kind and of the fields that are null, and the others in order. */
export class RowSerializer extends CompositeSerializer<RowRecord> {
  readonly #fields: readonly FieldSerializer[];
  readonly #kind: string | undefined;
  readonly #maskLength: number;
  /** Undefined while in use: a value of a user-defined type may hold rows that this very serializer reads. */
  #mask: Uint8Array | undefined;
  readonly #code: RowCode | undefined;

  constructor(description: TypeDescription, fields: readonly FieldSerializer[], kind: string | undefined) {
    const length = maskLength(fields.length);
    super(description, -1, length + minLengthOf(fields));
    this.#fields = fields;
    this.#kind = kind;
    this.#maskLength = length;
    this.#code = kind === undefined ? makeRowCode(fields) : undefined;
  }

  createInstance(): RowRecord {
    const row: RowRecord = {};
    for (const field of this.#fields) putPart(row, field, field.nullable ? null : field.serializer.createInstance());
    if (this.#kind !== undefined) setProperty(row, this.#kind, 'insert');
    return row;
  }

  copy(value: RowRecord): RowRecord {
    const row = copyFields(value, this.#fields);
    if (this.#kind !== undefined) {
      setProperty(row, this.#kind, ROW_KINDS[kindOf(readProperty(value, this.#kind), this.#kind)]);
    }
    return row;
  }

  override serialize(value: RowRecord, target: DataOutputView): void {
    if (typeof value !== 'object' || value === null) throw notWritable('an object', value);
    if (this.#code !== undefined && target instanceof DataOutputSerializer && this.#code.write(value, target)) return;
    super.serialize(value, target);
  }

  protected write(value: RowRecord, target: DataOutputView): void {
    const kind = this.#kind === undefined ? 0 : kindOf(readProperty(value, this.#kind), this.#kind);
    const count = this.#fields.length;
    const parts = new Array<unknown>(count);
    for (let field = 0; field < count; field++) parts[field] = partAt(value, this.#fields[field] as FieldSerializer);
    this.#writeMask(kind, parts, target);
    let i = 0;
    try {
      for (; i < count; i++) {
        const part = parts[i];
        if (part !== null && part !== undefined) this.#fields[i]?.serializer.serialize(part, target);
      }
    } catch (error) {
      throw atStep(error, this.#fields[i]?.name ?? '');
    }
  }

  deserialize(source: DataInputView): RowRecord {
    if (this.#code !== undefined && source instanceof DataInputDeserializer) {
      const read = this.#code.read(source);
      if (read !== undefined) return read;
    }
    const mask = this.#takeMask();
    const kind = this.#readMask(source, mask);
    const row: RowRecord = {};
    for (let i = 0; i < this.#fields.length; i++) {
      const field = this.#fields[i] as FieldSerializer;
      putPart(row, field, isNull(mask, i) ? null : field.serializer.deserialize(source));
    }
    this.#mask = mask;
    if (this.#kind !== undefined) setProperty(row, this.#kind, ROW_KINDS[kind]);
    return row;
  }

  copyBytes(source: DataInputView, target: DataOutputView): void {
    const mask = this.#takeMask();
    this.#readMask(source, mask);
    target.write(mask);
    for (let i = 0; i < this.#fields.length; i++) {
      if (!isNull(mask, i)) this.#fields[i]?.serializer.copyBytes(source, target);
    }
    this.#mask = mask;
  }

  #takeMask(): Uint8Array {
    const mask = this.#mask ?? new Uint8Array(this.#maskLength);
    this.#mask = undefined;
    return mask;
  }

  #writeMask(kind: number, parts: readonly unknown[], target: DataOutputView): void {
    let byte = maskOfKind(kind);
    for (let i = 0; i < parts.length; i++) {
      const bit = maskBit(i);
      if (bit > 0 && (bit & 7) === 0) {
        target.writeByte(byte);
        byte = 0;
      }
      const { name, nullable } = this.#fields[i] as FieldSerializer;
      if (parts[i] !== null && parts[i] !== undefined) continue;
      if (!nullable) throw new NullFieldError({ path: name });
      byte |= 0x80 >> (bit & 7);
    }
    target.writeByte(byte);
  }

  /** Into `mask`, checked; the kind. */
  #readMask(source: DataInputView, mask: Uint8Array): number {
    const { position } = source;
    source.readFully(mask);
    const kind = kindOfMask(mask[0] as number);
    if (kind !== 0 && this.#kind === undefined) {
      throw new CorruptDataError({
        position,
        reason: `a row of kind ${ROW_KINDS[kind]}, where the type keeps no kinds (types.row with { kind })`,
      });
    }
    for (let i = 0; i < this.#fields.length; i++) {
      const { name, nullable } = this.#fields[i] as FieldSerializer;
      if (nullable || !isNull(mask, i)) continue;
      throw new CorruptDataError({
        position,
        reason: 'null, where the type is not nullable (types.nullable)',
        field: name,
      });
    }
    // Bits that stand for no field are nobody's: what is passed on has none.
    const last = mask.length - 1;
    const used = maskBit(this.#fields.length) - 8 * last;
    mask[last] = (mask[last] as number) & (0xff << (8 - used));
    return kind;
  }
}

function isNull(mask: Uint8Array, field: number): boolean {
  const bit = maskBit(field);
  return ((mask[bit >> 3] as number) & (0x80 >> (bit & 7))) !== 0;
}

function kindOf(value: unknown, property: string): number {
  if (value === undefined) return 0;
  const kind = ROW_KINDS.indexOf(value as RowKind);
  if (kind >= 0) return kind;
  throw atStep(notWritable(`one of ${ROW_KINDS.join(', ')}`, value), property);
}
