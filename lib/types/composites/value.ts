import { NullFieldError, NullKeyFieldError, TypeDefinitionError } from '../../errors/type-errors.ts';
import { describeValue } from '../../memory/argument-checks.ts';
import type { MemorySegment } from '../../memory/memory-segment.ts';
import { DataInputDeserializer } from '../../views/data-input-deserializer.ts';
import type { DataInputView } from '../../views/data-input-view.ts';
import { DataOutputSerializer } from '../../views/data-output-serializer.ts';
import type { DataOutputView } from '../../views/data-output-view.ts';
import { AtomicComparator } from '../atoms/atomic-comparator.ts';
import { atomicType } from '../atoms/atomic-type.ts';
import { bytesTakenBy } from '../output-mark.ts';
import type { DescriptionOf } from '../type-description.ts';
import type { TypeInformation } from '../type-information.ts';
import { unbound } from '../unbound-comparator.ts';
import { CompositeSerializer } from './composite-serializer.ts';

/** How values of a type of your own are written, read and, if they are keys, ordered. Null never reaches these functions. */
export interface ValueDefinition<T> {
  /**
   * Writes one value: `length` bytes, or at least `minLength`, and all that `deserialize` needs to find the end. Another number of
   * bytes is a TypeDefinitionError, unless `target` is a view of your own, which nobody can ask how many it took.
   */
  serialize(value: T, target: DataOutputView): void;
  /** Reads the bytes that `serialize` wrote and no byte more. Bytes whose number was read: `readBytes`. */
  deserialize(source: DataInputView): T;
  /** Bytes of each value, where they are always as many. Default -1: they differ. */
  readonly length?: number | undefined;
  /** Bytes of the shortest value. Default `length`, or 1. */
  readonly minLength?: number | undefined;
  /** Values never change, so that they need not be copied. Default false. */
  readonly immutable?: boolean | undefined;
  /** Default: what is read from the bytes of the value. */
  copy?(value: T): T;
  /** An empty value, for `createInstance`. */
  createInstance?(): T;
  /** Passes one value on. Default: reads it and writes it. */
  copyBytes?(source: DataInputView, target: DataOutputView): void;
  /** Negative, 0 or positive, ascending. With `hash` it makes the type a key type. */
  compare?(a: T, b: T): number;
  /** An integer, the same for values that compare equal. */
  hash?(value: T): number;
  /** Bytes of a key that says everything; Infinity when it depends on the value. Default: no normalized keys. */
  readonly normalizedKeyLength?: number | undefined;
  /** Writes exactly `length` bytes, whose order as unsigned bytes is that of `compare`: the key, its beginning, or the key and zeros. */
  putNormalizedKey?(value: T, target: MemorySegment, offset: number, length: number): void;
}

interface Registered {
  readonly definition: ValueDefinition<unknown>;
  readonly type: TypeInformation<unknown>;
}

/** Of this thread: functions do not travel. */
const registered = new Map<string, Registered>();

/** Registers the type under its name. The same definition again gives the same type. Throws TypeDefinitionError. */
export function valueType<T>(name: string, definition: ValueDefinition<T>): TypeInformation<T> {
  if (typeof name !== 'string' || name === '') {
    throw new TypeDefinitionError({ reason: 'a type of values has a name', name: describeValue(name) });
  }
  const known = registered.get(name);
  if (known !== undefined) {
    if (known.definition === definition) return known.type as TypeInformation<T>;
    throw new TypeDefinitionError({ reason: 'there is another type of values of this name', name });
  }
  const { length, minLength } = checked(name, definition);
  const description = { kind: 'value', name } as const;
  const type = atomicType<T>({
    description,
    text: `value(${JSON.stringify(name)})`,
    createSerializer: () => new ValueSerializer(description, definition, length, minLength),
    ...(definition.compare === undefined
      ? {}
      : { createComparator: (descending: boolean) => new ValueComparator(description, definition, descending) }),
  });
  registered.set(name, { definition: definition as ValueDefinition<unknown>, type });
  return type;
}

/** What `types.value` has registered in this thread. Throws TypeDefinitionError. */
export function registeredValueType(name: unknown): TypeInformation<unknown> {
  const known = typeof name === 'string' ? registered.get(name) : undefined;
  if (known !== undefined) return known.type;
  throw new TypeDefinitionError({
    reason: 'no type of values has this name in this thread: types.value registers it',
    name: describeValue(name),
  });
}

