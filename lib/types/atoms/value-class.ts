import type { MemorySegment } from '../../memory/memory-segment.ts';
import type { DataInputView } from '../../views/data-input-view.ts';
import type { DataOutputView } from '../../views/data-output-view.ts';
import { KeyBytes } from '../key-bytes.ts';
import { backTo, markOf } from '../output-mark.ts';
import { OwnNullSerializer } from '../own-null.ts';
import type { AtomicKind } from '../type-description.ts';
import type { TypeInformation } from '../type-information.ts';
import type { TypeSerializer } from '../type-serializer.ts';
import { unbound } from '../unbound-comparator.ts';
import { notWritable } from '../value-errors.ts';
import { AtomicComparator, notComparable } from './atomic-comparator.ts';
import { atomicType } from './atomic-type.ts';

/** How values of one of our classes are written, which form is its null, and what orders them. */
export interface ValueClassForm<T> {
  readonly description: { readonly kind: AtomicKind };
  /** `'an Instant'`. */
  readonly expected: string;
  /** -1 where it differs. */
  readonly bytes: number;
  /** Of the shortest value, and of null. */
  readonly minBytes: number;
  readonly nullBytes: number;
  readonly keyBytes: number;
  /** Whether values that differ can have one key. */
  readonly isKeyPrefix: boolean;
  is(value: unknown): value is T;
  /** Undefined where one of them is no such value. In one call, since this is where forms are called the most. */
  order(a: unknown, b: unknown): number | undefined;
  empty(): T;
  write(value: T, target: DataOutputView): void;
  writeNull(target: DataOutputView): void;
  /** Null where the bytes say so. */
  read(source: DataInputView): T | null;
  copyBytes(source: DataInputView, target: DataOutputView): void;
  hash(value: T): number;
  /** `keyBytes` bytes, the whole key. */
  putKey(value: T, target: MemorySegment, offset: number): void;
}

/** The form of values that all take so many bytes, null among them, as long as their keys, which say everything. */
export function fixedForm<T>(bytes: number, form: FixedForm<T>): ValueClassForm<T> {
  return { ...form, bytes, minBytes: bytes, nullBytes: bytes, keyBytes: bytes, isKeyPrefix: false };
}

type FixedForm<T> = Omit<ValueClassForm<T>, 'bytes' | 'minBytes' | 'nullBytes' | 'keyBytes' | 'isKeyPrefix'>;

export function typeOfValueClass<T>(form: ValueClassForm<T>): TypeInformation<T> {
  const { description, keyBytes } = form;
  const key = new KeyBytes(keyBytes);
  return atomicType<T>({
    description,
    text: description.kind,
    createSerializer: () => new ValueClassSerializer(form),
    createComparator: (descending) => new ValueClassComparator(form, key, descending),
  });
}

class ValueClassSerializer<T> extends OwnNullSerializer<T> {
  readonly #form: ValueClassForm<T>;

  constructor(form: ValueClassForm<T>, nullable = false) {
    super(form.description, form.bytes, nullable ? form.nullBytes : form.minBytes, nullable);
    this.#form = form;
  }

  createInstance(): T {
    return this.#form.empty();
  }

  withNull(): TypeSerializer<T | null> {
    return new ValueClassSerializer(this.#form, true) as TypeSerializer<T | null>;
  }

  /** The usual way, without the steps of the class above. */
  override serialize(value: T, target: DataOutputView): void {
    if (!this.#form.is(value)) {
      super.serialize(value, target);
      return;
    }
    const mark = markOf(target);
    try {
      this.#form.write(value, target);
    } catch (error) {
      backTo(mark, target);
      throw error;
    }
  }

  protected writeNull(target: DataOutputView): void {
    this.#form.writeNull(target);
  }

  /** After `serialize`. */
  protected writeValue(value: T): void {
    throw notWritable(this.#form.expected, value);
  }

  protected readValue(source: DataInputView): T | null {
    return this.#form.read(source);
  }

  copyBytes(source: DataInputView, target: DataOutputView): void {
    this.#form.copyBytes(source, target);
  }
}

class ValueClassComparator<T> extends AtomicComparator<T> {
  readonly #form: ValueClassForm<T>;
  readonly #key: KeyBytes;

  constructor(form: ValueClassForm<T>, key: KeyBytes, descending: boolean) {
    super(form.description, descending, form.keyBytes);
    this.#form = form;
    this.#key = key;
  }

  hash(value: T): number {
    return this.#form.hash(this.#checked(value));
  }

  compare(a: T, b: T): number {
    if (this === undefined) throw unbound();
    const order = this.#form.order(a, b);
    if (order === undefined) throw notComparable(this.#form.expected, this.#form.is(a) ? b : a);
    return this.directed(order);
  }

  compareSerialized(a: DataInputView, b: DataInputView): number {
    return this.compare(this.#form.read(a) as T, this.#form.read(b) as T);
  }

  override isNormalizedKeyPrefixOnly(keyBytes: number): boolean {
    return this.#form.isKeyPrefix || super.isNormalizedKeyPrefixOnly(keyBytes);
  }

  putNormalizedKey(record: T, target: MemorySegment, offset: number, length: number): void {
    this.#form.putKey(this.#checked(record), this.#key.segment, 0);
    this.#key.copyTo(target, offset, length);
  }

  #checked(value: T): T {
    if (this.#form.is(value)) return value;
    throw notComparable(this.#form.expected, value);
  }
}
