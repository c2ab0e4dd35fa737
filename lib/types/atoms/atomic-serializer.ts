import { isDeepStrictEqual } from 'node:util';
import { NullFieldError } from '../../errors/type-errors.ts';
import type { DataInputView } from '../../views/data-input-view.ts';
import type { DataOutputView } from '../../views/data-output-view.ts';
import type { SerializerSnapshot } from '../serializer-snapshot.ts';
import { snapshotOf } from '../snapshot.ts';
import type { TypeDescription } from '../type-description.ts';
import type { TypeSerializer } from '../type-serializer.ts';

/** What serializers of values without parts have in common. Most values are immutable; the others override `copy`. */
export abstract class AtomicSerializer<T> implements TypeSerializer<T> {
  readonly description: TypeDescription;
  readonly length: number;
  readonly minLength: number;

  constructor(description: TypeDescription, length: number, minLength = length) {
    this.description = description;
    this.length = length;
    this.minLength = minLength;
  }

  get immutable(): boolean {
    return true;
  }

  abstract createInstance(): T;

  copy(value: T): T {
    if (value === null || value === undefined) throw new NullFieldError({ path: '' });
    return value;
  }

  abstract serialize(value: T, target: DataOutputView): void;
  abstract deserialize(source: DataInputView): T;
  abstract copyBytes(source: DataInputView, target: DataOutputView): void;

  equals(other: unknown): boolean {
    return other instanceof AtomicSerializer && isDeepStrictEqual(this.description, other.description);
  }

  snapshot(): SerializerSnapshot {
    return snapshotOf(this.description);
  }
}
