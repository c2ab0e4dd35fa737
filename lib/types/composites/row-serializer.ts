import { CorruptDataError, NullFieldError } from '../../errors/type-errors.ts';
import { DataInputDeserializer } from '../../views/data-input-deserializer.ts';
import type { DataInputView } from '../../views/data-input-view.ts';
import { DataOutputSerializer } from '../../views/data-output-serializer.ts';
import type { DataOutputView } from '../../views/data-output-view.ts';
import type { TypeDescription } from '../type-description.ts';
import { atStep, notWritable } from '../value-errors.ts';
import { CompositeSerializer } from './composite-serializer.ts';
import { type FieldSerializer, minLengthOf } from './fields.ts';
import type { RowRecord } from './row.ts';
import { makeRowCode, type RowCode } from './row-code.ts';
import { kindOfMask, maskBit, maskLength, maskOfKind, ROW_KINDS, type RowKind } from './row-kind.ts';

/** Flink's RowSerializer: a mask of the kind and of the fields that are null, and the others in order. */
export class RowSerializer extends CompositeSerializer<RowRecord> {
  readonly #fields: readonly FieldSerializer[];
  readonly #kind: string | undefined;
  readonly #mask: Uint8Array;
  readonly #code: RowCode | undefined;

  constructor(description: TypeDescription, fields: readonly FieldSerializer[], kind: string | undefined) {
    const mask = new Uint8Array(maskLength(fields.length));
    super(description, -1, mask.length + minLengthOf(fields));
    this.#fields = fields;
    this.#kind = kind;
    this.#mask = mask;
    this.#code = kind === undefined ? makeRowCode(fields) : undefined;
  }

  createInstance(): RowRecord {
    const row: RowRecord = {};
    for (const { name, nullable, serializer } of this.#fields)
      row[name] = nullable ? null : serializer.createInstance();
    if (this.#kind !== undefined) row[this.#kind] = 'insert';
    return row;
  }

  copy(value: RowRecord): RowRecord {
    const row: RowRecord = {};
    for (const { name, serializer } of this.#fields) {
      const part = value[name];
      row[name] = part === null || part === undefined ? null : serializer.copy(part);
    }
    if (this.#kind !== undefined) row[this.#kind] = value[this.#kind] ?? 'insert';
    return row;
  }

  serialize(value: RowRecord, target: DataOutputView): void {
    if (typeof value !== 'object' || value === null) throw notWritable('an object', value);
    if (this.#code !== undefined && target instanceof DataOutputSerializer && this.#code.write(value, target)) return;
    this.#writeMask(value, target);
    let at = '';
    try {
      for (const { name, serializer } of this.#fields) {
        at = name;
        const part = value[name];
        if (part !== null && part !== undefined) serializer.serialize(part, target);
      }
    } catch (error) {
      throw atStep(error, at);
    }
  }

  deserialize(source: DataInputView): RowRecord {
    if (this.#code !== undefined && source instanceof DataInputDeserializer) {
      const read = this.#code.read(source);
      if (read !== undefined) return read;
    }
    const kind = this.#readMask(source);
    const mask = this.#mask.length === 1 ? (this.#mask[0] as number) : -1;
    // A field that is a row of this very type has a serializer, and a mask, of its own.
    const row: RowRecord = {};
    for (let i = 0; i < this.#fields.length; i++) {
      const { name, serializer } = this.#fields[i] as FieldSerializer;
      const bit = maskBit(i);
      const byte = mask >= 0 ? mask : (this.#mask[bit >> 3] as number);
      row[name] = (byte & (0x80 >> (bit & 7))) === 0 ? serializer.deserialize(source) : null;
    }
    if (this.#kind !== undefined) row[this.#kind] = ROW_KINDS[kind];
    return row;
  }

  copyBytes(source: DataInputView, target: DataOutputView): void {
    this.#readMask(source);
    target.write(this.#mask);
    for (let i = 0; i < this.#fields.length; i++) {
      if (!this.#isNull(i)) this.#fields[i]?.serializer.copyBytes(source, target);
    }
  }

  #isNull(field: number): boolean {
    const bit = maskBit(field);
    return ((this.#mask[bit >> 3] as number) & (0x80 >> (bit & 7))) !== 0;
  }

  #writeMask(value: RowRecord, target: DataOutputView): void {
    let byte = this.#kind === undefined ? 0 : maskOfKind(kindOf(value[this.#kind], this.#kind));
    const count = this.#fields.length;
    for (let i = 0; i < count; i++) {
      const bit = maskBit(i);
      if (bit > 0 && (bit & 7) === 0) {
        target.writeByte(byte);
        byte = 0;
      }
      const { name, nullable } = this.#fields[i] as FieldSerializer;
      const part = value[name];
      if (part !== null && part !== undefined) continue;
      if (!nullable) throw new NullFieldError({ path: name });
      byte |= 0x80 >> (bit & 7);
    }
    target.writeByte(byte);
  }

  /** Into `#mask`, checked; the kind. */
  #readMask(source: DataInputView): number {
    const { position } = source;
    source.readFully(this.#mask);
    const kind = kindOfMask(this.#mask[0] as number);
    if (kind !== 0 && this.#kind === undefined) {
      throw new CorruptDataError({
        position,
        reason: `a row of kind ${ROW_KINDS[kind]}, where the type keeps no kinds (types.row with { kind })`,
      });
    }
    for (let i = 0; i < this.#fields.length; i++) {
      const { name, nullable } = this.#fields[i] as FieldSerializer;
      if (nullable || !this.#isNull(i)) continue;
      throw new CorruptDataError({
        position,
        reason: 'null, where the type is not nullable (types.nullable)',
        field: name,
      });
    }
    // Bits that stand for no field are nobody's: what is passed on has none.
    const last = this.#mask.length - 1;
    const used = maskBit(this.#fields.length) - 8 * last;
    this.#mask[last] = (this.#mask[last] as number) & (0xff << (8 - used));
    return kind;
  }
}

function kindOf(value: unknown, property: string): number {
  if (value === undefined) return 0;
  const kind = ROW_KINDS.indexOf(value as RowKind);
  if (kind >= 0) return kind;
  throw atStep(notWritable(`one of ${ROW_KINDS.join(', ')}`, value), property);
}
