import {
  isBigInt64Array,
  isFloat32Array,
  isFloat64Array,
  isInt16Array,
  isInt32Array,
  isUint8Array,
  isUint16Array,
} from 'node:util/types';
import { TypeDefinitionError } from '../../errors/type-errors.ts';
import { describeValue } from '../../memory/argument-checks.ts';
import type { DataInputView } from '../../views/data-input-view.ts';
import type { DataOutputView } from '../../views/data-output-view.ts';
import { atomicType } from '../atoms/atomic-type.ts';
import { BOOLEAN } from '../atoms/boolean.ts';
import { BYTE } from '../atoms/byte.ts';
import { DOUBLE } from '../atoms/double.ts';
import { FLOAT } from '../atoms/float.ts';
import { INT } from '../atoms/int.ts';
import { LONG } from '../atoms/long.ts';
import { LONG_AS_NUMBER } from '../atoms/long-as-number.ts';
import { SHORT } from '../atoms/short.ts';
import type { PrimitiveKind, TypeDescription } from '../type-description.ts';
import type { TypeInformation } from '../type-information.ts';
import { atStep, notWritable } from '../value-errors.ts';
import { CompositeSerializer, isArray, readCount, requireCount } from './composite-serializer.ts';
import { PrimitiveArrayComparator } from './primitive-array-comparator.ts';
import { readBytes } from './read-bytes.ts';

/** What JavaScript has for the arrays of Java. */
export interface PrimitiveArrays {
  readonly boolean: boolean[];
  readonly byte: Uint8Array;
  readonly short: Int16Array;
  readonly char: Uint16Array;
  readonly int: Int32Array;
  readonly long: BigInt64Array;
  readonly float: Float32Array;
  readonly double: Float64Array;
}

/** An array of elements of one kind, whatever kind that is. */
export interface Elements {
  readonly length: number;
  [index: number]: number | bigint | boolean;
  slice(start?: number, end?: number): Elements;
}

/** How arrays of one kind are made, recognized, read and written. */
export interface ArrayForm {
  readonly text: string;
  readonly bytes: number;
  readonly expected: string;
  is(value: unknown): boolean;
  make(count: number): Elements;
  readInto(elements: Elements, start: number, end: number, source: DataInputView): void;
  /** The first `count` elements. */
  write(elements: Elements, count: number, target: DataOutputView): void;
  /** Compares and hashes one element. */
  readonly element: TypeInformation<unknown>;
}

interface ElementForm<E> {
  readonly text: string;
  readonly bytes: number;
  readonly expected: string;
  is(value: unknown): boolean;
  make(count: number): { [index: number]: E };
  read(source: DataInputView): E;
  write(element: E, target: DataOutputView): void;
  readonly element: unknown;
}

function formOf<E extends number | bigint | boolean>(form: ElementForm<E>): ArrayForm {
  return {
    ...form,
    element: form.element as TypeInformation<unknown>,
    make: (count) => form.make(count) as unknown as Elements,
    readInto(elements, start, end, source) {
      for (let i = start; i < end; i++) elements[i] = form.read(source);
    },
    write(elements, count, target) {
      let i = 0;
      try {
        for (; i < count; i++) form.write(elements[i] as E, target);
      } catch (error) {
        throw atStep(error, i);
      }
    },
  };
}

const forms: Readonly<Record<PrimitiveKind, ArrayForm>> = {
  boolean: formOf<boolean>({
    text: 'boolean',
    bytes: 1,
    expected: 'an array of booleans',
    is: isArray,
    make: () => [],
    read: (source) => source.readBoolean(),
    write(element, target) {
      if (typeof element !== 'boolean') throw notWritable('a boolean', element);
      target.writeBoolean(element);
    },
    element: BOOLEAN,
  }),
  byte: {
    ...formOf<number>({
      text: 'byte',
      bytes: 1,
      expected: 'a Uint8Array',
      is: isUint8Array,
      make: (count) => new Uint8Array(count),
      read: (source) => source.readUnsignedByte(),
      write: (element, target) => target.writeByte(element),
      element: BYTE,
    }),
    readInto: (elements, start, end, source) => source.readFully(elements as unknown as Uint8Array, start, end - start),
    write: (elements, count, target) => target.write(elements as unknown as Uint8Array, 0, count),
  },
  short: formOf<number>({
    text: 'short',
    bytes: 2,
    expected: 'an Int16Array',
    is: isInt16Array,
    make: (count) => new Int16Array(count),
    read: (source) => source.readShort(),
    write: (element, target) => target.writeShort(element),
    element: SHORT,
  }),
  char: formOf<number>({
    text: 'char',
    bytes: 2,
    expected: 'a Uint16Array',
    is: isUint16Array,
    make: (count) => new Uint16Array(count),
    read: (source) => source.readChar(),
    write: (element, target) => target.writeChar(element),
    // The elements are units as numbers, which are ordered and hashed as ints.
    element: INT,
  }),
  int: formOf<number>({
    text: 'int',
    bytes: 4,
    expected: 'an Int32Array',
    is: isInt32Array,
    make: (count) => new Int32Array(count),
    read: (source) => source.readInt(),
    write: (element, target) => target.writeInt(element),
    element: INT,
  }),
  long: formOf<bigint>({
    text: 'long',
    bytes: 8,
    expected: 'a BigInt64Array',
    is: isBigInt64Array,
    make: (count) => new BigInt64Array(count),
    read: (source) => source.readLong(),
    write: (element, target) => target.writeLong(element),
    element: LONG,
  }),
  float: formOf<number>({
    text: 'float',
    bytes: 4,
    expected: 'a Float32Array',
    is: isFloat32Array,
    make: (count) => new Float32Array(count),
    read: (source) => source.readFloat(),
    write: (element, target) => target.writeFloat(element),
    element: FLOAT,
  }),
  double: formOf<number>({
    text: 'double',
    bytes: 8,
    expected: 'a Float64Array',
    is: isFloat64Array,
    make: (count) => new Float64Array(count),
    read: (source) => source.readDouble(),
    write: (element, target) => target.writeDouble(element),
    element: DOUBLE,
  }),
};

