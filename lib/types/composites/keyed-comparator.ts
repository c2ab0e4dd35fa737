import { TypeDefinitionError } from '../../errors/type-errors.ts';
import type { MemorySegment } from '../../memory/memory-segment.ts';
import type { DataInputView } from '../../views/data-input-view.ts';
import { notComparable } from '../atoms/atomic-comparator.ts';
import type { ComparatorDescription, KeyDescription } from '../comparator-description.ts';
import { requireKeyRange } from '../normalized-key.ts';
import type { TypeComparator } from '../type-comparator.ts';
import type { TypeDescription } from '../type-description.ts';
import { unbound } from '../unbound-comparator.ts';
import { hashStep } from './hash-salt.ts';
import { flatKeys } from './key-paths.ts';
import { NullAwareComparator } from './null-aware-comparator.ts';
import { isInherited, readInherited } from './properties.ts';
import { type KeyField, type RecordForm, SerializedKeys } from './serialized-keys.ts';

/** A comparator by fields: Flink's TupleComparator, RowComparator and PojoComparator. Throws TypeDefinitionError. */
export function keyedComparator<T>(
  form: RecordForm,
  description: TypeDescription,
  fields: readonly KeyField[],
  keys: readonly KeyDescription[],
  descending: boolean,
): TypeComparator<T> {
  const flat = flatKeys(description, keys, descending);
  if (flat.length === 0) throw new TypeDefinitionError({ reason: `a ${form} without fields has no order` });
  return new KeyedComparator<T>(form, { type: description, keys, descending }, fields, flat);
}

interface Key {
  readonly field: number;
  readonly step: string | number;
  /** Of a property that every object has: see `properties.ts`. */
  readonly inherited: boolean;
  readonly comparator: TypeComparator<unknown>;
}

class KeyedComparator<T> implements TypeComparator<T> {
  readonly description: ComparatorDescription;
  readonly normalizedKeyLength: number;
  readonly invertNormalizedKey: boolean;
  readonly #form: RecordForm;
  readonly #fields: readonly KeyField[];
  readonly #keys: readonly Key[];
  /** Of the keys at the beginning, as far as normalized keys can stand for them. */
  readonly #leading: readonly Key[];
  #serialized: SerializedKeys | undefined;

  constructor(
    form: RecordForm,
    description: ComparatorDescription,
    fields: readonly KeyField[],
    flat: readonly KeyDescription[],
  ) {
    this.description = Object.freeze({ ...description, keys: Object.freeze([...description.keys]) });
    this.#form = form;
    this.#fields = fields;
    this.#keys = flat.map((key) => keyOf(form, fields, key));
    const [first] = this.#keys as [Key];
    this.invertNormalizedKey = first.comparator.supportsNormalizedKey && first.comparator.invertNormalizedKey;
    this.#leading = leadingKeys(this.#keys, this.invertNormalizedKey);
    this.normalizedKeyLength = this.#leading.reduce((sum, { comparator }) => sum + comparator.normalizedKeyLength, 0);
  }

  get supportsNormalizedKey(): boolean {
    return this.#leading.length > 0;
  }

  isNormalizedKeyPrefixOnly(keyBytes: number): boolean {
    if (this.#leading.length < this.#keys.length) return true;
    return this.normalizedKeyLength === Number.POSITIVE_INFINITY || keyBytes < this.normalizedKeyLength;
  }

  hash(value: T): number {
    const record = this.#checked(value);
    let hash = 0;
    for (let i = 0; i < this.#keys.length; i++) {
      const key = this.#keys[i] as Key;
      hash = hashStep(hash, i, key.comparator.hash(partAt(record, key)));
    }
    return hash;
  }

  compare(a: T, b: T): number {
    if (this === undefined) throw unbound();
    const left = this.#checked(a);
    const right = this.#checked(b);
    for (let i = 0; i < this.#keys.length; i++) {
      const key = this.#keys[i] as Key;
      const order = key.comparator.compare(partAt(left, key), partAt(right, key));
      if (order !== 0) return order;
    }
    return 0;
  }

  compareSerialized(a: DataInputView, b: DataInputView): number {
    this.#serialized ??= new SerializedKeys(this.#form, this.#fields, this.#keys, this.description.type);
    return this.#serialized.compare(a, b);
  }

  extractKeys(record: T): readonly unknown[] {
    const parts = this.#checked(record);
    return this.#keys.flatMap((key) => {
      const part = partAt(parts, key);
      return part === null || part === undefined ? [null] : key.comparator.extractKeys(part);
    });
  }

  putNormalizedKey(record: T, target: MemorySegment, offset: number, length: number): void {
    const parts = this.#checked(record);
    requireKeyRange(target, offset, length);
    let at = offset;
    let left = length;
    for (const key of this.#leading) {
      if (left === 0) return;
      const count = Math.min(left, key.comparator.normalizedKeyLength);
      key.comparator.putNormalizedKey(partAt(parts, key), target, at, count);
      at += count;
      left -= count;
    }
    for (; left > 0; left--) target.putByte(at++, 0);
  }

  #checked(value: T): Parts {
    if (typeof value !== 'object' || value === null) throw notComparable('an object', value);
    return value as Parts;
  }
}

type Parts = Readonly<Record<string | number, unknown>>;

function partAt(record: Parts, { step, inherited }: Key): unknown {
  return inherited ? readInherited(record, step) : record[step];
}

function keyOf(form: RecordForm, fields: readonly KeyField[], key: KeyDescription): Key {
  const [first, ...rest] = key.path;
  const field = fields.findIndex(({ step }) => String(step) === first);
  const { step, type } = fields[field] as KeyField;
  const inner = rest.length > 0 ? { path: rest, descending: key.descending } : undefined;
  const comparator = type.createComparator(inner ?? (key.descending ? 'descending' : 'ascending'));
  return {
    field,
    step,
    inherited: isInherited(step),
    comparator: form === 'row' ? new NullAwareComparator(comparator, key.descending) : comparator,
  };
}

/** As long as there are normalized keys and all have one direction; none after one whose length depends on the value. */
function leadingKeys(keys: readonly Key[], inverted: boolean): readonly Key[] {
  const leading: Key[] = [];
  for (const key of keys) {
    const { comparator } = key;
    if (!comparator.supportsNormalizedKey || comparator.invertNormalizedKey !== inverted) break;
    leading.push(key);
  }
  return leading;
}
