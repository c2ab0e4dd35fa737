import { CorruptDataError } from '../../errors/type-errors.ts';
import type { DataInputView } from '../../views/data-input-view.ts';

/**
 * A byte that says what follows: 1 is true, 0 is false. No serializer writes another, and since views differ in which of those
 * are true, it is refused.
 */
export function readFlag(source: DataInputView): boolean {
  const { position } = source;
  const flag = source.readByte();
  if (flag === 0 || flag === 1) return flag === 1;
  throw new CorruptDataError({ position, reason: 'a flag that is neither 0 nor 1', flag: flag & 0xff });
}