const longSerializer = LONG_AS_NUMBER.createSerializer();

const longAsNumber = formOf<number>({
  text: 'long as number',
  bytes: 8,
  expected: 'an array of integers',
  is: isArray,
  make: () => [],
  read: (source) => source.readLongAsNumber(),
  write: (element, target) => longSerializer.serialize(element, target),
  element: LONG_AS_NUMBER,
});

const made = new Map<ArrayForm, TypeInformation<unknown>>();

export function primitiveArrayType(element: unknown, as: unknown = 'bigint'): TypeInformation<unknown> {
  const form =
    typeof element === 'string' && Object.hasOwn(forms, element) ? forms[element as PrimitiveKind] : undefined;
  if (form === undefined) {
    throw new TypeDefinitionError({ reason: 'there are no primitive arrays of this', element: describeValue(element) });
  }
  if (as !== 'bigint' && (as !== 'number' || form !== forms.long)) {
    throw new TypeDefinitionError({ reason: 'only longs are bigints or numbers', as: describeValue(as) });
  }
  return typeOfForm(as === 'number' ? longAsNumber : form, element as PrimitiveKind);
}

function typeOfForm(form: ArrayForm, element: PrimitiveKind): TypeInformation<unknown> {
  const known = made.get(form);
  if (known !== undefined) return known;
  const description: TypeDescription = {
    kind: 'primitiveArray',
    element,
    ...(form === longAsNumber ? { as: 'number' } : {}),
  };
  const type = atomicType<unknown>({
    description,
    text: `primitiveArray(${form.text})`,
    createSerializer: () => new PrimitiveArraySerializer(description, form),
    createComparator: (descending) => new PrimitiveArrayComparator(description, form, descending),
  });
  made.set(form, type);
  return type;
}

const lengthOfTypedArray = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), 'length')
  ?.get as (this: Elements) => number;

/** Whatever property a typed array has been given under the name. */
function lengthOf(elements: Elements): number {
  return Array.isArray(elements) ? elements.length : lengthOfTypedArray.call(elements);
}

/** Room for so many elements at first, where the view does not know how many there are. */
const PIECE_ELEMENTS = 8192;

/** Flink's serializers of primitive arrays: an int, how many, and the elements. */
class PrimitiveArraySerializer extends CompositeSerializer<unknown> {
  readonly #form: ArrayForm;

  constructor(description: TypeDescription, form: ArrayForm) {
    super(description, -1, 4);
    this.#form = form;
  }

  createInstance(): unknown {
    return this.#form.make(0);
  }

  copy(value: unknown): unknown {
    if (!this.#form.is(value)) throw notWritable(this.#form.expected, value);
    // `slice` of a Buffer would share its memory.
    return isUint8Array(value) ? Uint8Array.prototype.slice.call(value) : (value as Elements).slice();
  }

  protected write(value: unknown, target: DataOutputView): void {
    if (!this.#form.is(value)) throw notWritable(this.#form.expected, value);
    const count = requireCount(lengthOf(value as Elements), value);
    target.writeInt(count);
    this.#form.write(value as Elements, count, target);
  }

  deserialize(source: DataInputView): unknown {
    return readElements(this.#form, source);
  }

  copyBytes(source: DataInputView, target: DataOutputView): void {
    const { bytes } = this.#form;
    const count = readCount(source, bytes);
    target.writeInt(count);
    for (let left = count * bytes; left > 0; ) {
      const piece = readBytes(source, Math.min(left, PIECE_ELEMENTS));
      target.write(piece);
      left -= piece.length;
    }
  }
}

function readElements(form: ArrayForm, source: DataInputView): Elements {
  const count = readCount(source, form.bytes);
  let elements = form.make(source.available === undefined ? Math.min(count, PIECE_ELEMENTS) : count);
  for (let done = 0; done < count; ) {
    let end = count;
    if (source.available === undefined) {
      end = Math.min(count, Math.max(2 * done, PIECE_ELEMENTS));
      elements = grown(form, elements, done, end);
    }
    form.readInto(elements, done, end, source);
    done = end;
  }
  return elements;
}

function grown(form: ArrayForm, elements: Elements, done: number, count: number): Elements {
  if (Array.isArray(elements) || elements.length >= count) return elements;
  const larger = form.make(count);
  (larger as unknown as Uint8Array).set(elements as unknown as Uint8Array);
  return done === 0 ? form.make(count) : larger;
}