function checked<T>(name: string, definition: ValueDefinition<T>): { length: number; minLength: number } {
  const wrong = (reason: string) => new TypeDefinitionError({ reason, name });
  if (typeof definition?.serialize !== 'function' || typeof definition.deserialize !== 'function') {
    throw wrong('a type of values has the functions serialize and deserialize');
  }
  if ((definition.compare === undefined) !== (definition.hash === undefined)) {
    throw wrong('a type of values has both compare and hash, or neither');
  }
  if ((definition.putNormalizedKey === undefined) !== (definition.normalizedKeyLength === undefined)) {
    throw wrong('a type of values has both putNormalizedKey and normalizedKeyLength, or neither');
  }
  if (definition.putNormalizedKey !== undefined && definition.compare === undefined) {
    throw wrong('normalized keys are of types that have compare');
  }
  const { length = -1 } = definition;
  const { minLength = length > 0 ? length : 1 } = definition;
  if (!Number.isSafeInteger(length) || length < -1 || length === 0) throw wrong('a length is -1 or at least 1 byte');
  // A count of values that take no bytes could not be held against the bytes that there are.
  if (!Number.isSafeInteger(minLength) || minLength < 1 || (length > 0 && minLength !== length)) {
    throw wrong('the shortest value takes at least 1 byte');
  }
  return { length, minLength };
}

class ValueSerializer<T> extends CompositeSerializer<T> {
  readonly #name: string;
  readonly #definition: ValueDefinition<T>;

  constructor(description: DescriptionOf<'value'>, definition: ValueDefinition<T>, length: number, minLength: number) {
    super(description, length, minLength);
    this.#name = description.name;
    this.#definition = definition;
  }

  override get immutable(): boolean {
    return this.#definition.immutable === true;
  }

  createInstance(): T {
    const { createInstance } = this.#definition;
    if (createInstance !== undefined) return createInstance.call(this.#definition);
    throw new TypeDefinitionError({ reason: 'the type of values has no createInstance' });
  }

  copy(value: T): T {
    if (value === null || value === undefined) throw new NullFieldError({ path: '' });
    if (this.immutable) return value;
    if (this.#definition.copy !== undefined) return this.#definition.copy(value);
    const output = new DataOutputSerializer(64);
    this.write(value, output);
    return this.deserialize(new DataInputDeserializer(output.wrapAsBytes()));
  }

  protected write(value: T, target: DataOutputView): void {
    if (value === null || value === undefined) throw new NullFieldError({ path: '' });
    const start = bytesTakenBy(target);
    this.#definition.serialize(value, target);
    if (start !== undefined) this.#requireBytes('serialize', (bytesTakenBy(target) as number) - start);
  }

  deserialize(source: DataInputView): T {
    const start = source.position;
    const value = this.#definition.deserialize(source);
    this.#requireBytes('deserialize', source.position - start);
    return value;
  }

  /** What readers check counts against, and skip values by, has to be true of every value. */
  #requireBytes(by: 'serialize' | 'deserialize', bytes: number): void {
    const { length, minLength } = this;
    if (length > 0 ? bytes === length : bytes >= minLength) return;
    throw new TypeDefinitionError({
      reason: `${by} moved by fewer or more bytes than a value of the type takes`,
      name: this.#name,
      bytes,
      ...(length > 0 ? { length } : { minLength }),
    });
  }

  copyBytes(source: DataInputView, target: DataOutputView): void {
    if (this.#definition.copyBytes !== undefined) this.#definition.copyBytes(source, target);
    else this.serialize(this.deserialize(source), target);
  }
}

class ValueComparator<T> extends AtomicComparator<T> {
  readonly #definition: ValueDefinition<T>;

  constructor(description: DescriptionOf<'value'>, definition: ValueDefinition<T>, descending: boolean) {
    super(description, descending, definition.normalizedKeyLength ?? 0);
    this.#definition = definition;
  }

  override get supportsNormalizedKey(): boolean {
    return this.normalizedKeyLength > 0;
  }

  override isNormalizedKeyPrefixOnly(keyBytes: number): boolean {
    return this.normalizedKeyLength === Number.POSITIVE_INFINITY || keyBytes < Math.max(1, this.normalizedKeyLength);
  }

  hash(value: T): number {
    return (this.#definition.hash?.(there(value)) ?? 0) | 0;
  }

  compare(a: T, b: T): number {
    if (this === undefined) throw unbound();
    const order = this.#definition.compare?.(there(a), there(b)) ?? 0;
    return this.invertNormalizedKey ? 0 - order : order;
  }

  compareSerialized(a: DataInputView, b: DataInputView): number {
    return this.compare(this.#definition.deserialize(a), this.#definition.deserialize(b));
  }

  putNormalizedKey(record: T, target: MemorySegment, offset: number, length: number): void {
    if (this.#definition.putNormalizedKey === undefined) {
      throw new TypeDefinitionError({ reason: 'the type of values has no normalized keys' });
    }
    this.#definition.putNormalizedKey(there(record), target, offset, length);
  }
}

function there<T>(value: T): T {
  if (value === null || value === undefined) throw new NullKeyFieldError();
  return value;
}
