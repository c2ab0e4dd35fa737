import { CorruptDataError, IncompatibleSnapshotError } from '../errors/type-errors.ts';
import type { DataInputView } from '../views/data-input-view.ts';
import type { DataOutputView } from '../views/data-output-view.ts';
import { compatibilityOf, requireSerializer, typeOfSnapshot } from './compatibility.ts';
import type { SerializerSnapshot } from './serializer-snapshot.ts';
import type { TypeSerializer } from './type-serializer.ts';
import { conversionOf } from './value-conversion.ts';

/** Takes over what an old serializer has written. As serializers, not to be used by two calls at once. */
export interface Migration<T> {
  /** Reads one value that the old serializer has written; what it is to the new one. Throws what serializers throw in reading. */
  deserialize(source: DataInputView): T;
  /** Reads one such value and writes it as the new serializer does. Throws what serializers throw. */
  migrate(source: DataInputView, target: DataOutputView): void;
}

/**
 * The migration of what was written when `snapshot` was made to `serializer`: fields that are new are null, those that are gone
 * are left out, all others keep their values.
 *
 * Throws IncompatibleSnapshotError where `checkCompatibility` finds the two incompatible, TypeDefinitionError when the snapshot
 * is none, and InvalidArgumentError when the other is no serializer.
 */
export function migrationFrom<T>(snapshot: SerializerSnapshot, serializer: TypeSerializer<T>): Migration<T> {
  requireSerializer(serializer);
  const old = typeOfSnapshot(snapshot);
  const judged = compatibilityOf(old.description, serializer.description);
  if (judged.result === 'incompatible') throw new IncompatibleSnapshotError({ reason: judged.reason });
  const reader = old.createSerializer();
  const convert = conversionOf(old.description, serializer.description) ?? ((value: unknown) => value);
  const deserialize = (source: DataInputView): T => {
    const { position } = source;
    const value = reader.deserialize(source);
    try {
      return convert(value) as T;
    } catch (error) {
      if (!(error instanceof CorruptDataError)) throw error;
      throw new CorruptDataError({ position, reason: String(error.fields['reason']) });
    }
  };
  return Object.freeze({
    deserialize,
    migrate: (source: DataInputView, target: DataOutputView) => serializer.serialize(deserialize(source), target),
  });
}
