import { CorruptDataError } from '../../errors/type-errors.ts';
import type { DataInputView } from '../../views/data-input-view.ts';
import { readFlag } from './read-flag.ts';

/** Bits of a pojo's first byte. */
export const POJO_IS_NULL = 1;
export const POJO_NO_SUBCLASS = 2;
const IS_SUBCLASS = 4;
const IS_TAGGED_SUBCLASS = 8;

/** Whether the pojo is null. Throws CorruptDataError where it is of another class than the type's. */
export function readPojoFlags(source: DataInputView, name: string): boolean {
  const { position } = source;
  const flags = source.readUnsignedByte();
  if ((flags & POJO_IS_NULL) !== 0) return true;
  if ((flags & IS_SUBCLASS) !== 0) {
    throw new CorruptDataError({ position, reason: `a subclass of ${name}, and none is registered` });
  }
  if ((flags & IS_TAGGED_SUBCLASS) !== 0) {
    throw new CorruptDataError({ position, reason: `a subclass of ${name} by its tag, and none is registered` });
  }
  if ((flags & POJO_NO_SUBCLASS) !== 0) return false;
  throw new CorruptDataError({ position, reason: 'no flags of a pojo', flags });
}

export function readFieldIsNull(source: DataInputView, name: string, nullable: boolean): boolean {
  const { position } = source;
  const isNull = readFlag(source);
  if (isNull && !nullable) throw nullAt(position, name);
  return isNull;
}

export function nullAt(position: number, field?: string): CorruptDataError {
  const reason = 'null, where the type is not nullable (types.nullable)';
  return new CorruptDataError(field === undefined ? { position, reason } : { position, reason, field });
}
