import { TypeDefinitionError } from '../../errors/type-errors.ts';
import type { MemorySegment } from '../../memory/memory-segment.ts';
import type { DataInputView } from '../../views/data-input-view.ts';
import { AtomicComparator, notComparable } from '../atoms/atomic-comparator.ts';
import type { TypeComparator } from '../type-comparator.ts';
import type { TypeDescription } from '../type-description.ts';
import { unbound } from '../unbound-comparator.ts';
import { readCount } from './composite-serializer.ts';
import type { ArrayForm, Elements } from './primitive-array.ts';

/**
 * Flink's order of primitive arrays: by the first element that differs, then by length; the hash code is the sum of those of the
 * elements. Elements are compared, where Flink subtracts ints and overflows. There are no normalized keys.
 */
export class PrimitiveArrayComparator extends AtomicComparator<unknown> {
  readonly #form: ArrayForm;
  readonly #element: TypeComparator<unknown>;
  readonly #signed: boolean;

  constructor(description: TypeDescription, form: ArrayForm, descending: boolean) {
    super(description, descending, 0);
    this.#form = form;
    this.#element = form.element.createComparator();
    this.#signed = form.text === 'byte';
  }

  override get supportsNormalizedKey(): boolean {
    return false;
  }

  override isNormalizedKeyPrefixOnly(): boolean {
    return true;
  }

  hash(value: unknown): number {
    const elements = this.#checked(value);
    let hash = 0;
    for (let i = 0; i < elements.length; i++) hash = (hash + this.#element.hash(this.#at(elements, i))) | 0;
    return hash;
  }

  compare(a: unknown, b: unknown): number {
    if (this === undefined) throw unbound();
    const left = this.#checked(a);
    const right = this.#checked(b);
    const count = Math.min(left.length, right.length);
    for (let i = 0; i < count; i++) {
      const order = this.#element.compare(this.#at(left, i), this.#at(right, i));
      if (order !== 0) return this.#directed(order);
    }
    return this.#directed(left.length - right.length);
  }

  compareSerialized(a: DataInputView, b: DataInputView): number {
    const { bytes } = this.#form;
    const left = readCount(a, bytes);
    const right = readCount(b, bytes);
    const count = Math.min(left, right);
    for (let i = 0; i < count; i++) {
      const order = this.#compareNext(a, b);
      if (order !== 0) return this.#directed(order);
    }
    return this.#directed(left - right);
  }

  putNormalizedKey(_record: unknown, _target: MemorySegment, _offset: number, _length: number): void {
    throw new TypeDefinitionError({ reason: 'primitive arrays have no normalized keys' });
  }

  /** Bytes of Java have a sign, which those of a Uint8Array have not. */
  #at(elements: Elements, index: number): unknown {
    const element = elements[index];
    return this.#signed ? ((element as number) << 24) >> 24 : element;
  }

  #compareNext(a: DataInputView, b: DataInputView): number {
    if (this.#form.text === 'char') return a.readChar() - b.readChar();
    return this.#element.compareSerialized(a, b);
  }

  #directed(order: number): number {
    return this.invertNormalizedKey ? 0 - order : order;
  }

  #checked(value: unknown): Elements {
    if (!this.#form.is(value)) throw notComparable(this.#form.expected, value);
    return value as Elements;
  }
}
