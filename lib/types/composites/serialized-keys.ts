import { NullKeyFieldError } from '../../errors/type-errors.ts';
import type { DataInputView } from '../../views/data-input-view.ts';
import type { TypeComparator } from '../type-comparator.ts';
import type { TypeDescription, TypeKind } from '../type-description.ts';
import type { TypeInformation } from '../type-information.ts';
import type { TypeSerializer } from '../type-serializer.ts';
import { DISCARDED } from './discarded-output.ts';
import { NullAwareComparator } from './null-aware-comparator.ts';
import { readFieldIsNull, readPojoFlags } from './pojo-form.ts';
import { maskBit, maskLength } from './row-kind.ts';

/** How records are laid out: what says that a field is null. */
export type RecordForm = 'row' | 'tuple' | 'pojo';

export interface KeyField {
  /** The name of the property. */
  readonly step: string | number;
  /** Of rows and pojos without `nullable`; of tuples with it. */
  readonly type: TypeInformation<unknown>;
  /** Whether it is for the pojo to say that the field is null. */
  readonly nullable: boolean;
}

interface SerializedKey {
  readonly field: number;
  readonly comparator: TypeComparator<unknown>;
}

/** Kinds whose comparators have read equal values to their ends. */
const composites: ReadonlySet<TypeKind> = new Set<TypeKind>(['row', 'tuple', 'pojo', 'nullable', 'value']);

/**
 * Compares two records by their keys as they are serialized, side by side, field after field up to the last key.
 *
 * Where the keys decide in the order in which the fields are written, nothing is made of them; else the key fields are read as
 * values, and compared once all are there.
 */
export class SerializedKeys {
  readonly #form: RecordForm;
  readonly #fields: readonly KeyField[];
  readonly #serializers: readonly TypeSerializer<unknown>[];
  readonly #keys: readonly SerializedKey[];
  readonly #name: string;
  readonly #inOrder: boolean;
  readonly #fieldCount: number;
  /** Undefined while in use: comparators of user-defined types may compare records of this very type. */
  #sides: Sides | undefined;

  constructor(
    form: RecordForm,
    fields: readonly KeyField[],
    keys: readonly SerializedKey[],
    description: TypeDescription,
  ) {
    const last = Math.max(...keys.map(({ field }) => field));
    this.#form = form;
    this.#fields = fields.slice(0, last + 1);
    this.#serializers = this.#fields.map(({ type }) => type.createSerializer());
    this.#keys = keys;
    this.#name = description.kind === 'pojo' ? description.name : '';
    this.#inOrder = keys.every(({ field }, i) => i === 0 || (keys[i - 1] as SerializedKey).field < field);
    this.#fieldCount = fields.length;
  }

  compare(a: DataInputView, b: DataInputView): number {
    const sides = this.#sides ?? { left: new Side(this.#fieldCount), right: new Side(this.#fieldCount) };
    this.#sides = undefined;
    try {
      this.#begin(a, sides.left);
      this.#begin(b, sides.right);
      return this.#inOrder ? this.#compareInOrder(a, b, sides) : this.#compareValues(a, b, sides);
    } finally {
      this.#sides = sides;
    }
  }

  #begin(source: DataInputView, side: Side): void {
    if (this.#form === 'row') source.readFully(side.mask);
    else if (this.#form === 'pojo' && readPojoFlags(source, this.#name)) throw new NullKeyFieldError();
  }

  #compareInOrder(a: DataInputView, b: DataInputView, { left, right }: Sides): number {
    let next = 0;
    for (let i = 0; i < this.#fields.length; i++) {
      const nullLeft = this.#isNull(a, left, i);
      const key = this.#keys[next] as SerializedKey;
      const serializer = this.#serializers[i] as TypeSerializer<unknown>;
      if (key.field !== i) {
        if (!nullLeft) skip(serializer, a);
        if (!this.#isNull(b, right, i)) skip(serializer, b);
        continue;
      }
      next += 1;
      const nullRight = this.#isNull(b, right, i);
      const order = this.#compareField(key, i, a, b, nullLeft, nullRight, next === this.#keys.length);
      if (order !== 0 || next === this.#keys.length) return order;
    }
    return 0;
  }

  #compareField(
    { comparator }: SerializedKey,
    field: number,
    a: DataInputView,
    b: DataInputView,
    nullLeft: boolean,
    nullRight: boolean,
    last: boolean,
  ): number {
    const serializer = this.#serializers[field] as TypeSerializer<unknown>;
    if (nullLeft || nullRight) {
      if (!(comparator instanceof NullAwareComparator)) throw new NullKeyFieldError();
      return comparator.compareNulls(nullLeft, nullRight);
    }
    const kind = this.#fields[field]?.type.kind as TypeKind;
    // The comparator of a part may stop before the end of the part.
    if (!last && composites.has(kind)) {
      return comparator.compare(serializer.deserialize(a), serializer.deserialize(b));
    }
    return comparator.compareSerialized(a, b);
  }

  #compareValues(a: DataInputView, b: DataInputView, { left, right }: Sides): number {
    try {
      this.#readValues(a, left);
      this.#readValues(b, right);
      for (const { field, comparator } of this.#keys) {
        const order = comparator.compare(left.values[field], right.values[field]);
        if (order !== 0) return order;
      }
      return 0;
    } finally {
      left.values.fill(undefined);
      right.values.fill(undefined);
    }
  }

  #readValues(source: DataInputView, side: Side): void {
    for (let i = 0; i < this.#fields.length; i++) {
      const serializer = this.#serializers[i] as TypeSerializer<unknown>;
      if (this.#isNull(source, side, i)) side.values[i] = null;
      else if (this.#keys.some(({ field }) => field === i)) side.values[i] = serializer.deserialize(source);
      else skip(serializer, source);
    }
  }

  /** To be asked of each field once and in order: pojos say it in front of each field. */
  #isNull(source: DataInputView, side: Side, field: number): boolean {
    if (this.#form === 'tuple') return false;
    if (this.#form === 'pojo') {
      const { step, nullable } = this.#fields[field] as KeyField;
      return readFieldIsNull(source, String(step), nullable);
    }
    const bit = maskBit(field);
    return ((side.mask[bit >> 3] as number) & (0x80 >> (bit & 7))) !== 0;
  }
}

interface Sides {
  readonly left: Side;
  readonly right: Side;
}

/** What one of the two records has been read to. */
class Side {
  readonly mask: Uint8Array;
  readonly values: unknown[];

  constructor(fields: number) {
    this.mask = new Uint8Array(maskLength(fields));
    this.values = new Array(fields).fill(undefined);
  }
}

function skip(serializer: TypeSerializer<unknown>, source: DataInputView): void {
  if (serializer.length >= 0) source.skipBytesToRead(serializer.length);
  else serializer.copyBytes(source, DISCARDED);
}
