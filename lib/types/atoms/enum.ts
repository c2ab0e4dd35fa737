import { CorruptDataError, TypeDefinitionError } from '../../errors/type-errors.ts';
import { describeValue } from '../../memory/argument-checks.ts';
import type { MemorySegment } from '../../memory/memory-segment.ts';
import type { DataInputView } from '../../views/data-input-view.ts';
import type { DataOutputView } from '../../views/data-output-view.ts';
import { copyOfList } from '../foreign-data.ts';
import { putIntKey } from '../normalized-key.ts';
import type { TypeDescription } from '../type-description.ts';
import type { TypeInformation } from '../type-information.ts';
import { unbound } from '../unbound-comparator.ts';
import { notWritable } from '../value-errors.ts';
import { AtomicComparator, notComparable } from './atomic-comparator.ts';
import { AtomicSerializer } from './atomic-serializer.ts';
import { atomicType } from './atomic-type.ts';

const EXPECTED = 'a constant of the enum';
/** Java's class files have no room for more. */
const MAX_CONSTANTS = 65_535;

/** The places of the constants, and the way back. */
class Constants<T extends string> {
  readonly description: TypeDescription;
  readonly names: readonly T[];
  readonly #ordinals: ReadonlyMap<unknown, number>;

  constructor(names: readonly T[]) {
    this.names = names;
    this.#ordinals = new Map(names.map((name, ordinal) => [name, ordinal]));
    this.description = { kind: 'enum', constants: names };
  }

  ordinalOf(value: unknown): number | undefined {
    return this.#ordinals.get(value);
  }

  read(source: DataInputView): T {
    const { position } = source;
    const ordinal = source.readInt();
    const name = this.names[ordinal];
    if (name !== undefined) return name;
    throw new CorruptDataError({ position, reason: 'the enum has no such constant', ordinal });
  }
}

/** The place of the constant as an int. */
class EnumSerializer<T extends string> extends AtomicSerializer<T> {
  readonly #constants: Constants<T>;

  constructor(constants: Constants<T>) {
    super(constants.description, 4);
    this.#constants = constants;
  }

  createInstance(): T {
    return this.#constants.names[0] as T;
  }

  override copy(value: T): T {
    if (this.#constants.ordinalOf(value) === undefined) throw notWritable(EXPECTED, value);
    return value;
  }

  serialize(value: T, target: DataOutputView): void {
    const ordinal = this.#constants.ordinalOf(value);
    if (ordinal === undefined) throw notWritable(EXPECTED, value);
    target.writeInt(ordinal);
  }

  deserialize(source: DataInputView): T {
    return this.#constants.read(source);
  }

  copyBytes(source: DataInputView, target: DataOutputView): void {
    target.writeInt(source.readInt());
  }
}

/** In the order in which the constants were given. */
class EnumComparator<T extends string> extends AtomicComparator<T> {
  readonly #constants: Constants<T>;

  constructor(constants: Constants<T>, descending: boolean) {
    super(constants.description, descending, 4);
    this.#constants = constants;
  }

  /** The place of the constant. (Java's hash codes of enums differ from process to process.) */
  hash(value: T): number {
    return this.#ordinal(value);
  }

  compare(a: T, b: T): number {
    if (this === undefined) throw unbound();
    return this.directed(this.#ordinal(a) - this.#ordinal(b));
  }

  compareSerialized(a: DataInputView, b: DataInputView): number {
    return this.compare(this.#constants.read(a), this.#constants.read(b));
  }

  putNormalizedKey(record: T, target: MemorySegment, offset: number, length: number): void {
    putIntKey(this.#ordinal(record) ^ 0x80000000, 4, target, offset, length);
  }

  #ordinal(value: T): number {
    const ordinal = this.#constants.ordinalOf(value);
    if (ordinal === undefined) throw notComparable(EXPECTED, value);
    return ordinal;
  }
}

/** Throws TypeDefinitionError when `names` are no texts, none, or one twice. */
export function enumType<T extends string>(names: readonly T[]): TypeInformation<T> {
  const copy = (Array.isArray(names) ? copyOfList(names, MAX_CONSTANTS, 'constants of an enum') : []) as readonly T[];
  if (copy.length === 0) throw new TypeDefinitionError({ reason: 'an enum has at least one constant' });
  for (const name of copy) {
    if (typeof name !== 'string') {
      throw new TypeDefinitionError({ reason: 'constants of an enum are texts', constant: describeValue(name) });
    }
  }
  if (new Set(copy).size !== copy.length)
    throw new TypeDefinitionError({ reason: 'a constant of an enum is there twice' });
  const constants = new Constants(copy);
  return atomicType<T>({
    description: constants.description,
    text: `enum(${copy.map((name) => JSON.stringify(name)).join(', ')})`,
    createSerializer: () => new EnumSerializer(constants),
    createComparator: (descending) => new EnumComparator(constants, descending),
  });
}
